"""An edited main number, or key, as an edited setup."""

from dataclasses import replace
from typing import Any

from forrang.domain.answer_group import AnswerGroup, Strategy
from forrang.domain.call_setup import CallSetup, Choice, Menu
from forrang.domain.destination import Voicemail
from forrang.domain.document import Document
from forrang.domain.point_edits import given, with_choice, with_part
from forrang.domain.points import Point, PointId
from forrang.domain.staffing import uses
from forrang.domain.vip_list import VipList
from forrang.portal.numbers.forms import PointForm
from forrang.portal.numbers.menu_fields import menu_of
from forrang.portal.numbers.queue_fields import default_queue
from forrang.portal.numbers.queue_made import queue_of
from forrang.portal.voicemail.taking import taken


def edited(document: Document, point: Point, form: PointForm) -> Document:
    """The document with what the form changed, and with nothing else changed."""
    return _rings(with_part(document, point.id, _part(document, point, form)), form)


def with_new_key(document: Document, above: PointId, point: Point, form: PointForm) -> Document:
    """The document with a new key in the menu of `above`."""
    part = _part(document, point, form)
    assert isinstance(part, Choice)
    return _rings(with_choice(document, above, replace(part, key=form.cleaned_data["key"])), form)


def others_with(document: Document, group: str, point: Point) -> list[Point]:
    """The other points that ring a group."""
    return [one for one in uses(document, group).queues if one.id != point.id]


def keys_lost(point: Point, form: PointForm) -> Menu | None:
    """The menu whose keys go when the form is saved; None when none goes."""
    return point.setup.menu if form.cleaned_data["kind"] != "menu" else None


def _part(document: Document, point: Point, form: PointForm) -> Any:
    values = form.cleaned_data
    part = replace(point.part, setup=_setup(document, point.setup, form), vip=_vip(point.vip, form))
    return replace(part, name=values["name"] or None) if "name" in values else part


def _setup(document: Document, there: CallSetup, form: PointForm) -> CallSetup:
    values = form.cleaned_data
    kind = values["kind"]
    match kind:
        case "queue":
            made: Any = queue_of(there.queue or default_queue(document), form)
        case "menu":
            made = menu_of(there.menu, form)
        case "voicemail":
            voicemail = there.voicemail or Voicemail()
            voicemail = replace(voicemail, greeting=values["voicemail_greeting"])
            made = taken(values, "voicemail", voicemail)
        case "repeat":
            made = True
        case _:
            made = values[kind]
    return given(there, kind, made)


def _vip(vip: VipList | None, form: PointForm) -> VipList | None:
    values, changed = form.cleaned_data, set(form.changed_data)
    if "vip" in changed:
        vip = replace(vip or VipList(), on=values["vip"])
    if "skips_menu" in changed and values["kind"] == "menu":
        vip = replace(vip or VipList(), skips_menu=values["skips_menu"])
    return vip


def _rings(document: Document, form: PointForm) -> Document:
    """The group as it shall ring. What was not touched stays the group's own: the page showed that
    of the group before.
    """
    values, changed = form.cleaned_data, set(form.changed_data)
    if values["kind"] != "queue":
        return document

    def rings(group: AnswerGroup) -> AnswerGroup:
        ringing = group.ringing
        if "strategy" in changed:
            ringing = replace(ringing, strategy=Strategy(values["strategy"]))
        if "ring_seconds" in changed:
            ringing = replace(ringing, ring_seconds=values["ring_seconds"])
        return replace(group, ringing=ringing)

    return replace(
        document,
        groups=tuple(rings(one) if one.name == values["group"] else one for one in document.groups),
    )
