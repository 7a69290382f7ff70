"""A main number's call setup on one page."""

from django.http import HttpResponse
from django.shortcuts import render

from forrang.domain.phone_number import PhoneNumber
from forrang.portal.access import for_administrators
from forrang.portal.tenancy import PersonRequest
from forrang.storage.setups import saved


@for_administrators
def flow(request: PersonRequest, number: PhoneNumber) -> HttpResponse:
    """The picture, each part with the way to where it is changed."""
    person = request.person
    context = {
        "main_number": person.main_number(number),
        "saved": saved(person.customer.pk, person.setup.version),
    }
    return render(request, "flow/flow.html", context)
