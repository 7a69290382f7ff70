"""Texts as they are spoken: what is written in figures or shortened is written out first.

Voices read figures by rules of their own, which differ from program to program. What we write out
sounds the same whichever voice speaks. Each kind of thing has its own row in a language's table
(`words_nb`, `words_en`); the first row that finds its thing has it, and leaves words that no later
row finds anything in.
"""

import re

from forrang.speech.words_en import RULES as ENGLISH
from forrang.speech.words_nb import RULES as BOKMAAL
from forrang.speech.written import DIGITS, Rule

LANGUAGES = ("nb", "en")
"""The languages that can be spoken."""

__all__ = ["DIGITS", "LANGUAGES", "written_out"]

_RULES: dict[str, tuple[Rule, ...]] = {"nb": BOKMAAL, "en": ENGLISH}


def written_out(text: str, language: str) -> str:
    """`text` in words alone. Raises `KeyError` for a language that is not in `LANGUAGES`."""
    text = text.replace("\xa0", " ").replace("\u202f", " ")
    for pattern, words in _RULES[language]:
        text = pattern.sub(words, text)
    return re.sub(r"\s+", " ", text).strip()
