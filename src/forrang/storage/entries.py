"""The entries of VIP lists: written as differences, read as a stream.

A list may have a million entries, so what did not change is not written, and what is read is never
held whole.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, astuple, dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from forrang.domain.number_span import NumberSpan
from forrang.domain.vip_entries import day_number
from forrang.domain.vip_list import Entry
from forrang.storage import models
from forrang.storage.changes import ChangeKind, NewChange
from forrang.storage.connection import on_postgresql, with_connection
from forrang.storage.last_calls import ask_records
from forrang.storage.list_sizes import list_sizes, resize_list

ONE_BY_ONE = 1_000
"""With more changes than this at once, the exchange is told to read the list anew."""

BATCH = 2_000
"""Rows in one statement, and rows fetched at a time."""

_KEY = ("customer_id", "list_id", "low", "high", "digits")
_SPAN = ("low", "high", "digits")
_CONTENT = ("kind", "typed", "name", "note", "last_day")
_TYPES = {
    "low": "bigint",
    "high": "bigint",
    "digits": "smallint",
    "last_day": "date",
} | dict.fromkeys(("kind", "typed", "name", "note"), "text")
_Content = tuple[str, str, str | None, str | None, date | None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EntryCounts:
    """What became of the entries of one list."""

    added: int = 0
    changed: int = 0
    "Of those that stayed: another name, note, last day or way of writing."
    removed: int = 0

    def __add__(self, other: "EntryCounts") -> "EntryCounts":
        return EntryCounts(
            self.added + other.added, self.changed + other.changed, self.removed + other.removed
        )

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class _There:
    """An entry's row."""

    id: int
    content: _Content

    @property
    def last_day(self) -> date | None:
        return self.content[4]


@dataclass(frozen=True, slots=True)
class EntryList:
    """A VIP list as a place for entries."""

    customer: int
    "Whose."
    list_id: str
    "Its id."

    def rows(self) -> QuerySet[models.VipEntry]:
        """The rows of its entries."""
        return models.VipEntry.objects.filter(customer_id=self.customer, list_id=self.list_id)

    def size(self) -> int:
        """How many those are."""
        return list_sizes(self.customer).get(self.list_id, 0)

    def change(self, kind: ChangeKind, **what: Any) -> NewChange:
        """A change of this list."""
        return NewChange(self.customer, kind, {"list": self.list_id, **what})


def replace_entries(
    the_list: EntryList, entries: Iterable[Entry], by: str
) -> tuple[EntryCounts, list[NewChange]]:
    """Make `entries` the list's entries. Rows that stay keep their ids, and rows that are as they
    were are not written.
    """
    there = _there(the_list.rows())
    gone = set(there)
    put: dict[NumberSpan, Entry] = {}
    for entry in entries:
        span = entry.span()
        gone.discard(span)
        if span not in there or there[span].content != _content(entry):
            put[span] = entry
    return _write(the_list, there, put, gone, by)


def change_entries(
    the_list: EntryList,
    put: Iterable[Entry],
    remove: Iterable[NumberSpan],
    by: str,
    written: Callable[[int], None] = lambda _: None,
) -> tuple[EntryCounts, list[NewChange]]:
    """Add or change the entries `put`, and take those of `remove` away; the others stay. `written`
    is told how many rows are put, after each batch.
    """
    new = {entry.span(): entry for entry in put}
    remove = set(remove) - set(new)
    there = _there(the_list.rows().filter(low__one_of={span.low for span in (*new, *remove)}))
    changed = {
        span: entry
        for span, entry in new.items()
        if span not in there or there[span].content != _content(entry)
    }
    return _write(the_list, there, changed, remove & set(there), by, written)


@with_connection
def entries_of(customer: int, list_id: str) -> Iterator[tuple[int, int, int, int, int]]:
    """The list's entries as (low, high, digits, id, last day number or 0), sorted."""
    rows = EntryList(customer, list_id).rows().order_by(*_SPAN)
    for low, high, digits, id, last_day in rows.values_list(*_SPAN, "id", "last_day").iterator(
        BATCH
    ):
        yield low, high, digits, id, _day_number(last_day)


def written_entries(customer: int, list_id: str) -> Iterator[Entry]:
    """The list's entries as they were written, in the order in which they came."""
    rows = EntryList(customer, list_id).rows().order_by("id")
    for kind, typed, name, note, last_day in rows.values_list(*_CONTENT).iterator(BATCH):
        yield Entry(**{kind: typed}, name=name, note=note, last_day=last_day)


def _content(entry: Entry) -> _Content:
    return str(entry.kind), entry.typed, entry.name, entry.note, entry.last_day


def _there(rows: QuerySet[models.VipEntry]) -> dict[NumberSpan, _There]:
    fields = rows.values_list(*_SPAN, "id", *_CONTENT)
    return {
        NumberSpan(low, high, digits): _There(id, tuple(content))
        for low, high, digits, id, *content in fields.iterator(BATCH)
    }


def _write(
    the_list: EntryList,
    there: Mapping[NumberSpan, _There],
    put: Mapping[NumberSpan, Entry],
    gone: Collection[NumberSpan],
    by: str,
    written: Callable[[int], None] = lambda _: None,
) -> tuple[EntryCounts, list[NewChange]]:
    """Write the rows of `put` and delete those of `gone`; what the exchange has to hear of it."""
    if gone:
        gone_ids = [there[span].id for span in gone]
        models.VipEntry.objects.filter(id__one_of=gone_ids).delete()
    spans = list(put)
    for start in range(0, len(spans), BATCH):
        _put_rows(the_list, {span: put[span] for span in spans[start : start + BATCH]}, by)
        written(min(start + BATCH, len(spans)))
    ask_records(
        the_list.customer, the_list.list_id, (span.low for span in put if span not in there)
    )
    added = sum(span not in there for span in put)
    resize_list(the_list.customer, the_list.list_id, added - len(gone))
    counts = EntryCounts(added, len(put) - added, len(gone))
    heard = [
        span
        for span, entry in put.items()
        if span not in there or there[span].last_day != entry.last_day
    ]
    if len(heard) + len(gone) > ONE_BY_ONE:
        return counts, [the_list.change(ChangeKind.LIST_REPLACED)]
    ids = {
        span: one.id
        for span, one in _there(
            the_list.rows().filter(low__one_of=[span.low for span in heard])
        ).items()
    }
    return counts, [
        *(the_list.change(ChangeKind.ENTRY_REMOVED, **asdict(span)) for span in sorted(gone)),
        *(
            the_list.change(
                ChangeKind.ENTRY_ADDED,
                **asdict(span),
                entry=ids[span],
                last_day=_day_number(put[span].last_day),
            )
            for span in heard
        ),
    ]


def _put_rows(the_list: EntryList, put: Mapping[NumberSpan, Entry], by: str) -> None:
    """Insert or update. Plain SQL, and on PostgreSQL one array a column: several times as fast as
    through the models.
    """
    same: dict[str, int | str | None] = {
        "customer_id": the_list.customer,
        "list_id": the_list.list_id,
        "changed_by": by,
        "changed": connection.ops.adapt_datetimefield_value(timezone.now()),
    }
    varying = (*_SPAN, *_CONTENT)
    rows = [(*astuple(span), *_content(entry)) for span, entry in put.items()]
    updated = ", ".join(f"{one} = excluded.{one}" for one in (*_CONTENT, "changed_by", "changed"))
    insert = f"INSERT INTO vip_entry ({', '.join((*same, *varying))})"
    conflict = f"ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {updated}"
    with connection.cursor() as cursor:
        if on_postgresql():
            arrays = ", ".join(f"%s::{_TYPES[one]}[]" for one in varying)
            cursor.execute(
                f"{insert} SELECT %s, %s, %s, %s, * FROM unnest({arrays}) {conflict}",
                [*same.values(), *(list(column) for column in zip(*rows, strict=True))],
            )
        else:
            places = ", ".join(["%s"] * (len(same) + len(varying)))
            cursor.executemany(
                f"{insert} VALUES ({places}) {conflict}",
                [
                    (*same.values(), *row[:-1], connection.ops.adapt_datefield_value(row[-1]))
                    for row in rows
                ],
            )


def _day_number(day: date | None) -> int:
    return 0 if day is None else day_number(day)
