"""«Prøv det»: the page, its stream, and its buttons. Every button is a form that works by itself."""

import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forrang.domain.call_setup import KEYS
from forrang.domain.phone_number import (
    WITHHELD,
    NumberFault,
    PhoneNumber,
    read_number,
    typed_number,
)
from forrang.portal.access import for_administrators
from forrang.portal.live.line import elsewhere, lines
from forrang.portal.live.relay import Moment, relay
from forrang.portal.live.views import line_regions
from forrang.portal.strip import say
from forrang.portal.tenancy import Person, PersonRequest
from forrang.portal.try_it import telephones
from forrang.portal.try_it.scene import callers, happened
from forrang.portal.try_it.scene import telephones as shown_telephones
from forrang.site.exchange import calls_now
from forrang.site.forms import number_error
from forrang.storage.changes import wish_presence

TO = "try_to"
"""Where a session keeps which main number is called."""


@for_administrators
def try_it(request: PersonRequest) -> HttpResponse:
    """Callers, the line, the telephones and what happened, as they are now."""
    return _page(request)


@for_administrators
async def stream(request: PersonRequest) -> HttpResponse | StreamingHttpResponse:
    """The same as it changes."""
    return await relay(request, _regions)


@require_POST
@for_administrators
def call(request: PersonRequest) -> HttpResponse:
    """Somebody calls: `caller` is a number, `withheld`, or `own` with the number in `own`."""
    person = request.person
    to = _main_number(request)
    request.session[TO] = to
    caller = request.POST.get("caller", "")
    if caller == "own":
        own = request.POST.get("own", "")
        try:
            caller = typed_number(own)
        except NumberFault as fault:
            return _page(request, own=own, error=number_error(own, fault))
        if any(one.mobile == caller for one in person.document.employees):
            words = _("That is an employee's own telephone. Type another number: 411 11 111.")
            return _page(request, own=own, error=words)
    number = None if caller == WITHHELD else _number(caller)
    return _told(request, telephones.do("/call", caller=number, dialled=to))


@require_POST
@for_administrators
def hang_up(request: HttpRequest) -> HttpResponse:
    """Callers hang up: one, or without `caller` everybody on both sides."""
    caller = request.POST.get("caller", "")
    what: dict[str, Any] = {}
    if caller:
        what["caller"] = None if caller == WITHHELD else _number(caller)
    return _told(request, telephones.do("/hang-up", **what))


@require_POST
@for_administrators
def press(request: HttpRequest) -> HttpResponse:
    """A caller presses a key of a menu: `press` is the caller, a colon, and the key."""
    caller, _colon, key = request.POST.get("press", "").partition(":")
    if len(key) != 1 or key not in KEYS:
        raise Http404
    number = None if caller == WITHHELD else _number(caller)
    return _told(request, telephones.do("/press", caller=number, keys=key))


@require_POST
@for_administrators
def telephone(request: PersonRequest, mobile: PhoneNumber) -> HttpResponse:
    """An employee's telephone is told what to do, or they log in or out."""
    person = request.person
    person.employee(mobile)
    act, does = request.POST.get("act", ""), request.POST.get("does", "")
    if act in ("in", "out"):
        wish_presence(person.customer.pk, mobile, "in" if act == "in" else "out")
        return _answer(request)
    if act in ("answer", "refuse", "hang-up"):
        return _told(request, telephones.do("/telephone", number=mobile, act=act))
    if does in ("ring", "answer", "refuse"):
        return _told(request, telephones.do("/does", number=mobile, does=does))
    raise Http404


def _page(request: PersonRequest, own: str = "", error: str = "") -> HttpResponse:
    person = request.person
    house = calls_now(person.customer.pk)
    moment = Moment(house, time.time()) if house else None
    state = telephones.state()
    found = lines(person, moment) if moment else []
    others = elsewhere(person, moment) if moment else []
    context = {
        "callers": callers(person, moment, state),
        "telephones": shown_telephones(person, moment, state),
        "happened": happened(person, moment),
        "lines": found,
        "elsewhere": others,
        "waiting": sum(len(one.rows) + one.more for one in found),
        "state": state,
        "away": not house,
        "to": request.session.get(TO) or _first(person),
        "own": own,
        "error": error,
    }
    return render(request, "try_it/try_it.html", context, status=422 if error else 200)


def _regions(person: Person, moment: Moment) -> dict[str, str]:
    state = telephones.state()
    context = {
        "person": person,
        "callers": callers(person, moment, state),
        "telephones": shown_telephones(person, moment, state),
        "happened": (steps := happened(person, moment)),
        "state": state,
    }
    parts: dict[str, str] = {
        f"try-{name}": render_to_string(f"try_it/{name}.html", context)
        for name in ("callers", "telephones", "happened")
    }
    if steps:
        said = steps[0]
        parts["live-said"] = " ".join(filter(None, (f"{said.who}:", f"{said.told.what}.")))
    return {**line_regions(person, moment), **parts}


def _told(request: HttpRequest, state: telephones.State) -> HttpResponse:
    if not state.here:
        say(request, _("The telephones are not there."), _("Try again."), kind="failed")
    elif state.why_not is not None:
        say(
            request,
            _("The telephones cannot start: %(why)s.") % {"why": state.why_not},
            _("Somebody else has their address. End that softphone, then press again."),
            kind="failed",
        )
    else:
        return _answer(request)
    return redirect("try-it")


def _answer(request: HttpRequest) -> HttpResponse:
    """Nothing for the script, to which the stream tells what becomes of it; else the page."""
    return HttpResponse(status=204) if request.POST.get("quiet") else redirect("try-it")


def _main_number(request: PersonRequest) -> PhoneNumber:
    try:
        number = read_number(request.POST.get("to", ""))
    except NumberFault:
        raise Http404 from None
    return request.person.main_number(number).number


def _number(text: str) -> PhoneNumber:
    try:
        return read_number(text)
    except NumberFault:
        raise Http404 from None


def _first(person: Person) -> str:
    numbers = person.document.main_numbers
    return numbers[0].number if numbers else ""
