"""The ordered table of changes: written last in a transaction, read in order by the exchange.

1. `seq` is the newest plus one, drawn under one lock for the whole table, as the last step before
   the commit that releases the lock. So `seq` has the order of the commits and no gaps: a reader
   that has read up to n can have missed nothing below n.
2. On PostgreSQL the lock is an advisory one of the transaction; on SQLite every transaction begins
   as the only writer (BEGIN IMMEDIATE), which is a lock for the whole database.
3. The newest row is never pruned: it carries the count. Whoever writes prunes, once in a thousand
   rows, so nobody has to remember it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Literal

from django.db import connection, transaction
from django.utils import timezone

from forrang.domain.phone_number import PhoneNumber
from forrang.storage import models
from forrang.storage.connection import on_postgresql, with_connection
from forrang.storage.wake import wake_after_commit

KEPT = timedelta(days=30)
"""An exchange that is further behind reads everything."""

PRUNED_EVERY = 1_000
"""Rows after which the old ones are removed."""

_LOCK = 0x666F7272616E67  # "forrang": any number that nobody else locks


class ChangeKind(StrEnum):
    """What kind of thing changed; `what` has the fields that are named here."""

    SETUP = "setup"
    "version"
    SERVICE = "service"
    "service, active"
    ENTRY_ADDED = "entry_added"
    "list, low, high, digits, entry, last_day (day number or 0); also for another last day"
    ENTRY_REMOVED = "entry_removed"
    "list, low, high, digits"
    LIST_REPLACED = "list_replaced"
    "list"
    PRESENCE = "presence"
    "mobile, place (null: all), wish (in, out, pause), until (UTC seconds or null)"
    SPOKEN_CODE = "spoken_code"
    "mobile, digits, language (nb, en), asked (UTC seconds); nothing once it was read (`code_calls`)"
    DICTATION = "dictation"
    "mobile, dictation (token), language (nb, en), asked (UTC seconds); nothing once it was read"


@dataclass(frozen=True, slots=True)
class NewChange:
    """A change that has no place in the order yet."""

    customer: int
    "Whose."
    kind: ChangeKind
    "Of what kind."
    what: dict[str, Any]
    "Its fields."


@dataclass(frozen=True, slots=True)
class Change:
    """A change in the table."""

    seq: int
    "Its place in the order; the next one's is one more."
    customer: int
    "Whose."
    kind: ChangeKind
    "Of what kind."
    what: dict[str, Any]
    "Its fields."


class TooFarBehind(Exception):
    """What was asked for is pruned, or never was: the reader's place is not of this table. It has
    to read everything anew.
    """


def append_changes(changes: Iterable[NewChange]) -> None:
    """Write `changes` in their order and wake the exchange. Must be the last step of an open
    transaction: whoever else has something to write waits until it ends.
    """
    new = list(changes)
    if not new:
        return
    if on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    newest, now = _newest(), timezone.now()
    models.Change.objects.bulk_create(
        [
            models.Change(seq=seq, customer_id=one.customer, kind=one.kind, what=one.what, at=now)
            for seq, one in enumerate(new, newest + 1)
        ]
    )
    if newest // PRUNED_EVERY != (newest + len(new)) // PRUNED_EVERY:
        prune_changes()
    wake_after_commit()


@with_connection
def latest_seq() -> int:
    """The newest change's place in the order; 0 before the first."""
    return _newest()


@with_connection
def changes_after(seq: int, limit: int) -> list[Change]:
    """The changes after `seq` in order, at most `limit`. Raises `TooFarBehind`."""
    if _newest() == seq:  # as a rule, every second
        return []
    rows = models.Change.objects.filter(seq__gt=seq).order_by("seq")
    found = [
        Change(at, customer, ChangeKind(kind), what)
        for at, customer, kind, what in rows.values_list("seq", "customer_id", "kind", "what")[
            :limit
        ]
    ]
    if not found or found[0].seq != seq + 1:
        raise TooFarBehind(seq)
    return found


@with_connection
def wish_presence(
    customer: int,
    mobile: PhoneNumber,
    wish: Literal["in", "out", "pause"],
    place: str | None = None,
    until: float | None = None,
) -> None:
    """Let the exchange know that somebody wants to be `in`, `out` or on `pause`, at one place or
    everywhere. It comes back as a fact when it is true.
    """
    what = {"mobile": mobile, "place": place, "wish": wish, "until": until}
    with transaction.atomic():
        append_changes([NewChange(customer, ChangeKind.PRESENCE, what)])


@with_connection
def prune_changes() -> int:
    """Remove the rows before the first one that is younger than `KEPT`; how many. By place and not
    by age alone: a clock that was set back must leave no hole.
    """
    rows = models.Change.objects.order_by("seq").values_list("seq", flat=True)
    first_kept = rows.filter(at__gte=timezone.now() - KEPT).first() or _newest()
    return models.Change.objects.filter(seq__lt=first_kept).delete()[0]


def _newest() -> int:
    newest = models.Change.objects.order_by("-seq").values_list("seq", flat=True).first()
    return newest or 0
