"""Confirming a mobile: whoever types the digits that we read out there has it. Then it is rung."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from forrang.domain.employee import Employee
from forrang.domain.phone_number import PhoneNumber
from forrang.portal.access import for_administrators, for_employees
from forrang.portal.password.calling import call, heard, seconds_left, told
from forrang.portal.password.forms import CodeForm
from forrang.portal.strip import say
from forrang.portal.tenancy import PersonRequest
from forrang.site.exchange import health
from forrang.site.templatetags.forrang import number as shown
from forrang.storage.spoken_codes import CodeRefused, Purpose, confirm_by_code

CALLED = "confirm_mobile"
"""Where a session keeps who was called."""


@for_employees
def own(request: PersonRequest) -> HttpResponse:
    """One's own mobile."""
    person = request.person
    return _confirm(request, person.employee(person.mobile), reverse("my-page"))


@for_administrators
def employee(request: PersonRequest, mobile: PhoneNumber) -> HttpResponse:
    """An employee's, by an administrator who has them at hand."""
    found = request.person.employee(mobile)
    return _confirm(request, found, reverse("edit-employee", args=[mobile]))


def _confirm(request: PersonRequest, whose: Employee, back: str) -> HttpResponse:
    mobile, wrong = whose.mobile, ""
    if mobile not in request.person.document.unconfirmed:
        return redirect(back)
    form = CodeForm(None)
    if request.method == "POST" and "call" in request.POST:
        refused = call(request, mobile, Purpose.CONFIRM, request.customer.pk)
        if refused is None:
            request.session[CALLED] = mobile
            return redirect(request.path)
        wrong = told(refused)
    elif request.method == "POST":
        form = CodeForm(request.POST)
        if form.is_valid():
            try:
                confirm_by_code(mobile, form.cleaned_data["code"])
            except CodeRefused as refused:
                form.refuse(refused)
            else:
                request.session.pop(CALLED, None)
                say(request, _("The number is confirmed."), _("Calls ring there from now on."))
                return redirect(back)
    called = (request.method == "POST" and not wrong) or request.session.get(CALLED) == mobile
    context = {
        "form": form,
        "whose": whose,
        "own": mobile == request.person.mobile,
        "back": back,
        "mobile": format_html('<span class="num">{}</span>', shown(mobile)),
        "called": called,
        "seconds": seconds_left(mobile),
        "wrong": wrong,
        "away": health() != 200,
        "heard": heard(mobile) if called else None,
    }
    return render(request, "password/confirm.html", context, status=429 if wrong else 200)
