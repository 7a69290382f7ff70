"""Who calls, whom, and by way of whom: decided from the raw SIP headers, by our own rules.

The engine's own idea of the caller is never used: with `trust_id_inbound` it shows a number that
`Privacy: id` hides, and without it misses the asserted one. RFC 3261 (25.1: name-addr, addr-spec),
RFC 3325 (P-Asserted-Identity), RFC 3323 (Privacy), RFC 3966 (tel URIs, phone-context), RFC 5806
(Diversion), RFC 7044 (History-Info).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from forrang.domain.phone_number import NumberFault, NumberForm, PhoneNumber, read_number

_SAYS_WITHHELD = frozenset({"anonymous", "restricted", "unavailable", "unknown", "", "0"})
"""Users of a From that say that the caller does not want to be known."""


@dataclass(frozen=True, slots=True)
class Address:
    """One name-addr or addr-spec of a header."""

    display: str
    "The display name, without quotation marks."
    user: str
    "The user of a sip URI, or the number of a tel URI; decoded, without parameters."
    host: str
    "The host of a sip URI."
    context: str
    "The phone-context of either, or empty."


@dataclass(frozen=True, slots=True)
class Identity:
    """The caller, as far as they may be known."""

    number: PhoneNumber | None
    "None when withheld, missing or unreadable."
    withheld: bool
    "Whether the caller asked not to be shown."
    asserted: bool
    "Whether a P-Asserted-Identity says the number."


def who_calls(
    from_header: str, asserted: Iterable[str], privacy: Iterable[str], form: NumberForm
) -> Identity:
    """The caller of an INVITE from a trusted trunk.

    Withheld is any Privacy other than `none`, or a From that says so, also when the trunk asserts a
    number. Else the first P-Asserted-Identity with a readable number is the caller; where the trunk
    asserts nothing, the From.
    """
    source = next(addresses(from_header), None)
    if _asks_privacy(privacy) or (source is not None and _says_withheld(source)):
        return Identity(None, withheld=True, asserted=False)
    identities = [one for header in asserted for one in addresses(header)]
    if not identities:
        number = None if source is None else number_of(source, form)
        return Identity(number, withheld=False, asserted=False)
    numbers = [number for one in identities if (number := number_of(one, form)) is not None]
    if not numbers:
        return Identity(None, withheld=all(map(_says_withheld, identities)), asserted=False)
    return Identity(numbers[0], withheld=False, asserted=True)


def dialled_number(request_uri: str, form: NumberForm) -> PhoneNumber | None:
    """The number in a request URI; None where it has none that can be read."""
    return number_of(_address("", request_uri), form)


def diverted_by(headers: Iterable[str], form: NumberForm) -> tuple[PhoneNumber, ...]:
    """The numbers in Diversion and History-Info headers, in order."""
    found = (number_of(one, form) for header in headers for one in addresses(header))
    return tuple(dict.fromkeys(number for number in found if number is not None))


def number_of(address: Address, form: NumberForm) -> PhoneNumber | None:
    """The telephone number of an address; a phone-context with `+` says what a national one lacks
    (RFC 3966, 5.1.5).
    """
    try:
        if address.context.startswith("+") and not address.user.startswith("+"):
            return read_number(address.context + address.user, form)
        return read_number(address.user, form)
    except NumberFault:
        return None


def addresses(header: str) -> Iterator[Address]:
    """The addresses of a header's value; commas in quotation marks or brackets part nothing."""
    for piece in _split(header):
        opening = _outside_quotes(piece, "<")
        if opening < 0:
            yield _address("", piece.split(";")[0].strip() if "tel:" not in piece else piece)
        else:
            closing = piece.find(">", opening)
            uri = piece[opening + 1 : closing if closing >= 0 else None]
            yield _address(piece[:opening], uri)


def _address(display: str, uri: str) -> Address:
    scheme, colon, rest = uri.strip().partition(":")
    if not colon:
        scheme, rest = "", uri.strip()
    if scheme.lower() == "tel":
        user_part, host = rest, ""
    else:
        user_part, at, host_part = rest.rpartition("@")
        if not at:
            user_part, host_part = "", rest
        host = host_part.split(";")[0].split("?")[0].split(":")[0].strip("[]")
    user, *parameters = user_part.split("?")[0].split(";")
    context = ""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "phone-context":
            context = unquote(value.strip().strip('"'))
    name = display.strip().strip('"').replace("\\", "")
    return Address(name, unquote(user).partition(":")[0].strip(), host.lower(), context)


def _split(header: str) -> Iterator[str]:
    piece, quoted, bracketed, escaped = "", False, False, False
    for character in header:
        if escaped:
            escaped = False
        elif quoted and character == "\\":
            escaped = True
        elif character == '"' and not bracketed:
            quoted = not quoted
        elif not quoted and character in "<>":
            bracketed = character == "<"
        elif character == "," and not quoted and not bracketed:
            if piece.strip():
                yield piece.strip()
            piece = ""
            continue
        piece += character
    if piece.strip():
        yield piece.strip()


def _outside_quotes(text: str, wanted: str) -> int:
    quoted = escaped = False
    for at, character in enumerate(text):
        if escaped:
            escaped = False
        elif quoted and character == "\\":
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif character == wanted and not quoted:
            return at
    return -1


def _asks_privacy(headers: Iterable[str]) -> bool:
    values = (
        value.strip().lower() for header in headers for value in header.replace(",", ";").split(";")
    )
    return any(value not in ("", "none") for value in values)


def _says_withheld(address: Address) -> bool:
    return (
        address.user.lower() in _SAYS_WITHHELD
        or address.host == "anonymous.invalid"
        or address.display.lower() == "anonymous"
    )
