"""«Tjenester»: ordering, withdrawing, and reading what the provider answered."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forrang.portal.access import for_administrators
from forrang.portal.services.notices import message, show
from forrang.portal.services.offers import offers
from forrang.portal.strip import say
from forrang.portal.tenancy import PersonRequest
from forrang.storage.notices import read_by_customer, unread_of_orders
from forrang.storage.orders import ORDERABLE, NothingToDo, order, service_states, withdraw


@for_administrators
def services(request: PersonRequest) -> HttpResponse:
    """What the customer has, and what they can order."""
    person = request.person
    unread = unread_of_orders(person.customer.pk)
    show(request, unread)
    states = service_states(person.customer.pk)
    context = {
        "offers": offers(states, len(person.document.main_numbers)),
        "notices": [(one, message(one)) for one in unread],
    }
    return render(request, "services/services.html", context)


@require_POST
@for_administrators
def order_it(request: PersonRequest) -> HttpResponse:
    """Order it; the provider's staff find it among their orders."""
    try:
        order(request.customer.pk, _asked(request), request.person.name)
    except NothingToDo:
        say(request, _("You have it, or it is ordered already."), _("Nothing is changed."))
    else:
        say(request, _("Ordered."), _("The provider activates it, and you will be told."))
    return redirect("services")


@require_POST
@for_administrators
def withdraw_it(request: PersonRequest) -> HttpResponse:
    """Take the order back."""
    try:
        withdraw(request.customer.pk, _asked(request), request.person.name)
    except NothingToDo:
        said = _("The provider has answered the order already.")
        say(request, said, _("Nothing is changed."), kind="failed")
    else:
        say(request, _("The order is withdrawn."), _("You can order again at any time."))
    return redirect("services")


@require_POST
@for_administrators
def read(request: PersonRequest) -> HttpResponse:
    """What was told is read."""
    read_by_customer(request.customer.pk, request.POST.getlist("notice")[:100])
    return redirect("services")


def _asked(request: HttpRequest) -> str:
    """What the button is of. Raises `Http404`."""
    what = request.POST.get("what", "")
    if what not in ORDERABLE:
        raise Http404
    return what
