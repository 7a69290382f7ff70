"""Keys of a menu that come and go."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from forrang.domain.call_setup import Choice
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.point_edits import above, free_keys, may_have_menu, point_of, without_choice
from forrang.domain.points import Point, PointId, point_id
from forrang.domain.schema import DocumentFault
from forrang.portal.access import for_administrators
from forrang.portal.history.conflict import collided
from forrang.portal.numbers.editing import with_new_key
from forrang.portal.numbers.forms import PointForm
from forrang.portal.numbers.keypad import edit_page, entries_of, goes, lost, trail
from forrang.portal.numbers.telling import tell, warnings
from forrang.portal.numbers.views import form_page
from forrang.portal.saving import not_saved, say_saved
from forrang.portal.tenancy import PersonRequest
from forrang.storage.merge import Collision
from forrang.storage.publish import publish


@for_administrators
def add(request: PersonRequest, point: PointId) -> HttpResponse:
    """One more key in the menu of a point."""
    person = request.person
    there, base = person.point(point), person.base
    under = point_of(base.document, point) or there
    free = free_keys(under.setup.menu)
    if under.setup.menu is None or not free or not may_have_menu(under.keys):
        raise Http404
    new = Point(under.number, (*under.keys, ""), Choice(""))
    form = PointForm(request.POST or None, person, base, new, free)
    if request.method == "POST" and form.is_valid():
        document = with_new_key(base.document, point, new, form)
        try:
            published = publish(document, person.name, based_on=base.version)
        except Collision as collision:
            back = edit_page(under)
            return collided(request, collision, base.version, back, page=back)
        except DocumentFault as fault:  # what was chosen is gone since
            form.add_error(None, not_saved(fault))
        else:
            key = form.cleaned_data["key"]
            made = Point(under.number, (*under.keys, key), Choice(key))
            tell(request, made, form, published)
            return redirect(
                edit_page(made) if form.cleaned_data["kind"] == "menu" else edit_page(under)
            )
    return form_page(request, form, base, new, new=True, under=under, cancel=edit_page(under))


@for_administrators
def remove(request: PersonRequest, number: PhoneNumber, keys: tuple[str, ...]) -> HttpResponse:
    """First what would change, then the removal."""
    person = request.person
    point, base = person.point(point_id(number, keys)), person.base
    there = person.document if point_of(person.document, point.id) else base.document
    under = point_of(there, above(point))
    assert under is not None  # the key stands in its menu
    menu = under.setup.menu
    assert menu is not None
    last = len(menu.choices) == 1
    back = edit_page(under)
    if request.method == "POST" and not last:
        document = without_choice(base.document, point)
        try:
            published = publish(document, person.name, based_on=base.version)
        except Collision as collision:
            return collided(request, collision, base.version, back, page=back)
        told = _("Key %(keys)s is removed.") % {"keys": ", ".join(keys)}
        say_saved(request, published, told, back=back)
        return redirect(back)
    context = {
        "point": point,
        "main_number": person.main_number(number),
        "trail": trail(person, point),
        "goes": goes(point.setup),
        "lost": list(lost(person, point)),
        "entries": entries_of(person).get(point.id, 0),
        "counts": menu.otherwise == keys[-1],
        "warnings": warnings(under),
        "last": last,
        "based_on": base.version,
        "back": back,
    }
    return render(request, "numbers/remove_key.html", context)
