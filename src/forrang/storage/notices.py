"""Notices about what the provider did or has to see to: written in the transaction that did it.

Notices of the exchange's own come through `records`; those of here say what became of an order.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db.models import QuerySet
from django.utils import timezone

from forrang.storage import models
from forrang.storage.connection import with_connection
from forrang.storage.models.notice import NoticeTo

TRUNK_FAULT = "trunk-fault"
"""The exchange's word for a line that took no call."""


class OrderNotice(StrEnum):
    """What a customer is told of their agreement; the notice's `place` says of what."""

    ACTIVATED = "service-activated"
    DECLINED = "service-declined"
    TURNED_OFF = "service-turned-off"
    ASSIGNED = "number-assigned"
    TAKEN_BACK = "number-taken-back"


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that nobody has read."""

    id: str
    "Its id."
    kind: str
    "What happened."
    place: str | None
    "To what: a service, a number."
    note: str
    "What somebody wrote with it."
    at: float
    "UTC seconds."
    customer: str
    "The name of the customer whom it is about."


def tell_customer(customer: int, kind: OrderNotice, place: str, note: str = "") -> None:
    """Tell a customer's administrators; within the open transaction. What was said of the same
    thing before and not read is out of date, and is gone.
    """
    take_back_notices(customer, place)
    models.Notice.objects.create(
        id=secrets.token_hex(16),
        customer_id=customer,
        to=NoticeTo.CUSTOMER,
        kind=kind,
        place=place,
        note=note,
        at=timezone.now().timestamp(),
    )


def take_back_notices(customer: int, place: str) -> None:
    """Take back what a customer was told of a service or number and has not read."""
    rows = models.Notice.objects.filter(customer_id=customer, kind__in=list(OrderNotice))
    rows.filter(place=place, read__isnull=True).delete()


@with_connection
def unread_of_orders(customer: int) -> list[Told]:
    """What a customer's administrators have not read of their agreement, oldest first."""
    rows = models.Notice.objects.filter(customer_id=customer, read__isnull=True)
    return _told(rows.filter(kind__in=list(OrderNotice)).order_by("at"))


@with_connection
def unread_of_provider(limit: int) -> list[Told]:
    """What the provider's staff have not read, newest first."""
    rows = models.Notice.objects.filter(to=NoticeTo.PROVIDER, read__isnull=True)
    return _told(rows.order_by("-at")[:limit])


@with_connection
def trunk_faults(since: timedelta) -> tuple[int, float | None]:
    """How often a trunk took no call in the time up to now, read or not, and when last (UTC
    seconds).
    """
    start = (timezone.now() - since).timestamp()
    rows = models.Notice.objects.filter(kind=TRUNK_FAULT, at__gte=start).order_by("-at")
    return rows.count(), rows.values_list("at", flat=True).first()


@with_connection
def read_by_customer(customer: int, ids: Iterable[str]) -> None:
    """A customer's administrator read these."""
    rows = models.Notice.objects.filter(customer_id=customer, to=NoticeTo.CUSTOMER)
    rows.filter(id__in=list(ids), read__isnull=True).update(read=timezone.now())


@with_connection
def read_by_provider(ids: Iterable[str]) -> None:
    """One of the provider's staff read these."""
    rows = models.Notice.objects.filter(to=NoticeTo.PROVIDER)
    rows.filter(id__in=list(ids), read__isnull=True).update(read=timezone.now())


def _told(rows: QuerySet[models.Notice]) -> list[Told]:
    fields = ("id", "kind", "place", "note", "at", "customer__name")
    return [Told(*row) for row in rows.values_list(*fields)]
