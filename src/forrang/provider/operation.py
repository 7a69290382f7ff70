"""«Trunker» and «Motor og drift»: what is unwell."""

import http.client
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from forrang.provider.access import for_staff
from forrang.provider.pages import MANY, page, say
from forrang.site import exchange
from forrang.storage.notices import (
    TRUNK_FAULT,
    Told,
    read_by_provider,
    trunk_faults,
    unread_of_provider,
)

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the instance."""

    name: str
    "What it is called."
    well: bool
    "Whether it works."
    state: str
    "How it is, in a word or two."
    means: str
    "What that means for callers and customers, and the mend."


@for_staff
def trunks(request: HttpRequest) -> HttpResponse:
    """The line between us and the telephone network, and how it does."""
    count, last = trunk_faults(A_DAY)
    context = {
        "address": settings.FORRANG_TRUNK,
        "form": settings.FORRANG_TRUNK_NUMBERS,
        "faults": count,
        "last": last,
        "engine": exchange.health(),
    }
    return page(request, "trunks.html", context)


@for_staff
def health(request: HttpRequest) -> HttpResponse:
    """The parts of the instance, and what nobody has looked at yet."""
    unread = unread_of_provider(MANY)
    context = {"parts": _parts(), "notices": [(one, *_words(one)) for one in unread]}
    return page(request, "health.html", context)


@require_POST
@for_staff
def read(request: HttpRequest) -> HttpResponse:
    """These notices are seen to."""
    ids = request.POST.getlist("notice")[:MANY]
    read_by_provider(ids)
    said = ngettext("%(n)s notice is read.", "%(n)s notices are read.", len(ids))
    say(request, said % {"n": len(ids)})
    return redirect("provider-health")


def _parts() -> list[Part]:
    status = exchange.health()
    there, well = bool(status), status == http.client.OK
    return [
        Part(
            _("Exchange"),
            there,
            _("Works") if there else _("Away"),
            _("Decides who is offered which call.")
            if there
            else _(
                "New callers hear music until it is back, and talks go on. It is started again by "
                "itself; if it stays away, read its log."
            ),
        ),
        Part(
            _("Telephone engine"),
            well,
            _("Works") if well else (_("Away") if there else _("Not known")),
            _("Carries calls and sound.")
            if well
            else _("Nobody can call or answer while it is away. Read the engine's log.")
            if there
            else _("Only the exchange knows, and it is away."),
        ),
        Part(_("Database and pages"), True, _("Works"), _("You are looking at them.")),
    ]


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
