"""Which notices go by mail besides the strip, and to whom: people who confirmed an address."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from forrang.storage import models
from forrang.storage.connection import with_connection
from forrang.storage.models.notice import NoticeTo
from forrang.storage.notices import Told
from forrang.storage.outgoing_mail import lay_for_each, lay_mail

FRESH = timedelta(days=1)
"""What is older is no news: also when mail is set up on an instance that has run for a while."""
AT_ONCE = 50

Write = Callable[[Told, str], tuple[str, str] | None]
"""Subject and text of a notice in a language; None for one that is not for mail."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets notices by mail."""

    email: str
    "Their address."
    language: str
    "What they read; empty when they never chose."


@with_connection
def lay_notices(write: Write) -> int:
    """Lay mail for each unread notice that has none yet; how many notices there were."""
    since = (timezone.now() - FRESH).timestamp()
    rows = models.Notice.objects.filter(
        mailed=None, read=None, to=NoticeTo.CUSTOMER, at__gte=since
    ).order_by("at")
    return lay_for_each(rows, AT_ONCE, lambda notice: _lay(notice, write))


def _lay(notice: models.Notice, write: Write) -> None:
    told = Told(notice.pk, notice.kind, notice.place, notice.note, notice.at, notice.customer.name)
    for reader in _readers(notice):
        written = write(told, reader.language)
        if written is not None:
            lay_mail(reader.email, *written)


def _readers(notice: models.Notice) -> list[Reader]:
    """Whom a notice concerns: one employee, or else the administrators."""
    rows = models.Membership.objects.filter(customer_id=notice.customer_id)
    if notice.mobile:
        rows = rows.filter(account__mobile=notice.mobile)
    else:
        rows = rows.filter(administrator=True)
    rows = rows.exclude(account__email="").order_by("account__mobile")
    return [Reader(*row) for row in rows.values_list("account__email", "account__language")]


@with_connection
def set_email(mobile: str, email: str) -> None:
    """The address that an account's owner has confirmed; empty for none."""
    models.Account.objects.filter(mobile=mobile).update(email=email)
