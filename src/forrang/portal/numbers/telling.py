"""What «Endre» says when it is saved."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.point_edits import point_of
from forrang.domain.points import Point
from forrang.portal.new_lists import mark_new
from forrang.portal.numbers.forms import PointForm
from forrang.portal.numbers.keypad import entries_of
from forrang.portal.numbers.menu_fields import unnamed_keys, unset_keys
from forrang.portal.saving import say_saved
from forrang.portal.tenancy import PersonRequest
from forrang.site.pages import page
from forrang.site.templatetags.forrang import number as shown
from forrang.storage.publish import Published
from forrang.storage.setups import current_setup


def tell(request: PersonRequest, point: Point, form: PointForm, published: Published) -> None:
    """Say what was saved, what it means, and what to do next."""
    if "vip" in form.changed_data and form.cleaned_data["vip"]:
        _tell_vip(request, point, published)
    elif form.cleaned_data["kind"] == "menu" and point.setup.menu is None:
        say_saved(
            request,
            published,
            meaning=_("Callers hear the menu from now on. Open a key to say more about it."),
        )
    else:
        say_saved(request, published)


def warnings(point: Point) -> list[str]:
    """Where the greeting of a menu and its keys do not match."""
    menu = point.setup.menu
    if menu is None:
        return []
    return [
        *(
            _("The greeting mentions key %(key)s, but it is not set up.") % {"key": key}
            for key in unset_keys(menu)
        ),
        *(
            _("Key %(key)s is set up, but the greeting does not mention it.") % {"key": key}
            for key in unnamed_keys(menu)
        ),
    ]


def _tell_vip(request: PersonRequest, point: Point, published: Published) -> None:
    mark_new(request, point.id)
    vip_list = page("vip-list", point.id)
    say_saved(
        request,
        published,
        _on(request, point),
        _meaning(entries_of(request.person).get(point.id, 0), point),
        link=(vip_list, _("Open VIP list")) if vip_list else None,
    )


def _on(request: PersonRequest, point: Point) -> str:
    saved = point_of(current_setup(request.customer.pk).document, point.id) or point
    name = {"number": shown(point.number), "name": saved.name or ""}
    if point.keys:
        told = _("Saved. The VIP queue is on for key %(keys)s of %(number)s.")
        return told % {**name, "keys": ", ".join(point.keys)}
    return (_("Saved. The VIP queue is on for %(number)s %(name)s") % name).rstrip() + "."


def _meaning(entries: int, point: Point) -> str:
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
