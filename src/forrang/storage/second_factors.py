"""Second factors of accounts and of the provider's staff.

1. An app's code is that of a step of time (RFC 6238). The steps before and after are taken too, since
   clocks differ; a step that was used, and whatever is older, is not.
2. A recovery code is used once and then gone.
3. Both are used by one conditional statement: of two log-ins with the same code one gets in.
"""

import re
import secrets
from datetime import datetime
from typing import TypedDict

import pyotp
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from forrang.storage import models
from forrang.storage.connection import with_connection


class _Owned(TypedDict, total=False):
    """One of the two, as a query wants it."""

    account: models.Account
    staff: models.Staff


Owner = models.Account | models.Staff
"""Whose it is."""

DIGITS = 6
"""Of an app's code."""

STEP = 30
"""Seconds."""

APART = 1
"""Steps that a telephone's clock may be off, either way."""

RECOVERY_CODES = 10
RECOVERY_LENGTH = 10
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another
_SALT = "forrang.recovery_code"


def new_secret() -> str:
    """160 random bits, in base 32."""
    return pyotp.random_base32()


def address_of(secret: str, name: str) -> str:
    """What an authenticator app reads from the QR code; `name` is shown there."""
    return pyotp.TOTP(secret, name=name, issuer="Forrang").provisioning_uri()


def code_at(secret: str, moment: datetime) -> str:
    """The code that an app shows then."""
    return pyotp.TOTP(secret).generate_otp(int(moment.timestamp()) // STEP)


@with_connection
def second_factor(owner: Owner) -> models.SecondFactor | None:
    """Theirs, if it is on."""
    return models.SecondFactor.objects.filter(**_of(owner)).first()


@with_connection
def turn_on(owner: Owner, secret: str, typed: str, now: datetime) -> list[str] | None:
    """Turn it on, when the app has the secret: `typed` is the code that proves it. The recovery codes,
    which can be read here and never again; None when the code is not right. What was there before is
    replaced.
    """
    step = _step(secret, _plain(typed), now)
    if step is None:
        return None
    with transaction.atomic():
        factor, _ = models.SecondFactor.objects.update_or_create(
            {"secret": secret, "last_step": step, "since": now}, **_of(owner)
        )
        return _new_codes(factor)


@with_connection
def turn_off(owner: Owner) -> bool:
    """Turn it off; whether it was on."""
    gone, _ = models.SecondFactor.objects.filter(**_of(owner)).delete()
    return gone > 0


@with_connection
def new_recovery_codes(owner: Owner) -> list[str]:
    """New codes; the old ones open nothing any more. None are made when it is off."""
    with transaction.atomic():
        factor = models.SecondFactor.objects.select_for_update().filter(**_of(owner)).first()
        return [] if factor is None else _new_codes(factor)


@with_connection
def use_code(factor: models.SecondFactor, typed: str, now: datetime) -> bool:
    """Whether `typed` is a code of theirs, the app's or a recovery code; from now on it is used."""
    plain = _plain(typed)
    if len(plain) == DIGITS:
        step = _step(factor.secret, plain, now)
        rows = models.SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step or 0)
        return step is not None and rows.update(last_step=step) == 1
    gone, _ = models.RecoveryCode.objects.filter(factor=factor, digest=_digest(plain)).delete()
    return gone == 1


def _of(owner: Owner) -> _Owned:
    return {"account": owner} if isinstance(owner, models.Account) else {"staff": owner}


def _plain(typed: str) -> str:
    """Without what people put between the signs."""
    return re.sub(r"[\s-]", "", typed).lower()


def _step(secret: str, plain: str, now: datetime) -> int | None:
    """The step whose code it is."""
    own = int(now.timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    for step in range(own - APART, own + APART + 1):
        if constant_time_compare(totp.generate_otp(step), plain):
            return step
    return None


def _new_codes(factor: models.SecondFactor) -> list[str]:
    codes = [
        "".join(secrets.choice(_SIGNS) for _ in range(RECOVERY_LENGTH))
        for _ in range(RECOVERY_CODES)
    ]
    models.RecoveryCode.objects.filter(factor=factor).delete()
    models.RecoveryCode.objects.bulk_create(
        models.RecoveryCode(factor=factor, digest=_digest(code)) for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(code: str) -> str:
    return salted_hmac(_SALT, code, algorithm="sha256").hexdigest()
