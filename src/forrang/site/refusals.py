"""Pages that say no: each says what to do instead, in the same shell."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page is for others; it names the administrators who can help."""
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form that was open too long, or that is not ours."""
    return HttpResponse(loader.render_to_string("stale_form.html", {}, request), status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, also for whatever belongs to somebody else."""
    return _page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """500; 503 when the database is away. Nothing here needs the database."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    return _plain(503 if away else 500)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    if not hasattr(request, "preferences"):  # refused before any of our middleware
        return _plain(status)
    return HttpResponse(loader.render_to_string(f"{status}.html", {}, request), status=status)


def _plain(status: int) -> HttpResponse:
    context = {"status": status}
    return HttpResponse(loader.render_to_string(f"{status}.html", context), status=status)
