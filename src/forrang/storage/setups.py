"""Reading setups: the newest version of one customer or of all, as documents.

A version is kept without what has rows of its own (id, services, entries, passwords); id and
services are laid on it here, in one place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from forrang.domain.call_setup import Choice
from forrang.domain.document import (
    Document,
    read_document,
    without_secrets_and_entries,
    write_document,
)
from forrang.domain.main_number import MainNumber
from forrang.domain.points import Point, changed
from forrang.storage import models
from forrang.storage.connection import with_connection
from forrang.storage.entries import written_entries
from forrang.storage.people import unconfirmed_mobiles
from forrang.storage.services import active_services


@dataclass(frozen=True, slots=True)
class CustomerSetup:
    """A customer's setup as it is now."""

    customer: int
    "The customer's id in this database."
    version: int
    "The setup version's number, counted per customer."
    document: Document
    "Without entries and passwords; its services are the active ones."


_Kept = tuple[int, str, int, dict[str, Any]]
"Of a version: whose, under which id, its number, the document."


@dataclass(frozen=True, slots=True)
class Saved:
    """When a version was saved."""

    number: int
    "The version's number."
    by: str
    "Who saved it."
    at: datetime
    "When."
    note: str
    "What was said of it."


class NoSuchCustomer(LookupError):
    """No customer has this id or name."""


@with_connection
def current_setups() -> list[CustomerSetup]:
    """Every customer's setup: three queries, however many there are."""
    return _setups(_newest().order_by("customer_id"))


@with_connection
def current_setup(customer: int) -> CustomerSetup:
    """One customer's setup. Raises `NoSuchCustomer`."""
    return _one(_newest().filter(customer_id=customer), str(customer))


@with_connection
def setup_version(customer: int, number: int) -> CustomerSetup:
    """One customer's setup as it was saved once, with the services of today. Raises
    `NoSuchCustomer` when there is no such version.
    """
    rows = models.SetupVersion.objects.filter(customer_id=customer, number=number)
    return _one(_plain(rows), f"{customer}, version {number}")


@with_connection
def saved(customer: int, number: int) -> Saved:
    """When and by whom a version was saved. Raises `NoSuchCustomer`."""
    rows = models.SetupVersion.objects.filter(customer_id=customer, number=number)
    found = rows.values_list("number", "by", "at", "note").first()
    if found is None:
        raise NoSuchCustomer(f"{customer}, version {number}")
    return Saved(*found)


@with_connection
def saves_since(customer: int, number: int) -> Iterator[tuple[Saved, Document]]:
    """The versions from `number` on, newest first, as they are kept."""
    rows = models.SetupVersion.objects.filter(customer_id=customer, number__gte=number)
    for version, by, at, note, plain in (
        rows.order_by("-number").values_list("number", "by", "at", "note", "document").iterator(20)
    ):
        yield Saved(version, by, at, note), read_document(plain)


@with_connection
def whole_document(customer: str) -> Document:
    """The document of the customer with this id or name, with all entries. Raises
    `NoSuchCustomer`.
    """
    named = Q(customer__public_id=customer) | Q(customer__name=customer)
    setup = _one(_newest().filter(named).order_by("customer__public_id"), customer)
    document = setup.document

    def with_entries(point: Point) -> MainNumber | Choice:
        if point.vip is None:
            return point.part
        entries = tuple(written_entries(setup.customer, point.id))
        return replace(point.part, vip=replace(point.vip, entries=entries))

    return replace(
        document,
        unconfirmed=(),
        main_numbers=tuple(changed(one, with_entries) for one in document.main_numbers),
    )


def kept_form(document: Document) -> dict[str, Any]:
    """What a version keeps of a document: not what is known beside it."""
    kept = replace(without_secrets_and_entries(document), id=None, services=(), unconfirmed=())
    return write_document(kept)


def as_kept(document: Document) -> Document:
    """The document as versions have it, so that two can be compared."""
    return read_document(kept_form(document))


def _newest() -> QuerySet[models.SetupVersion, _Kept]:
    return _plain(models.SetupVersion.objects.filter(number=F("customer__version")))


def _plain(rows: QuerySet[models.SetupVersion]) -> QuerySet[models.SetupVersion, _Kept]:
    return rows.values_list("customer_id", "customer__public_id", "number", "document")


def _one(rows: QuerySet[models.SetupVersion, _Kept], wanted: str) -> CustomerSetup:
    setups = _setups(rows[:1])
    if not setups:
        raise NoSuchCustomer(wanted)
    return setups[0]


def _setups(rows: Iterable[_Kept]) -> list[CustomerSetup]:
    found = list(rows)
    customers = [one[0] for one in found]
    services, unconfirmed = active_services(customers), unconfirmed_mobiles(customers)
    return [
        CustomerSetup(
            customer,
            version,
            replace(
                read_document(plain),
                id=public_id,
                services=services.get(customer, ()),
                unconfirmed=unconfirmed.get(customer, ()),
            ),
        )
        for customer, public_id, version, plain in found
    ]
