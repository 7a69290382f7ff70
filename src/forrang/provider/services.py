"""Activating a service and turning it off. It is in force on calls within two seconds: storage
writes the table of changes in the same transaction.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from forrang.domain.document import Document, Service
from forrang.provider.access import for_staff
from forrang.provider.customers import find, lists_in_use
from forrang.provider.pages import page, say
from forrang.provider.sessions import StaffRequest
from forrang.provider.words import name_of
from forrang.site.templatetags.forrang import names
from forrang.storage.models import VipEntry
from forrang.storage.orders import NothingToDo, activate, take_back_activation, turn_off
from forrang.storage.setups import current_setup


@require_POST
@for_staff
def activate_it(request: StaffRequest, public_id: str, service: str) -> HttpResponse:
    """Activate; the customer's administrators are told."""
    customer, one = find(public_id), _service(service)
    try:
        activate(customer.pk, one, request.staff.name)
    except NothingToDo:
        say(request, _("It is activated already."), _("Nothing is changed."))
    else:
        say(
            request,
            _("%(service)s is activated.") % {"service": name_of(one)},
            _told(current_setup(customer.pk).document),
            undo=reverse("provider-undo-activate", args=[public_id, service]),
        )
    return redirect("provider-customer", public_id)


@require_POST
@for_staff
def undo_activate(request: StaffRequest, public_id: str, service: str) -> HttpResponse:
    """As if it had not been activated: an order waits again, and nothing is told any more."""
    customer, one = find(public_id), _service(service)
    try:
        take_back_activation(customer.pk, one, request.staff.name)
    except NothingToDo:
        say(request, _("It is off already."), _("Nothing is changed."))
    else:
        say(request, _("Undone."), _("The service is as it was before."))
    return redirect("provider-customer", public_id)


@for_staff
def turn_off_it(request: StaffRequest, public_id: str, service: str) -> HttpResponse:
    """Say first what stops; then turn off."""
    customer, one = find(public_id), _service(service)
    document = current_setup(customer.pk).document
    if request.method == "POST":
        try:
            turn_off(customer.pk, one, request.staff.name)
        except NothingToDo:
            say(request, _("It is off already."), _("Nothing is changed."))
        else:
            say(
                request,
                _("%(service)s is turned off.") % {"service": name_of(one)},
                _("The lists are kept, and the customer has been told."),
            )
        return redirect("provider-customer", public_id)
    if one not in document.services:
        raise Http404
    entries = VipEntry.objects.filter(customer=customer).count()
    context = {"customer": customer, "name": name_of(one), "stops": _stops(document, entries)}
    return page(request, "turn_off.html", context)


def _service(name: str) -> Service:
    try:
        return Service(name)
    except ValueError:
        raise Http404 from None


def _told(document: Document) -> str:
    admins = [one for one in document.employees if one.administrator]
    if not admins:
        return _("The customer has no administrator who could be told.")
    return ngettext(
        "%(names)s sees VIP queue under «Edit» from now on, and has been told.",
        "%(names)s see VIP queue under «Edit» from now on, and have been told.",
        len(admins),
    ) % {"names": names(admins)}


def _stops(document: Document, entries: int) -> list[str]:
    lists = lists_in_use(document)
    hidden = ngettext(
        "%(n)s VIP list is hidden and kept.", "%(n)s VIP lists are hidden and kept.", lists
    )
    idle = ngettext(
        "%(n)s entry counts no more. Those who wait and are on a list lose their head start.",
        "%(n)s entries count no more. Those who wait and are on a list lose their head start.",
        entries,
    )
    return [
        hidden % {"n": lists} if lists else _("No VIP list is in use."),
        *([idle % {"n": entries}] if lists and entries else []),
        _("Calls under way are completed."),
        _("The customer's administrators are told."),
    ]
