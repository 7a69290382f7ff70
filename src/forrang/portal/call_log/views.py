"""The log, and one call of it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from forrang.portal.access import for_administrators
from forrang.portal.call_log.forms import CallsFilter
from forrang.portal.call_log.rows import Row, rows
from forrang.portal.live.story import told_story
from forrang.portal.tenancy import PersonRequest
from forrang.storage.call_log import Mark, log_page, one_call


@for_administrators
def calls(request: PersonRequest) -> HttpResponse:
    """The calls that are over, newest first."""
    person = request.person
    form = CallsFilter(request.GET, person)
    page = log_page(
        person.customer.pk,
        form.wanted,
        older=Mark.read(request.GET.get("older", "")),
        newer=Mark.read(request.GET.get("newer", "")),
    )
    context = {
        "form": form,
        "rows": rows(person, page.calls),
        "newer": _link(request, newer=page.newer),
        "older": _link(request, older=page.older),
        "newest": page.newer is None,
        "query": urlencode(_kept(request)),
    }
    return render(request, "call_log/calls.html", context)


@for_administrators
def call(request: PersonRequest, call: str) -> HttpResponse:
    """One call as its story."""
    person = request.person
    found = one_call(person.customer.pk, call)
    if found is None:
        raise Http404
    row: Row = rows(person, [found])[0]
    steps = told_story(found, found["story"], person.document)
    return render(request, "call_log/call.html", {"row": row, "steps": steps})


def _link(request: HttpRequest, **mark: Any) -> str:
    """The address of the page beyond a mark, with the same filters; empty when there is none."""
    if None in mark.values():
        return ""
    return f"?{urlencode(_kept(request) | mark)}"


def _kept(request: HttpRequest) -> dict[str, Any]:
    """The filters of an address."""
    return {
        key: value for key, value in request.GET.items() if value and key not in ("older", "newer")
    }
