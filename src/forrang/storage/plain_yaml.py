"""Plain values out of YAML 1.2, and the lines where they stand.

People write documents with YAML 1.1 habits, so the traps are closed here rather than explained:
only `true` and `false` are switches (`on:` and `no` are words), `22:30` is a text, and digits that
begin with `+` or `0` are a text too, since they are a telephone number. Keys are always texts.
Anchors work; tags do not; what is doubled, too deep or blown up by aliases is refused.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import accumulate

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.reader import ReaderError

from forrang.domain.fields import Plain
from forrang.domain.schema import Path
from forrang.storage.entry_lines import TAG, Run, take_runs

MAX_DEPTH = 20
"""A document needs eight levels."""
MAX_ALIASED = 100_000
"""Values that aliases may stand for, all together."""

_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True}
_WORDS |= {"false": False, "False": False, "FALSE": False}
_VALUE = (ScalarEvent, SequenceStartEvent, MappingStartEvent)
"What a value begins with, unless it is an alias."
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?", re.ASCII)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Refused(Exception):
    """What no document may have; it ends the reading."""

    def __init__(self, line: int, message: str):
        super().__init__(message)
        self.line = line


def plain_value(text: str) -> Plain:
    """The value of a YAML text. Raises `Refused`."""
    return _read(text, ())[0]


def lines_of(text: str, paths: Iterable[Path]) -> dict[Path, int]:
    """The lines of `paths`; of one that is not there, the line of what it would be in. The text is
    read anew for it: a list of a million entries should not carry a million lines around.
    """
    wanted = list(paths)
    found = _read(text, wanted)[1]
    return {path: found[max(_prefixes(path) & found.keys(), key=len)] for path in wanted}


def _read(text: str, wanted: Iterable[Path]) -> tuple[Plain, dict[Path, int]]:
    """The value of the text, and the lines of `wanted`."""
    shorter, runs = take_runs(text, resolve)
    if runs:
        composer = _Composer(shorter, wanted, runs)
        with suppress(Refused):
            plain = composer.document()
            if composer.all_runs_met:
                return plain, composer.lines
    composer = _Composer(text, wanted)
    return composer.document(), composer.lines


def resolve(text: str) -> Plain:
    """What a text without quotation marks means."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and not text.isdigit():
        return float(text)
    return text


def storable(text: str) -> bool:
    """Whether a database can keep it: no NUL, and no halves of characters."""
    return not _UNSTORABLE.search(text)


class _Composer:
    """Goes through the parser's events."""

    def __init__(self, text: str, wanted: Iterable[Path], runs: Sequence[Run] = ()):
        self.lines: dict[Path, int] = {}
        self._wanted = frozenset().union(*(_prefixes(path) for path in wanted))
        self._runs = runs
        self._runs_met = 0
        self._events = _events(text)
        self._anchors: dict[str, tuple[Plain, int]] = {}
        self._values = 0
        "How many values there are so far, counting what aliases stand for."
        self._aliased = 0

    def document(self) -> Plain:
        """The one document in the text."""
        next(self._events)  # the stream's start
        if isinstance(next(self._events), StreamEndEvent):
            raise Refused(1, "the file is empty")
        plain = self._value(next(self._events), ())
        next(self._events)  # the document's end
        after = next(self._events)
        if not isinstance(after, StreamEndEvent):
            raise Refused(_line(after), "a file has one document")
        return plain

    @property
    def all_runs_met(self) -> bool:
        """Whether each run was an item of a list."""
        return self._runs_met == len(self._runs)

    def _value(self, event: Event, path: Path) -> Plain:
        if path in self._wanted:
            self.lines.setdefault(path, _line(event))
        if isinstance(event, AliasEvent):
            return self._alias(event)
        assert isinstance(event, _VALUE)
        if event.tag is not None:
            raise Refused(_line(event), "tags (!) are not read here")
        if len(path) > MAX_DEPTH:
            raise Refused(_line(event), f"more than {MAX_DEPTH} levels")
        before = self._values
        self._values += 1
        plain = self._new_value(event, path)
        if event.anchor is not None:
            self._anchors[event.anchor] = (plain, self._values - before)
        return plain

    def _new_value(
        self, event: ScalarEvent | SequenceStartEvent | MappingStartEvent, path: Path
    ) -> Plain:
        if isinstance(event, SequenceStartEvent):
            items: list[Plain] = []
            while not isinstance(one := next(self._events), SequenceEndEvent):
                if self._runs and isinstance(one, ScalarEvent) and one.tag == TAG:
                    self._add_run(self._runs[int(one.value)], items, path)
                else:
                    items.append(self._value(one, (*path, len(items))))
            return items
        if isinstance(event, MappingStartEvent):
            fields: dict[str, Plain] = {}
            while not isinstance(one := next(self._events), MappingEndEvent):
                key = self._key(one, fields)
                if (*path, key) in self._wanted:
                    self.lines[(*path, key)] = _line(one)
                fields[key] = self._value(next(self._events), (*path, key))
            return fields
        text = _text(event)
        return text if event.style else resolve(text)

    def _add_run(self, run: Run, items: list[Plain], path: Path) -> None:
        for wanted in self._wanted:
            at = wanted[len(path)] if wanted[: len(path)] == path != wanted else None
            if isinstance(at, int) and 0 <= at - len(items) < len(run.items):
                self.lines.setdefault(wanted, run.line + at - len(items))
        items += run.items
        self._values += sum(1 + len(item) for item in run.items)
        self._runs_met += 1

    def _key(self, event: Event, fields: dict[str, Plain]) -> str:
        if not isinstance(event, ScalarEvent) or event.tag is not None:
            raise Refused(_line(event), "a field's name is a word")
        key = _text(event)
        if key in fields:
            raise Refused(_line(event), f"{key}: this field is there twice")
        return key

    def _alias(self, event: AliasEvent) -> Plain:
        if event.anchor not in self._anchors:
            raise Refused(_line(event), f"nothing before this is called &{event.anchor}")
        plain, values = self._anchors[event.anchor]
        self._values += values
        self._aliased += values
        if self._aliased > MAX_ALIASED:
            raise Refused(_line(event), f"aliases stand for more than {MAX_ALIASED} values")
        return plain


def _events(text: str) -> Iterator[Event]:
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Refused(line, "a character that no text has") from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = " ".join(part for part in (error.problem, error.context) if part)
        raise Refused(1 if mark is None else mark.line + 1, f"no YAML: {problem}") from None


def _text(event: ScalarEvent) -> str:
    text: str = event.value
    if not storable(text):  # an escaped pair of halves is one character
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if not storable(text) or "\ufffd" in text:
            raise Refused(_line(event), "a character that no text has")
    return text


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def _prefixes(path: Path) -> frozenset[Path]:
    return frozenset(accumulate(((step,) for step in path), initial=()))
