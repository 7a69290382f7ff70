"""«Historikk»: who saved what, newest first."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forrang.portal.access import for_administrators
from forrang.portal.history.events import told
from forrang.portal.history.forms import HistoryFilter
from forrang.portal.history.versions import SHOWN
from forrang.portal.tenancy import PersonRequest
from forrang.storage.history import history_page

PAGE_DIGITS = 5


@for_administrators
def history(request: PersonRequest) -> HttpResponse:
    """A page of it."""
    person = request.person
    form = HistoryFilter(request.GET, person)
    number = request.GET.get("page", "")
    page = int(number) if number.isdecimal() and 0 < len(number) <= PAGE_DIGITS else 1
    page = max(page, 1)
    events, older = history_page(person.customer.pk, form.wanted, page)
    context = {
        "form": form,
        "events": told(person, events),
        "newer": _link(request, page - 1) if page > 1 else "",
        "older": _link(request, page + 1) if older else "",
        "oldest_shown": person.setup.version - SHOWN,
    }
    return render(request, "history/history.html", context)


def _link(request: HttpRequest, page: int) -> str:
    kept: dict[str, Any] = {
        key: value for key, value in request.GET.items() if value and key != "page"
    }
    return f"?{urlencode(kept | {'page': page})}"
