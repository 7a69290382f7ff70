"""Outgoing mail: laid here in the transaction that has something to say, and taken by the postman.

A row goes when the mail server has taken its message. Written before it is sent and removed after, a
message may in rare cases be sent twice, and is never lost; its id lets a reader's program see that it
is the same. What is refused for good, or was tried for days, stays with the time when it was given
up, for the provider to see.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from forrang.storage import models
from forrang.storage.connection import with_connection

Row = TypeVar("Row", models.Notice, models.VoicemailMessage)

FIRST_PAUSE = timedelta(seconds=30)
"""After the first failure; then twice as long each time."""
LONGEST_PAUSE = timedelta(hours=1)
TRIED_FOR = timedelta(days=3)
"""As long as mail servers try."""
GIVEN_UP_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    "What it is called."
    content_type: str
    "Such as `audio/wav`."
    content: bytes
    "The whole of it."


@dataclass(frozen=True, slots=True)
class Mail:
    """A message that is to be sent."""

    id: int
    "The row's id."
    to: str
    "One address."
    subject: str
    "One line."
    text: str
    "Plain text."
    created: datetime
    "When it was laid here."
    attachments: tuple[Attachment, ...]
    "Files that go with it."


def lay_mail(to: str, subject: str, text: str, attachments: Iterable[Attachment] = ()) -> None:
    """Lay a message among the outgoing; within the open transaction, if there is one."""
    now = timezone.now()
    with transaction.atomic():
        row = models.OutgoingMail.objects.create(
            to=to, subject=" ".join(subject.split())[:200], text=text, created=now, next_try=now
        )
        models.MailAttachment.objects.bulk_create(
            models.MailAttachment(
                mail=row, name=one.name, content_type=one.content_type, content=one.content
            )
            for one in attachments
        )


def lay_for_each(rows: QuerySet[Row], limit: int, lay: Callable[[Row], None]) -> int:
    """Lay the mail of at most so many rows that have a field `mailed` and no time in it; how many there
    were. Each is marked in the transaction that lays its mail.
    """
    ids = list(rows.values_list("pk", flat=True)[:limit])
    for id in ids:
        with transaction.atomic():
            row = rows.model.objects.select_for_update().filter(pk=id, mailed=None).first()
            if row is not None:
                lay(row)
                row.mailed = timezone.now()
                row.save(update_fields=["mailed"])
    return len(ids)


@with_connection
def due_mail(limit: int) -> list[int]:
    """The ids of what is to be tried now, oldest first."""
    rows = models.OutgoingMail.objects.filter(given_up=None, next_try__lte=timezone.now())
    return list(rows.order_by("next_try", "pk").values_list("pk", flat=True)[:limit])


@with_connection
def mail_to_send(id: int) -> Mail | None:
    """A message with its attachments; None when it is gone."""
    row = models.OutgoingMail.objects.filter(pk=id).first()
    if row is None:
        return None
    attachments = tuple(
        Attachment(one.name, one.content_type, bytes(one.content))
        for one in row.attachments.order_by("pk")
    )
    return Mail(row.pk, row.to, row.subject, row.text, row.created, attachments)


@with_connection
def mail_is_sent(id: int) -> None:
    """The mail server has it: nothing of it is kept here."""
    models.OutgoingMail.objects.filter(pk=id).delete()


@with_connection
def mail_failed(id: int, why: str, *, for_good: bool) -> None:
    """It is tried again later; not if it is refused for good, or was tried for long enough. `why`:
    the kind of fault, nothing of the message.
    """
    now = timezone.now()
    row = models.OutgoingMail.objects.filter(pk=id).first()
    if row is None:
        return
    row.tries, row.why = row.tries + 1, why[:40]
    row.next_try = now + min(FIRST_PAUSE * 2 ** min(row.tries - 1, 20), LONGEST_PAUSE)
    if for_good or now - row.created > TRIED_FOR:
        row.given_up = now
        row.attachments.all().delete()
    row.save(update_fields=["tries", "why", "next_try", "given_up"])
    gone = now - GIVEN_UP_KEPT
    models.OutgoingMail.objects.filter(given_up__lt=gone).delete()


@with_connection
def mail_state() -> tuple[int, int]:
    """How many messages wait after a failure, and how many were given up."""
    found = models.OutgoingMail.objects.aggregate(
        waiting=Count("pk", filter=Q(given_up=None, tries__gt=0)),
        given_up=Count("pk", filter=Q(given_up__isnull=False)),
    )
    return found["waiting"], found["given_up"]
