"""Acts: who did what at which customer, written in the transaction that did it.

What a setup says has its versions. Here stands what no setup says: orders and their answers, numbers
given and taken back, and that somebody of the provider's looked at the portal. A customer's own
history reads it by `newest_acts(customer)`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from forrang.storage import models
from forrang.storage.connection import with_connection


class ActKind(StrEnum):
    """What was done; `what` of an act says to what, where it says so here."""

    CREATED = "created"
    ORDERED = "ordered"
    "a service, or a main number as such"
    WITHDRAWN = "withdrawn"
    "the same"
    DECLINED = "declined"
    "the same; with a note, perhaps"
    ACTIVATED = "activated"
    "a service"
    TURNED_OFF = "turned-off"
    "a service"
    ASSIGNED = "assigned"
    "a number"
    TAKEN_BACK = "taken-back"
    "a number"
    VIEWED = "viewed"
    "Somebody of the provider's opened the portal as the customer sees it, and could change nothing."
    VIEW_ENDED = "view-ended"
    PRESENCE = "presence"
    """An administrator logged somebody in or out, or gave them a break: their mobile number; the note
    is the wish and the place. The customer's own affair: `newest_acts` leaves it out."""
    SOUND_ADDED = "sound-added"
    "the sound's name; the customer's own affair, as the next two"
    SOUND_RENAMED = "sound-renamed"
    "its name before; the note is the new one"
    SOUND_REMOVED = "sound-removed"
    "its name"
    SECOND_STEP_OFF = "second-step-off"
    "the name of whose it was"


OWN = (ActKind.PRESENCE, ActKind.SOUND_ADDED, ActKind.SOUND_RENAMED, ActKind.SOUND_REMOVED)
"""The customers' own affairs: their history tells them, the provider's pages do not."""


@dataclass(frozen=True, slots=True)
class Told:
    """An act that was done."""

    at: datetime
    "When."
    by: str
    "Who."
    kind: str
    "One of `ActKind`."
    what: str
    "To what; empty where the kind says it all."
    note: str
    "What was said with it."
    public_id: str
    "The customer's id in addresses."
    customer: str
    "The customer's name."


def note_act(customer: int, kind: ActKind, by: str, what: str = "", note: str = "") -> None:
    """Write that it was done; within the open transaction, if there is one."""
    note_acts(customer, kind, by, [what], note)


def note_acts(customer: int, kind: ActKind, by: str, whats: Iterable[str], note: str = "") -> None:
    """The same act, done to several things."""
    now = timezone.now()
    models.Act.objects.bulk_create(
        models.Act(customer_id=customer, by=by, at=now, kind=kind, what=what, note=note)
        for what in whats
    )


@with_connection
def newest_acts(
    customer: int | None = None,
    *,
    by: str = "",
    kind: str = "",
    before: datetime | None = None,
    limit: int = 100,
) -> list[Told]:
    """The newest acts, newest first: at one customer or at all; of one person, of one kind, older
    than `before`.
    """
    rows = models.Act.objects.exclude(kind__in=OWN).order_by("-at", "-pk")
    if customer is not None:
        rows = rows.filter(customer_id=customer)
    if by:
        rows = rows.filter(by=by)
    if kind:
        rows = rows.filter(kind=kind)
    if before is not None:
        rows = rows.filter(at__lt=before)
    fields = ("at", "by", "kind", "what", "note", "customer__public_id", "customer__name")
    return [Told(*row) for row in rows.values_list(*fields)[:limit]]
