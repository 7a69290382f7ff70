"""The events of a page in words: what was changed, from what to what, and whether it can be undone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.differences import differences
from forrang.domain.document import Document, Service
from forrang.portal.history.rows import Row, Thing, named, of_vip, rows
from forrang.portal.tenancy import Person
from forrang.portal.vip_list.words import as_typed, unbroken_series
from forrang.site.templatetags.forrang import number as shown
from forrang.site.templatetags.forrang import unbroken
from forrang.storage import entry_saves
from forrang.storage.acts import ActKind
from forrang.storage.history import Event, EventKind, documents, entry_changes
from forrang.storage.orders import MAIN_NUMBER
from forrang.storage.setups import as_kept
from forrang.storage.undo import Undoable, undoable

ROWS = 12
"""Of one event; the others are counted."""

BY_PROVIDER = {
    ActKind.CREATED, ActKind.DECLINED, ActKind.ACTIVATED, ActKind.TURNED_OFF, ActKind.ASSIGNED,
    ActKind.TAKEN_BACK, ActKind.VIEWED, ActKind.VIEW_ENDED,
}  # fmt: skip
"""Told without the names of the provider's people."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words."""

    event: Event
    "What it is made of."
    by: str
    "Who."
    what: str = ""
    "The whole of it in a sentence, where it has no rows."
    rows: list[Row] = field(default_factory=list)
    "What it changed."
    more: int = 0
    "How many rows are left out."
    undo: str = ""
    "The address that undoes it; empty when it cannot be undone."
    changed: bool = False
    "Whether it cannot be undone because somebody changed the same since."
    version: int = 0
    "The version that it made."

    @property
    def seconds(self) -> float:
        """When; UTC seconds."""
        return self.event.at.timestamp()


def told(person: Person, events: list[Event]) -> list[Told]:
    """Events in words. What says nothing to this customer is left out."""
    numbers = {one.id for one in events if one.kind is EventKind.SETUP}
    there = documents(person.customer.pk, numbers | {one - 1 for one in numbers})
    saves = {one.id for one in events if one.kind is EventKind.ENTRIES}
    entries = entry_changes(person.customer.pk, saves)
    newest = as_kept(person.document)
    found = []
    for one in events:
        if one.kind is EventKind.SETUP:
            found.append(_setup(person, one, there, newest))
        elif one.kind is EventKind.ENTRIES:
            found.append(_entries(person, one, *entries.get(one.id, ([], []))))
        elif what := _act(person, one):
            by = "provider" if one.what in BY_PROVIDER else one.by
            found.append(Told(one, by, what))
    return found


def shown_rows(person: Person, before: Document, after: Document) -> list[Row]:
    """What differs between two setups, of what this customer may see."""
    changes = differences(before, after)
    return list(
        rows(
            (one for one in changes if person.vip_activated or not of_vip(one.path)), before, after
        )
    )


def _setup(person: Person, one: Event, there: dict[int, Document], newest: Document) -> Told:
    before, after = there.get(one.id - 1), there[one.id]
    if before is None:
        return Told(one, one.by, _("The setup was made."), version=one.id)
    found = shown_rows(person, before, after)
    can = undoable(before, after, newest, one.at)
    return Told(
        one,
        one.by,
        what=_note(one.note) or ("" if found else _("Saved.")),
        rows=found[:ROWS],
        more=len(found[ROWS:]),
        undo=reverse("undo", args=[one.id]) if can is Undoable.YES else "",
        changed=can is Undoable.CHANGED,
        version=one.id,
    )


def _note(note: str) -> str:
    """What a save was for."""
    kind, _space, number = note.partition(" ")
    words = {"undo": _("Undid version %(n)s"), "restore": _("Restored version %(n)s")}
    return words[kind] % {"n": number} if kind in words and number.isdecimal() else ""


def _entries(person: Person, one: Event, before: list[Any], after: list[Any]) -> Told:
    thing = named(f"number:{one.what}", person.document, vip=True)
    was, is_now = ({row["id"]: row for row in side} for side in (before, after))
    ids = list(dict.fromkeys((*was, *is_now)))
    return Told(
        one,
        one.by,
        what=_counted(was, is_now) if len(ids) > 1 else "",
        rows=list(islice(_entry_rows(thing, ids, was, is_now), ROWS)),
        more=len(ids[ROWS:]),
        undo=reverse("undo-entries", args=[one.id]),
    )


def _entry_rows(
    thing: Thing, ids: Iterable[int], was: dict[int, Any], is_now: dict[int, Any]
) -> Iterator[Row]:
    for id in ids:
        before, after = (
            entry_saves.Row.read(side[id]) if id in side else None for side in (was, is_now)
        )
        one = after or before
        assert one is not None
        label = unbroken_series(as_typed(one))
        words = [_entry(before), _entry(after)]
        if before is not None and after is not None and as_typed(before) != as_typed(after):
            words = [
                f"{unbroken_series(as_typed(x))}, {y}"
                for x, y in zip((before, after), words, strict=True)
            ]
        if after is None:
            words[1] = _("Removed")
        yield Row(thing, label, words[0], words[1], number=True)


def _entry(row: entry_saves.Row | None) -> str:
    if row is None:
        return "–"
    last = ""
    if row.last_day is not None:
        last = _("through %(day)s") % {
            "day": unbroken(date_format(row.last_day, "SHORT_DATE_FORMAT"))
        }
    return ", ".join(part for part in (row.name, row.note, last) if part) or _("On the list")


def _counted(was: dict[int, Any], is_now: dict[int, Any]) -> str:
    """How many entries a save added, changed and removed."""
    counts = (
        (len(is_now.keys() - was.keys()), "added"),
        (len(is_now.keys() & was.keys()), "changed"),
        (len(was.keys() - is_now.keys()), "removed"),
    )
    words = {
        "added": lambda n: ngettext("%(n)s entry added", "%(n)s entries added", n),
        "changed": lambda n: ngettext("%(n)s entry changed", "%(n)s entries changed", n),
        "removed": lambda n: ngettext("%(n)s entry removed", "%(n)s entries removed", n),
    }
    return ", ".join(words[kind](n) % {"n": n} for n, kind in counts if n)


def _act(person: Person, one: Event) -> str:
    """What was done, in words; empty for what is not told here."""
    if one.what == ActKind.PRESENCE:
        return _presence(person, one)
    if one.what in _SOUNDS:
        return _sound(one)
    words = {
        ActKind.ORDERED: _("Ordered: %(what)s"),
        ActKind.WITHDRAWN: _("Withdrew the order: %(what)s"),
        ActKind.DECLINED: _("Declined: %(what)s"),
        ActKind.ACTIVATED: _("Activated: %(what)s"),
        ActKind.TURNED_OFF: _("Turned off: %(what)s"),
        ActKind.ASSIGNED: _("Assigned: %(what)s"),
        ActKind.TAKEN_BACK: _("Took back: %(what)s"),
        ActKind.VIEWED: _("Opened the portal as you see it, and could change nothing."),
    }
    said = words.get(ActKind(one.what)) if one.what in list(ActKind) else None
    return "" if said is None else said % {"what": _object(person, one.note)}


_SOUNDS = (ActKind.SOUND_ADDED, ActKind.SOUND_RENAMED, ActKind.SOUND_REMOVED)


def _sound(one: Event) -> str:
    """What was done to a sound."""
    said = {
        ActKind.SOUND_ADDED: _("Added the sound %(name)s"),
        ActKind.SOUND_RENAMED: _("Renamed the sound %(name)s to %(new)s"),
        ActKind.SOUND_REMOVED: _("Removed the sound %(name)s"),
    }
    return said[ActKind(one.what)] % {"name": one.note, "new": one.how}


def _presence(person: Person, one: Event) -> str:
    """Who was logged in or out, or given a break, by somebody else."""
    wish, _space, place = one.how.partition(" ")
    said = {
        "in": _("Logged %(name)s in: %(place)s"),
        "out": _("Logged %(name)s out: %(place)s"),
        "pause": _("Gave %(name)s a break"),
        "resume": _("Ended the break of %(name)s"),
    }
    kind, _colon, key = place.partition(":")
    where = _("everywhere")
    if kind == "group":
        where = key
    elif kind == "list":
        where = named(f"number:{key}", person.document, vip=person.vip_activated).words
    name = named(f"employee:{one.note}", person.document).words
    return said[wish] % {"name": name, "place": where} if wish in said else ""


def _object(person: Person, what: str) -> str:
    if what == MAIN_NUMBER:
        return _("one more main number")
    if what == Service.VIP_LIST:  # no VIP word before the service is activated
        return _("VIP list") if person.vip_activated else _("a service")
    return shown(what) if what.startswith("+") else what
