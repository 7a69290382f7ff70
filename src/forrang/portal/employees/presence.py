"""Logging somebody in and out, by an administrator."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from forrang.domain.phone_number import PhoneNumber
from forrang.portal.access import for_administrators
from forrang.portal.employees.page import edit_page
from forrang.portal.my_page.acting import act
from forrang.portal.tenancy import PersonRequest

BACK = {"groups": "groups"}
"""Pages beside the employee's own that have such buttons."""


@for_administrators
def presence(request: PersonRequest, mobile: PhoneNumber) -> HttpResponse:
    """Log an employee in or out, or give them a break. Whoever only reads the address is led to
    the page.
    """
    employee = request.person.employee(mobile)
    if request.method != "POST":
        return redirect("edit-employee", mobile)
    wrong = act(request, employee, reverse("employee-presence", args=[mobile]))
    if wrong is not None:
        return edit_page(request, employee, break_form=wrong)
    back = BACK.get(request.POST.get("back", ""))
    return redirect(back) if back else redirect("edit-employee", mobile)
