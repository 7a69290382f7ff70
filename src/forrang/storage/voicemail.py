"""Voicemail: messages that callers left, kept once each, shown to whom they concern, and removed.

1. A message goes by its call, whose record says who called and what happened; it is kept when that
   record is there, and once however often it comes.
2. Who is asking sees it through their *box*: a customer, and the points whose messages are theirs.
3. Deleted is hidden at first, so that it can be undone; then, as after the customer's days, the row
   goes with its sound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import PointId
from forrang.storage import models
from forrang.storage.connection import on_postgresql, with_connection
from forrang.storage.setups import current_setup

PAGE = 50
"""Messages on a page."""
UNDO = timedelta(days=1)
"""How long what was deleted can be put back."""

_LEFT = {"voicemail", "lost"}
"Outcomes of calls whose message is kept: a line that failed takes nothing back."


@dataclass(frozen=True, slots=True)
class Box:
    """Whose messages somebody hears."""

    customer: int
    "The customer's id."
    points: frozenset[PointId] | None
    "Where those were left; None: anywhere."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages; None is all."""

    new: bool | None = None
    "That nobody has heard."
    main_number: PhoneNumber | None = None
    "Of this number."
    day: tuple[float, float] | None = None
    "Left from the first time on and before the second; UTC seconds."


@dataclass(frozen=True, slots=True)
class Message:
    """A message without its sound."""

    call: str
    "The call's id, and its own."
    point: PointId
    "Where the call stood."
    left: float
    "When; UTC seconds."
    seconds: float
    "How long it is."
    heard: datetime | None
    "Since when it is not new; None: it is."
    heard_by: str
    "Who heard it first."
    record: dict[str, Any]
    "What the call's record says of the caller."


_MESSAGE = ("call_id", "point", "left", "seconds", "heard", "heard_by")
_RECORD = ("main_number", "caller", "withheld", "vip", "why")


@with_connection
def keep_message(call: str, sound: bytes | None, seconds: float) -> bool:
    """Keep what a caller said (A-law; None: nothing). False: the call has no record yet, and all is
    to be tried again later.
    """
    record = models.CallRecord.objects.filter(pk=call).first()
    if record is None:
        return False
    if sound is None or record.outcome not in _LEFT:
        return True
    values = {
        "customer_id": record.customer_id,
        "point": _point_of(record),
        "left": record.ended,
        "seconds": seconds,
        "sound": sound,
        "told": _told(record.story),
    }
    models.VoicemailMessage.objects.get_or_create(call=record, defaults=values)
    return True


@with_connection
def page_of_messages(
    box: Box, wanted: Wanted, before: float | None = None
) -> tuple[list[Message], float | None]:
    """The newest messages, or those left before a time (UTC seconds); and the time before which
    there are older ones, if there are.
    """
    rows = _rows(box).filter(_filter(wanted))
    if before is not None:
        rows = rows.filter(left__lt=before)
    found = _messages(rows.order_by("-left", "-call_id")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    return found, found[-1].left if more else None


@with_connection
def one_message(box: Box, call: str) -> Message | None:
    """One of them; None when it is not theirs or not there."""
    return next(iter(_messages(_rows(box).filter(pk=call))), None)


@with_connection
def message_sound(box: Box, call: str) -> bytes | None:
    """A message's sound, A-law; None when it is not theirs or not there."""
    found = _rows(box).filter(pk=call).values_list("sound", flat=True).first()
    return None if found is None else bytes(found)


@with_connection
def mark_heard(box: Box, call: str, by: str) -> bool:
    """Somebody has heard it; whether it is there. Who heard it first stays."""
    rows = _rows(box).filter(pk=call)
    rows.filter(heard=None).update(heard=timezone.now(), heard_by=by[:200])
    return rows.exists()


@with_connection
def mark_new(box: Box, call: str) -> bool:
    """It counts as new again; whether it is there."""
    return bool(_rows(box).filter(pk=call).update(heard=None, heard_by=""))


@with_connection
def delete_message(box: Box, call: str) -> bool:
    """Hide it from everybody, until it is put back or removed; whether it was there."""
    return bool(_rows(box).filter(pk=call).update(deleted=timezone.now()))


@with_connection
def put_back(box: Box, call: str) -> bool:
    """Undo that; whether it could be."""
    rows = _in_box(box).filter(pk=call, deleted__gt=timezone.now() - UNDO)
    return bool(rows.update(deleted=None))


@with_connection
def new_messages(box: Box) -> int:
    """How many nobody has heard."""
    return int(_rows(box).filter(heard=None).count())


@with_connection
def any_messages(box: Box) -> bool:
    """Whether there is one."""
    return bool(_rows(box).exists())


@with_connection
def remove_old_messages(now: float) -> int:
    """Remove what was kept for the customer's days, and what was deleted and can be undone no more;
    how many. `now`: UTC seconds.
    """
    removed = 0
    ids = models.VoicemailMessage.objects.order_by().values_list("customer_id", flat=True)
    undone = datetime.fromtimestamp(now, timezone.get_default_timezone()) - UNDO
    for customer in set(ids.distinct()):
        days = current_setup(customer).document.voicemail_kept_days
        old = Q(left__lt=now - days * 86_400) | Q(deleted__lt=undone)
        with transaction.atomic():
            _overwrite_what_goes()
            rows = models.VoicemailMessage.objects.filter(customer_id=customer)
            removed += rows.filter(old).delete()[0]
    return removed


def _overwrite_what_goes() -> None:
    """Let SQLite write zeroes where a sound was; PostgreSQL's vacuum gives its room away again."""
    if not on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _in_box(box: Box) -> QuerySet[models.VoicemailMessage]:
    rows = models.VoicemailMessage.objects.filter(customer_id=box.customer)
    return rows if box.points is None else rows.filter(point__in=sorted(box.points))


def _rows(box: Box) -> QuerySet[models.VoicemailMessage]:
    return _in_box(box).filter(deleted=None)


def _filter(wanted: Wanted) -> Q:
    found = Q()
    if wanted.new is not None:
        found &= Q(heard__isnull=wanted.new)
    if wanted.main_number is not None:
        found &= Q(call__main_number=wanted.main_number)
    if wanted.day is not None:
        found &= Q(left__gte=wanted.day[0], left__lt=wanted.day[1])
    return found


def _messages(rows: QuerySet[models.VoicemailMessage]) -> list[Message]:
    fields = (*_MESSAGE, *(f"call__{name}" for name in _RECORD))
    return [
        _message(dict(zip((*_MESSAGE, *_RECORD), row, strict=True)))
        for row in rows.values_list(*fields)
    ]


def _message(row: dict[str, Any]) -> Message:
    record = {name: row.pop(name) for name in _RECORD}
    return Message(call=row.pop("call_id"), record=record, **row)


def _point_of(record: models.CallRecord) -> PointId:
    """Where the call stood when it left for the voicemail: the last point that its story names."""
    named = [one.get("point") or one.get("leads_to") for one in record.story]
    return PointId(next((one for one in reversed(named) if one), record.main_number))


def _told(story: Sequence[dict[str, Any]]) -> list[str]:
    sent = [one for one in story if one["step"] == "Sent" and one["to"] == "voicemail"]
    return list(sent[-1].get("notify", ())) if sent else []
