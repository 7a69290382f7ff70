"""How long somebody stays logged in at the portal: SESSION_COOKIE_AGE since the last day of use.

The provider's people have a working day, whatever they do: provider/sessions.py.
"""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

RENEWED = "renewed"
"""Where a session keeps when it was renewed: UTC seconds."""

OFTEN = 60 * 60 * 24
"""Seconds between two renewals: one write a day, not one for each page."""

Answer = Callable[[HttpRequest], HttpResponse]


def with_renewal(get_response: Answer) -> Answer:
    """Middleware: whoever uses the pages stays logged in."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(RENEWED, 0) >= OFTEN:
                request.session[RENEWED] = now
        return get_response(request)

    return answer
