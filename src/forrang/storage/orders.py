"""Orders: what a customer asks for, and what the provider's staff answer.

1. An order is a service's row with `ordered` and without `activated`. A service that was turned off
   keeps its row; it is ordered again when `ordered` is the later of the two.
2. One more main number is ordered in the same way, under a name that is no service's.
3. An order changes no call. Activating and turning off do: the row in the table of changes is
   written in the same transaction, and so is the notice to the customer.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from forrang.domain.document import Service
from forrang.storage import models
from forrang.storage.acts import ActKind, note_act
from forrang.storage.changes import append_changes
from forrang.storage.connection import with_connection
from forrang.storage.notices import OrderNotice, take_back_notices, tell_customer
from forrang.storage.services import active_services, set_services

MAIN_NUMBER = "main-number"
"""What is ordered when a customer wants one more number."""

ORDERABLE = (*Service, MAIN_NUMBER)

_WAITING = Q(ordered__isnull=False, activated__isnull=True) & (
    Q(deactivated__isnull=True) | Q(ordered__gt=F("deactivated"))
)


class NothingToDo(LookupError):
    """The order is not there any more, or the service is as one wanted it: somebody was first."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order that nobody has answered."""

    customer: int
    "The id in this database of who ordered."
    public_id: str
    "Their id in addresses."
    name: str
    "Their name."
    what: str
    "A service, or `MAIN_NUMBER`."
    by: str
    "Who of them."
    at: datetime
    "When."


@dataclass(frozen=True, slots=True)
class ServiceState:
    """How far a customer has come with a service."""

    what: str
    "A service, or `MAIN_NUMBER`."
    waiting: bool = False
    "Whether it is ordered and not answered."
    ordered_by: str | None = None
    ordered: datetime | None = None
    activated_by: str | None = None
    activated: datetime | None = None
    "Null when it is not active."
    deactivated_by: str | None = None
    deactivated: datetime | None = None
    "Null when it was not turned off since."


@with_connection
def service_states(customer: int) -> dict[str, ServiceState]:
    """Of everything that can be ordered."""
    waiting = {one.what for one in waiting_orders(customer)}
    fields = ("ordered_by", "ordered", "activated_by", "activated", "deactivated_by", "deactivated")
    rows = models.Service.objects.filter(customer_id=customer)
    there = {
        what: ServiceState(what, what in waiting, *rest)
        for what, *rest in rows.values_list("service", *fields)
    }
    return {what: there.get(what, ServiceState(what)) for what in ORDERABLE}


@with_connection
def waiting_orders(customer: int | None = None) -> list[Order]:
    """Orders that wait for an answer, oldest first; of all customers or of one."""
    rows = models.Service.objects.filter(_WAITING, service__in=ORDERABLE).order_by("ordered", "pk")
    if customer is not None:
        rows = rows.filter(customer_id=customer)
    named = ("customer__public_id", "customer__name", "service", "ordered_by", "ordered")
    return [Order(*row) for row in rows.values_list("customer_id", *named)]


@with_connection
def order(customer: int, what: str, by: str) -> None:
    """Ask for it. Raises `NothingToDo` when it waits already, or is active."""
    with transaction.atomic():
        _lock(customer)
        rows = models.Service.objects.filter(customer_id=customer, service=what)
        if rows.filter(Q(activated__isnull=False) | _WAITING).exists():
            raise NothingToDo(what)
        asked = {"ordered_by": by, "ordered": timezone.now()}
        rows.update_or_create({"customer_id": customer, **asked}, service=what)
        take_back_notices(customer, what)
        note_act(customer, ActKind.ORDERED, by, what)


@with_connection
def withdraw(customer: int, what: str, by: str) -> None:
    """Take back one's own order. Raises `NothingToDo` when it was answered meanwhile."""
    with transaction.atomic():
        _lock(customer)
        _answer(customer, what)
        note_act(customer, ActKind.WITHDRAWN, by, what)


@with_connection
def decline(customer: int, what: str, by: str, note: str = "") -> None:
    """Say no to an order, and tell the customer, with a note of why where there is one. Raises
    `NothingToDo`.
    """
    with transaction.atomic():
        _lock(customer)
        _answer(customer, what)
        tell_customer(customer, OrderNotice.DECLINED, what, note)
        note_act(customer, ActKind.DECLINED, by, what, note)


@with_connection
def activate(customer: int, service: Service, by: str) -> None:
    """Activate a service, ordered or not, and tell the customer. Raises `NothingToDo`."""
    _switch(customer, service, True, by, OrderNotice.ACTIVATED)


@with_connection
def turn_off(customer: int, service: Service, by: str) -> None:
    """Turn a service off; what belongs to it is kept. Raises `NothingToDo`."""
    _switch(customer, service, False, by, OrderNotice.TURNED_OFF)


@with_connection
def take_back_activation(customer: int, service: Service, by: str) -> None:
    """Undo activating: the service is off, and its order, if there was one, waits again. Raises
    `NothingToDo`.
    """
    with transaction.atomic():
        _switch(customer, service, False, by, None)
        rows = models.Service.objects.filter(customer_id=customer, service=service)
        rows.update(deactivated=None, deactivated_by=None)


def _switch(customer: int, service: Service, on: bool, by: str, told: OrderNotice | None) -> None:
    with transaction.atomic():
        _lock(customer)
        before = set(active_services([customer]).get(customer, ()))
        changes = set_services(customer, before | {service} if on else before - {service}, by)
        if not changes:
            raise NothingToDo(service)
        if told is None:
            take_back_notices(customer, service)
        else:
            tell_customer(customer, told, service)
        append_changes(changes)


def answered(customer: int, what: str) -> None:
    """The order is answered, if there was one; within the open transaction."""
    rows = models.Service.objects.filter(_WAITING, customer_id=customer, service=what)
    rows.update(ordered=None, ordered_by=None)


def _answer(customer: int, what: str) -> None:
    rows = models.Service.objects.filter(_WAITING, customer_id=customer, service=what)
    if not rows.update(ordered=None, ordered_by=None):
        raise NothingToDo(what)


def _lock(customer: int) -> None:
    """As publishing does: one at a time per customer."""
    models.Customer.objects.select_for_update().get(pk=customer)
