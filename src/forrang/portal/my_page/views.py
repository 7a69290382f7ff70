"""«Min side»."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from forrang.portal.access import for_employees
from forrang.portal.my_page.acting import act
from forrang.portal.my_page.forms import MINUTES, BreakForm
from forrang.portal.my_page.presence import seats
from forrang.portal.my_page.ringing import answered_today, ringing_at, today
from forrang.portal.tenancy import PersonRequest
from forrang.site.exchange import calls_now

REFRESH_SECONDS = 15
"""How often the page asks anew while somebody waits."""


@for_employees
def my_page(request: PersonRequest) -> HttpResponse:
    """Where somebody answers, what rings there now, and what rang today."""
    return _page(request, BreakForm())


@for_employees
def presence(request: PersonRequest) -> HttpResponse:
    """Log oneself in or out, or take a break. Whoever only reads the address is led to the page."""
    person = request.person
    if request.method != "POST":
        return redirect("my-page")
    wrong = act(request, person.employee(person.mobile), reverse("my-presence"))
    return redirect("my-page") if wrong is None else _page(request, wrong)


def _page(request: PersonRequest, form: BreakForm) -> HttpResponse:
    person = request.person
    house = calls_now(person.customer.pk)
    there = seats(person.customer.pk, person.document, person.mobile, house)
    ringing = ringing_at(person, person.mobile, house, timezone.now().timestamp())
    context = {
        "day": _day(),
        "answered": answered_today(person),
        "ringing": ringing,
        "calls": today(person),
        "seats": there,
        "action": reverse("my-presence"),
        "form": form,
        "minutes": MINUTES,
        "away": not house,
        "unconfirmed": person.mobile in person.document.unconfirmed,
    }
    response = render(request, "my_page/my_page.html", context)
    if request.method == "GET" and (ringing or any(one.waiting for one in there.all)):
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


def _day() -> str:
    """The day as one says it: `Monday 23 November`."""
    said = date_format(timezone.localtime(), "l j. F" if get_language() == "nb" else "l j F")
    return said[0].upper() + said[1:]
