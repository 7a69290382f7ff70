"""Having a mobile called, from a page: what a browser asks, and what it is told when it may not."""

import time
from math import ceil

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext

from forrang.domain.phone_number import PhoneNumber
from forrang.portal.try_it import telephones
from forrang.site.attempts import too_many
from forrang.storage.spoken_codes import NotYet, Purpose, ask_code, not_yet

LISTEN_SECONDS = 2.0
"""In the demo: how long one waits for the simulated telephone to be called."""


def call(
    request: HttpRequest, mobile: PhoneNumber, purpose: Purpose, customer: int | None = None
) -> NotYet | None:
    """Have a code read out; why not, if one may not ask now."""
    heard_before = _listens(mobile)
    language = "nb" if get_language() == "nb" else "en"
    address = get_client_ip_address(request) or ""
    refused = ask_code(mobile, purpose, language, address, customer)
    if refused is None and heard_before is not None:
        _wait_for_another(mobile, heard_before)
    return refused


def seconds_left(mobile: PhoneNumber) -> int:
    """How long until the mobile may be called again; 0: now, or not at all for a while."""
    refused = not_yet(mobile, "")
    return 0 if refused is None or refused.often else ceil(refused.wait.total_seconds())


def told(refused: NotYet) -> str:
    """What is said to who may not ask now."""
    if refused.often:
        return too_many(max(1, ceil(refused.wait.total_seconds() / 60)))
    seconds = max(1, ceil(refused.wait.total_seconds()))
    return ngettext(
        "We called a moment ago. Ask again in %(n)s second.",
        "We called a moment ago. Ask again in %(n)s seconds.",
        seconds,
    ) % {"n": seconds}


def heard(mobile: PhoneNumber) -> str | None:
    """In the demo: the digits that the simulated telephone was last told, empty when none; None
    where there are no simulated telephones.
    """
    return telephones.heard(mobile) if settings.FORRANG_DEMO else None


def _listens(mobile: PhoneNumber) -> str | None:
    """Let the demo's telephones listen; what this one heard before."""
    if not settings.FORRANG_DEMO or not telephones.do("/listen").here:
        return None
    return heard(mobile)


def _wait_for_another(mobile: PhoneNumber, before: str) -> None:
    until = time.monotonic() + LISTEN_SECONDS
    while time.monotonic() < until and heard(mobile) == before:
        time.sleep(0.1)
