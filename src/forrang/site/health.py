"""`/healthz`: whether this site works, and what it knows of the others."""

import http.client

from django.db import Error
from django.http import HttpRequest, JsonResponse

from forrang.site import exchange
from forrang.site.database import is_up_to_date


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the pages work, which they do without the exchange; 503 otherwise."""
    found = {"database": _database(), "exchange": _exchange()}
    return JsonResponse(found, status=200 if found["database"] == "ok" else 503)


def _database() -> str:
    try:
        return "ok" if is_up_to_date() else "not migrated"
    except Error:
        return "away"


def _exchange() -> str:
    status = exchange.health()
    if not status:
        return "away"
    return "ok" if status == http.client.OK else "ailing"
