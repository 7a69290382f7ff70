"""Saving entries of a VIP list from the portal, one save at a time, and undoing a save.

1. A save is one transaction: the rows, what the exchange has to hear, and a row of `entry_save` that
   says what was there before and after.
2. An entry that is edited keeps its row, also with another number, and one that comes back by undo
   comes back with its id: calls name it as their reason.
3. Undo puts back what its save changed and nothing else. It is refused when one of those rows, or
   one of those numbers, is not as the save left it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from forrang.domain.number_span import NumberSpan
from forrang.domain.vip_entries import day_number
from forrang.domain.vip_list import Entry
from forrang.storage import models
from forrang.storage.changes import ChangeKind, NewChange, append_changes
from forrang.storage.connection import with_connection
from forrang.storage.entries import ONE_BY_ONE, EntryList
from forrang.storage.last_calls import ask_records
from forrang.storage.list_sizes import resize_list

KEPT = timedelta(days=30)
"""How long a save can be undone."""


class NoSuchEntry(LookupError):
    """The list has no such entry, or there is no such save."""


class EntryThere(Exception):
    """The list has an entry with the same numbers already."""

    def __init__(self, row: "Row"):
        super().__init__(row.typed)
        self.row = row


class EntryChanged(Exception):
    """Somebody changed the same since; nothing is saved."""

    def __init__(self, by: str, at: datetime | None):
        super().__init__(by)
        self.by = by
        "Who; empty when nobody knows."
        self.at = at
        "When; None when nobody knows."


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as a row, without who wrote it and when."""

    id: int | None
    "Its id; None for one that is new."
    low: int
    high: int
    digits: int
    kind: str
    typed: str
    name: str | None
    note: str | None
    last_day: date | None

    @property
    def span(self) -> NumberSpan:
        """The numbers that it covers."""
        return NumberSpan(self.low, self.high, self.digits)

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return found | {"last_day": None if self.last_day is None else self.last_day.isoformat()}

    @classmethod
    def read(cls, plain: dict[str, Any]) -> "Row":
        """The opposite of `plain`."""
        last_day = plain["last_day"]
        return cls(**plain | {"last_day": last_day and date.fromisoformat(last_day)})

    @classmethod
    def of(cls, entry: Entry, id: int | None = None) -> "Row":
        """The row of an entry. Raises `NumberFault`."""
        span = entry.span()
        return cls(
            id, span.low, span.high, span.digits, str(entry.kind), entry.typed,
            entry.name, entry.note, entry.last_day,
        )  # fmt: skip


_FIELDS = tuple(one.name for one in fields(Row))


@dataclass(frozen=True, slots=True)
class Save:
    """A save that can be undone."""

    id: int
    "Its id."
    by: str
    "Who."
    at: datetime
    "When."
    before: tuple[Row, ...]
    "The rows that it changed or took away, as they were."
    after: tuple[Row, ...]
    "The rows that it changed or added, as it left them."


@with_connection
def add_entry(the_list: EntryList, entry: Entry, by: str) -> Save:
    """Add an entry. Raises `NumberFault` and `EntryThere`."""
    return _save(the_list, [], [Row.of(entry)], by)


@with_connection
def edit_entry(the_list: EntryList, id: int, entry: Entry, by: str, based_on: str) -> Save | None:
    """Make `entry` of the one with this id; None when that changes nothing. `based_on`: what
    `form_version` said when the form was made. Raises `NumberFault`, `NoSuchEntry`, `EntryThere`
    and `EntryChanged`.
    """
    with transaction.atomic():
        _lock(the_list)
        there = _there(the_list, id)
        before, after = _row(there), Row.of(entry, id)
        if form_version(there) != based_on:
            raise EntryChanged(there.changed_by, there.changed)
        return None if after == before else _save(the_list, [before], [after], by)


@with_connection
def remove_entry(the_list: EntryList, id: int, by: str) -> Save:
    """Take an entry away. Raises `NoSuchEntry`."""
    with transaction.atomic():
        _lock(the_list)
        return _save(the_list, [_row(_there(the_list, id))], [], by)


@with_connection
def undo_entries(the_list: EntryList, save: int, by: str) -> Save:
    """Put back what a save changed. Raises `NoSuchEntry` and `EntryChanged`."""
    with transaction.atomic():
        _lock(the_list)
        done = save_of(the_list, save)
        _refuse_newer(the_list, done)
        return _save(the_list, list(done.after), list(done.before), by)


@with_connection
def save_of(the_list: EntryList, id: int) -> Save:
    """One save of a list. Raises `NoSuchEntry`."""
    rows = models.EntrySave.objects.filter(
        customer_id=the_list.customer, list_id=the_list.list_id, pk=id
    )
    one = rows.first()
    if one is None:
        raise NoSuchEntry(f"save {id}")
    return Save(one.pk, one.by, one.at, _read(one.before), _read(one.after))


@with_connection
def entry_row(the_list: EntryList, id: int) -> models.VipEntry:
    """One entry of a list. Raises `NoSuchEntry`."""
    return _there(the_list, id)


def form_version(row: models.VipEntry) -> str:
    """What a form carries to say which state of an entry it was made from."""
    return str(row.changed.isoformat())


def _save(the_list: EntryList, before: list[Row], after: list[Row], by: str) -> Save:
    now = timezone.now()
    with transaction.atomic():
        _lock(the_list)
        _refuse_doubles(the_list, after)
        kept = {row.id for row in after if row.id is not None}
        gone = [row.id for row in before if row.id is not None and row.id not in kept]
        the_list.rows().filter(id__one_of=gone).delete()
        there = {row.id for row in before}
        written = [_model(the_list, row, by, now) for row in after]
        changed = [one for one in written if one.pk in there]
        new = [one for one in written if one.pk not in there]
        models.VipEntry.objects.bulk_update(changed, [*_FIELDS[1:], "changed_by", "changed"], 500)
        models.VipEntry.objects.bulk_create(new, 500)
        resize_list(the_list.customer, the_list.list_id, len(new) - len(gone))
        known = {row.span for row in before if row.id in kept}
        others = (row.low for row in after if row.span not in known)
        ask_records(the_list.customer, the_list.list_id, others)
        after = [_row(one) for one in written]
        made = keep_save(the_list, before, after, by, now)
        append_changes(_heard(the_list, before, after))
    return made


def keep_save(
    the_list: EntryList, before: Iterable[Row], after: Iterable[Row], by: str, now: datetime
) -> Save:
    """Keep what a save changed, so that it can be undone, and forget saves whose time is over;
    within the open transaction.
    """
    was, is_now = tuple(before), tuple(after)
    models.EntrySave.objects.filter(customer_id=the_list.customer, at__lt=now - KEPT).delete()
    made = models.EntrySave.objects.create(
        customer_id=the_list.customer,
        list_id=the_list.list_id,
        by=by,
        at=now,
        before=[row.plain() for row in was],
        after=[row.plain() for row in is_now],
    )
    return Save(made.pk, by, now, was, is_now)


def _heard(the_list: EntryList, before: Sequence[Row], after: Sequence[Row]) -> list[NewChange]:
    """What the exchange has to hear: numbers, ids and last days, never names and notes."""
    old, new = ({row.span: row for row in rows} for rows in (before, after))
    gone = [span for span in old if span not in new]
    put = [
        row
        for span, row in new.items()
        if span not in old or (old[span].id, old[span].last_day) != (row.id, row.last_day)
    ]
    if len(gone) + len(put) > ONE_BY_ONE:
        return [the_list.change(ChangeKind.LIST_REPLACED)]
    return [
        *(the_list.change(ChangeKind.ENTRY_REMOVED, **_plain(span)) for span in sorted(gone)),
        *(
            the_list.change(
                ChangeKind.ENTRY_ADDED,
                **_plain(row.span),
                entry=row.id,
                last_day=0 if row.last_day is None else day_number(row.last_day),
            )
            for row in put
        ),
    ]


def _refuse_doubles(the_list: EntryList, after: Sequence[Row]) -> None:
    """Raise `EntryThere` when a row that stays has the numbers of one of `after`."""
    own = {row.id for row in after if row.id is not None}
    wanted = {row.span for row in after}
    for there in the_list.rows().filter(low__one_of=[row.low for row in after]):
        row = _row(there)
        if row.span in wanted and row.id not in own:
            raise EntryThere(row)


def _refuse_newer(the_list: EntryList, done: Save) -> None:
    """Raise `EntryChanged` when something is not as the save left it."""
    ids = [row.id for row in (*done.before, *done.after) if row.id is not None]
    there = {one.pk: one for one in the_list.rows().filter(id__one_of=ids)}
    after = {row.id: row for row in done.after}
    for id in ids:
        one = there.get(id)
        if (None if one is None else _row(one)) != after.get(id):
            raise EntryChanged("" if one is None else one.changed_by, one.changed if one else None)
    try:
        _refuse_doubles(the_list, done.before)
    except EntryThere as double:
        one = _there(the_list, double.row.id)
        raise EntryChanged(one.changed_by, one.changed) from None


def _lock(the_list: EntryList) -> None:
    """One save of a customer at a time: what was read stays true until the end."""
    models.Customer.objects.select_for_update().get(pk=the_list.customer)


def _there(the_list: EntryList, id: int | None) -> models.VipEntry:
    one = None if id is None else the_list.rows().filter(pk=id).first()
    if one is None:
        raise NoSuchEntry(f"entry {id}")
    return one


def _row(one: models.VipEntry) -> Row:
    return Row(*(getattr(one, name) for name in _FIELDS))


def _model(the_list: EntryList, row: Row, by: str, now: datetime) -> models.VipEntry:
    values = {name: getattr(row, name) for name in _FIELDS}
    return models.VipEntry(
        customer_id=the_list.customer,
        list_id=the_list.list_id,
        changed_by=by,
        changed=now,
        **values,
    )


def _read(rows: Iterable[dict[str, Any]]) -> tuple[Row, ...]:
    return tuple(Row.read(one) for one in rows)


def _plain(span: NumberSpan) -> dict[str, int]:
    return {"low": span.low, "high": span.high, "digits": span.digits}
