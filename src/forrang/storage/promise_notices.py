"""Notices of promises that were found broken by themselves, until somebody looks at them."""

import secrets
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from forrang.storage import models
from forrang.storage.connection import with_connection
from forrang.storage.models.notice import NoticeTo
from forrang.storage.notices import Told

BROKEN = "promise-broken"


@with_connection
def tell_broken(customer: int, broken: Iterable[tuple[int, str]]) -> None:
    """Tell a customer's administrators: ids and names of promises. What was said of the same one
    before and not read is out of date.
    """
    for id, name in broken:
        take_back_broken(customer, [id])
        models.Notice.objects.create(
            id=secrets.token_hex(16),
            customer_id=customer,
            to=NoticeTo.CUSTOMER,
            kind=BROKEN,
            place=str(id),
            note=name,
            at=timezone.now().timestamp(),
        )


@with_connection
def take_back_broken(customer: int, ids: Iterable[int]) -> None:
    """These hold again: what nobody has read of them is gone."""
    _rows(customer).filter(place__in=[str(one) for one in ids]).delete()


@with_connection
def unread_broken(customer: int) -> list[Told]:
    """What no administrator has read, oldest first."""
    fields = ("id", "kind", "place", "note", "at", "customer__name")
    return [Told(*row) for row in _rows(customer).order_by("at").values_list(*fields)]


@with_connection
def read_broken(customer: int) -> None:
    """An administrator looks at the promises."""
    _rows(customer).update(read=timezone.now())


def _rows(customer: int) -> QuerySet[models.Notice]:
    return models.Notice.objects.filter(
        customer_id=customer, to=NoticeTo.CUSTOMER, kind=BROKEN, read__isnull=True
    )
