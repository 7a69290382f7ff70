"""Between the password and the code: nobody is logged in yet, and the session knows who is about to.

It says with which password that began, so that a new one ends it, and when, so that it has an end.
"""

import time
from typing import TypeVar

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from forrang.storage.models import Account, Staff

PENDING = "second_step"
"""Where a session keeps it."""

LONGEST = 60 * 10
"""Seconds to find the telephone."""

O = TypeVar("O", Account, Staff)  # noqa: E741


def begin(request: HttpRequest, owner: Account | Staff) -> None:
    """The password was right; now the code."""
    request.session.flush()
    request.session[PENDING] = {
        "who": owner.pk,
        "proof": owner.get_session_auth_hash(),
        "at": time.time(),
    }


def pending(request: HttpRequest, model: type[O]) -> O | None:
    """Who is about to log in; None when nobody is, or not any more."""
    found = request.session.get(PENDING)
    if found is None or not 0 <= time.time() - found["at"] <= LONGEST:
        return None
    owner = model.objects.filter(pk=found["who"]).first()
    if owner is None or not constant_time_compare(found["proof"], owner.get_session_auth_hash()):
        return None
    return owner


def done(request: HttpRequest) -> None:
    """It is over, either way."""
    request.session.pop(PENDING, None)
