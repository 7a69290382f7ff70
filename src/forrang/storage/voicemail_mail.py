"""Which messages of callers go by mail, and to whom: employees whom the setup names and who have an
address that they confirmed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from forrang.domain.phone_number import PhoneNumber
from forrang.storage import models
from forrang.storage.connection import with_connection
from forrang.storage.outgoing_mail import Attachment, lay_for_each, lay_mail

FRESH = timedelta(days=1)
"""What is older is no news: also when mail is set up on an instance that has run for a while."""
AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class LeftMessage:
    """A message, for whoever writes the mail."""

    call: str
    "The call's id."
    customer: int
    "The customer's id."
    customer_name: str
    "The customer's name."
    point: str
    "Where the call stood."
    record: dict[str, Any]
    "What the call's record says of the caller."
    left: float
    "When; UTC seconds."
    seconds: float
    "How long it is."
    sound: bytes
    "A-law."


Write = Callable[[LeftMessage, str], tuple[str, str, Attachment]]
"""Subject, text and sound of a message in a language."""


@with_connection
def lay_messages(write: Write) -> int:
    """Lay mail for each message that has none yet; how many there were."""
    since = (timezone.now() - FRESH).timestamp()
    rows = models.VoicemailMessage.objects.filter(mailed=None, left__gte=since, deleted=None)
    return lay_for_each(rows.order_by("left"), AT_ONCE, lambda row: _lay(row, write))


def _lay(row: models.VoicemailMessage, write: Write) -> None:
    record = row.call
    readers = models.Membership.objects.filter(
        customer_id=row.customer_id, account__mobile__in=row.told
    ).exclude(account__email="")
    found = readers.order_by("account__mobile").values_list("account__email", "account__language")
    if found:
        of_call = ("main_number", "caller", "withheld", "vip", "why")
        message = LeftMessage(
            call=record.pk,
            customer=row.customer_id,
            customer_name=row.customer.name,
            point=row.point,
            record={name: getattr(record, name) for name in of_call},
            left=row.left,
            seconds=row.seconds,
            sound=bytes(row.sound),
        )
        for email, language in found:
            subject, text, sound = write(message, language)
            lay_mail(email, subject, text, [sound])


@with_connection
def addressed(customer: int) -> set[PhoneNumber]:
    """Which of a customer's people have an address that they confirmed, by mobile."""
    rows = models.Membership.objects.filter(customer_id=customer).exclude(account__email="")
    return {PhoneNumber(one) for one in rows.values_list("account__mobile", flat=True)}
