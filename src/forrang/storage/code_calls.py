"""Codes on their way to the exchange: a row in the table of changes, whose digits leave it when they
are read. So goes all that has somebody called: a sound to be recorded by telephone too.

So a call is made once or not at all: whoever takes the digits has them, and a reader that dies
between taking and calling has called nobody. Whoever waits in vain asks again.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from forrang.domain.phone_number import PhoneNumber
from forrang.storage import models
from forrang.storage.changes import ChangeKind, NewChange, append_changes
from forrang.storage.connection import with_connection


def tell_exchange(customer: int, mobile: PhoneNumber, digits: str, language: str) -> None:
    """Let the exchange call. Must be the last step of an open transaction."""
    what = {
        "mobile": mobile,
        "digits": digits,
        "language": language,
        "asked": timezone.now().timestamp(),
    }
    append_changes([NewChange(customer, ChangeKind.SPOKEN_CODE, what)])


@with_connection
def take_code(seq: int) -> dict[str, Any] | None:
    """What a change says, which it says no longer then; None when somebody took it."""
    with transaction.atomic():
        row = models.Change.objects.select_for_update().filter(seq=seq).first()
        if row is None or not row.what:
            return None
        what: dict[str, Any] = row.what
        models.Change.objects.filter(seq=seq).update(what={})
    return what


@with_connection
def forget_codes(up_to: int) -> None:
    """Take out of the table what all changes up to `up_to` have called: nobody will do it."""
    called = (ChangeKind.SPOKEN_CODE, ChangeKind.DICTATION)
    rows = models.Change.objects.filter(kind__in=called, seq__lte=up_to)
    rows.update(what={})
