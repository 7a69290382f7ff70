"""Too many attempts: django-axes counts them, per mobile number and address."""

from datetime import timedelta
from math import ceil

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from forrang.domain.phone_number import PhoneNumber


def minutes_locked(request: HttpRequest, mobile: PhoneNumber) -> int:
    """How long nobody may try this number from here; 0 when they may."""
    if AxesProxyHandler.is_allowed(request, {"mobile": mobile}):
        return 0
    last = AccessAttempt.objects.filter(username=mobile).order_by("-attempt_time").first()
    since = timedelta(0) if last is None else timezone.now() - last.attempt_time
    return max(1, ceil((settings.AXES_COOLOFF_TIME - since).total_seconds() / 60))
