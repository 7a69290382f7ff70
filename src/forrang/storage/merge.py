"""Laying an edited setup on a newer one (design: saving says which version it was based on).

1. A setup falls into parts: the customer's own fields, each employee, group, main number and list.
2. A part that only one side changed is taken from that side; one that both changed alike is fine.
3. A part that both changed differently collides, also where they changed other fields of it: what
   belongs together is looked at together. Then nothing is saved.
"""

from collections.abc import Iterator
from typing import Any

from forrang.domain.differences import KEYS, Path, differences, keys_to
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import point_id
from forrang.domain.two_edits import compare, merged

Part = tuple[str, str]
"""The field of the document, and the key in it: `(main_numbers, +4722334455)`, `(vip, +4722334455)`,
of a list under a key `(vip, +4722334455/2)`."""

_ORDERS = {(one,) for one in KEYS}


class Collision(Exception):
    """Somebody else changed the same parts since; nothing is saved."""

    def __init__(
        self, parts: list[Part], newest: int, base: Document, mine: Document, theirs: Document
    ):
        super().__init__(", ".join(" ".join(part) for part in parts) + " changed meanwhile")
        self.parts = parts
        self.newest = newest
        "The number of the version that has their change."
        self.base = base
        "What both started from."
        self.mine = mine
        "What is not saved."
        self.theirs = theirs
        "What is saved."


def merge(base: Document, mine: Document, theirs: Document, newest: int) -> Document:
    """`theirs` with what `mine` changed since `base`. Raises `Collision`."""
    my, their = changed_parts(base, mine), changed_parts(base, theirs)
    colliding = [part for part in their if part in my and my[part] != their[part]]
    # a menu that one side took away whole, while the other changed one of its lists
    clashes = (one.path for one in compare(base, mine, theirs).clashes)
    parts = (part for path in clashes if path not in _ORDERS for part in _parts(path))
    colliding += [part for part in dict.fromkeys(parts) if part not in colliding]
    if colliding:
        raise Collision(colliding, newest, base, mine, theirs)
    return merged(base, mine, theirs)


def changed_parts(base: Document, edited: Document) -> dict[Part, dict[Path, Any]]:
    """What was changed to make `edited` of `base`: by part, the paths with what is there now."""
    parts: dict[Part, dict[Path, Any]] = {}
    for one in differences(base, edited):
        if not one.is_order:
            for part in _parts(one.path):
                parts.setdefault(part, {})[one.path] = one.after
    return parts


def _parts(path: Path) -> Iterator[Part]:
    """The parts that a path is of; a main number or a key that comes or goes has its list with it."""
    field = path[0]
    if field not in KEYS:
        yield ("", field)
        return
    if field != "main_numbers":
        yield (field, path[1])
        return
    keys, at = keys_to(path)
    in_list = path[at : at + 1] == ("vip",)
    if not in_list:
        yield (field, path[1])
    if in_list or len(path) == at:
        yield ("vip", point_id(PhoneNumber(path[1]), keys))
