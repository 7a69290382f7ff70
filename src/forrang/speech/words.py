"""Texts as they are spoken: what is written in figures is written out before a voice gets it.

Voices read figures by rules of their own, which differ from program to program. What we write out
sounds the same whichever voice speaks. Each kind of thing has its own row in `_RULES`; telephone
numbers and codes are digits one by one, since nobody writes down «four hundred and seventeen
thousand».
"""

import re
from collections.abc import Callable

LANGUAGES = ("nb", "en")
"""The languages that can be spoken."""

DIGITS = {
    "nb": ("null", "en", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
"""Each digit as a word, by language."""

_PLUS = {"nb": "pluss", "en": "plus"}

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str], str], str]]


def written_out(text: str, language: str) -> str:
    """`text` in words alone. Raises `KeyError` for a language that is not in `LANGUAGES`."""
    for pattern, words in _RULES:
        text = pattern.sub(lambda found, words=words: words(found, language), text)  # type: ignore[misc]
    return re.sub(r"\s+", " ", text).strip()


def _one_by_one(found: re.Match[str], language: str) -> str:
    """Digits one by one, with a pause where the writer left a space."""
    groups = found[0].replace("\xa0", " ").split()
    return ", ".join(" ".join(_digit(one, language) for one in group) for group in groups)


def _digit(one: str, language: str) -> str:
    return _PLUS[language] if one == "+" else DIGITS[language][int(one)]


_RULES: tuple[_Rule, ...] = ((re.compile(r"\+?[0-9]+(?:[ \xa0][0-9]+)*"), _one_by_one),)
"""What is written out how; the first rule that finds its thing has it."""
