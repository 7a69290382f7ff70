"""The calls that one employee was asked to take."""

from collections.abc import Iterator
from dataclasses import dataclass

from forrang.domain.phone_number import PhoneNumber
from forrang.storage import models
from forrang.storage.connection import with_connection

READ = 500
"""The newest calls that are looked through: whoever was asked more often sees these."""


@dataclass(frozen=True, slots=True)
class OwnCall:
    """A call that was offered to them."""

    id: str
    "Of its record."
    offered: float
    "When it rang at them last; UTC seconds."
    caller: PhoneNumber | None
    "None when withheld, missing or unreadable."
    entry: int | None
    "The VIP entry that made it a VIP call."
    talked_seconds: float | None
    "How long they talked; None when they did not take it."
    answered_by: PhoneNumber | None
    "Who took it in the end."


@with_connection
def answered_since(customer: int, mobile: PhoneNumber, since: float) -> int:
    """How many calls that came since then (UTC seconds) an employee answered."""
    rows = models.CallRecord.objects.filter(customer_id=customer, arrived__gte=since)
    return rows.filter(answered_by=mobile).count()


@with_connection
def own_calls(customer: int, mobile: PhoneNumber, since: float, limit: int) -> list[OwnCall]:
    """The newest calls since then (UTC seconds) that rang at an employee, newest first."""
    rows = models.CallRecord.objects.filter(customer_id=customer, arrived__gte=since)
    rows = rows.order_by("-arrived")[:READ]
    found: list[OwnCall] = []
    for row in rows.iterator(chunk_size=50):
        if len(found) == limit:
            break
        found.extend(_own(row, mobile))
    return found


def _own(row: models.CallRecord, mobile: PhoneNumber) -> Iterator[OwnCall]:
    offers = [one["at"] for one in row.story if one["step"] == "Offered" and one["to"] == mobile]
    if offers:
        answers = [one["at"] for one in row.story if one["step"] == "Answered"]
        talked = row.ended - answers[-1] if row.answered_by == mobile and answers else None
        entry = row.why.get("entry") if row.vip else None
        caller, answered_by = _number(row.caller), _number(row.answered_by)
        yield OwnCall(row.id, offers[-1], caller, entry, talked, answered_by)


def _number(kept: str | None) -> PhoneNumber | None:
    return None if kept is None else PhoneNumber(kept)
