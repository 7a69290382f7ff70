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
    # one address, whatever commas stand in it: Bell, Alexander <sip:…> (RFC 4475, 3.1.2.15)
    source = _one_address(from_header.strip()) if from_header.strip() else None
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
        if address.context.startswith("+") and not address.user.startswith(("+", "00")):
            return read_number(address.context + address.user, form)
        return read_number(address.user, form)
    except NumberFault:
        return None


def addresses(header: str) -> Iterator[Address]:
    """The addresses of a header's value; commas in quotation marks or brackets part nothing."""
    return map(_one_address, _split(header))


def _one_address(text: str) -> Address:
    opening = _outside_quotes(text, "<")
    if opening < 0:
        return _address("", _without_header_parameters(text))
    closing = text.find(">", opening)
    return _address(text[:opening], text[opening + 1 : closing if closing >= 0 else None])


def _without_header_parameters(piece: str) -> str:
    """Without brackets the parameters after the host are the header's (RFC 3261, 20.10). Those of a
    user, and those of a tel URI, are read as the URI's whether they may stand there or not.
    """
    user, at, host = piece.partition("@")
    if at or not piece.lower().startswith("tel:"):
        return user + at + host.split(";")[0]
    return piece


def _address(display: str, uri: str) -> Address:
    uri = uri.strip()
    scheme, colon, rest = uri.partition(":")
    match scheme.lower() if colon else "":
        case "tel":
            user_part, host_part = rest, ""
        case "sip" | "sips":
            user_part, host_part = _user_and_host(rest)
        case _:  # urn:service:sos is a caller without a number, and not one who hides
            user_part, host_part = uri, ""
    user, *parameters = user_part.split("?")[0].split(";")
    host, *more = host_part.split("?")[0].split(";")
    return Address(
        display=display.strip().strip('"').replace("\\", "").strip(),
        user=unquote(user.partition(":")[0] if host_part else user).strip(),
        host=host.split(":")[0].strip(" .").lower(),
        context=_context([*parameters, *more]),
    )


def _user_and_host(text: str) -> tuple[str, str]:
    """The parts of a sip URI around its @; headers in it (`?Reason=…`) may have one more."""
    user, at, host = text.partition("@")
    return (user, host) if at else ("", text)


def _context(parameters: list[str]) -> str:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "phone-context":
            return unquote(value).strip().strip('"')
    return ""


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
