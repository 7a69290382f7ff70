"""«Bestillinger»: what waits for an answer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forrang.provider.access import for_staff
from forrang.provider.customers import find
from forrang.provider.pages import page, say
from forrang.provider.words import name_of
from forrang.storage.orders import MAIN_NUMBER, ORDERABLE, NothingToDo, decline, waiting_orders


@for_staff
def orders(request: HttpRequest) -> HttpResponse:
    """All orders that wait, oldest first."""
    rows = [(one, name_of(one.what), one.what == MAIN_NUMBER) for one in waiting_orders()]
    return page(request, "orders.html", {"rows": rows})


@require_POST
@for_staff
def decline_it(request: HttpRequest, public_id: str, what: str) -> HttpResponse:
    """Say no; the customer is told."""
    customer = find(public_id)
    if what not in ORDERABLE:
        raise Http404
    try:
        decline(customer.pk, what)
    except NothingToDo:
        say(request, _("The order is not there any more."), _("Nothing is changed."), kind="failed")
    else:
        say(
            request,
            _("The order is declined: %(service)s.") % {"service": name_of(what)},
            _("The customer has been told, and can order again."),
        )
    return redirect("provider-customer", public_id)
