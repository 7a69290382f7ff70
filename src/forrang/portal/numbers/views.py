"""«Endre»: what a main number does with a call, and what a key of its menu does."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from forrang.domain.phone_number import PhoneNumber
from forrang.domain.point_edits import point_of
from forrang.domain.points import Point, PointId, point_id
from forrang.domain.schema import DocumentFault
from forrang.portal.access import for_administrators
from forrang.portal.history.conflict import collided
from forrang.portal.numbers.editing import edited, keys_lost, others_with
from forrang.portal.numbers.forms import PointForm
from forrang.portal.numbers.keypad import edit_page, entries_of, keypad, lines, lost, trail
from forrang.portal.numbers.telling import tell, warnings
from forrang.portal.saving import not_saved
from forrang.portal.tenancy import PersonRequest
from forrang.storage.merge import Collision
from forrang.storage.publish import publish
from forrang.storage.setups import CustomerSetup, saved

CONFIRMED = "confirmed"
"""Sent with a save that takes keys away, by the page that said which."""


@for_administrators
def edit(request: PersonRequest, number: PhoneNumber) -> HttpResponse:
    """The form of a main number; saving tells what became of it."""
    return _edit(request, number)


@for_administrators
def edit_key(request: PersonRequest, number: PhoneNumber, keys: tuple[str, ...]) -> HttpResponse:
    """The same of a key."""
    return _edit(request, point_id(number, keys))


def _edit(request: PersonRequest, id: PointId) -> HttpResponse:
    person = request.person
    there, base = person.point(id), person.base
    point = point_of(base.document, id) or there
    form = PointForm(request.POST or None, person, base, point)
    if request.method == "POST" and form.is_valid():
        if keys_lost(point, form) is not None and CONFIRMED not in request.POST:
            return _ask(request, point, base)
        back = _back(point, form)
        document = edited(base.document, point, form)
        try:
            published = publish(document, person.name, based_on=base.version)
        except Collision as collision:
            return collided(request, collision, base.version, back)
        except DocumentFault as fault:  # what was chosen is gone since
            form.add_error(None, not_saved(fault))
        else:
            tell(request, point, form, published)
            return redirect(back)
    return form_page(request, form, base, point)


def form_page(
    request: PersonRequest, form: PointForm, base: CustomerSetup, point: Point, **more: Any
) -> HttpResponse:
    """The page of a form."""
    person = request.person
    menu, queue = point.setup.menu, point.setup.queue
    context = {
        "form": form,
        "point": point,
        "main_number": person.main_number(point.number),
        "based_on": base.version,
        "saved": saved(person.customer.pk, person.setup.version),
        "others": others_with(base.document, queue.group, point) if queue is not None else [],
        "entries": entries_of(person).get(point.id, 0) if point.vip is not None else 0,
        "lines": list(lines(person, point)) if menu is not None else [],
        "keypad": keypad(person, menu) if menu is not None else [],
        "warnings": warnings(point),
        "trail": trail(request.person, point),
        "cancel": edit_page(point, above=True),
        **more,
    }
    return render(request, "numbers/edit.html", context)


def _back(point: Point, form: PointForm) -> str:
    """Where one goes on: to the keys where there are some, else to where one came from."""
    if form.cleaned_data["kind"] == "menu":
        return edit_page(point)
    return edit_page(point, above=True) if point.keys else reverse("setup")


def _ask(request: PersonRequest, point: Point, base: CustomerSetup) -> HttpResponse:
    """What a save would take away, before it does; what was typed goes along."""
    sent = [
        (name, one)
        for name, several in request.POST.lists()
        if name not in (CONFIRMED, "csrfmiddlewaretoken")
        for one in several
    ]
    context = {
        "point": point,
        "main_number": request.person.main_number(point.number),
        "lost": list(lost(request.person, point)),
        "sent": sent,
        "back": edit_page(point),
    }
    return render(request, "numbers/keys_go.html", context)
