"""What somebody types to put numbers on a VIP list: a number, a series or a prefix in one field.

    411 11 111                   a number, in any notation
    22 99 00 00 - 22 99 00 99    a series; short 22 99 00 00-99
    22 99*                       everything that begins so

A dash parts a series or stands within a number. It parts a series where space is around it, or
where what stands before it is a whole Norwegian number; in a foreign number it may be a dash of
that country's.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers

from forrang.domain.number_span import EntryKind, NumberSpan, parse_span
from forrang.domain.phone_number import (
    MAX_DIGITS,
    NORWAY,
    NumberFault,
    strip_separators,
    typed_number,
)

LARGEST = 10_000
"""Numbers in one series, at most: a mistyped digit makes half the country a VIP."""

_EIGHT_DIGITS: int = 10 ** (MAX_DIGITS - len(NORWAY) - 8)
"""So far are two Norwegian numbers of 8 digits from each other."""


class Wrong(StrEnum):
    """What is wrong with a typed entry."""

    EMPTY = "empty"
    WITHHELD = "withheld"
    EMERGENCY = "emergency"
    TWO_NUMBERS = "two-numbers"
    SPREADSHEET = "spreadsheet"
    "`guess` is what it probably was."
    OTHER_COUNTRY = "other-country"
    "`guess` is the country's two letters."
    BACKWARDS = "backwards"
    TOO_LARGE = "too-large"
    "`count` numbers."
    DIGITS = "digits"
    "`count` digits."
    NUMBER = "number"
    "Something else, as `typed_number` says."


class EntryFault(ValueError):
    """A text that no entry can be made of."""

    def __init__(self, wrong: Wrong, guess: str = "", count: int = 0):
        super().__init__(str(wrong))
        self.wrong = wrong
        self.guess = guess
        self.count = count


@dataclass(frozen=True, slots=True)
class TypedEntry:
    """Numbers as typed, and what they mean."""

    kind: EntryKind
    "Number, series or prefix."
    text: str
    "As typed; of a prefix without its star."
    span: NumberSpan
    "What it covers."


_WITHHELD = re.compile(r"hidden|skjul|anonym|withheld|hemmelig|sperret|ukjent|unknown", re.I)
_PREFIX_END = re.compile(r"\s*[*…]\s*$|\s*\.\.\.\s*$")
_DASH = re.compile(r"\s+[-‐‑‒–—−]\s+|[-‐‑‒–—−]")
_SCIENTIFIC = re.compile(r"(\d)[.,](\d+)[eE]\+?(\d+)")
_DECIMAL = re.compile(r"(\d{5,15})[.,]0+")
_ABROAD = ("SE", "FI", "GB", "DE")
"""Countries that write a zero before their national numbers, likeliest first."""
_EMERGENCY = re.compile(r"1\d\d|116\d{3}")


def typed_entry(text: str) -> TypedEntry:
    """What `text` means. Raises `EntryFault`."""
    text = text.strip()
    if not text:
        raise EntryFault(Wrong.EMPTY)
    if _WITHHELD.search(text):
        raise EntryFault(Wrong.WITHHELD)
    _refuse_spreadsheet(text)
    if _PREFIX_END.search(text):
        return _made(EntryKind.PREFIX, _PREFIX_END.sub("", text))
    if _is_series(text):
        return _made(EntryKind.RANGE, text)
    return _made(EntryKind.NUMBER, text)


def is_emergency(text: str) -> bool:
    """Whether a text is an emergency number or another short one that no call may be sent to."""
    try:
        return _EMERGENCY.fullmatch(strip_separators(text)) is not None
    except NumberFault:
        return False


def span_count(span: NumberSpan) -> int | None:
    """How many numbers a span covers; None for a prefix of a country where we do not know."""
    if span.digits:
        step: int = 10 ** (MAX_DIGITS - span.digits)
        return (span.high - span.low) // step + 1
    if str(span.low).startswith(NORWAY):
        return max(1, (span.high - span.low + 1) // _EIGHT_DIGITS)
    return None


def _is_series(text: str) -> bool:
    spaced = re.search(r"\s+[-‐‑‒–—−]\s+", text) is not None
    abroad = text.startswith(("+", "00", "tel:"))
    for dash in _DASH.finditer(text):
        if not text[dash.end() :].strip(" 0123456789\xa0+"):
            first = text[: dash.start()]
            try:
                typed_number(first)
            except NumberFault:
                continue
            if not abroad or dash.group().strip() != dash.group() or not _is_number(text):
                return True
    return spaced and not _is_number(text)


def _is_number(text: str) -> bool:
    try:
        typed_number(text)
    except NumberFault:
        return False
    return True


def _made(kind: EntryKind, text: str) -> TypedEntry:
    try:
        span = parse_span(kind, text)
    except NumberFault as fault:
        raise _fault(kind, text, fault) from None
    count = span_count(span)
    if count is not None and count > LARGEST:
        raise EntryFault(Wrong.TOO_LARGE, count=count)
    return TypedEntry(kind, text, span)


def _fault(kind: EntryKind, text: str, fault: NumberFault) -> EntryFault:
    if "comes before" in str(fault):
        return EntryFault(Wrong.BACKWARDS)
    try:
        digits = strip_separators(text)
    except NumberFault:
        several = len(re.findall(r"\d{8}", re.sub(r"[\s.-]", "", text))) > 1
        return EntryFault(Wrong.TWO_NUMBERS if several else Wrong.NUMBER)
    if not digits:
        return EntryFault(Wrong.EMPTY)
    if kind is not EntryKind.NUMBER or digits.startswith(("+", "00")):
        return EntryFault(Wrong.NUMBER)
    if _EMERGENCY.fullmatch(digits):
        return EntryFault(Wrong.EMERGENCY)
    if len(digits) == 16:
        return EntryFault(Wrong.TWO_NUMBERS)
    if len(digits) == 4 and digits[0] >= "2":
        return EntryFault(Wrong.SPREADSHEET, guess="0" + digits)
    country = _country(digits)
    if country:
        return EntryFault(Wrong.OTHER_COUNTRY, guess=country)
    return EntryFault(Wrong.DIGITS, count=len(digits))


def _country(digits: str) -> str:
    """The neighbour whose national number it seems to be; empty when it is nobody's."""
    if not digits.startswith("0"):
        return ""
    for region in _ABROAD:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(digits, region)):
                return region
        except phonenumbers.NumberParseException:
            continue
    return ""


def _refuse_spreadsheet(text: str) -> None:
    """Raise `EntryFault` for what a spreadsheet makes of a number that it took for an amount."""
    decimal, power = _DECIMAL.fullmatch(text), _SCIENTIFIC.fullmatch(text)
    if decimal:
        raise EntryFault(Wrong.SPREADSHEET, guess=decimal[1])
    if power:
        digits, places = power[1] + power[2], int(power[3])
        whole = digits.ljust(places + 1, "0") if places < MAX_DIGITS else ""
        raise EntryFault(Wrong.SPREADSHEET, guess=whole)
