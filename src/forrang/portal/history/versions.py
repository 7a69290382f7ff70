"""A version of the setup: whole, beside another one, and restored."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from forrang.domain.document import Document
from forrang.domain.prompt import Prompt
from forrang.domain.schema import DocumentFault
from forrang.portal.access import for_administrators
from forrang.portal.history.conflict import collided
from forrang.portal.history.events import shown_rows
from forrang.portal.history.rows import KINDS, Thing, thing_of
from forrang.portal.history.words import BESIDE, FIELDS, label_of, value_of
from forrang.portal.saving import say_saved
from forrang.portal.tenancy import Person, PersonRequest
from forrang.storage.history import last_versions
from forrang.storage.merge import Collision
from forrang.storage.setups import Saved, as_kept, setup_version
from forrang.storage.staffing import NoAdministratorLeft
from forrang.storage.undo import restore_version, restored

SHOWN = 50
"""How many versions can be looked at."""


@dataclass(frozen=True, slots=True)
class Part:
    """A thing of a setup with all its fields."""

    thing: Thing
    "Which."
    fields: list[tuple[str, str]]
    "Label and value of each."


@for_administrators
def version(request: PersonRequest, version: int) -> HttpResponse:
    """What the setup was; beside another version, what differs."""
    person = request.person
    versions = last_versions(person.customer.pk, SHOWN)
    one = _of(versions, version)
    document = _document(person, version)
    other = request.GET.get("with", "")
    context: dict[str, Any] = {
        "one": one,
        "newest": person.setup.version,
        "versions": [each for each in versions if each.number != version],
        "parts": list(_parts(document, person.vip_activated)),
    }
    if other.isdecimal() and int(other) != version:
        beside = _of(versions, int(other))
        older, newer = sorted((one, beside), key=lambda each: each.number)
        found = shown_rows(person, _document(person, older.number), _document(person, newer.number))
        context |= {"beside": beside, "older": older, "newer": newer, "rows": found}
    return render(request, "history/version.html", context)


@for_administrators
def restore(request: PersonRequest, version: int) -> HttpResponse:
    """First what would change, then the restoring."""
    person = request.person
    one = _of(last_versions(person.customer.pk, SHOWN), version)
    if version == person.setup.version:
        return redirect("version", version)
    base, error = person.base, ""
    if request.method == "POST":
        try:
            published = restore_version(person.customer.pk, version, person.name, base.version)
        except Collision as collision:
            return collided(request, collision, base.version, reverse("history"))
        except NoAdministratorLeft:
            error = _("Not restored: nobody would be administrator any more.")
        except DocumentFault as fault:
            error = _("Not restored: %(why)s.") % {"why": fault}
        else:
            what = _("Version %(n)s is restored.") % {"n": version}
            say_saved(request, published, what, back=reverse("history"))
            return redirect("history" if _administers(person, version) else "home")
    newest = as_kept(person.document)
    context = {
        "one": one,
        "rows": shown_rows(person, newest, restored(_document(person, version), newest)),
        "based_on": person.setup.version,
        "error": error,
    }
    return render(request, "history/restore.html", context, status=409 if error else 200)


def _of(versions: list[Saved], number: int) -> Saved:
    for one in versions:
        if one.number == number:
            return one
    raise Http404


def _document(person: Person, number: int) -> Document:
    return as_kept(setup_version(person.customer.pk, number).document)


def _administers(person: Person, version: int) -> bool:
    there = _document(person, version).employees
    return any(one.mobile == person.mobile and one.administrator for one in there)


def _parts(document: Document, vip: bool) -> Iterator[Part]:
    yield Part(thing_of(("customer",), document), list(_fields(document, document)))
    for name in ("main_numbers", "groups", "employees"):
        for one in getattr(document, name):
            key = getattr(one, {"main_numbers": "number", "groups": "name"}.get(name, "mobile"))
            yield Part(thing_of((name, key), document), list(_fields(one, document)))
            if name == "main_numbers" and one.vip is not None and vip:
                path = (name, key, "vip", "")
                yield Part(thing_of(path, document), list(_fields(one.vip, document)))


def _fields(part: Any, document: Document) -> Iterator[tuple[str, str]]:
    """The fields of a part and of the parts in it; a list stands by itself."""
    for one in fields(part):
        value, key = getattr(part, one.name), (type(part), one.name)
        if key in BESIDE or key not in FIELDS or one.name in (*KINDS, "vip"):
            continue
        if is_dataclass(value) and not isinstance(value, Prompt):  # which is said as one
            yield from _fields(value, document)
        else:
            yield label_of(*key), value_of(*key, value, document)
