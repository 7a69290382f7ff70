"""«Endre»: what a main number does with a call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.portal.access import for_administrators
from forrang.portal.history.conflict import collided
from forrang.portal.new_lists import mark_new
from forrang.portal.numbers.editing import edited, others_with
from forrang.portal.numbers.forms import QueueForm
from forrang.portal.saving import base_of, say_saved
from forrang.portal.tenancy import Person
from forrang.site.pages import page
from forrang.site.templatetags.forrang import number as shown
from forrang.storage.merge import Collision
from forrang.storage.models import VipEntry
from forrang.storage.publish import Published, publish
from forrang.storage.setups import CustomerSetup, saved


@for_administrators
def edit(request: HttpRequest, number: PhoneNumber) -> HttpResponse:
    """The form; saving tells on the company setup what became of it."""
    person = request.person
    base = base_of(request, person.setup)
    main_number = _in(base, person.main_number(number))
    form = _form(person, base, main_number, request.POST or None)
    if request.method == "POST" and form.is_valid():
        document = edited(base.document, main_number, form)
        try:
            published = publish(document, person.name, based_on=base.version)
        except Collision as collision:
            return collided(request, collision, base.version, reverse("setup"))
        _tell(request, main_number, form, published)
        return redirect("setup")
    context = {
        "form": form,
        "main_number": main_number,
        "based_on": base.version,
        "saved": saved(person.customer.pk, person.setup.version),
        "others": others_with(base.document, main_number.setup.queue.group, number),
        "entries": _entries(person, main_number),
    }
    return render(request, "numbers/edit.html", context)


def _in(setup: CustomerSetup, main_number: MainNumber) -> MainNumber:
    """The main number as it was then."""
    numbers = setup.document.main_numbers
    return next((one for one in numbers if one.number == main_number.number), main_number)


def _form(
    person: Person, setup: CustomerSetup, main_number: MainNumber, data: object = None
) -> QueueForm:
    return QueueForm(data, setup.document, main_number, person.vip_activated)


def _entries(person: Person, main_number: MainNumber) -> int:
    """How many entries the number's list has, used or not."""
    if not person.vip_activated or main_number.vip is None:
        return 0
    rows = VipEntry.objects.filter(customer=person.customer, list_id=main_number.number)
    return rows.count()


def _tell(
    request: HttpRequest, main_number: MainNumber, form: QueueForm, published: Published
) -> None:
    if "vip" not in form.changed_data or not form.cleaned_data["vip"]:
        say_saved(request, published)
        return
    mark_new(request, main_number.number)
    name = {"number": shown(main_number.number), "name": main_number.name or ""}
    vip_list = page("vip-list", main_number.number)
    say_saved(
        request,
        published,
        (_("Saved. The VIP queue is on for %(number)s %(name)s") % name).rstrip() + ".",
        _meaning(_entries(request.person, main_number)),
        link=(vip_list, _("Open VIP list")) if vip_list else None,
    )


def _meaning(entries: int) -> str:
    """What it means that the VIP queue is on; a list that was there before is in force at once."""
    if not entries:
        return _(
            "VIP list now stands under the main number on the left. Add numbers and choose who "
            "answers; until then the queue is as before."
        )
    told = ngettext(
        "VIP list stands under the main number on the left again, with its %(n)s entry.",
        "VIP list stands under the main number on the left again, with its %(n)s entries.",
        entries,
    )
    return told % {"n": entries}
