"""Parts of addresses."""

from forrang.domain.phone_number import PhoneNumber


class DigitsConverter:
    """A telephone number in an address: `4722334455` there, E.164 in the view."""

    regex = "[1-9][0-9]{3,14}"

    def to_python(self, value: str) -> PhoneNumber:
        """From the address; it need not be anybody's."""
        return PhoneNumber(f"+{value}")

    def to_url(self, value: str) -> str:
        """Into an address."""
        return value.removeprefix("+")
