"""Who callers are: the names that a customer's VIP lists have for their numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forrang.domain.number_span import line_up
from forrang.domain.phone_number import PhoneNumber
from forrang.storage import models
from forrang.storage.connection import with_connection

_FIELDS = ("name", "list_id", "typed")


@dataclass(frozen=True, slots=True)
class Known:
    """A caller whom a list knows."""

    name: str | None
    "The entry's name."
    list_id: str
    "The list."
    typed: str
    "The entry as it was typed."


@with_connection
def known_callers(
    customer: int, lists: Iterable[str], callers: Iterable[tuple[PhoneNumber, int | None]]
) -> Mapping[PhoneNumber, Known]:
    """What the customer's lists call these numbers: by the entry that the exchange found for the
    call, where one is given and still there, else by an entry that is just this number. Each way is
    one look into an index, however long the lists are.
    """
    asked = dict(callers)
    rows = models.VipEntry.objects.filter(customer_id=customer)
    ids = {entry for entry in asked.values() if entry is not None}
    by_id = {id: Known(*rest) for id, *rest in rows.filter(pk__in=ids).values_list("pk", *_FIELDS)}
    found = {number: by_id[entry] for number, entry in asked.items() if entry in by_id}
    left = {line_up(number): number for number in asked if number not in found}
    exact = rows.filter(list_id__in=list(lists), low__in=left, high__in=left)
    for low, high, digits, *rest in exact.values_list("low", "high", "digits", *_FIELDS):
        if low == high and digits == len(left[low]) - 1:
            found.setdefault(left[low], Known(*rest))
    return found
