"""A VIP list page by page: searched, filtered, and with what should be looked at.

A list may have 100,000 entries and more, so nothing here reads it whole: the database finds the
page, what is covered is asked from the few rows that are series, what expires from those that have a
last day, and when a call last came stands with each entry (`last_calls`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db import connection, transaction
from django.db.models import Count, QuerySet, Window

from forrang.domain.number_span import NumberSpan
from forrang.storage import models
from forrang.storage.connection import on_postgresql, with_connection
from forrang.storage.entries import EntryList
from forrang.storage.vip_search import matching

PAGE = 50
"""Entries on a page."""

BLOCK = 2_000
"""Entries that are downloaded at a time."""

SOON = timedelta(days=14)
"""An entry whose last day is not further away than this expires soon."""

_COVERS = """
    s.customer_id = e.customer_id AND s.list_id = e.list_id AND s.high > s.low AND s.id <> e.id
AND e.low BETWEEN s.low AND s.high AND e.high <= s.high
AND (s.last_day IS NULL OR s.last_day >= %s)
AND (s.digits = e.digits OR s.digits = 0 AND (
     e.digits = 0 OR e.digits >= 15 - length(CAST(s.high - s.low AS text))))
"""
"""Whether the series `s`, in force on a day, covers the entry `e` (`number_span.fits` in SQL)."""

_COVERED_SQLITE = f"""
SELECT e.id FROM vip_entry s CROSS JOIN vip_entry e
WHERE s.customer_id = %s AND s.list_id = %s AND s.high > s.low AND {_COVERS}
"""
_COVERED_POSTGRESQL = f"""
SELECT e.id FROM (
    SELECT * FROM vip_entry WHERE customer_id = %s AND list_id = %s AND high > low OFFSET 0) s
CROSS JOIN LATERAL (SELECT e.id FROM vip_entry e WHERE {_COVERS} OFFSET 0) e
"""
"""The entries that a series covers. CROSS JOIN and OFFSET 0 keep to this order: from the series,
which are few, along the index to what they cover. The other way is a million times a few."""


class Which(StrEnum):
    """Which entries of a list one wants to see."""

    ALL = "all"
    LOOK = "look"
    "Covered by a series, expired, or about to."
    SOON = "soon"
    "About to expire."
    NEVER = "never"
    "Nobody ever called from there."


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry on a page."""

    row: models.VipEntry
    "The entry."
    covered: bool
    "Whether a series covers it too."
    days_left: int | None
    "Days until its last day; negative when it is past, None when it has none."

    @property
    def span(self) -> NumberSpan:
        """What it covers."""
        return NumberSpan(self.row.low, self.row.high, self.row.digits)

    @property
    def last_called(self) -> float | None:
        """When a call last came from it to this main number; UTC seconds."""
        called: float | None = self.row.last_called
        return called

    @property
    def expired(self) -> bool:
        """Whether it counts no more."""
        return self.days_left is not None and self.days_left < 0

    @property
    def soon(self) -> bool:
        """Whether it is about to expire."""
        return self.days_left is not None and 0 <= self.days_left <= SOON.days


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A page of a list."""

    shown: list[Shown]
    "The entries, newest first."
    count: int
    "How many fit, over all pages."
    number: int
    "Which page it is, from 1."

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // PAGE))

    @property
    def more(self) -> bool:
        """Whether there is a page after it."""
        return self.number < self.pages

    @property
    def first(self) -> int:
        """The place of its first entry, from 1."""
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The place of its last entry."""
        return self.first + len(self.shown) - 1


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """What of a list should be looked at."""

    entries: int
    "How many entries it has, all of them."
    covered: frozenset[int]
    "The ids of the entries that a series covers too."
    expired: int
    "How many count no more."
    soon: int
    "How many are about to expire."
    days: int
    "In how many days the first of those does."
    ids: list[int]
    "All of them, newest first."


@with_connection
def to_look_at(the_list: EntryList, today: date) -> ToLookAt:
    """What of a list should be looked at."""
    covered = _covered(the_list, today)
    rows = the_list.rows().filter(last_day__lte=today + SOON)
    dated = dict(rows.values_list("id", "last_day"))
    left = [(day - today).days for day in dated.values() if day is not None and day >= today]
    return ToLookAt(
        entries=the_list.size(),
        covered=covered,
        expired=len(dated) - len(left),
        soon=len(left),
        days=min(left, default=0),
        ids=sorted(covered | dated.keys(), reverse=True),
    )


@with_connection
def entry_page(
    the_list: EntryList, today: date, look: ToLookAt,
    wanted: str = "", which: Which = Which.ALL, number: int = 1,
) -> EntryPage:  # fmt: skip
    """A page of the entries that have `wanted` in number, name or note; the last one when there
    are not so many. `look`: what `to_look_at` says of the list.
    """
    # the ids first, which an index has: sorting whole rows would carry all their texts along
    rows = filtered(the_list, today, look, wanted, which).order_by("-id")
    if wanted:
        count, number, ids = _searched(rows, number)
    elif which is Which.LOOK:
        count, number, start = _place(len(look.ids), number)
        ids = look.ids[start : start + PAGE]
    else:
        size = look.entries if which is Which.ALL else rows.count()
        count, number, start = _place(size, number)
        ids = list(rows.values_list("id", flat=True)[start : start + PAGE])
    found = list(the_list.rows().filter(id__in=ids).order_by("-id"))
    shown = [
        Shown(
            row=one,
            covered=one.pk in look.covered,
            days_left=None if one.last_day is None else (one.last_day - today).days,
        )
        for one in found
    ]
    return EntryPage(shown, count, number)


def entry_blocks(
    the_list: EntryList, today: date, look: ToLookAt, wanted: str, which: Which
) -> Iterator[list[models.VipEntry]]:
    """All entries of a filter, newest first, some at a time. Each block is a question of its own:
    nothing is held open while somebody's line is slow.
    """
    if which is Which.LOOK:
        for start in range(0, len(look.ids), BLOCK):
            rows = the_list.rows().filter(matching(wanted), id__in=look.ids[start : start + BLOCK])
            yield _block(rows)
        return
    rows = filtered(the_list, today, look, wanted, which)
    block = _block(rows)
    while block:
        yield block
        block = _block(rows.filter(id__lt=block[-1].pk))


@with_connection
def _block(rows: QuerySet[models.VipEntry]) -> list[models.VipEntry]:
    return list(rows.order_by("-id")[:BLOCK])


@with_connection
def share_of_calls(the_list: EntryList, since: float) -> tuple[int, int]:
    """How many calls came to the list's main number, or to its key, since then (UTC seconds), and how
    many of them were VIPs'.
    """
    main_number, _slash, keys = the_list.list_id.partition("/")
    rows = models.CallRecord.objects.filter(
        customer_id=the_list.customer, main_number=main_number, arrived__gte=since
    )
    if keys:
        rows = rows.filter(keys=keys)
    # two questions, each of which an index answers alone
    return rows.count(), rows.filter(vip=True).count()


def filtered(
    the_list: EntryList, today: date, look: ToLookAt, wanted: str, which: Which
) -> QuerySet[models.VipEntry]:
    """The rows of a filter that have `wanted` in number, name or note, in no order."""
    rows = the_list.rows().filter(matching(wanted))
    match which:
        case Which.ALL:
            return rows
        case Which.NEVER:
            return rows.filter(last_called__isnull=True)
        case Which.SOON:
            return rows.filter(last_day__gte=today, last_day__lte=today + SOON)
        case Which.LOOK:
            return rows.filter(id__one_of=look.ids)


def _place(count: int, number: int) -> tuple[int, int, int]:
    """How many entries there are, which page it is, and after how many it begins."""
    number = max(1, min(number, -(-count // PAGE)))
    return count, number, (number - 1) * PAGE


def _searched(rows: QuerySet[models.VipEntry], number: int) -> tuple[int, int, list[int]]:
    """How many entries a search finds, which page it is, and the ids on it. A search reads the
    whole list, so the same question counts.
    """
    start = (number - 1) * PAGE
    counted = rows.annotate(all=Window(Count("id"))).values_list("id", "all")
    found = list(counted[start : start + PAGE])
    if found:
        return found[0][1], number, [id for id, _ in found]
    if number > 1:
        return _searched(rows, _place(rows.count(), number)[1])
    return 0, 1, []


def _covered(the_list: EntryList, today: date) -> frozenset[int]:
    """The ids of all entries that a series covers."""
    asked: list[int | str | date] = [the_list.customer, the_list.list_id, today]
    with connection.cursor() as cursor:
        if not on_postgresql():
            cursor.execute(_COVERED_SQLITE, asked)
            return frozenset(id for (id,) in cursor.fetchall())
        with transaction.atomic():
            # It takes a third of the list for series, and would compile for ten times as long as
            # the answer takes.
            cursor.execute("SET LOCAL jit = off")
            cursor.execute(_COVERED_POSTGRESQL, asked)
            return frozenset(id for (id,) in cursor.fetchall())
