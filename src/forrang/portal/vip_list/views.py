"""The VIP list of a main number, or of a key: the page, its settings, and its entries one by one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forrang.domain.point_edits import point_of
from forrang.domain.points import Point, PointId
from forrang.domain.schema import DocumentFault
from forrang.portal.access import for_administrators, with_vip_service
from forrang.portal.history.conflict import collided
from forrang.portal.history.standing import standing
from forrang.portal.new_lists import opened
from forrang.portal.saving import say_saved
from forrang.portal.strip import say
from forrang.portal.tenancy import PersonRequest
from forrang.portal.vip_list.answering import AnsweringForm, with_list
from forrang.portal.vip_list.forms import EntryForm
from forrang.portal.vip_list.messages import done, there
from forrang.portal.vip_list.page import asked, list_of, page_context
from forrang.portal.vip_list.places import edit_page, list_is_gone
from forrang.site.templatetags.forrang import saver
from forrang.storage.entry_saves import (
    EntryChanged,
    EntryThere,
    NoSuchEntry,
    add_entry,
    edit_entry,
    entry_row,
    form_version,
    remove_entry,
    save_of,
    undo_entries,
)
from forrang.storage.gone_entries import save_that_removed
from forrang.storage.merge import Collision
from forrang.storage.publish import publish


@for_administrators
@with_vip_service
def vip_list(request: PersonRequest, point: PointId) -> HttpResponse:
    """The page; posted to, it takes who answers, head start and overflow."""
    here: Point = request.person.point(point)
    if request.method == "POST" and here.vip is None:  # the list is gone, and was there
        here = point_of(request.person.base.document, point) or here
    if here.vip is None:  # never ticked: that comes first
        return redirect(edit_page(here))
    opened(request, point)
    if request.method == "POST":
        return _settings(request, here)
    context = page_context(request, here, request.person.setup)
    context["done"] = _done(request, here)
    return render(request, "vip_list/vip_list.html", context)


@require_POST
@for_administrators
@with_vip_service
def add(request: PersonRequest, point: PointId) -> HttpResponse:
    """Add an entry, in force at once."""
    if list_is_gone(request.person, point):
        return _without_list(request, point)
    here = _with_list(request, point)
    form = EntryForm(request.POST)
    if form.is_valid():
        try:
            made = add_entry(list_of(request.person, point), form.entry(), request.person.name)
        except EntryThere as double:
            there(form, double)
        else:
            return _back(request, point, saved=made.id, focus="number")
    context = page_context(request, here, request.person.setup, adding=form)
    return render(request, "vip_list/vip_list.html", context)


@for_administrators
@with_vip_service
def edit(request: PersonRequest, point: PointId, entry: int) -> HttpResponse:
    """Change an entry, in force at once; 409 when somebody else changed or removed it meanwhile."""
    if request.method == "POST" and list_is_gone(request.person, point):
        return _without_list(request, point)
    person, here = request.person, _with_list(request, point)
    the_list = list_of(person, point)
    try:
        row = entry_row(the_list, entry)
        form = EntryForm(request.POST or None, row)
        changed = None
        if request.method == "POST" and form.is_valid():
            try:
                seen = request.POST.get("row_version", "")
                made = edit_entry(the_list, entry, form.entry(), person.name, seen)
            except EntryThere as double:
                there(form, double)
            except EntryChanged as newer:
                changed, row = newer, entry_row(the_list, entry)
            else:
                return _back(request, point, saved=made.id if made else "")
    except NoSuchEntry:
        if request.method == "POST":
            return _removed(request, here, entry)
        raise Http404 from None
    context = {
        "main_number": person.main_number(here.number),
        "point": here,
        "row": row,
        "form": form,
        "based_on": person.setup.version,
        "row_version": form_version(row),
        "changed": changed,
        "own": changed is not None and changed.by == person.name,
        "query": asked(request).query(),
    }
    return render(request, "vip_list/entry.html", context, status=409 if changed else 200)


def _removed(request: PersonRequest, point: Point, entry: int) -> HttpResponse:
    """The form of an entry that somebody removed meanwhile, as typed: it can be added again."""
    person = request.person
    try:
        save = save_that_removed(list_of(person, point.id), entry)
    except NoSuchEntry:
        raise Http404 from None
    context = {
        "main_number": person.main_number(point.number),
        "point": point,
        "row": next(row for row in save.before if row.id == entry),
        "form": EntryForm(request.POST),
        "based_on": person.setup.version,
        "removed": save,
        "own": save.by == person.name,
        "query": asked(request).query(),
    }
    return render(request, "vip_list/entry.html", context, status=409)


@require_POST
@for_administrators
@with_vip_service
def remove(request: PersonRequest, point: PointId, entry: int) -> HttpResponse:
    """Take an entry away at once; the next page offers to undo it."""
    _with_list(request, point)
    try:
        made = remove_entry(list_of(request.person, point), entry, request.person.name)
    except NoSuchEntry:
        raise Http404 from None
    return _back(request, point, saved=made.id, focus=request.POST.get("then", ""))


@require_POST
@for_administrators
@with_vip_service
def undo(request: PersonRequest, point: PointId, save: int) -> HttpResponse:
    """Put back what a save of entries changed, unless somebody changed the same since."""
    _with_list(request, point)
    try:
        made = undo_entries(list_of(request.person, point), save, request.person.name)
    except NoSuchEntry:
        raise Http404 from None
    except EntryChanged as newer:
        if newer.by:
            what = _("Not undone: %(name)s has changed the same since.")
            what %= {"name": saver(newer.by)}
        else:
            what = _("Not undone: it has been changed since.")
        say(request, what, _("Nothing is changed."), kind="failed")
        return _back(request, point)
    return _back(request, point, saved=made.id, undone=1)


def _settings(request: PersonRequest, point: Point) -> HttpResponse:
    """Save who answers, head start and overflow, or only move an answerer in the form."""
    person = request.person
    base = person.base
    then = point_of(base.document, point.id) or point
    form = AnsweringForm(request.POST, person, base.document, then)
    arranged = request.POST.get("arrange", "")
    if arranged:
        form.arrange(arranged, request.POST)
        form.errors.clear()  # nothing is saved yet, so nothing is wrong yet
    elif form.is_valid():
        wished = form.vip_list()
        try:
            published = publish(
                with_list(base.document, point.id, wished), person.name, based_on=base.version
            )
        except Collision as collision:
            here = reverse("vip-list", args=[point.id])
            return collided(request, collision, base.version, here)
        except DocumentFault as fault:
            form.add_error(None, str(fault))
        else:
            say_saved(request, published)
            return redirect("vip-list", point.id)
    context = page_context(request, point, base, answering=form)
    return render(request, "vip_list/vip_list.html", context)


def _with_list(request: PersonRequest, point: PointId) -> Point:
    here = request.person.point_now(point)
    if here.vip is None:
        raise Http404
    return here


def _without_list(request: PersonRequest, point: PointId) -> HttpResponse:
    """What was typed for a list that somebody removed meanwhile, to be copied."""
    here = request.person.point(point)
    context = {
        "main_number": request.person.main_number(here.number),
        "point": here,
        "form": EntryForm(request.POST),
        "based_on": request.person.base.version,
        "list_gone": True,
        "above": standing(edit_page(here), request.person.document),
    }
    return render(request, "vip_list/entry.html", context, status=409)


def _done(request: PersonRequest, point: Point) -> dict[str, Any] | None:
    """What the last save did, told from what is kept of it: so it is there after a reload too."""
    id = request.GET.get("saved", "")
    if not id.isdecimal() or len(id) > 15:
        return None
    try:
        save = save_of(list_of(request.person, point.id), int(id))
    except NoSuchEntry:
        return None
    return done(save, undone="undone" in request.GET, focus=request.GET.get("focus", ""))


def _back(request: HttpRequest, point: PointId, **told: Any) -> HttpResponse:
    """To the list, showing what it showed before."""
    query = asked(request).query(**told)
    return redirect(f"{reverse('vip-list', args=[point])}{f'?{query}' if query else ''}")
