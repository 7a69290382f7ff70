"""Who calls: every header of identity, as it shall stand on the wire."""

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Caller"]


@dataclass(frozen=True, slots=True)
class Caller:
    """A subscriber of the network, and what the network says of them.

    Asterisk writes the From, so `number` and `display` are escaped as SIP wants it; all other
    headers go out byte for byte. For a From with odd bytes there is SIPp.
    """

    number: str
    "User part of the From, in the form in which the network shall write it."

    display: str = ""
    "Display name of the From."

    withheld: bool = False
    'From is `"Anonymous" <sip:anonymous@anonymous.invalid>`, whatever the number (RFC 3323).'

    asserted: tuple[str, ...] = ()
    "`P-Asserted-Identity`: one header each, raw."

    privacy: str | None = None
    "`Privacy`, raw."

    diversion: tuple[str, ...] = ()
    "`Diversion`: one header each, raw."

    history_info: tuple[str, ...] = ()
    "`History-Info`: one header each, raw."

    headers: tuple[tuple[str, str], ...] = ()
    "Other headers, name and raw value."

    def added_headers(self) -> Iterator[tuple[str, str]]:
        """All headers besides the From, in the order in which they go out."""
        yield from (("P-Asserted-Identity", value) for value in self.asserted)
        if self.privacy is not None:
            yield "Privacy", self.privacy
        yield from (("Diversion", value) for value in self.diversion)
        yield from (("History-Info", value) for value in self.history_info)
        yield from self.headers
