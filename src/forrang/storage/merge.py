"""Laying an edited setup on a newer one (design: saving says which version it was based on).

1. A setup falls into parts: the customer's own fields, each employee, group, main number and list.
2. A part that only one side changed is taken from that side; one that both changed alike is fine.
3. A part that both changed differently collides, and then nothing is saved.
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from forrang.domain.document import Document

Part = tuple[str, str]
"The field of the document, and the key in it: `(main_numbers, +4722334455)`, `(vip, …)`."

_KEYS = {"employees": "mobile", "groups": "name", "main_numbers": "number"}


class Collision(Exception):
    """Somebody else changed the same parts since; nothing is saved."""

    def __init__(self, parts: list[Part], newest: int):
        super().__init__(", ".join(" ".join(part) for part in parts) + " changed meanwhile")
        self.parts = parts
        self.newest = newest
        "The number of the version that has their change."


def merge(base: Document, mine: Document, theirs: Document, newest: int) -> Document:
    """`theirs` with what `mine` changed since `base`. Raises `Collision`."""
    old, my, their = _parts(base), _parts(mine), _parts(theirs)
    merged: dict[Part, Any] = {}
    colliding = []
    for part in dict.fromkeys((*their, *my)):
        before, here, there = old.get(part), my.get(part), their.get(part)
        if here in (before, there):
            merged[part] = there
        elif there == before:
            merged[part] = here
        else:
            colliding.append(part)
    if colliding:
        raise Collision(colliding, newest)
    return _assemble(merged, theirs, [base, mine, theirs])


def _parts(document: Document) -> dict[Part, Any]:
    parts: dict[Part, Any] = {}
    for one in fields(document):
        value = getattr(document, one.name)
        if one.name not in _KEYS:
            parts[("", one.name)] = value
            continue
        for item in value:
            key = getattr(item, _KEYS[one.name])
            if one.name == "main_numbers":
                parts[("vip", key)] = item.vip
                item = replace(item, vip=None)
            parts[(one.name, key)] = item
    return parts


def _assemble(merged: dict[Part, Any], start: Document, sides: list[Document]) -> Document:
    values: dict[str, Any] = {name: value for (field, name), value in merged.items() if not field}
    for field in _KEYS:
        keys = _order(
            *([getattr(one, _KEYS[field]) for one in getattr(side, field)] for side in sides)
        )
        items = [merged.get((field, key)) for key in keys]
        values[field] = tuple(
            replace(one, vip=merged.get(("vip", one.number))) if field == "main_numbers" else one
            for one in items
            if one is not None
        )
    return replace(start, **values)


def _order(base: list[str], mine: list[str], theirs: list[str]) -> Iterable[str]:
    """The order of the side that changed it; what only the other has comes after."""
    return dict.fromkeys((*theirs, *mine) if mine == base else (*mine, *theirs))
