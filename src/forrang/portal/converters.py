"""Parts of addresses."""

from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import PointId, point_id

_SPELT = {"*": "star", "#": "hash"}
_KEYS = {word: key for key, word in _SPELT.items()}


class DigitsConverter:
    """A telephone number in an address: `4722334455` there, E.164 in the view."""

    regex = "[1-9][0-9]{3,14}"

    def to_python(self, value: str) -> PhoneNumber:
        """From the address; it need not be anybody's."""
        return PhoneNumber(f"+{value}")

    def to_url(self, value: str) -> str:
        """Into an address."""
        return value.removeprefix("+")


class KeysConverter:
    """The keys that lead to a choice of a menu: `2`, `2.1`, `star.hash` in an address; `("2", "1")`
    in the view.
    """

    regex = r"(?:[0-9]|star|hash)(?:\.(?:[0-9]|star|hash)){0,5}"

    def to_python(self, value: str) -> tuple[str, ...]:
        """From the address; no menu need have them."""
        return tuple(_KEYS.get(one, one) for one in value.split("."))

    def to_url(self, value: tuple[str, ...]) -> str:
        """Into an address."""
        return ".".join(_SPELT.get(one, one) for one in value)


class PointConverter:
    """A main number or a choice of its menu: `4722334455`, `4722334455/keys/2.1` in an address; a
    point's id in the view. So one address serves the pages that both have.
    """

    regex = f"{DigitsConverter.regex}(?:/keys/{KeysConverter.regex})?"

    def to_python(self, value: str) -> PointId:
        """From the address; it need not be anybody's."""
        digits, _, keys = value.partition("/keys/")
        return point_id(
            DigitsConverter().to_python(digits), KeysConverter().to_python(keys) if keys else ()
        )

    def to_url(self, value: PointId) -> str:
        """Into an address."""
        number, _, keys = value.partition("/")
        digits = DigitsConverter().to_url(number)
        return f"{digits}/keys/{KeysConverter().to_url(tuple(keys.split('.')))}" if keys else digits
