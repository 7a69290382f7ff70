"""Telephone numbers, read once at the door and E.164 ever after.

One way of writing a number is one caller's; a list that keeps `+47 411 11 111` must know the same
person as `41111111`, `4741111111`, `004741111111` or `tel:+47-411-11-111`. Everything inside works
on the E.164 text (ITU-T E.164: `+`, country code, at most 15 digits), compared as it stands.

Two questions, two functions: `read_number` asks whether a number can be *understood* (calls come
from numbers that no plan knows, and they must still be told apart); `typed_number` also asks
whether it can *exist*, and is for what people type.

The Norwegian plan (Nkom): 8 digits; 5 digits from 02000 to 09999; 12 digits that begin with 58 or
59 for machines. There is no trunk prefix, and the leading zero of a 5-digit number is kept.
"""

import re
import unicodedata
from enum import StrEnum
from itertools import pairwise
from typing import NewType

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

PhoneNumber = NewType("PhoneNumber", str)
"An E.164 number as text, `+` and 4 to 15 digits; made by `read_number` or `typed_number` only."

NORWAY = "47"
MAX_DIGITS = 15
MIN_DIGITS = 4

WITHHELD = "withheld"
"""The word by which one asks about a caller who does not want to be known."""


class NumberForm(StrEnum):
    """How a trunk writes the numbers that it sends."""

    MIXED = "mixed"
    "National, `+`, `00` or a bare country code, told apart by the Norwegian plan."
    BARE = "bare"
    "Always with country code, and without `+`."


class NumberFault(ValueError):
    """A text that is no telephone number; `str()` is a sentence with the mend in it."""


_TEL_SCHEME = re.compile(r"^\s*(?:tel:|tlf\.?:?|telefon:?)\s*", re.IGNORECASE)
_ESCAPED_PLUS = re.compile(r"^\s*%2[bB]")
_TRUNK_ZERO = re.compile(r"^([\s(]*(?:\+|00)\s*(?!39|378)\d{1,3}[\s)]*)\(\s*0\s*\)", re.ASCII)
"""The zero of `+44 (0)20 …`, which is dialled at home only. Italy and San Marino keep theirs."""


def strip_separators(text: str) -> str:
    """Digits and a leading `+` of `text`; separators, odd spaces and foreign digits are normalised.

    Raises `NumberFault` when something else stands in it.
    """
    text = _TRUNK_ZERO.sub(r"\1", _ESCAPED_PLUS.sub("+", _TEL_SCHEME.sub("", text)))
    kept: list[str] = []
    for character in text:
        category = unicodedata.category(character)
        if category == "Nd":  # also full-width and Arabic digits
            kept.append(str(unicodedata.decimal(character)))
        elif character in "+\uff0b":
            if kept:
                raise NumberFault("a + may only stand in front")
            kept.append("+")
        elif character in "-.()/" or category in ("Zs", "Cf", "Pd", "Cc"):
            continue
        else:
            raise NumberFault("a telephone number has digits only")
    return "".join(kept)


def read_number(text: str, form: NumberForm = NumberForm.MIXED) -> PhoneNumber:
    """The E.164 number that `text` means. Raises `NumberFault` when none is meant.

    Readable is any `+` or `00` number of 4 to 15 digits with an existing country code, assigned or
    not. Without either: 8 digits are national, also when they begin with 47; so are 5 digits that
    begin with 0 and 12 that begin with 58 or 59; the same with 47 in front has its country code;
    otherwise one of another country must stand in front.
    """
    digits = strip_separators(text)
    if digits.startswith("+"):
        return _international(digits[1:])
    if digits.startswith("00"):
        return _international(digits[2:])
    if not digits:
        raise NumberFault("the number is empty")
    if form is NumberForm.BARE:
        return _international(digits)
    if _looks_national(digits):
        return PhoneNumber("+" + NORWAY + digits)
    if digits.startswith(NORWAY) and _looks_national(digits[len(NORWAY) :]):
        return PhoneNumber("+" + digits)
    if country_code(digits) == NORWAY or not _possible_abroad(PhoneNumber("+" + digits)):
        raise NumberFault(f"{digits} is no Norwegian number; write + and the country code first")
    return _international(digits)


def typed_number(text: str) -> PhoneNumber:
    """As `read_number`, for what a person types: the number must also be able to exist."""
    number = read_number(text)
    if number.startswith("+" + NORWAY):
        if not is_norwegian(number[3:]):
            raise NumberFault(f"{number} does not have the length of a Norwegian number")
    elif not _possible_abroad(number):
        raise NumberFault(f"{number} does not have the length of a number of that country")
    return number


def is_norwegian(digits: str) -> bool:
    """Whether `digits`, without country code, have a shape of the Norwegian plan."""
    match len(digits):
        case 8:
            return digits[0] != "0"
        case 5:
            return "02" <= digits[:2] <= "09"
        case 12:
            return digits.startswith(("58", "59"))
    return False


def _looks_national(digits: str) -> bool:
    """As `is_norwegian`, whether the plan has the series or not."""
    return len(digits) == 8 or (len(digits) == 5 and digits[0] == "0") or is_norwegian(digits)


def country_code(digits: str) -> str | None:
    """The country code that `digits` begin with, or None when no country has it."""
    for length in (1, 2, 3):
        code = digits[:length]
        if len(code) == length and code[0] != "0" and int(code) in COUNTRY_CODE_TO_REGION_CODE:
            return code
    return None


def same_country(one: PhoneNumber, other: PhoneNumber) -> bool:
    """Whether two numbers have one country code."""
    return country_code(one[1:]) == country_code(other[1:])


def pretty(number: PhoneNumber) -> str:
    """The number as Norwegians write it: `+47 411 11 111`, `+47 22 33 44 55`, `+47 02800`."""
    if not number.startswith("+" + NORWAY):
        return _pretty_abroad(number)
    rest = number[3:]
    if len(rest) != 8:
        return f"+47 {rest}"
    cuts = (0, 3, 5, 8) if rest[0] in "489" else (0, 2, 4, 6, 8)
    return "+47 " + " ".join(rest[a:b] for a, b in pairwise(cuts))


def _pretty_abroad(number: PhoneNumber) -> str:
    """The library's way, unless it leaves digits out (a zero that is not dialled from abroad)."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    text = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return text if "+" + "".join(filter(str.isdigit, text)) == number else number


def _international(digits: str) -> PhoneNumber:
    if not MIN_DIGITS <= len(digits) <= MAX_DIGITS:
        raise NumberFault(f"a number with country code has {MIN_DIGITS} to {MAX_DIGITS} digits")
    if country_code(digits) is None:
        raise NumberFault(f"no country has a code that {digits} begins with")
    return PhoneNumber("+" + digits)


def _possible_abroad(number: PhoneNumber) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False
