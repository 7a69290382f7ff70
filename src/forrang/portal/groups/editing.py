"""A new answer group, and editing one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.document import Document
from forrang.domain.schema import DocumentFault
from forrang.domain.staffing import uses, with_changed_group, with_group
from forrang.portal.access import for_administrators
from forrang.portal.groups.forms import GroupForm, name_taken
from forrang.portal.groups.members import Members, members, pressed
from forrang.portal.history.conflict import collided
from forrang.portal.saving import say_saved
from forrang.portal.tenancy import Person, PersonRequest
from forrang.storage.merge import Collision
from forrang.storage.publish import Published
from forrang.storage.setups import CustomerSetup
from forrang.storage.staffing import Renamed, publish_staffing


@for_administrators
def new(request: PersonRequest) -> HttpResponse:
    """A new group."""
    base = request.person.base
    form, inside = _form(request, base.document, AnswerGroup(""), new=True)
    if _saves(request) and form.is_valid():
        group = form.group(tuple(one.mobile for one in inside.there))
        became = _publish(request.person, base, with_group(base.document, group), form)
        if isinstance(became, Published):
            what = _("%(name)s is added.") % {"name": group.name}
            say_saved(request, became, what, back=reverse("groups"))
            return redirect("groups")
        if isinstance(became, Collision):
            form.add_error("name", name_taken(group.name))
    return _page(request, form, inside, base, None)


@for_administrators
def edit(request: PersonRequest, name: str) -> HttpResponse:
    """A group's members and how it rings."""
    person = request.person
    base = person.base
    group = person.group(name)
    was = next((one for one in base.document.groups if one.name == name), group)
    form, inside = _form(request, base.document, was)
    if _saves(request) and form.is_valid():
        typed = form.group(tuple(one.mobile for one in inside.there))
        document = with_changed_group(base.document, name, typed)
        renamed = Renamed(groups={name: typed.name}) if typed.name != name else None
        became = _publish(person, base, document, form, renamed)
        if isinstance(became, Published):
            say_saved(request, became)
            return redirect("groups")
        if isinstance(became, Collision):
            return collided(request, became, base.version, reverse("groups"), renamed)
    return _page(request, form, inside, base, group)


def _form(
    request: PersonRequest, document: Document, group: AnswerGroup, new: bool = False
) -> tuple[GroupForm, Members]:
    """The form and the members, as posted or as they are. A button of a member checks nothing."""
    person = request.person
    if request.method != "POST":
        form = GroupForm(None, person, document, group, new)
        return form, members(document, list(group.members))
    if _saves(request):
        form = GroupForm(request.POST, person, document, group, new)
        return form, members(document, request.POST.getlist("member"))
    form = GroupForm(None, person, document, group, new)
    form.show_as_typed(request.POST)
    return form, pressed(document, request.POST)


def _saves(request: HttpRequest) -> bool:
    return request.method == "POST" and "act" not in request.POST


def _publish(
    person: Person,
    base: CustomerSetup,
    document: Document,
    form: GroupForm,
    renamed: Renamed | None = None,
) -> Published | Collision | None:
    """What became of it; None when the form has the error."""
    try:
        return publish_staffing(document, person.name, base.version, renamed=renamed)
    except Collision as collision:
        return collision
    except DocumentFault as fault:
        form.add_error(None, _("Not saved: %(why)s.") % {"why": fault})
    return None


def _page(
    request: PersonRequest,
    form: GroupForm,
    inside: Members,
    base: CustomerSetup,
    group: AnswerGroup | None,
) -> HttpResponse:
    document = request.person.document
    context = {
        "form": form,
        "members": inside,
        "based_on": base.version,
        "group": group,
        "uses": uses(document, group.name) if group else None,
        "unconfirmed": document.unconfirmed,
    }
    return render(request, "groups/edit.html", context)
