"""Lines that somebody pastes to put many numbers on a VIP list: a number or a series a line, with a
name before or after it, out of a letter or a spreadsheet.

1. Where a tab, a semicolon or a comma parts a line, one part is the number; of the others, a date is
   the last day, the first text is the name, what follows is the note. A first line of headings says
   which is which.
2. Otherwise the number is the longest run of words at the line's end, or else at its beginning, that
   means one.
3. What means no number is told by line, and the others are none the worse for it.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from forrang.domain.fields import NAME_LENGTH
from forrang.domain.typed_entry import EntryFault, TypedEntry, typed_entry
from forrang.domain.vip_list import Entry

NOTE_LENGTH = 2000

_DELIMITERS = "\t;,"
_AMOUNT = r"\d+[.,]\d+[eE]\+?\d+"
_WORD = re.compile(rf"[+(]*[\d().+*/‐‑‒–—−-]+|{_AMOUNT}|\d{{5,15}}[.,]0+")
"""A word that may stand in a number; also what a spreadsheet makes of one."""
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d\d)-(\d\d)(?:[ T]00:00(?::00)?)?")
_GUARDED = re.compile(r"'+[=+\-@]")
"""What a download does to a cell that a spreadsheet would take for a formula."""
_HEADINGS = {
    "number": {"nummer", "number", "telefon", "telefonnummer", "mobil", "phone", "tlf"},
    "name": {"navn", "name", "kunde", "firma"},
    "note": {"notat", "note", "merknad", "kommentar"},
    "last_day": {"siste dag", "last day"},
}


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line, and what it means."""

    at: int
    "Its place, counted from 1."
    text: str
    "As pasted."
    number: str
    "What of it was taken for the number."
    typed: TypedEntry | None = None
    "The number or series; None when there is none."
    fault: EntryFault | None = None
    "Why there is none."
    name: str | None = None
    note: str | None = None
    last_day: date | None = None

    def entry(self) -> Entry:
        """The entry that it makes, of a line that means one."""
        assert self.typed is not None
        return Entry(
            **{self.typed.kind: self.typed.text},
            name=self.name,
            note=self.note,
            last_day=self.last_day,
        )


def read_lines(lines: Iterable[str]) -> Iterator[PastedLine]:
    """What `lines` mean, one by one; empty ones and a heading are passed over and still counted."""
    columns: dict[int, str] = {}
    first = True
    for at, text in enumerate(lines, 1):
        if not text.strip(" \t;,\r\n\xa0"):
            continue
        if first:
            first = False
            columns = _headings(text)
            if columns:
                continue
        yield _line(at, text.strip("\r\n"), columns)


def _line(at: int, text: str, columns: dict[int, str]) -> PastedLine:
    parts = _parts(text)
    number, rest, day = _split(parts, columns)
    if number is None:
        number, rest = _words(" ".join(filter(None, parts)))
        day = None
    name = _kept(rest[0] if rest else "", NAME_LENGTH)
    note = _kept(" · ".join(rest[1:]), NOTE_LENGTH)
    try:
        typed = typed_entry(number)
    except EntryFault as fault:
        return PastedLine(at, text, number, fault=fault, name=name, note=note)
    return PastedLine(at, text, number, typed, name=name, note=note, last_day=day)


def _kept(text: str, length: int) -> str | None:
    """What of a text has room; None when nothing stands there."""
    return text[:length].strip() or None


def _parts(text: str) -> list[str]:
    for delimiter in _DELIMITERS:
        if delimiter in text:
            (found,) = list(csv.reader([text], delimiter=delimiter)) or [[text]]
            parts = [_unguarded(" ".join(one.split())) for one in found]
            if delimiter != "," or any(_numeric(one) for one in parts):
                return parts
    return [" ".join(text.split(" "))]


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def _split(
    parts: Sequence[str], columns: dict[int, str]
) -> tuple[str | None, list[str], date | None]:
    """The number's part, the name and the notes, and the last day, of a line in parts."""
    if len(parts) == 1 and not columns:
        return None, [], None
    if columns:
        named = {columns[at]: one for at, one in enumerate(parts) if at in columns}
        rest = [named.get("name", ""), named.get("note", "")]
        return named.get("number", ""), rest, _day(named.get("last_day", ""))
    number, rest, day = None, [], None
    for one in parts:
        if _day(one) and day is None:
            day = _day(one)
        elif number is None and _numeric(one):
            number = one
        elif one:
            rest.append(one)
    return number, rest, day


def _words(text: str) -> tuple[str, list[str]]:
    """The number and the name in a text without parts. Where no run of words means a number, the
    longest that looks like one is taken, so that its fault is told.
    """
    words = text.split()
    after = next((n for n, one in enumerate(reversed(words)) if not _WORD.fullmatch(one)), None)
    before = next((n for n, one in enumerate(words) if not _WORD.fullmatch(one)), None)
    if after is None or before is None:
        return text, []
    for count in range(after, 0, -1):
        if _means(" ".join(words[-count:])):
            return " ".join(words[-count:]), [" ".join(words[:-count])]
    for count in range(before, 0, -1):
        if _means(" ".join(words[:count])):
            return " ".join(words[:count]), [" ".join(words[count:])]
    if after:
        return " ".join(words[-after:]), [" ".join(words[:-after])]
    if before:
        return " ".join(words[:before]), [" ".join(words[before:])]
    return text, []


def _numeric(text: str) -> bool:
    words = text.split()
    return (
        any(map(str.isdigit, text))
        and not _DAY.fullmatch(text)
        and all(_WORD.fullmatch(one) for one in words)
    )


def _means(text: str) -> bool:
    try:
        typed_entry(text)
    except EntryFault:
        return False
    return True


def _day(text: str) -> date | None:
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year, *iso = found.groups()
    try:
        return date(int(year), int(month), int(day)) if year else date(*map(int, iso))
    except ValueError:
        return None


def _headings(text: str) -> dict[int, str]:
    """Which column is which, when the line is one of headings that has a number's."""
    found = {}
    for at, one in enumerate(_parts(text)):
        for field, words in _HEADINGS.items():
            if one.strip().lower() in words:
                found[at] = field
    return found if "number" in found.values() else {}
