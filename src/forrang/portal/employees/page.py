"""The page of an employee: the form, and below it the switches and the break."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from forrang.domain.employee import Employee
from forrang.portal.employees.forms import EmployeeForm
from forrang.portal.my_page.forms import MINUTES, BreakForm
from forrang.portal.my_page.presence import presence, seats
from forrang.portal.tenancy import Person, PersonRequest
from forrang.site.exchange import calls_now
from forrang.storage.setups import CustomerSetup


def edit_page(
    request: PersonRequest,
    employee: Employee,
    form: EmployeeForm | None = None,
    base: CustomerSetup | None = None,
    break_form: BreakForm | None = None,
) -> HttpResponse:
    """The page of an employee."""
    person = request.person
    base = base or person.setup
    context = {
        "form": form or EmployeeForm(None, base.document, employee, own=person.mobile),
        "employee": employee,
        "based_on": base.version,
        **_switches(person, employee, break_form),
    }
    return render(request, "employees/edit.html", context)


def _switches(person: Person, employee: Employee, form: BreakForm | None) -> dict[str, Any]:
    """What the parts with the switches and the break need."""
    house = calls_now(person.customer.pk)
    return {
        "seats": seats(person.customer.pk, person.document, employee.mobile, house),
        "doing": presence(person.document, employee.mobile, house),
        "action": reverse("employee-presence", args=[employee.mobile]),
        "break_form": form or BreakForm(),
        "minutes": MINUTES,
        "away": not house,
        "unconfirmed": employee.mobile in person.document.unconfirmed,
    }
