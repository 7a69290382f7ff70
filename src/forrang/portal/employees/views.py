"""Employees: the list, adding, changing and removing."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.schema import DocumentFault
from forrang.domain.staffing import (
    is_last_administrator,
    with_changed_employee,
    with_employee,
    without_employee,
)
from forrang.portal.access import for_administrators
from forrang.portal.employees.forms import EmployeeForm, only_administrator
from forrang.portal.employees.page import edit_page
from forrang.portal.employees.rows import losses, rows
from forrang.portal.history.conflict import collided
from forrang.portal.history.standing import standing
from forrang.portal.my_page.presence import presence
from forrang.portal.saving import say_saved
from forrang.portal.strip import say
from forrang.portal.tenancy import Person, PersonRequest
from forrang.site.exchange import calls_now
from forrang.site.templatetags.forrang import number as shown
from forrang.storage.merge import Collision
from forrang.storage.publish import Published
from forrang.storage.setups import CustomerSetup, current_setup, setup_version
from forrang.storage.staffing import NoAdministratorLeft, Renamed, publish_staffing


@for_administrators
def employees(request: PersonRequest) -> HttpResponse:
    """Who can log in and answer, and what they are doing."""
    house, wanted = calls_now(request.customer.pk), request.GET.get("find", "")
    context = {
        "rows": list(rows(request.person, house, wanted)),
        "wanted": wanted,
        "away": not house,
    }
    return render(request, "employees/employees.html", context)


@for_administrators
def add(request: PersonRequest) -> HttpResponse:
    """A new employee."""
    person = request.person
    base = person.base
    form = EmployeeForm(request.POST or None, base.document)
    if request.method == "POST" and form.is_valid():
        new = form.employee()
        document = with_employee(base.document, new, form.cleaned_data["groups"])
        published = _publish(person, base, document, form)
        if isinstance(published, Published):
            name = {"name": new.name}
            say_saved(
                request,
                published,
                _("%(name)s is added.") % name,
                _("Calls ring there when the number is confirmed. Until then it gets none."),
                back=reverse("employees"),
            )
            return redirect("employees")
        if isinstance(published, Collision):  # somebody else added the same number
            form.add_error("mobile", _same_number(person, published, new.mobile))
    context = {"form": form, "based_on": base.version}
    return render(request, "employees/edit.html", context)


@for_administrators
def edit(request: PersonRequest, mobile: PhoneNumber) -> HttpResponse:
    """An employee's name, number, rights and groups; below it, where they answer."""
    person = request.person
    employee, base = person.employee(mobile), person.base
    was = next((one for one in base.document.employees if one.mobile == mobile), employee)
    form = EmployeeForm(request.POST or None, base.document, was, own=person.mobile)
    if request.method == "POST" and form.is_valid():
        new, groups = form.employee(), form.cleaned_data["groups"]
        document = with_changed_employee(base.document, mobile, new, groups)
        renamed = Renamed(mobiles={mobile: new.mobile}) if new.mobile != mobile else None
        published = _publish(person, base, document, form, renamed)
        if isinstance(published, Published):
            say_saved(request, published)
            own = mobile == person.mobile
            return redirect("my-page" if own and not new.administrator else "employees")
        if isinstance(published, Collision):
            return collided(request, published, base.version, reverse("employees"), renamed)
    return edit_page(request, employee, form, base)


@for_administrators
def remove(request: PersonRequest, mobile: PhoneNumber) -> HttpResponse:
    """First what would change, then the removal."""
    person = request.person
    employee, base = person.employee(mobile), person.base
    last = is_last_administrator(base.document, mobile)
    if request.method == "POST" and not last:
        name = {"name": employee.name}
        try:
            published = publish_staffing(
                without_employee(base.document, mobile), person.name, based_on=base.version
            )
        except (Collision, DocumentFault):
            what = _("Not removed: the setup was changed meanwhile.")
            say(request, what, _("Look again."), kind="failed")
            return redirect(standing(request.path, current_setup(person.customer.pk).document))
        except NoAdministratorLeft:
            last = True
        else:
            say_saved(
                request,
                published,
                _("%(name)s is removed.") % name,
                _("%(name)s can no longer log in, and gets no new calls.") % name,
                back=reverse("employees"),
            )
            return redirect("employees" if mobile != person.mobile else "home")
    doing = presence(person.document, mobile, calls_now(request.customer.pk))
    context = {
        "employee": employee,
        "losses": list(losses(person.document, employee)),
        "doing": doing,
        "refused": only_administrator(employee) if last else "",
        "own": mobile == person.mobile,
        "unconfirmed": mobile in person.document.unconfirmed,
        "based_on": person.setup.version,
    }
    refused = last and request.method == "POST"
    return render(request, "employees/remove.html", context, status=409 if refused else 200)


def _publish(
    person: Person,
    base: CustomerSetup,
    document: Document,
    form: EmployeeForm,
    renamed: Renamed | None = None,
) -> Published | Collision | None:
    """What became of it; None when the form has the error."""
    try:
        return publish_staffing(document, person.name, base.version, renamed=renamed)
    except Collision as collision:
        return collision
    except NoAdministratorLeft:
        form.add_error("administrator", only_administrator(form.employee()))
    except DocumentFault as fault:
        form.add_error(None, _("Not saved: %(why)s.") % {"why": fault})
    return None


def _same_number(person: Person, collision: Collision, mobile: PhoneNumber) -> str:
    newest = setup_version(person.customer.pk, collision.newest).document
    names = [one.name for one in newest.employees if one.mobile == mobile]
    return _("%(name)s has this number already.") % {"name": names[0] if names else shown(mobile)}
