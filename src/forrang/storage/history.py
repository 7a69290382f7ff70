"""What was done at a customer, newest first: versions of the setup, saves of entries, and acts.

Each of the three is read in its own order and only as far as a page needs. Which version changed a
certain thing is said by no column: the documents beside each other say it, and that is asked only
where somebody filters by it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from heapq import merge
from itertools import islice
from typing import Any, TypeVar

from django.db.models import QuerySet

from forrang.domain.document import Document, read_document
from forrang.storage import models
from forrang.storage.connection import with_connection
from forrang.storage.setups import Saved

Row = TypeVar("Row", models.SetupVersion, models.EntrySave, models.Act)

PAGE = 50
"""Events on a page."""

_AT_ONCE = 60
"""Rows fetched at a time: a page, and what tells that there is another."""


class EventKind(Enum):
    """Where an event is kept; its `id` is of that."""

    SETUP = "setup"
    "A version; the id is its number, the note what was said with it."
    ENTRIES = "entries"
    "A save of entries; `what` is the list's id."
    ACT = "act"
    "An act; `what` is its kind, `note` to what it was done."


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody did."""

    at: datetime
    "When."
    by: str
    "Who."
    kind: EventKind
    "Of what kind."
    id: int
    "Which."
    what: str = ""
    "As its kind says."
    note: str = ""
    "As its kind says."
    how: str = ""
    "Of an act, what was said with it."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events; None is all."""

    by: str | None = None
    "Of this person."
    thing: tuple[str, str] | None = None
    "Of this thing: `number`, `group` or `employee`, and its key."
    day: tuple[datetime, datetime] | None = None
    "From the first time on and before the second."
    entries: bool = True
    "Whether VIP lists are told of."


@with_connection
def history_page(customer: int, wanted: Wanted, page: int) -> tuple[list[Event], bool]:
    """The events of a page, the first is 1, and whether there are older ones."""
    sources = [_versions(customer, wanted), _acts(customer, wanted)]
    if wanted.entries:
        sources.append(_entries(customer, wanted))
    found = merge(*sources, key=lambda one: one.at, reverse=True)
    start = (page - 1) * PAGE
    events = list(islice(found, start, start + PAGE + 1))
    return events[:PAGE], len(events) > PAGE


@with_connection
def documents(customer: int, numbers: set[int]) -> dict[int, Document]:
    """Versions as they are kept, of those that there are."""
    rows = models.SetupVersion.objects.filter(customer_id=customer, number__in=numbers)
    return {
        number: read_document(plain) for number, plain in rows.values_list("number", "document")
    }


@with_connection
def entry_changes(customer: int, saves: set[int]) -> dict[int, tuple[list[Any], list[Any]]]:
    """Of saves of entries: the rows before and after, as they are kept."""
    rows = models.EntrySave.objects.filter(customer_id=customer, pk__in=saves)
    return {id: (before, after) for id, before, after in rows.values_list("pk", "before", "after")}


@with_connection
def list_of_save(customer: int, save: int) -> str | None:
    """The id of the list that a save changed; None when there is no such save."""
    rows = models.EntrySave.objects.filter(customer_id=customer, pk=save)
    return rows.values_list("list_id", flat=True).first()


@with_connection
def who_saved(customer: int) -> list[str]:
    """The names of all who saved something, by name."""
    names: set[str] = set()
    for model in (models.SetupVersion, models.EntrySave):
        names |= set(model.objects.filter(customer_id=customer).values_list("by", flat=True))
    return sorted(names)


@with_connection
def last_versions(customer: int, count: int) -> list[Saved]:
    """The newest versions, newest first."""
    rows = models.SetupVersion.objects.filter(customer_id=customer).order_by("-number")
    return [Saved(*row) for row in rows.values_list("number", "by", "at", "note")[:count]]


def _versions(customer: int, wanted: Wanted) -> Iterator[Event]:
    rows = models.SetupVersion.objects.filter(customer_id=customer).order_by("-number")
    if wanted.thing is not None:
        yield from _versions_of(rows, wanted, wanted.thing)
        return
    rows = _filtered(rows, wanted)
    for number, by, at, note in rows.values_list("number", "by", "at", "note").iterator(_AT_ONCE):
        yield Event(at, by, EventKind.SETUP, number, note=note)


def _versions_of(
    rows: QuerySet[models.SetupVersion], wanted: Wanted, thing: tuple[str, str]
) -> Iterator[Event]:
    """Those that changed a thing: beside each other, it differs."""
    newer: tuple[Event, list[Any]] | None = None
    fields = ("number", "by", "at", "note", "document")
    for number, by, at, note, plain in rows.values_list(*fields).iterator(_AT_ONCE):
        there = _part(plain, *thing)
        if newer is not None and there != newer[1] and _fits(newer[0], wanted):
            yield newer[0]
        newer = Event(at, by, EventKind.SETUP, number, note=note), there
    if newer is not None and any(newer[1]) and _fits(newer[0], wanted):
        yield newer[0]


def _part(plain: Mapping[str, Any], kind: str, key: str) -> list[Any]:
    """What a document says of a thing; of a number also how its group rings, of an employee also
    where they answer.
    """
    groups: list[Any] = plain.get("groups", [])
    numbers: list[Any] = plain.get("main_numbers", [])
    if kind == "group":
        return [one for one in groups if one["name"] == key]
    if kind == "employee":
        members = [one["name"] for one in groups if key in one.get("members", ())]
        lists = [one["number"] for one in numbers if {"employee": key} in _answerers(one)]
        return [one for one in plain.get("employees", []) if one["mobile"] == key] + [
            *members,
            *lists,
        ]
    found = [one for one in numbers if one["number"] == key]
    rings = {(one.get("setup", {}).get("queue") or {}).get("group") for one in found}
    return [
        *found,
        *(
            {field: value for field, value in one.items() if field != "members"}
            for one in groups
            if one["name"] in rings
        ),
    ]


def _answerers(main_number: Mapping[str, Any]) -> list[Any]:
    found: list[Any] = (main_number.get("vip") or {}).get("answerers", [])
    return found


def _entries(customer: int, wanted: Wanted) -> Iterator[Event]:
    rows = models.EntrySave.objects.filter(customer_id=customer).order_by("-at", "-pk")
    if wanted.thing is not None:
        kind, key = wanted.thing
        rows = rows.filter(list_id=key) if kind == "number" else rows.none()
    rows = _filtered(rows, wanted)
    for id, by, at, list_id in rows.values_list("pk", "by", "at", "list_id").iterator(_AT_ONCE):
        yield Event(at, by, EventKind.ENTRIES, id, list_id)


def _acts(customer: int, wanted: Wanted) -> Iterator[Event]:
    rows = models.Act.objects.filter(customer_id=customer).order_by("-at", "-pk")
    if wanted.thing is not None:
        kind, key = wanted.thing
        rows = rows.filter(what=key) if kind in ("number", "employee") else rows.none()
    rows = _filtered(rows, wanted)
    columns = ("pk", "by", "at", "kind", "what", "note")
    for id, by, at, kind, what, note in rows.values_list(*columns).iterator(_AT_ONCE):
        yield Event(at, by, EventKind.ACT, id, kind, what, note)


def _filtered(rows: QuerySet[Row], wanted: Wanted) -> QuerySet[Row]:
    if wanted.by is not None:
        rows = rows.filter(by=wanted.by)
    if wanted.day is not None:
        rows = rows.filter(at__gte=wanted.day[0], at__lt=wanted.day[1])
    return rows


def _fits(event: Event, wanted: Wanted) -> bool:
    return wanted.by in (None, event.by) and (
        wanted.day is None or wanted.day[0] <= event.at < wanted.day[1]
    )
