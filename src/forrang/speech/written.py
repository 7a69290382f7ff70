"""What the tables of both languages are made with: patterns, and what becomes of what they find."""

import re
from collections.abc import Callable, Mapping

from forrang.speech.numerals import LARGEST, cardinal

DIGITS = {
    "nb": ("null", "en", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
"""Each digit as a word, by language."""

_PLUS = {"nb": "pluss", "en": "plus"}

Found = re.Match[str]
Rule = tuple[re.Pattern[str], Callable[[Found], str]]
"""What is found, and what is said instead."""

HOUR, MINUTE = r"(?:[01]?\d|2[0-4])", r"[0-5]\d"
TIME = rf"(?<![\d.,:+]){HOUR}[.:]{MINUTE}(?![\d.:]*\d)"
"""A time of day; the dot at its end is a sentence's."""

TO = r"\s*[-\N{EN DASH}\N{EM DASH}]\s*"
"""Between the ends of a span."""

AMOUNT = r"\d{1,3}(?:[ .]\d{3})+|\d{1,9}"
"""A whole amount, with spaces or dots between thousands."""


def rule(pattern: str, words: Callable[[Found], str], *, any_case: bool = False) -> Rule:
    """A row of a table."""
    return re.compile(pattern, re.IGNORECASE if any_case else 0), words


def shortened(table: Mapping[str, str]) -> Rule:
    """Shortened words, written out; longest first, and with a capital where there was one."""
    longest = sorted(table, key=len, reverse=True)

    def words(found: Found) -> str:
        said = table[found[0].lower()]
        return said[0].upper() + said[1:] if found[0][0].isupper() else said

    either = "|".join(re.escape(one) for one in longest)
    return rule(rf"(?<![\w.])(?:{either})(?!\w)", words, any_case=True)


def counted(text: str, language: str) -> str:
    """An amount in words; one that is too large digit by digit."""
    text = text.replace(" ", "").replace(".", "")
    number = int(text)
    return cardinal(number, language) if number <= LARGEST else one_by_one(text, language)


def one_by_one(text: str, language: str) -> str:
    """Digits one by one, with a pause where the writer left a space; eight or more in a row that
    nobody parted are parted in pairs.
    """
    groups = text.split()
    if len(groups) == 1 and len(groups[0].lstrip("+")) >= 8:
        digits = groups[0]
        groups = [digits[at : at + 2] for at in range(0, len(digits), 2)]
    return ", ".join(" ".join(_digit(one, language) for one in group) for group in groups)


def _digit(one: str, language: str) -> str:
    return _PLUS[language] if one == "+" else DIGITS[language][int(one)]


def figures(language: str) -> Rule:
    """What is left in figures: few digits are a number, many are somebody's, such as a telephone's."""

    def words(found: Found) -> str:
        text = found[0]
        digits = text.replace(" ", "")
        is_number = re.fullmatch(r"0|[1-9]\d{0,3}", digits) is not None
        parted = " " in text and not re.fullmatch(r"\d \d{3}", text)
        if is_number and not parted and digits not in _ALARMS:
            return counted(text, language)
        return one_by_one(text, language)

    return rule(r"\+?\d+(?: \d+)*", words)


_ALARMS = {"110", "112", "113"}
"""Numbers of three digits that are said as telephone numbers."""
