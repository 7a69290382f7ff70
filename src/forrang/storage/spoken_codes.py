"""Codes that are read out to a mobile in a call: who may ask for one, and what it opens.

1. Six digits, kept as a hash like a password's, in force for ten minutes, good for one purpose, five
   tries and one use. A mobile has one code: a new one takes the place of the old.
2. Calls cost money and peace: a mobile is called three times an hour, not twice in a minute, and one
   browser's address asks ten times an hour.
3. Only mobiles of employees are called. Of any other number the same is counted, hashed and kept, so
   that neither answer nor time tells which numbers are known.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from forrang.domain.phone_number import PhoneNumber
from forrang.storage import models
from forrang.storage.code_calls import tell_exchange
from forrang.storage.connection import on_postgresql, with_connection
from forrang.storage.people import confirm_mobile, set_passwords

DIGITS = 6
IN_FORCE = timedelta(minutes=10)
TRIES = 5
HOUR = timedelta(hours=1)
PAUSE = timedelta(seconds=60)
"""Between two calls to one mobile."""
CALLS_AN_HOUR = 3
"""To one mobile."""
ASKED_AN_HOUR = 10
"""From one address."""

_LOCK = 0x666F7272616E68  # one more than that of the table of changes


class Purpose(StrEnum):
    """What a code is good for."""

    PASSWORD = "password"
    CONFIRM = "confirm"


class CodeRefused(Exception):
    """These digits open nothing. `over` says that no others would either: there is no code in force,
    and a new one is needed.
    """

    def __init__(self, over: bool):
        super().__init__("no code in force" if over else "wrong digits")
        self.over = over


@dataclass(frozen=True, slots=True)
class NotYet:
    """Too soon or too often."""

    wait: timedelta
    "How long nobody may ask."
    often: bool
    "Whether it was too often; otherwise the last call was a moment ago."


@with_connection
def ask_code(
    mobile: PhoneNumber, purpose: Purpose, language: str, address: str, customer: int | None = None
) -> NotYet | None:
    """Have a code read out to a mobile, if it is an employee's; None when that is under way, as far
    as whoever asks is told. `customer` is whose number the call shows, else the first of theirs.
    """
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    hashed = make_password(digits)  # tens of milliseconds, before anybody waits for us
    now = timezone.now()
    with transaction.atomic():
        if on_postgresql():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if refused := not_yet(mobile, address, now):
            return refused
        models.CodeAsked.objects.filter(at__lt=now - HOUR).delete()
        models.SpokenCode.objects.filter(made__lt=now - HOUR).delete()
        models.CodeAsked.objects.create(mobile=mobile, address=address, at=now)
        models.SpokenCode.objects.update_or_create(
            {"purpose": purpose, "hash": hashed, "made": now, "tries": 0, "used": False},
            mobile=mobile,
        )
        theirs = list(_memberships(mobile).order_by("customer__name"))
        if customer is None and theirs:
            customer = theirs[0].customer_id
        if customer in {one.customer_id for one in theirs} and customer is not None:
            tell_exchange(customer, mobile, digits, language)
    return None


def not_yet(mobile: PhoneNumber, address: str, now: datetime | None = None) -> NotYet | None:
    """Why nobody may ask for a code now; None when one may."""
    now = now or timezone.now()
    asked = models.CodeAsked.objects.filter(at__gte=now - HOUR).order_by("-at")
    of_mobile = list(asked.filter(mobile=mobile).values_list("at", flat=True)[:CALLS_AN_HOUR])
    often = [of_mobile[-1]] if len(of_mobile) == CALLS_AN_HOUR else []
    if address:
        of_address = asked.filter(address=address).values_list("at", flat=True)
        often += of_address[ASKED_AN_HOUR - 1 : ASKED_AN_HOUR]
    if often:
        return NotYet(max(often) + HOUR - now, often=True)
    if of_mobile and of_mobile[0] + PAUSE > now:
        return NotYet(of_mobile[0] + PAUSE - now, often=False)
    return None


@with_connection
def set_password_by_code(mobile: PhoneNumber, typed: str, password: str) -> models.Account:
    """Give the mobile's account a new password; whose it is then. Who heard the digits has the
    mobile, so it is confirmed as well. Raises `CodeRefused`.
    """
    _spend(mobile, Purpose.PASSWORD, typed)
    if not _memberships(mobile).exists():
        raise CodeRefused(over=False)
    set_passwords({mobile: make_password(password)})
    _confirm(mobile)
    return models.Account.objects.get(mobile=mobile)


@with_connection
def confirm_by_code(mobile: PhoneNumber, typed: str) -> None:
    """Confirm a mobile wherever it is an employee's. Raises `CodeRefused`."""
    _spend(mobile, Purpose.CONFIRM, typed)
    _confirm(mobile)


def _spend(mobile: PhoneNumber, purpose: Purpose, typed: str) -> None:
    """Use the code in force up. The try is counted before anything is compared, and each answer costs
    one hash. Raises `CodeRefused`.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = models.SpokenCode.objects.select_for_update()
        row = rows.filter(mobile=mobile, purpose=purpose, made__gt=now - IN_FORCE).first()
        good = row is not None and not row.used and row.tries < TRIES
        if row is not None and good:
            row.tries += 1
            row.save(update_fields=["tries"])
    if row is None or not good:
        make_password(typed)
        raise CodeRefused(over=True)
    if not check_password(typed, row.hash):
        raise CodeRefused(over=row.tries >= TRIES)
    unused = models.SpokenCode.objects.filter(pk=row.pk, hash=row.hash, used=False)
    if not unused.update(used=True):
        raise CodeRefused(over=True)


def _confirm(mobile: PhoneNumber) -> None:
    for membership in _memberships(mobile):
        confirm_mobile(membership.customer_id, mobile)


def _memberships(mobile: PhoneNumber) -> "QuerySet[models.Membership]":
    return models.Membership.objects.filter(account__mobile=mobile, customer__version__gt=0)
