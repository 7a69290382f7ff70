"""The list of messages."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forrang.domain.voicemails import voicemails
from forrang.portal.access import for_employees
from forrang.portal.tenancy import PersonRequest
from forrang.portal.voicemail.box import box_of
from forrang.portal.voicemail.forms import MessagesFilter
from forrang.portal.voicemail.rows import rows
from forrang.storage.voicemail import page_of_messages


@for_employees
def messages(request: PersonRequest) -> HttpResponse:
    """The messages, newest first."""
    person = request.person
    form = MessagesFilter(request.GET, person)
    before = _time(request.GET.get("before", ""))
    found, older = page_of_messages(box_of(person), form.wanted, before)
    context = {
        "form": form,
        "rows": rows(person, found),
        "older": "" if older is None else f"?{urlencode(_kept(request) | {'before': repr(older)})}",
        "newest": before is None,
        "here": request.get_full_path(),
        "kept_days": person.document.voicemail_kept_days,
        "takes_messages": any(voicemails(person.document)),
    }
    return render(request, "voicemail/messages.html", context)


def _kept(request: HttpRequest) -> dict[str, Any]:
    """The filters of an address."""
    return {key: value for key, value in request.GET.items() if value and key != "before"}


def _time(text: str) -> float | None:
    """UTC seconds of an address; None for what is none."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if 0 < found < 1e12 else None
