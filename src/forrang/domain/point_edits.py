"""Editing points: what a main number or a key does, keys that come and keys that go.

Every function gives a new document, and keeps what it is not about.
"""

from dataclasses import replace
from typing import Any

from forrang.domain.call_setup import KEYS, CallSetup, Choice, Menu
from forrang.domain.document import Document
from forrang.domain.document_check import MENU_LEVELS
from forrang.domain.main_number import MainNumber
from forrang.domain.points import Point, PointId, changed, every_point, point_id

NOTHING: dict[str, Any] = {
    "forward": None,
    "message": None,
    "voicemail": None,
    "queue": None,
    "menu": None,
    "repeat": False,
}
"""A setup's kinds, none of them given."""


def point_of(document: Document, id: PointId) -> Point | None:
    """A point by its id; None when there is none."""
    return next((one for one in every_point(document.main_numbers) if one.id == id), None)


def above(point: Point) -> PointId:
    """The point whose menu has the key; of a main number itself."""
    return point_id(point.number, point.keys[:-1])


def may_have_menu(keys: tuple[str, ...]) -> bool:
    """Whether a menu may stand where these keys lead."""
    return len(keys) < MENU_LEVELS


def given(setup: CallSetup, kind: str, value: Any) -> CallSetup:
    """The setup with this kind and no other."""
    return replace(setup, **{**NOTHING, kind: value})


def with_part(document: Document, id: PointId, part: MainNumber | Choice) -> Document:
    """With `part` at a point. A VIP list whose point has no queue any more goes on to overflow to
    the group that it overflowed to before.
    """

    def put(point: Point) -> MainNumber | Choice:
        if point.id != id:
            return point.part
        queue, vip = point.setup.queue, part.vip
        if part.setup.queue is None and queue is not None and vip is not None:
            return replace(part, vip=replace(vip, overflow_to=vip.overflow_to or queue.group))
        return part

    return replace(document, main_numbers=tuple(changed(one, put) for one in document.main_numbers))


def with_choice(document: Document, id: PointId, choice: Choice) -> Document:
    """With one more key in the menu of a point."""
    return _with_menu(document, id, lambda menu: replace(menu, choices=(*menu.choices, choice)))


def without_choice(document: Document, point: Point) -> Document:
    """Without a key. Where it was what counts when no key is pressed, the call ends then."""

    def taken(menu: Menu) -> Menu:
        key = point.keys[-1]
        return replace(
            menu,
            choices=tuple(one for one in menu.choices if one.key != key),
            otherwise=None if menu.otherwise == key else menu.otherwise,
        )

    return _with_menu(document, above(point), taken)


def free_keys(menu: Menu | None) -> list[str]:
    """The keys that a menu does not use yet."""
    used = () if menu is None else [one.key for one in menu.choices]
    return [key for key in KEYS if key not in used]


def _with_menu(document: Document, id: PointId, change: Any) -> Document:
    def put(point: Point) -> MainNumber | Choice:
        part, menu = point.part, point.setup.menu
        if point.id != id or menu is None:
            return part
        return replace(part, setup=replace(part.setup, menu=change(menu)))

    return replace(document, main_numbers=tuple(changed(one, put) for one in document.main_numbers))
