"""Sounds recorded by telephone: who may be called for one, and what became of it.

1. Whoever asks is called themselves, at the mobile that they confirmed, ten times an hour and not
   twice in a minute.
2. The call goes to the exchange like a code that is read out: it is made once or not at all.
3. What was said is kept once, under the name and by the person that asked.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from forrang.domain.fields import NAME_LENGTH
from forrang.domain.phone_number import PhoneNumber
from forrang.storage import models
from forrang.storage.changes import ChangeKind, NewChange, append_changes
from forrang.storage.connection import with_connection
from forrang.storage.sounds import SoundsFull, add_sound
from forrang.storage.spoken_codes import HOUR, PAUSE, NotYet

CALLS_AN_HOUR = 10
"""To one mobile."""
UNANSWERED = timedelta(seconds=75)
"""After so long nobody picks up any more; an exchange that was away may still call then."""
FORGOTTEN = timedelta(minutes=45)
"""After so long no call is under way any more: the engine ended with it."""
KEPT = timedelta(days=1)
"""How long it is known that somebody asked."""


class Outcome(StrEnum):
    """What became of it."""

    KEPT = "kept"
    DROPPED = "dropped"
    "Hung up, or nobody pressed 1."
    SILENT = "silent"
    "Nothing can be heard in it."
    FULL = "full"
    "The customer has no room."
    FAILED = "failed"
    "It cannot be read; the log says why."
    UNANSWERED = "unanswered"
    "Said of what is too old; nothing of it is kept."


class NotConfirmed(Exception):
    """Nobody knows whose mobile it is, so it is not called. The mend: confirm it."""


@dataclass(frozen=True, slots=True)
class Dictation:
    """The newest one of somebody."""

    name: str
    "What the sound shall be called."
    asked: datetime
    "When."
    answered: bool
    "Whether the mobile was picked up."
    outcome: Outcome | None
    "What became of it; None as long as something may."
    sound: str
    "The id of what was kept."


@with_connection
def ask_dictation(
    customer: int, mobile: PhoneNumber, name: str, by: str, language: str
) -> NotYet | None:
    """Have a mobile called, to record a sound; None when that is under way, else why not yet.
    Raises `NotConfirmed`. `language`: nb or en, what the call speaks.
    """
    now = timezone.now()
    with transaction.atomic():
        theirs = models.Membership.objects.filter(
            customer_id=customer, account__mobile=mobile, mobile_confirmed__isnull=False
        )
        if not theirs.exists():
            raise NotConfirmed
        models.Account.objects.select_for_update().get(mobile=mobile)  # one asks at a time
        if refused := dictation_not_yet(mobile, now):
            return refused
        models.Dictation.objects.filter(asked__lt=now - KEPT).delete()
        made = models.Dictation.objects.create(
            token=secrets.token_hex(16), customer_id=customer, mobile=mobile,
            name=name[:NAME_LENGTH], by=by[:200], asked=now,
        )  # fmt: skip
        what = {
            "mobile": mobile,
            "dictation": made.token,
            "language": language,
            "asked": now.timestamp(),
        }
        append_changes([NewChange(customer, ChangeKind.DICTATION, what)])
    return None


def dictation_not_yet(mobile: PhoneNumber, now: datetime | None = None) -> NotYet | None:
    """Why a mobile may not be called now; None when it may."""
    now = now or timezone.now()
    rows = models.Dictation.objects.filter(mobile=mobile, asked__gt=now - HOUR).order_by("-asked")
    asked = list(rows.values_list("asked", flat=True)[:CALLS_AN_HOUR])
    if len(asked) == CALLS_AN_HOUR:
        return NotYet(asked[CALLS_AN_HOUR - 1] + HOUR - now, often=True)
    if asked and asked[0] + PAUSE > now:
        return NotYet(asked[0] + PAUSE - now, often=False)
    return None


@with_connection
def newest_dictation(customer: int, mobile: PhoneNumber) -> Dictation | None:
    """What somebody asked for last at a customer, within the last hour."""
    now = timezone.now()
    rows = models.Dictation.objects.filter(customer_id=customer, mobile=mobile)
    row = rows.filter(asked__gt=now - HOUR).order_by("-asked").first()
    if row is None:
        return None
    return Dictation(row.name, row.asked, row.answered, _outcome(row, now), row.sound)


@with_connection
def answer_dictation(token: str) -> None:
    """The mobile was picked up."""
    models.Dictation.objects.filter(pk=token).update(answered=True)


@with_connection
def end_dictation(token: str, outcome: Outcome) -> None:
    """Nothing came of it; what was said of it before stays."""
    models.Dictation.objects.filter(pk=token, outcome="").update(outcome=outcome)


@with_connection
def keep_dictation(token: str, id: str, samples: bytes, seconds: float) -> None:
    """Keep what was recorded, once however often it comes; nothing when nobody asked for it."""
    with transaction.atomic():
        rows = models.Dictation.objects.select_for_update().filter(pk=token, outcome="")
        row = rows.first()
        if row is None:
            return
        try:
            kept, _new = add_sound(row.customer_id, id, samples, seconds, row.name, row.by)
        except SoundsFull:
            row.outcome = Outcome.FULL
        else:
            row.outcome, row.sound = Outcome.KEPT, kept.id
        row.save(update_fields=["outcome", "sound"])


def _outcome(row: models.Dictation, now: datetime) -> Outcome | None:
    if row.outcome:
        return Outcome(row.outcome)
    if now - row.asked > (FORGOTTEN if row.answered else UNANSWERED):
        return Outcome.DROPPED if row.answered else Outcome.UNANSWERED
    return None
