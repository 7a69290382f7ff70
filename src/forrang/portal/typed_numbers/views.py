"""What is said under a field for a number while somebody types (`?left=` once they left the field).

Half a number is no fault yet, so faults are told when the field was left. What is told here is told
again when the form is sent; without a script that is all.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from forrang.domain.number_span import NumberSpan
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import PointId
from forrang.domain.typed_entry import EntryFault, typed_entry
from forrang.portal.access import for_administrators, with_vip_service
from forrang.portal.tenancy import Person, PersonRequest
from forrang.portal.vip_list.page import list_of
from forrang.portal.vip_list.words import as_typed, compared, entry_error, series, unbroken_series
from forrang.site.forms import TelephoneField

LONGEST = 200
"""Characters that are looked at."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a number."""

    fine: str = ""
    "How it is compared."
    fault: str = ""
    "What is wrong with it, and the mend."
    there: str = ""
    "The address of the entry that has it already."


@for_administrators
@with_vip_service
def entry(request: PersonRequest, point: PointId) -> HttpResponse:
    """Of an entry of a list; `?entry=` is the one that is edited."""
    if request.person.point(point).vip is None:
        raise Http404
    text = _typed(request, "number")
    try:
        span = typed_entry(text).span
    except EntryFault as fault:
        return _say(request, Told(fault=entry_error(text, fault)))
    rows = list_of(request.person, point).rows()
    same = rows.filter(low=span.low, high=span.high, digits=span.digits).first()
    if same is None or str(same.pk) == request.GET.get("entry"):
        return _say(request, Told(fine=_fine(span)))
    name = same.name or unbroken_series(as_typed(same))
    told = _("Already on the list: %(name)s.") % {"name": name}
    there = reverse("vip-entry-edit", args=[point, same.pk])
    return _say(request, Told(fine=_fine(span), fault=told, there=there), certain=True)


@for_administrators
def mobile(request: PersonRequest) -> HttpResponse:
    """Of an employee's mobile; `?employee=` is the mobile of the one who is edited."""
    text = _typed(request, "mobile")
    try:
        number = TelephoneField().clean(text)
    except ValidationError as fault:
        return _say(request, Told(fault=fault.messages[0]))
    holder = _holder(request.person, str(number))
    if holder and number != request.GET.get("employee"):
        told = _("%(name)s has this number already.") % {"name": holder}
        return _say(request, Told(fault=told), certain=True)
    return _say(request, Told(fine=_fine(NumberSpan.of(PhoneNumber(number)))))


def _typed(request: HttpRequest, field: str) -> str:
    return request.GET.get(field, "").replace("\0", "").strip()[:LONGEST]


def _fine(span: NumberSpan) -> str:
    said = _("Compared as %(number)s") % {"number": compared(span)}
    return f"{said}. {series(span)}" if series(span) else said


def _holder(person: Person, number: str) -> str:
    return next((one.name for one in person.document.employees if one.mobile == number), "")


def _say(request: HttpRequest, told: Told, certain: bool = False) -> HttpResponse:
    """Faults that more digits could mend only when the field was left; of an empty field nothing."""
    empty = not any(_typed(request, field) for field in ("number", "mobile"))
    if empty or (told.fault and not certain and "left" not in request.GET):
        told = Told()
    return render(request, "typed_numbers/told.html", {"told": told})
