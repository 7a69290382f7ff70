"""Too many attempts to log in: django-axes counts them.

Passwords are counted by name and address together: by name alone anybody could lock out anybody. The
second step, and whatever else only comes after a right password, is counted by name alone: there many
addresses must not give many tries.
"""

from contextlib import suppress
from datetime import timedelta
from math import ceil
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

SECOND = "second "
"""What the name begins with that a second step is counted under: nobody's log-in does."""


def counted_by(
    request_or_attempt: Any, credentials: dict[str, Any] | None = None
) -> list[str | list[str]]:
    """By what attempts are counted; django-axes asks it."""
    name = (credentials or {}).get(settings.AXES_USERNAME_FORM_FIELD)
    name = name or getattr(request_or_attempt, "username", None) or ""
    return ["username"] if name.startswith(SECOND) else [["username", "ip_address"]]


def count_attempt(request: HttpRequest, counted: str) -> None:
    """One more that failed."""
    with suppress(PermissionDenied):  # how it says that this was one too many
        AxesProxyHandler.user_login_failed(
            sender=__name__, credentials={"mobile": counted}, request=request
        )


def forget_attempts(counted: str) -> None:
    """Somebody was let in."""
    reset(username=counted)


def minutes_locked(request: HttpRequest, counted: str) -> int:
    """How long nobody may try from here; 0 when they may. `counted` is what the attempts are counted
    under: a mobile number, or a name that is no customer's.
    """
    if AxesProxyHandler.is_allowed(request, {"mobile": counted}):
        return 0
    last = AccessAttempt.objects.filter(username=counted).order_by("-attempt_time").first()
    since = timedelta(0) if last is None else timezone.now() - last.attempt_time
    return max(1, ceil((settings.AXES_COOLOFF_TIME - since).total_seconds() / 60))


def too_many(minutes: int) -> str:
    """What is said to who may not try for so long."""
    return ngettext(
        "Too many attempts. Try again in %(n)s minute.",
        "Too many attempts. Try again in %(n)s minutes.",
        minutes,
    ) % {"n": minutes}
