"""Long lists of one-line entries in a YAML text, read without the YAML parser.

A VIP list is written with a line per entry, `- {number: "+47 411 11 111", name: Stor Kunde}`. The
parser takes a quarter of a millisecond for such a line, minutes for a million. So long runs of them
are read here, and the parser sees one item with a tag in their place:

1. Only lines whose meaning is beyond doubt are taken: plain words as keys, each once; values of
   clear characters, or in quotation marks without escapes.
2. Empty lines fill the gap, so every other line keeps its number.
3. Whether a run stands where a list has items, the parser alone knows. A run that it did not come
   upon as an item stood in some other text, and then nothing here holds: the reader starts anew,
   without runs.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from forrang.domain.fields import Plain

TAG = "!forrang-run"
"""What the parser sees in the place of a run."""
SHORTEST = 100
"""Lines that are worth it."""

_KEY = r"[a-z_]{1,40}"
_CLEAR = r"[A-Za-z0-9+À-ÖØ-öø-ÿ](?:[A-Za-z0-9À-ÖØ-öø-ÿ ._/+-]*[A-Za-z0-9À-ÖØ-öø-ÿ._/+-])?"
_QUOTED = r'"[ !#-\[\]-~\u00a0-\u024f\u2010-\u2027]*"'
_FIELD = rf"({_KEY}): (?:({_QUOTED})|({_CLEAR}))"
_field = re.compile(_FIELD)
_line = re.compile(rf"( *)- \{{{_FIELD}(?:, {_FIELD})*\}}\r?")


@dataclass(frozen=True, slots=True)
class Run:
    """Items that were taken out of the text."""

    line: int
    "The line of the first, counted from 1; each has one."
    items: list[dict[str, Plain]]
    "Their values."


def take_runs(text: str, resolve: Callable[[str], Plain]) -> tuple[str, list[Run]]:
    """The text with an item `!forrang-run "0"`, `"1"`, … in the place of each run, and the runs.
    `resolve` says what a text without quotation marks means.
    """
    if TAG in text:
        return text, []
    lines = text.split("\n")
    runs: list[Run] = []
    start = 0
    for indent, group in groupby(lines, _indent_of_entry):
        count = sum(1 for _ in group)
        if indent is not None and count >= SHORTEST:
            items = [_item(line, resolve) for line in lines[start : start + count]]
            lines[start : start + count] = [f'{indent}- {TAG} "{len(runs)}"', *[""] * (count - 1)]
            runs.append(Run(start + 1, items))
        start += count
    return ("\n".join(lines), runs) if runs else (text, [])


def _indent_of_entry(line: str) -> str | None:
    found = _line.fullmatch(line)
    if found is None:
        return None
    keys = [key for key, _, _ in _field.findall(line)]
    return found[1] if len(set(keys)) == len(keys) else None


def _item(line: str, resolve: Callable[[str], Plain]) -> dict[str, Plain]:
    return {
        key: quoted[1:-1] if quoted else resolve(clear)
        for key, quoted, clear in _field.findall(line)
    }
