"""«Trunker» and «Motor og drift»: what is unwell."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from forrang.provider.access import for_staff
from forrang.provider.pages import MANY, page, say
from forrang.provider.parts import parts
from forrang.provider.sessions import StaffRequest
from forrang.site import exchange
from forrang.storage.notices import (
    TRUNK_FAULT,
    Told,
    read_by_provider,
    trunk_faults,
    unread_of_provider,
)
from forrang.storage.trunks import last_call_in, last_call_out

A_DAY = timedelta(days=1)
REFRESH_SECONDS = 30
"""How often the page asks anew: somebody may have it open on a wall."""


@for_staff
def trunks(request: StaffRequest) -> HttpResponse:
    """The line between us and the telephone network, and how it does."""
    count, last = trunk_faults(A_DAY)
    facts = exchange.facts()
    context = {
        "address": settings.FORRANG_TRUNK,
        "form": settings.FORRANG_TRUNK_NUMBERS,
        "faults": count,
        "last": last,
        "engine": facts["engine"] == "ok" if facts else False,
        "away": not facts,
        "calls": facts["calls"] if facts else None,
        "last_in": last_call_in(),
        "last_out": last_call_out(),
    }
    return page(request, "trunks.html", context)


@for_staff
def health(request: StaffRequest) -> HttpResponse:
    """The parts of the instance, and what nobody has looked at yet."""
    unread = unread_of_provider(MANY)
    found = parts()
    context = {
        "parts": found,
        "unwell": sum(not one.well for one in found),
        "notices": [(one, *_words(one)) for one in unread],
        "seconds": REFRESH_SECONDS,
    }
    response = page(request, "health.html", context)
    if request.method == "GET":
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


@require_POST
@for_staff
def read(request: StaffRequest) -> HttpResponse:
    """These notices are seen to."""
    ids = request.POST.getlist("notice")[:MANY]
    read_by_provider(ids)
    said = ngettext("%(n)s notice is read.", "%(n)s notices are read.", len(ids))
    say(request, said % {"n": len(ids)})
    return redirect("provider-health")


def _words(one: Told) -> tuple[str, str]:
    """What a notice says, and the mend."""
    if one.kind == TRUNK_FAULT:
        return (
            _("The trunk did not take a call to an answerer."),
            _(
                "The caller kept their place and was offered to others. Check the trunk's address "
                "and that it accepts calls from here."
            ),
        )
    return one.kind, ""
