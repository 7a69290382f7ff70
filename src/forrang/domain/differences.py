"""What differs between two setups, field by field.

1. It follows the fields of the dataclasses: a new field is found without a line here. What is found
   by a key (`KEYS`) is compared with what has the same key.
2. `applied(before, differences(before, after)) == after`, whatever the two are.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import reduce
from typing import Any, TypeVar

from forrang.domain.document import Document

Path = tuple[str, ...]
"""Where a value stands: names of fields, and behind one of `KEYS` the key of the item."""

KEYS = {"employees": "mobile", "groups": "name", "main_numbers": "number", "choices": "key"}
"""Fields that are lists of items, each with the field by which an item is known."""

SORTED = {"choices"}
"""Those that keep an order of their own: nobody changes it."""

_CHOICES = ("setup", "menu", "choices")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs."""

    path: Path
    "Where."
    owner: type
    "The class that has the field; of an item that came or went, the item's."
    field: str
    "The field; empty for an item that came or went."
    before: Any
    "What it was; None when it was not there. Of an order, the keys."
    after: Any
    "What it is."

    @property
    def is_order(self) -> bool:
        """Whether items of a list changed their places."""
        return self.field in KEYS and self.path[-1] == self.field


def differences(before: Document, after: Document) -> tuple[Difference, ...]:
    """What was changed to make `after` of `before`."""
    return tuple(of_fields((), before, after))


def applied(document: Document, changes: Iterable[Difference]) -> Document:
    """The document with these changes."""
    return reduce(lambda done, one: put(done, one.path, one.after), changes, document)


def keys_to(path: Path) -> tuple[tuple[str, ...], int]:
    """The keys that lead to the point which a main number's path is of, and where in the path the
    point's own begins.
    """
    keys: tuple[str, ...] = ()
    at = 2
    while path[at : at + 3] == _CHOICES and len(path) > at + 3:
        keys, at = (*keys, path[at + 3]), at + 4
    return keys, at


def value_at(whole: Any, path: Path) -> Any:
    """What stands there; None when nothing does. Of a list of items, their keys."""
    if not path or whole is None:
        return whole
    name, *rest = path
    inner = getattr(whole, name)
    if name not in KEYS:
        return value_at(inner, tuple(rest))
    if not rest:
        return _keys(name, inner)
    found = next((one for one in inner if getattr(one, KEYS[name]) == rest[0]), None)
    return value_at(found, tuple(rest[1:]))


def put(whole: T, path: Path, value: Any) -> T:
    """`whole` with `value` there. An item that is None is taken away, a new one is the last; of a
    list of items `value` is the order of its keys.
    """
    name, *rest = path
    inner = getattr(whole, name)
    if name in KEYS:
        new = _with_item(name, inner, rest, value) if rest else _in_order(name, inner, value)
    else:
        new = put(inner, tuple(rest), value) if rest else value
    return replace(whole, **{name: new})  # type: ignore[type-var]


def of_fields(path: Path, before: Any, after: Any) -> Iterator[Difference]:
    """What differs between two of one class that stand there."""
    for one in fields(before):
        old, new = getattr(before, one.name), getattr(after, one.name)
        here = (*path, one.name)
        if old == new:
            continue
        if one.name in KEYS:
            yield from _of_items(here, type(before), old, new)
        elif is_dataclass(old) and type(old) is type(new):
            yield from of_fields(here, old, new)
        else:
            yield Difference(here, type(before), one.name, old, new)


def _of_items(here: Path, owner: type, old: Any, new: Any) -> Iterator[Difference]:
    name = here[-1]
    was, is_now = (dict(zip(_keys(name, items), items, strict=True)) for items in (old, new))
    for key in dict.fromkeys((*was, *is_now)):
        before, after = was.get(key), is_now.get(key)
        if before is None or after is None:
            yield Difference((*here, key), type(before or after), "", before, after)
        elif before != after:
            yield from of_fields((*here, key), before, after)
    if name in SORTED:
        return
    stayed = [key for key in was if key in is_now]
    if [*stayed, *(key for key in is_now if key not in was)] != list(is_now):
        yield Difference(here, owner, name, tuple(was), tuple(is_now))


def _keys(name: str, items: Iterable[Any]) -> tuple[str, ...]:
    return tuple(getattr(one, KEYS[name]) for one in items)


def _with_item(name: str, items: Any, rest: list[str], value: Any) -> tuple[Any, ...]:
    key, *below = rest
    make: Callable[[Any], Any] = (
        (lambda one: put(one, tuple(below), value)) if below else (lambda _: value)
    )
    there = _keys(name, items)
    found = [make(one) if at == key else one for at, one in zip(there, items, strict=True)]
    if key not in there:
        found.append(make(None))
    return tuple(one for one in found if one is not None)


def _in_order(name: str, items: Any, order: Iterable[str]) -> tuple[Any, ...]:
    """What the order does not name comes after."""
    places = {key: at for at, key in enumerate(order)}
    return tuple(sorted(items, key=lambda one: places.get(getattr(one, KEYS[name]), len(places))))
