"""«Historikk»: who did what at which customer, newest first."""

from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from forrang.domain.phone_number import PhoneNumber, pretty
from forrang.provider.access import for_staff
from forrang.provider.pages import page
from forrang.provider.words import name_of
from forrang.storage.models import Customer, MainNumberAssignment, Service, SetupVersion

NEWEST = 100
"""Of each kind of act and of all together."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody did."""

    at: datetime
    "When."
    by: str
    "Who."
    customer: Customer
    "At whom."
    what: str
    "What."


@for_staff
def history(request: HttpRequest) -> HttpResponse:
    """The newest acts of staff and customers. A service tells its last act of each kind."""
    acts = nlargest(NEWEST, [*_saves(), *_services(), *_numbers()], key=lambda one: one.at)
    return page(request, "history.html", {"acts": acts})


def _saves() -> list[Act]:
    rows = SetupVersion.objects.select_related("customer").defer("document").order_by("-at")
    return [
        Act(one.at, one.by, one.customer, _("Saved setup %(n)s") % {"n": one.number})
        for one in rows[:NEWEST]
    ]


def _services() -> list[Act]:
    words = {
        "ordered": _("Ordered: %(what)s"),
        "activated": _("Activated: %(what)s"),
        "deactivated": _("Turned off: %(what)s"),
    }
    found = []
    for when, said in words.items():
        rows = Service.objects.filter(**{f"{when}__isnull": False}).select_related("customer")
        found += [
            Act(
                getattr(one, when),
                getattr(one, f"{when}_by") or "",
                one.customer,
                said % {"what": name_of(one.service)},
            )
            for one in rows.order_by(f"-{when}")[:NEWEST]
        ]
    return found


def _numbers() -> list[Act]:
    rows = MainNumberAssignment.objects.select_related("customer").order_by("-assigned")
    return [
        Act(
            one.assigned,
            one.assigned_by,
            one.customer,
            _("Assigned %(number)s") % {"number": _shown(one.number)},
        )
        for one in rows[:NEWEST]
    ]


def _shown(number: str) -> str:
    return pretty(PhoneNumber(number)).removeprefix("+47 ").replace(" ", "\xa0")
