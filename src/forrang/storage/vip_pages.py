"""A VIP list page by page: searched, filtered, and with what should be looked at.

A list may have 100,000 entries and more, so nothing here reads it whole: the database finds the
page, what is covered is asked from the few rows that are series, and what expires from those that
have a last day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import F, Max, Q, TextField, Value
from django.db.models.functions import Cast, Concat, Length, Substr
from django.db.models.lookups import Contains

from forrang.domain.number_span import NumberSpan
from forrang.domain.phone_number import (
    MAX_DIGITS,
    NORWAY,
    NumberFault,
    strip_separators,
    typed_number,
)
from forrang.storage import models
from forrang.storage.connection import on_postgresql, with_connection
from forrang.storage.entries import EntryList

PAGE = 50
"""Entries on a page."""

MOST = 30_000
"""Entries to look at that are paged; older ones come when these are mended."""

PART = 100
"""Entries whose calls are asked for at once."""

SOON = timedelta(days=14)
"""An entry whose last day is not further away than this expires soon."""

_SERIES = Q(high__gt=F("low"))

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

_DATED = """
SELECT id FROM vip_entry WHERE customer_id = %s AND list_id = %s AND last_day <= %s
"""
"""The entries whose last day is past, or near."""

_COVERED_OF = f"""
SELECT e.id FROM vip_entry e WHERE e.id IN ({{ids}})
AND EXISTS (SELECT 1 FROM vip_entry s WHERE {_COVERS})
"""


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
    last_called: float | None
    "When a call last came from it to this main number; UTC seconds."
    covered: bool
    "Whether a series covers it too."
    days_left: int | None
    "Days until its last day; negative when it is past, None when it has none."

    @property
    def span(self) -> NumberSpan:
        """What it covers."""
        return NumberSpan(self.row.low, self.row.high, self.row.digits)

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
    count: int | None
    "How many fit, over all pages; None where counting would mean asking each entry's calls."
    number: int
    "Which page it is, from 1."
    more: bool
    "Whether there is a page after it."

    @property
    def pages(self) -> int | None:
        """How many pages there are, at least one; None when nobody counted."""
        return None if self.count is None else max(1, -(-self.count // PAGE))

    @property
    def first(self) -> int:
        """The place of its first entry, from 1."""
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        """The place of its last entry."""
        return self.first + len(self.shown) - 1


@with_connection
def entry_page(
    the_list: EntryList, today: date, wanted: str = "", which: Which = Which.ALL, number: int = 1
) -> EntryPage:
    """A page of the entries that have `wanted` in number, name or note; the last one when there
    are not so many.
    """
    rows = _which(the_list, which, today).filter(_wanted(wanted))
    count = None
    if which is Which.NEVER:
        found = _never_called(the_list, rows, (number - 1) * PAGE)
        called: dict[int, float] = {}
    else:
        count = rows.count()
        number = max(1, min(number, -(-count // PAGE)))
        found = _rows(the_list, rows, (number - 1) * PAGE, PAGE + 1)
        called = last_called(the_list, found)
    found, more = found[:PAGE], len(found) > PAGE
    covered = _covered_of(the_list, found, today)
    shown = [
        Shown(
            row=one,
            last_called=called.get(one.pk),
            covered=one.pk in covered,
            days_left=None if one.last_day is None else (one.last_day - today).days,
        )
        for one in found
    ]
    return EntryPage(shown, count, number, more)


@with_connection
def last_called(the_list: EntryList, rows: Sequence[models.VipEntry]) -> dict[int, float]:
    """By entry id: when a call last came from it to the list's main number; UTC seconds."""
    # asked by caller, of whom few calls come: the main number's calls may be a million
    calls = models.CallRecord.objects.filter(customer_id=the_list.customer).order_by()
    numbers = {_text(one.low, one.digits): one.pk for one in rows if one.low == one.high}
    newest_of = calls.filter(caller__in=numbers).values_list("caller", "main_number")
    found: dict[int, float] = {
        numbers[caller]: arrived
        for caller, main_number, arrived in newest_of.annotate(Max("arrived"))
        if main_number == the_list.list_id
    }
    series_calls = calls.annotate(place=Concat("main_number", Value("")), length=Length("caller"))
    for one in rows:
        if one.low == one.high:
            continue
        digits = one.digits or MAX_DIGITS - len(str(one.high - one.low))
        within = series_calls.filter(
            place=the_list.list_id,
            caller__gte=_text(one.low, digits),
            caller__lte=_text(one.high, MAX_DIGITS),
        )
        if one.digits:
            within = within.filter(length=1 + digits)
        newest = within.aggregate(newest=Max("arrived"))["newest"]
        if newest is not None:
            found[one.pk] = newest
    return found


@with_connection
def count_covered(the_list: EntryList, today: date) -> int:
    """How many entries a series covers too."""
    return _count(*_covered(the_list, today))


@with_connection
def count_last_days(the_list: EntryList, today: date) -> tuple[int, int, int]:
    """How many entries are expired, how many will be soon, and in how many days the first is."""
    dated = the_list.rows().filter(last_day__isnull=False)
    soon = dated.filter(last_day__gte=today, last_day__lte=today + SOON).order_by("last_day")
    days = list(soon.values_list("last_day", flat=True))
    left = (days[0] - today).days if days else 0
    return dated.filter(last_day__lt=today).count(), len(days), left


@with_connection
def count_look(the_list: EntryList, today: date) -> int:
    """How many entries should be looked at."""
    return _count(*_look(the_list, today))


@with_connection
def share_of_calls(the_list: EntryList, since: float) -> tuple[int, int]:
    """How many calls came to the list's main number since then (UTC seconds), and how many of them
    were VIPs'.
    """
    rows = models.CallRecord.objects.filter(
        customer_id=the_list.customer, main_number=the_list.list_id, arrived__gte=since
    )
    return rows.count(), rows.filter(vip=True).count()


def _which(the_list: EntryList, which: Which, today: date) -> Any:
    rows = the_list.rows()
    match which:
        case Which.ALL | Which.NEVER:  # of these the page asks itself
            return rows
        case Which.SOON:
            return rows.filter(last_day__gte=today, last_day__lte=today + SOON)
        case Which.LOOK:
            return rows.filter(id__in=_newest(*_look(the_list, today)))


def _rows(the_list: EntryList, rows: Any, start: int, count: int) -> list[models.VipEntry]:
    """So many rows from a place, newest first. The ids first, which an index has: sorting whole
    rows would carry all their texts along.
    """
    ids = list(rows.order_by("-id").values_list("id", flat=True)[start : start + count])
    return list(the_list.rows().filter(id__in=ids).order_by("-id"))


def _never_called(the_list: EntryList, rows: Any, start: int) -> list[models.VipEntry]:
    """A page, and one more, of those of `rows` that nobody ever called from."""
    found: list[models.VipEntry] = []
    read = 0
    while len(found) <= start + PAGE:
        part = _rows(the_list, rows, read, PART)
        called = last_called(the_list, part)
        found += [one for one in part if one.pk not in called]
        read += PART
        if len(part) < PART:
            break
    return found[start : start + PAGE + 1]


def _covered(the_list: EntryList, today: date) -> tuple[str, list[Any]]:
    """The ids of the entries that a series covers: SQL and its parameters."""
    sql = _COVERED_POSTGRESQL if on_postgresql() else _COVERED_SQLITE
    return sql, [the_list.customer, the_list.list_id, today]


def _look(the_list: EntryList, today: date) -> tuple[str, list[Any]]:
    """The ids of what should be looked at: SQL and its parameters."""
    sql, parameters = _covered(the_list, today)
    return f"{sql} UNION {_DATED}", [*parameters, *parameters[:2], today + SOON]


def _newest(sql: str, parameters: list[Any]) -> list[int]:
    """The newest ids that a query has. Given as values, for joined they are taken the long way."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM ({sql}) found ORDER BY id DESC LIMIT {MOST}", parameters)
        return [id for (id,) in cursor.fetchall()]


def _count(sql: str, parameters: list[Any]) -> int:
    """How many different ids a query has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT id) FROM ({sql}) found", parameters)
        (count,) = cursor.fetchone()
        return int(count)


def _covered_of(the_list: EntryList, rows: Sequence[models.VipEntry], today: date) -> set[int]:
    """The ids of those of `rows` that a series covers; asked of these rows alone."""
    if not rows:
        return set()
    ids = [one.pk for one in rows]
    with connection.cursor() as cursor:
        cursor.execute(_COVERED_OF.format(ids=", ".join(["%s"] * len(ids))), [*ids, today])
        return {id for (id,) in cursor.fetchall()}


def _wanted(text: str) -> Q:
    """Where a text stands: in the name, the note, or as digits in the number, however written."""
    text = " ".join(text.split())
    if not text:
        return Q()
    words = {text} if on_postgresql() or text.isascii() else {text, text.lower(), text.upper()}
    found = Q()  # SQLite knows no other capitals than those of ASCII
    for word in words:
        found |= Q(name__icontains=word) | Q(note__icontains=word)
    return found | _number_wanted(text)


def _number_wanted(text: str) -> Q:
    try:
        number = typed_number(text)
    except NumberFault:
        return _digits_wanted(text)
    span = NumberSpan.of(number)
    return Q(low__lte=span.low, high__gte=span.low, digits__in=(0, span.digits))


def _digits_wanted(text: str) -> Q:
    """Part of a number: its beginning as a person writes it, or anything within it."""
    try:
        digits = strip_separators(text.removesuffix("*"))
    except NumberFault:
        return Q()
    if digits.startswith(("+", "00")):
        beginnings = [digits.lstrip("+").removeprefix("00")]
    else:
        beginnings = [NORWAY + digits, digits]
    found = Q()
    for one in beginnings:
        if one and len(one) <= MAX_DIGITS:
            low, high = int(one.ljust(MAX_DIGITS, "0")), int(one.ljust(MAX_DIGITS, "9"))
            found |= Q(low__range=(low, high)) | (_SERIES & Q(low__lte=low, high__gte=high))
    within = digits.lstrip("+")
    known = Substr(Cast("low", TextField()), 1, F("digits"))
    return found | Q(Contains(known, within)) if within else found


def _text(place: int, digits: int) -> str:
    return "+" + str(place)[:digits]
