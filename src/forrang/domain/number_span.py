"""What one entry of a VIP list covers: a number, a range, or everything with a prefix.

All three are one interval. A number's *line-up* is its digits filled with zeros to fifteen; numbers
with a common prefix then lie side by side, whatever their length. `digits` says how long a number
must be to count (a range of 8-digit numbers covers no 9-digit one), and 0 says that any length
will do that has the whole prefix. Never "contains": an entry covers what its text says and nothing
else.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from forrang.domain.phone_number import (
    MAX_DIGITS,
    NORWAY,
    NumberFault,
    PhoneNumber,
    country_code,
    read_number,
    strip_separators,
    typed_number,
)


class EntryKind(StrEnum):
    """The field of the document in which an entry is written."""

    NUMBER = "number"
    RANGE = "range"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True, order=True)
class NumberSpan:
    """An interval of telephone numbers; both ends belong to it."""

    low: int
    "The first number's line-up (15 digits)."
    high: int
    "The last number's line-up (15 digits)."
    digits: int
    "How many digits a covered number has, country code included; 0: any."

    def covers(self, number: PhoneNumber) -> bool:
        """Whether `number` lies in it."""
        return self.low <= line_up(number) <= self.high and fits(
            self.low, self.high, self.digits, len(number) - 1
        )

    @property
    def is_number(self) -> bool:
        """Whether it is one whole number."""
        return self.low == self.high and self.digits > 0

    @property
    def number(self) -> PhoneNumber:
        """The number that it is; of a range, its first."""
        return PhoneNumber("+" + str(self.low)[: self.digits])

    @classmethod
    def of(cls, number: PhoneNumber) -> "NumberSpan":
        """The span of one number."""
        place = line_up(number)
        return cls(place, place, len(number) - 1)


def line_up(number: PhoneNumber) -> int:
    """The number's digits, filled with zeros to fifteen."""
    return int(number[1:].ljust(MAX_DIGITS, "0"))


def fits(low: int, high: int, digits: int, length: int) -> bool:
    """Whether a number of `length` digits may be covered by the span of these three. Filled with
    zeros, +4722 looks as if it began with 47220: a prefix also wants its own length.
    """
    if digits:
        return length == digits
    return length >= MAX_DIGITS - (len(str(high - low)) if low < high else 0)


def parse_span(kind: EntryKind, text: str) -> NumberSpan:
    """The span that an entry's text means. Raises `NumberFault`."""
    match kind:
        case EntryKind.NUMBER:
            return NumberSpan.of(typed_number(text))
        case EntryKind.RANGE:
            return _range(text)
        case EntryKind.PREFIX:
            return _prefix(text)


_DASHES = str.maketrans("‐‑‒–—−", "------")
_TO = re.compile(r"(.*\S)\s+-\s+(.+)|(.+)-(.*)", re.DOTALL)
"""First and last; a dash with space around it parts them before one that stands in a number."""


def _range(text: str) -> NumberSpan:
    parts = _TO.fullmatch(text.translate(_DASHES))
    if parts is None:
        raise NumberFault("a range is written first-last")
    first_text, last_text = parts[1] or parts[3], parts[2] or parts[4]
    first = typed_number(first_text)
    ending = strip_separators(last_text)
    if not ending:
        raise NumberFault("the range has no last number")
    if ending.startswith("+") or len(ending) > len(_national(first)):
        last = read_number(last_text)
    else:  # of the same country, or only the digits that differ
        last = PhoneNumber(first[: -len(ending)] + ending)
    if len(first) != len(last):
        raise NumberFault("the first and the last number of a range are equally long")
    if country_code(first[1:]) != country_code(last[1:]):
        raise NumberFault("the first and the last number of a range are of one country")
    if last < first:
        raise NumberFault("the last number of a range comes before its first")
    return NumberSpan(line_up(first), line_up(last), len(first) - 1)


def _prefix(text: str) -> NumberSpan:
    digits = strip_separators(text)
    if digits.startswith(("+", "00")):
        digits = digits[1:] if digits[0] == "+" else digits[2:]
    elif digits:
        digits = NORWAY + digits
    if country_code(digits) is None:
        raise NumberFault("a prefix begins with a country code, or is Norwegian")
    if len(digits) > MAX_DIGITS:
        raise NumberFault(f"a number has at most {MAX_DIGITS} digits")
    low = int(digits.ljust(MAX_DIGITS, "0"))
    return NumberSpan(low, int(digits.ljust(MAX_DIGITS, "9")), 0)


def _national(number: PhoneNumber) -> str:
    return number[1 + len(country_code(number[1:]) or "") :]
