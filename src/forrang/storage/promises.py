"""The promises of a customer, and what became of them when they were last checked.

1. A promise that is taken away is kept, so that it can be put back.
2. Who saves a setup may ask for them to be checked before: `check_saves` says by what, and it is
   asked in the transaction that saves, with the setup that would hold. What it raises undoes the save.
3. One is due when a setup was saved since it was checked, or when its night has come.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from forrang.domain.phone_number import PhoneNumber
from forrang.domain.promise import Expected, When
from forrang.storage import models
from forrang.storage.connection import with_connection

MOST = 100
"""Promises that a customer may have."""

CheckSave = Callable[[int], None]
"Looks at a customer's setup that is about to be saved, and may raise."

_check: ContextVar[CheckSave | None] = ContextVar("check_saves", default=None)


class NoSuchPromise(LookupError):
    """The customer has no such promise."""


class PromiseChanged(Exception):
    """Somebody changed the promise since it was read."""


class TooManyPromises(Exception):
    """The customer has `MOST` of them."""


@dataclass(frozen=True, slots=True)
class Promised:
    """What is promised."""

    name: str
    "What the customer calls it."
    caller: str
    "E.164, or that the number is withheld."
    number: PhoneNumber
    "The main number that is called."
    keys: str
    "The keys that are pressed, one in each menu."
    when: When
    only_first: bool
    "Whether only who is asked first counts."
    expected: Expected

    @property
    def mark(self) -> str:
        """What a form carries of the promise that it changes: another promise has another."""
        return sha256(repr(self).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Kept:
    """A promise, and how it was when it was checked last."""

    id: int
    promised: Promised
    holds: bool | None
    "Whether it held; None: never checked, or not since it was changed."
    checked: datetime | None
    version: int | None
    "The setup version that it was checked with."
    found: Expected | None
    "What was answered then."


@contextmanager
def check_saves(check: CheckSave) -> Iterator[None]:
    """Let every save within be checked by this."""
    token = _check.set(check)
    try:
        yield
    finally:
        _check.reset(token)


def about_to_save(customer: int) -> None:
    """A customer's setup is written and not committed."""
    check = _check.get()
    if check is not None:
        check(customer)


@with_connection
def promises_of(customer: int) -> list[Kept]:
    """A customer's promises by name."""
    return [_kept(row) for row in _rows(customer).order_by("name", "pk")]


@with_connection
def promise_of(customer: int, id: int) -> Kept:
    """One of them. Raises `NoSuchPromise`."""
    return _kept(_row(customer, id))


@with_connection
def removed_promise(customer: int, id: int) -> Kept:
    """One that was taken away. Raises `NoSuchPromise`."""
    rows = models.Promise.objects.filter(customer_id=customer, pk=id, removed__isnull=False)
    row = rows.first()
    if row is None:
        raise NoSuchPromise(id)
    return _kept(row)


@with_connection
def add_promise(customer: int, promised: Promised, by: str) -> int:
    """Keep a promise; its id. Raises `TooManyPromises`."""
    if _rows(customer).count() >= MOST:
        raise TooManyPromises
    row = models.Promise(customer_id=customer, made=timezone.now(), by=by)
    _write(row, promised)
    return int(row.pk)


@with_connection
def change_promise(customer: int, id: int, promised: Promised, mark: str) -> None:
    """Change the one that had this mark; it is to be checked anew. Raises `NoSuchPromise` and
    `PromiseChanged`.
    """
    with transaction.atomic():
        row = _row(customer, id, lock=True)
        if _kept(row).promised.mark != mark:
            raise PromiseChanged(id)
        row.version = row.checked = row.holds = row.found = None
        _write(row, promised)


@with_connection
def remove_promise(customer: int, id: int) -> None:
    """Take one away. Raises `NoSuchPromise`."""
    _row(customer, id)
    _rows(customer).filter(pk=id).update(removed=timezone.now())


@with_connection
def restore_promise(customer: int, id: int) -> None:
    """Put one back. Raises `NoSuchPromise`."""
    rows = models.Promise.objects.filter(customer_id=customer, pk=id)
    if not rows.update(removed=None):
        raise NoSuchPromise(id)


@with_connection
def note_checked(
    customer: int,
    version: int,
    found: Iterable[tuple[Kept, bool, Expected]],
    due: datetime,
) -> list[Kept]:
    """Note what a check found: whether each holds, and its answer. Those that are broken now and
    were not known to be.
    """
    now, broken = timezone.now(), []
    for one, holds, answer in found:
        _rows(customer).filter(pk=one.id).update(
            version=version, checked=now, holds=holds, found=answer.plain, due=due
        )
        if not holds and one.holds is not False:
            broken.append(one)
    return broken


@with_connection
def put_off(customer: int, ids: Iterable[int], version: int) -> None:
    """These are of a day that is past: they are not checked any more."""
    _rows(customer).filter(pk__in=list(ids)).update(due=None, version=version)


@with_connection
def customers_due() -> list[int]:
    """The customers of whose promises one is to be checked."""
    rows = models.Promise.objects.filter(removed=None).filter(
        Q(version=None) | Q(version__lt=F("customer__version")) | Q(due__lte=timezone.now())
    )
    return list(rows.order_by("customer").values_list("customer", flat=True).distinct())


def _write(row: models.Promise, promised: Promised) -> None:
    when = promised.when
    row.name, row.caller, row.number = promised.name, promised.caller, promised.number
    row.keys, row.only_first = promised.keys, promised.only_first
    row.weekday, row.day, row.clock = when.weekday, when.day, when.clock
    row.expected = promised.expected.plain
    row.save()


def _rows(customer: int) -> QuerySet[models.Promise]:
    return models.Promise.objects.filter(customer_id=customer, removed=None)


def _row(customer: int, id: int, lock: bool = False) -> models.Promise:
    rows = _rows(customer).filter(pk=id)
    row = (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise NoSuchPromise(id)
    return row


def _kept(row: models.Promise) -> Kept:
    promised = Promised(
        row.name,
        row.caller,
        PhoneNumber(row.number),
        row.keys,
        When(row.clock, row.weekday, row.day),
        row.only_first,
        Expected.read(row.expected),
    )
    found = None if row.found is None else Expected.read(row.found)
    return Kept(row.pk, promised, row.holds, row.checked, row.version, found)
