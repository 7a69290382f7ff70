"""The lines where values stand in a JSON text.

Only the wanted paths are walked; what lies beside them is skipped by the decoder, so it takes a
second or two in a list of a million entries.
"""

import json
import re
from collections.abc import Iterable
from itertools import accumulate
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out

from forrang.domain.schema import Path

_SPACE = re.compile(r"[ \t\n\r]*")
_decoder = json.JSONDecoder()


def json_lines(text: str, paths: Iterable[Path]) -> dict[Path, int]:
    """The lines of `paths`; of one that is not there, the line of what it would be in. Raises
    ValueError when the text is no JSON on the way there.
    """
    wanted = list(paths)
    walk = _Walk(text, wanted)
    try:
        walk.value(walk.after_space(0), ())
    except (IndexError, StopIteration):
        raise ValueError("the text ends too early") from None
    lines: dict[Path, int] = {}
    for path in wanted:
        nearest = max(_prefixes(path) & walk.found.keys(), key=len)
        lines[path] = text.count("\n", 0, walk.found[nearest]) + 1
    return lines


class _Walk:
    """Goes through the text along the wanted paths."""

    def __init__(self, text: str, wanted: Iterable[Path]):
        self.found: dict[Path, int] = {}
        "Where what is wanted begins: a field at its name."
        self._text = text
        self._wanted = frozenset().union(*map(_prefixes, wanted))
        self._inner = {path[:-1] for path in self._wanted if path}

    def value(self, at: int, path: Path) -> int:
        """Go through the value at `at`; where it ends."""
        if path in self._wanted:
            self.found.setdefault(path, at)
        if path in self._inner and self._text[at] in "{[":
            return (self._fields if self._text[at] == "{" else self._items)(at + 1, path)
        return _decoder.raw_decode(self._text, at)[1]

    def after_space(self, at: int) -> int:
        """The next place after white space."""
        return _SPACE.match(self._text, at).end()  # type: ignore[union-attr]

    def _fields(self, at: int, path: Path) -> int:
        at = self.after_space(at)
        while self._text[at] != "}":
            here = (*path, scanstring(self._text, at + 1)[0])
            if here in self._wanted:
                self.found[here] = at
            colon = self.after_space(scanstring(self._text, at + 1)[1])
            at = self._after_comma(self.value(self.after_space(colon + 1), here))
        return at + 1

    def _items(self, at: int, path: Path) -> int:
        at, count = self.after_space(at), 0
        while self._text[at] != "]":
            at = self._after_comma(self.value(at, (*path, count)))
            count += 1
        return at + 1

    def _after_comma(self, at: int) -> int:
        at = self.after_space(at)
        return self.after_space(at + 1) if self._text[at] == "," else at


def _prefixes(path: Path) -> frozenset[Path]:
    return frozenset(accumulate(((step,) for step in path), initial=()))
