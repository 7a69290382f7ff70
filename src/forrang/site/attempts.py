"""Too many attempts to log in: django-axes counts them, per name and address."""

from datetime import timedelta
from math import ceil

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext


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
