"""«Se portalen som kunden»: read-only, and told. `forrang.site.viewing` has the rules."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from forrang.provider.access import for_anybody, for_staff
from forrang.provider.customers import find
from forrang.provider.sessions import StaffRequest
from forrang.site import viewing
from forrang.storage.acts import ActKind, note_act


@require_POST
@for_staff
def begin(request: StaffRequest, public_id: str) -> HttpResponse:
    """Open the portal as the customer sees it."""
    customer = find(public_id)
    response = redirect("setup")
    viewing.begin(request, response, request.staff, customer)
    note_act(customer.pk, ActKind.VIEWED, request.staff.name)
    return response


@require_POST
@for_anybody
def end(request: HttpRequest) -> HttpResponse:
    """Leave it: also for whoever is logged out by now."""
    was = viewing.end(request)
    if was is None:
        return viewing.forget(redirect("provider-customers"))
    note_act(was.customer.pk, ActKind.VIEW_ENDED, was.staff)
    return viewing.forget(redirect("provider-customer", was.customer.public_id))
