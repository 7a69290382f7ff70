"""«Endre»: what a main number does with a call."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.portal.access import for_administrators
from forrang.portal.new_lists import mark_new
from forrang.portal.numbers.editing import edited, others_with
from forrang.portal.numbers.forms import QueueForm
from forrang.portal.strip import say
from forrang.portal.tenancy import Person
from forrang.site.pages import page
from forrang.site.templatetags.forrang import number as shown
from forrang.storage.merge import Collision
from forrang.storage.models import VipEntry
from forrang.storage.publish import Published, publish
from forrang.storage.setups import CustomerSetup, NoSuchCustomer, saved, setup_version


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody saved the same while the page was open."""

    by: str
    "Who."
    at: datetime
    "When."
    own: bool
    "Whether it was the same person, in another window."
    rows: list[tuple[str, str, str]]
    "Of each field that differs: its label, what is saved now, what was typed."


@for_administrators
def edit(request: HttpRequest, number: PhoneNumber) -> HttpResponse:
    """The form; saving tells on the company setup what became of it."""
    person = request.person
    base = _base(request, person.setup)
    main_number = _in(base, person.main_number(number))
    form = _form(person, base, main_number, request.POST or None)
    conflict = None
    if request.method == "POST" and form.is_valid():
        document = edited(base.document, main_number, form)
        try:
            published = publish(document, person.name, based_on=base.version)
        except Collision as collision:
            base = setup_version(person.customer.pk, collision.newest)
            conflict = _conflict(person, base, number, form)
        else:
            _tell(request, main_number, form, published)
            return redirect("setup")
    context = {
        "form": form,
        "main_number": main_number,
        "based_on": base.version,
        "saved": saved(person.customer.pk, person.setup.version),
        "others": others_with(base.document, main_number.setup.queue.group, number),
        "entries": _entries(person, main_number),
        "conflict": conflict,
    }
    return render(request, "numbers/edit.html", context, status=409 if conflict else 200)


def _base(request: HttpRequest, newest: CustomerSetup) -> CustomerSetup:
    """The version that the page was made from."""
    based_on = request.POST.get("based_on", "")
    if not based_on.isdecimal() or int(based_on) == newest.version:
        return newest
    try:
        return setup_version(newest.customer, int(based_on))
    except NoSuchCustomer:
        raise Http404 from None


def _in(setup: CustomerSetup, main_number: MainNumber) -> MainNumber:
    """The main number as it was then."""
    numbers = setup.document.main_numbers
    return next((one for one in numbers if one.number == main_number.number), main_number)


def _form(
    person: Person, setup: CustomerSetup, main_number: MainNumber, data: object = None
) -> QueueForm:
    return QueueForm(data, setup.document, main_number, person.vip_activated)


def _conflict(
    person: Person, newest: CustomerSetup, number: PhoneNumber, form: QueueForm
) -> Conflict:
    told = saved(person.customer.pk, newest.version)
    there = next(one for one in newest.document.main_numbers if one.number == number)
    now = _form(person, newest, there)
    rows = [
        (str(field.label), now.words(field.name, field.initial), form.words(field.name))
        for field in now
        if now.words(field.name, field.initial) != form.words(field.name)
    ]
    return Conflict(told.by, told.at, told.by == person.name, rows)


def _entries(person: Person, main_number: MainNumber) -> int:
    """How many entries the number's list has, used or not."""
    if not person.vip_activated or main_number.vip is None:
        return 0
    rows = VipEntry.objects.filter(customer=person.customer, list_id=main_number.number)
    return rows.count()


def _tell(
    request: HttpRequest, main_number: MainNumber, form: QueueForm, published: Published
) -> None:
    undo = reverse("undo", args=[published.version]) if published.new_version else ""
    if "vip" in form.changed_data and form.cleaned_data["vip"]:
        mark_new(request, main_number.number)
        name = {"number": shown(main_number.number), "name": main_number.name or ""}
        vip_list = page("vip-list", main_number.number)
        say(
            request,
            (_("Saved. The VIP queue is on for %(number)s %(name)s") % name).rstrip() + ".",
            _(
                "VIP list now stands under the main number on the left. Add numbers and choose who "
                "answers; until then the queue is as before."
            ),
            undo=undo,
            link=(vip_list, _("Open VIP list")) if vip_list else None,
        )
    else:
        say(
            request,
            _("Saved."),
            _("In force within 2 seconds, also for those who wait."),
            undo=undo,
        )
