"""Answering a press on a switch or a break: for oneself, or by an administrator for another."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.employee import Employee
from forrang.portal.my_page.forms import BreakForm
from forrang.portal.my_page.places import Place
from forrang.portal.my_page.presence import Seat, Seats, seats
from forrang.portal.my_page.wishes import Became, carry_out
from forrang.portal.strip import say
from forrang.portal.tenancy import PersonRequest
from forrang.site.exchange import calls_now
from forrang.site.templatetags.forrang import clock
from forrang.storage.acts import ActKind, note_act


def act(request: PersonRequest, employee: Employee, undo: str) -> BreakForm | None:
    """Do what was pressed and say what became of it; the form of a break whose end is wrong.

    `undo`: the address that `wish` and `place` are posted to.
    """
    customer, document = request.person.customer.pk, request.person.document
    asked = {**request.GET.dict(), **request.POST.dict()}
    there = seats(customer, document, employee.mobile, calls_now(customer))
    wish = asked.get("wish")
    if wish == "pause":
        return _pause(request, employee, there, asked)
    if wish == "resume":
        paused = [one.place.id for one in there.paused]
        became = carry_out(customer, employee.mobile, "in", paused) if paused else Became.TRUE
        _tell(request, employee, became, _("The break is over."))
    elif wish in ("in", "out"):
        wanted = _wanted(there, asked.get("place", ""))
        places = None if wanted is None else [wanted.place.id]
        became = carry_out(customer, employee.mobile, "in" if wish == "in" else "out", places)
        names = _("everywhere") if wanted is None else wanted.place.name
        if wish == "in":
            _tell(request, employee, became, _("Logged in: %(place)s.") % {"place": names})
        else:
            what = _("Logged out: %(place)s.") % {"place": names}
            query = "" if wanted is None else f"&{_query(wanted.place)}"
            left = _left(customer, there.all if wanted is None else [wanted])
            _tell(request, employee, became, what, left, f"{undo}?wish=in{query}")
    else:
        raise Http404
    return None


def _pause(
    request: PersonRequest, employee: Employee, there: Seats, asked: dict[str, Any]
) -> BreakForm | None:
    form = BreakForm(asked)
    if not form.is_valid():
        return form
    if not there.may_pause:
        what = _("Only who is logged in can take a break.")
        say(request, what, _("Log in first, at one place at least."), kind="failed")
        return None
    until = form.cleaned_data["until"]
    became = carry_out(request.person.customer.pk, employee.mobile, "pause", until=until)
    what = _("Break until %(time)s.") % {"time": clock(until)}
    _tell(request, employee, became, what, _("After that calls ring again by themselves."))
    return None


def _wanted(there: Seats, place: str) -> Seat | None:
    """The place that is meant; None: everywhere. Raises `Http404`."""
    if not place:
        return None
    for one in there.all:
        if one.place.id == place:
            return one
    raise Http404


def _left(customer: int, left: list[Seat]) -> str:
    """What is said when nobody answers there any more."""
    house = calls_now(customer)
    alone = [
        one
        for one in left
        if house and one.on and one.place.group and not house.logged_in(one.place.id)
    ]  # of a list that names groups besides, the exchange would have to be asked more
    told = []
    for one in alone:
        waiting = one.place.waiting(house) or 0
        told.append(
            ngettext(
                "Nobody is logged in to %(place)s any more. %(n)s is waiting.",
                "Nobody is logged in to %(place)s any more. %(n)s are waiting.",
                waiting,
            )
            % {"place": one.place.name, "n": waiting}
        )
    return " ".join(told)


def _tell(
    request: PersonRequest,
    employee: Employee,
    became: Became,
    what: str,
    meaning: str = "",
    undo: str = "",
) -> None:
    """Say it; of somebody else with their name in front, and in the history."""
    own = employee.mobile == request.person.mobile
    if not own:
        asked = {**request.GET.dict(), **request.POST.dict()}
        how = f"{asked.get('wish', '')} {asked.get('place', '')}".strip()
        customer, by = request.person.customer.pk, request.person.name
        note_act(customer, ActKind.PRESENCE, by, employee.mobile, how)
    what = what if own else f"{employee.name}: {what}"
    if became is Became.ON_ITS_WAY:
        meaning = _("It is on its way: in force within 2 seconds.")
    elif became is Became.AWAY:
        meaning = _("The exchange is away. It holds as soon as the exchange is back.")
    say(request, what, meaning, undo=undo)


def _query(place: Place) -> str:
    return urlencode({"place": place.id})
