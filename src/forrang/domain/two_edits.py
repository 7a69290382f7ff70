"""Two edits of one setup side by side, and laying one person's changes on another's.

1. Two edits clash where both changed the same field, or where one took away what the other changed.
   All else goes together.
2. What is exactly one of several kinds is one thing as soon as the two edits end with two kinds.
3. An item that has another key now is one that went and one that came. Where the other edit took it
   away too, that is no agreement: `renamed` says which it was.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from forrang.domain.destination import Destination
from forrang.domain.differences import (
    Difference,
    Path,
    applied,
    differences,
    of_fields,
    put,
    value_at,
)
from forrang.domain.document import Document

Changes = Mapping[Path, Difference]
"What an edit changed, by where."

Renames = Mapping[Path, Path]
"""Items with another key, by where they stood before: where they stand now."""

_NONE: Renames = {}


@dataclass(frozen=True, slots=True)
class Clash:
    """What two edits changed, each in another way."""

    path: Path
    "Where."
    before: Any
    "What it was before both."
    theirs: Any
    "What it is in the one that was saved."
    mine: Any
    "What it is in the other."
    owner: type
    "As of a `Difference`."
    field: str
    "As of a `Difference`."
    changed: tuple[Difference, ...]
    "What the other changed there."


@dataclass(frozen=True, slots=True)
class Compared:
    """Two edits of one setup, side by side."""

    clashes: tuple[Clash, ...]
    "Where somebody has to choose."
    theirs: tuple[Difference, ...]
    "What only the saved one changed."
    mine: tuple[Difference, ...]
    "What only the other changed."
    both: tuple[Difference, ...]
    "What both changed alike."


def compare(base: Document, mine: Document, theirs: Document, renamed: Renames = _NONE) -> Compared:
    """What two edits of `base` changed, and where they clash; `renamed` in `mine`."""
    their, my = _by_path(differences(base, theirs)), _by_path(differences(base, mine))
    for path in _two_kinds(base, mine, theirs, my, their):
        their, my = _as_one(path, base, theirs, their), _as_one(path, base, mine, my)
    clashing: dict[Path, list[Difference]] = {}
    both, taken = [], set()
    for path, one in my.items():
        there = _covering(their, path)
        if there is not None and their[there] == one:
            both.append(one)
            taken.add(there)
        elif there is not None:
            clashing.setdefault(there, []).append(one)
            taken.add(there)
    for path in [one for one in their if one not in taken]:
        above = None if path in my else _covering(my, path)
        if above is not None:
            clashing[above] = [my[above]]
            taken.add(path)
    clashes = [
        _clash(path, changed, their, base, mine, theirs) for path, changed in clashing.items()
    ]
    undone = {one.path for changed in clashing.values() for one in changed}
    gone = gone_meanwhile(base, mine, theirs, renamed)
    clashes += [_gone(path, renamed[path], base, mine) for path in gone]
    undone |= {renamed[path] for path in gone}
    return Compared(
        clashes=tuple(clashes),
        theirs=tuple(one for path, one in their.items() if path not in taken),
        mine=tuple(one for path, one in my.items() if one not in both and path not in undone),
        both=tuple(one for one in both if one.path not in gone),
    )


def gone_meanwhile(
    base: Document, mine: Document, theirs: Document, renamed: Renames
) -> list[Path]:
    """What `mine` has by another key and `theirs` took away: where it stood before both."""
    return [
        path
        for path, now in renamed.items()
        if value_at(base, path) is not None
        and value_at(mine, now) is not None
        and value_at(theirs, path) is None
        and value_at(theirs, now) is None
    ]


def merged(
    base: Document,
    mine: Document,
    theirs: Document,
    chosen: Collection[Path] = (),
    renamed: Renames = _NONE,
) -> Document:
    """`theirs` with what `mine` changed since `base`; where they clash, theirs, but for the paths
    that are `chosen`.
    """
    found = compare(base, mine, theirs, renamed)
    document = applied(theirs, (one for one in found.mine if not one.is_order))
    for clash in found.clashes:
        if clash.path in chosen:
            document = put(document, clash.path, clash.mine)
    return applied(document, (one for one in found.mine if one.is_order))


def _by_path(found: Iterable[Difference]) -> dict[Path, Difference]:
    return {one.path: one for one in found}


def _covering(there: Mapping[Path, Difference], path: Path) -> Path | None:
    """The path itself, or one above it, where something differs."""
    for length in range(len(path), 0, -1):
        one = there.get(path[:length])
        if one is not None and (length == len(path) or not one.is_order):
            return one.path
    return None


def _clash(
    path: Path,
    changed: list[Difference],
    their: Mapping[Path, Difference],
    base: Document,
    mine: Document,
    theirs: Document,
) -> Clash:
    one = their.get(path) or changed[0]
    return Clash(
        path=path,
        before=value_at(base, path),
        theirs=value_at(theirs, path),
        mine=value_at(mine, path),
        owner=one.owner,
        field=one.field,
        changed=tuple(changed),
    )


def _gone(before: Path, now: Path, base: Document, mine: Document) -> Clash:
    was, is_now = value_at(base, before), value_at(mine, now)
    changed = tuple(of_fields(now, was, is_now))
    return Clash(now, was, None, is_now, type(was), "", changed)


def _two_kinds(
    base: Document, mine: Document, theirs: Document, my: Changes, their: Changes
) -> set[Path]:
    """Where both changed something of what is one of several kinds, and it ends as two."""
    found: set[Path] = set()
    for path in my:
        for length in range(1, len(path)):
            here = path[:length]
            if here in found:
                break
            was, *sides = (value_at(one, here) for one in (base, mine, theirs))
            if not all(isinstance(one, Destination) for one in (was, *sides)):
                continue
            if sides[0].given != sides[1].given and any(one[:length] == here for one in their):
                found.add(here)
                break
    return found


def _as_one(
    path: Path, base: Document, edited: Document, changes: Changes
) -> dict[Path, Difference]:
    """The changes, with those there as one."""
    owner = type(value_at(base, path[:-1]))
    one = Difference(path, owner, path[-1], value_at(base, path), value_at(edited, path))
    kept = {at: other for at, other in changes.items() if at[: len(path)] != path}
    return {**kept, path: one}
