"""Taking a main number back: what happens is said first."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.document import vip_lists
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import NumberFault, PhoneNumber, read_number
from forrang.provider.access import for_staff
from forrang.provider.customers import find
from forrang.provider.history import shown
from forrang.provider.pages import page, say
from forrang.provider.sessions import StaffRequest
from forrang.site.exchange import calls_now
from forrang.storage.assigning import NumberGone, take_back_number
from forrang.storage.models import Customer, VipEntry
from forrang.storage.setups import current_setup


@for_staff
def take_back(request: StaffRequest, public_id: str, digits: str) -> HttpResponse:
    """Say what happens; then take it back."""
    customer = find(public_id)
    number = _read(digits)
    if request.method == "POST":
        try:
            take_back_number(customer.pk, number, request.staff.name)
        except NumberGone:
            raise Http404 from None
        say(
            request,
            _("%(number)s is taken back.") % {"number": shown(number)},
            _("It can be assigned again. The customer has been told."),
        )
        return redirect("provider-customer", public_id)
    document = current_setup(customer.pk).document
    here = [one for one in document.main_numbers if one.number == number]
    if not here:
        raise Http404
    kept = {id for id, _vip in vip_lists(document)}
    others = [one for one in document.main_numbers if one.number != number]
    gone = kept - {id for id, _vip in vip_lists(replace(document, main_numbers=tuple(others)))}
    entries = VipEntry.objects.filter(customer=customer, list_id__in=gone).count()
    context = {
        "customer": customer,
        "number": shown(number),
        "stops": _stops(customer, here[0], entries, bool(others)),
    }
    return page(request, "take_back.html", context)


def _read(digits: str) -> PhoneNumber:
    try:
        return read_number(f"+{digits}")
    except NumberFault:
        raise Http404 from None


def _stops(customer: Customer, one: MainNumber, entries: int, others: bool) -> list[str]:
    house = calls_now(customer.pk)
    waiting = len(house.waiting(one.number)) if house else 0
    lost = ngettext(
        "%(n)s entry of its VIP lists is removed.",
        "%(n)s entries of its VIP lists are removed.",
        entries,
    )
    stay = ngettext(
        "%(n)s caller waits on it now, stays in line and is answered.",
        "%(n)s callers wait on it now, stay in line and are answered.",
        waiting,
    )
    return [
        _("Whoever calls it hears that the number is not in use."),
        _("Its setup is removed."),
        *([lost % {"n": entries}] if entries else []),
        *([stay % {"n": waiting}] if waiting else []),
        _("Calls under way are completed."),
        *([] if others else [_("The customer has no main number left.")]),
        _("The customer's administrators are told. The number is free, and can be assigned again."),
    ]
