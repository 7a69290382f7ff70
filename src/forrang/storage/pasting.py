"""Putting many entries on a VIP list at once: first a look, line by line, then one save.

Lines are judged against the list as it is, in memory: of a list of any size, only the rows with the
numbers of the lines are read, and the series. What is saved is judged anew, so nobody's save in
between is written over unseen; and it is one save, which is undone as one.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import accumulate

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forrang.domain.number_span import NumberSpan, fits
from forrang.domain.pasted_lines import PastedLine
from forrang.domain.vip_list import Entry
from forrang.storage import models
from forrang.storage.changes import append_changes
from forrang.storage.connection import with_connection
from forrang.storage.entries import BATCH, EntryList, change_entries
from forrang.storage.entry_saves import Row, keep_save

LARGEST = 20_000
"""Lines at once."""
TOLD = 500
"""Lines between two words of how far it is."""

Tell = Callable[[int, int], None]
"""Is told how many lines are done, of how many."""

_ROW = ("id", "low", "high", "digits", "kind", "typed", "name", "note", "last_day")


class Verdict(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    COVERED = "covered"
    "A series on the list, or among the lines, has the number already."
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class Judged:
    """A line and what becomes of it."""

    line: PastedLine
    "The line."
    verdict: Verdict
    "What becomes of it."
    was: Row | None = None
    "The entry that the list has."
    entry: Entry | None = None
    "What is written; None when nothing is."
    series: str = ""
    "The series that covers it, as typed."
    same_as: int = 0
    "The line before it that has the same numbers; 0: none."
    passed: bool = False
    "Whether it is faulty because its last day has passed."


@with_connection
def judge(
    the_list: EntryList,
    lines: Iterable[PastedLine],
    today: date,
    tell: Tell = lambda done, total: None,
) -> list[Judged]:
    """What becomes of each line."""
    read = list(lines)
    there = _there(the_list, [one.typed.span for one in read if one.typed is not None])
    series = _Series([*_series_of(the_list, today), *_series_in(read, today)])
    seen: dict[NumberSpan, int] = {}
    found: list[Judged] = []
    for line in read:
        if len(found) % TOLD == 0:
            tell(len(found), len(read))
        if line.typed is None:
            found.append(Judged(line, Verdict.FAULTY))
            continue
        span = line.typed.span
        was = there.get(span)
        stands = was is not None and was.last_day == line.last_day
        if line.last_day is not None and line.last_day < today and not stands:
            found.append(Judged(line, Verdict.FAULTY, passed=True))
        elif span in seen:
            found.append(Judged(line, Verdict.UNCHANGED, was, same_as=seen[span]))
        else:
            seen[span] = line.at
            found.append(_judged(line, span, was, series))
    tell(len(read), len(read))
    return found


@with_connection
def paste(
    the_list: EntryList,
    judged: Sequence[Judged],
    by: str,
    tell: Tell = lambda done, total: None,
) -> int:
    """Write what is new or changed, in one transaction; the id of the save, for undoing it. What
    `judge` said must be of just now. The last lines are told when all is kept.
    """
    put = [one.entry for one in judged if one.entry is not None]
    spans = [entry.span() for entry in put]

    def written(done: int) -> None:
        if done < len(put):
            tell(done, len(put))

    with transaction.atomic():
        models.Customer.objects.select_for_update().get(pk=the_list.customer)
        tell(0, len(put))
        before = _there(the_list, spans)
        _, changes = change_entries(the_list, put, (), by, written)
        after = _there(the_list, spans)
        made = keep_save(the_list, before.values(), after.values(), by, timezone.now())
        append_changes(changes)
    tell(len(put), len(put))
    return made.id


def _judged(line: PastedLine, span: NumberSpan, was: Row | None, series: "_Series") -> Judged:
    entry = line.entry()
    if was is None:
        covering = series.covering(span)
        if covering:
            return Judged(line, Verdict.COVERED, series=covering)
        return Judged(line, Verdict.NEW, entry=entry)
    kept = replace(
        Entry(**{was.kind: was.typed}, name=was.name, note=was.note, last_day=was.last_day),
        **{
            field: getattr(entry, field)
            for field in ("name", "note", "last_day")
            if _one_line(getattr(entry, field)) not in (None, _one_line(getattr(was, field)))
        },
    )  # what a line does not say stays as it is, and so do the line breaks that it cannot say
    if Row.of(kept, was.id) == was:
        return Judged(line, Verdict.UNCHANGED, was)
    return Judged(line, Verdict.CHANGED, was, kept)


def _one_line(value: str | date | None) -> str | date | None:
    return " ".join(value.split()) if isinstance(value, str) else value


def _there(the_list: EntryList, spans: Sequence[NumberSpan]) -> dict[NumberSpan, Row]:
    wanted, lows = set(spans), {span.low for span in spans}
    found = the_list.rows().filter(low__one_of=lows).order_by("id").values_list(*_ROW)
    rows = (Row(*row) for row in found.iterator(BATCH))
    return {row.span: row for row in rows if row.span in wanted}


def _series_of(the_list: EntryList, today: date) -> list[tuple[NumberSpan, str]]:
    rows = the_list.rows().filter(high__gt=F("low"))
    return [
        (NumberSpan(low, high, digits), typed)
        for low, high, digits, typed, last_day in rows.values_list(
            "low", "high", "digits", "typed", "last_day"
        )
        if last_day is None or last_day >= today
    ]


def _series_in(lines: Iterable[PastedLine], today: date) -> list[tuple[NumberSpan, str]]:
    return [
        (one.typed.span, one.typed.text)
        for one in lines
        if one.typed is not None
        and one.typed.span.high > one.typed.span.low
        and (one.last_day is None or one.last_day >= today)
    ]


class _Series:
    """Series, to be asked which of them covers something."""

    def __init__(self, series: list[tuple[NumberSpan, str]]):
        self._series = sorted(series)
        self._lows = [span.low for span, _ in self._series]
        self._furthest = list(accumulate((span.high for span, _ in self._series), max))

    def covering(self, one: NumberSpan) -> str:
        """The text of a series that covers `one` and is not the same; empty when none does."""
        at = bisect_right(self._lows, one.low) - 1
        while at >= 0 and self._furthest[at] >= one.high:
            span, typed = self._series[at]
            if span != one and span.high >= one.high and _covers(span, one):
                return typed
            at -= 1
        return ""


def _covers(span: NumberSpan, one: NumberSpan) -> bool:
    if one.digits:
        return fits(span.low, span.high, span.digits, one.digits)
    return not span.digits
