"""The keys of a menu as a page shows them: a line each, and the picture of the keypad."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.call_setup import CallSetup, Choice, Menu
from forrang.domain.points import Point, points_of
from forrang.portal.tenancy import Person
from forrang.site.pages import page
from forrang.site.templatetags.forrang import number as shown
from forrang.storage.list_sizes import list_sizes

LAYOUT = "123456789*0#"
"""The keys as they lie on a telephone."""


@dataclass(frozen=True, slots=True)
class Line:
    """A key."""

    choice: Choice
    "What the setup says of it."
    goes: str
    "Where it goes, in words."
    edit: str
    "The address of its page."
    remove: str
    "Where it is removed."
    vip: str
    "The address of its VIP list; empty where none is in force."
    entries: int
    "How many entries that has."


@dataclass(frozen=True, slots=True)
class Pad:
    """A key of the picture."""

    key: str
    "Which."
    used: bool
    "Whether it does something."
    vip: bool
    "Whether its VIP queue is on."


@dataclass(frozen=True, slots=True)
class Lost:
    """A key that would go."""

    words: str
    "The keys that lead there, and its name."
    goes: str
    "Where it goes, in words."
    entries: int
    "How many entries its VIP list has; they are kept."


def edit_page(point: Point, above: bool = False) -> str:
    """Where a point is edited, or what stands above it."""
    keys = point.keys[:-1] if above else point.keys
    if above and not point.keys:
        return reverse("setup")
    if keys:
        return reverse("edit-key", args=[point.number, keys])
    return reverse("edit-number", args=[point.number])


def trail(person: Person, point: Point) -> list[tuple[str, str]]:
    """The keys above a key, in words, each with the address of its page."""
    above = [
        one
        for one in points_of(person.main_number(point.number))
        if one.keys and one.keys == point.keys[: len(one.keys)] and one.keys != point.keys
    ]
    return [(_("Key %(key)s") % {"key": ", ".join(one.keys)}, edit_page(one)) for one in above]


def lines(person: Person, point: Point) -> Iterator[Line]:
    """The keys of a point's menu."""
    counts = entries_of(person)
    menu = point.setup.menu
    for choice in menu.choices if menu is not None else ():
        key = Point(point.number, (*point.keys, choice.key), choice)
        on = _vip(person, choice)
        yield Line(
            choice=choice,
            goes=goes(choice.setup),
            edit=edit_page(key),
            remove=reverse("remove-key", args=[key.number, key.keys]),
            vip=page("vip-list", key.id) if on else "",
            entries=counts.get(key.id, 0),
        )


def keypad(person: Person, menu: Menu) -> list[Pad]:
    """The picture."""
    found = {one.key: one for one in menu.choices}
    return [Pad(key, key in found, key in found and _vip(person, found[key])) for key in LAYOUT]


def lost(person: Person, point: Point) -> Iterator[Lost]:
    """The keys under a point, all levels; of a key also itself."""
    counts = entries_of(person)
    main_number = person.main_number(point.number)
    for one in points_of(main_number):
        if one.keys[: len(point.keys)] == point.keys and one.keys != point.keys:
            words = f"{', '.join(one.keys)} {one.name or ''}".rstrip()
            yield Lost(words, goes(one.setup), counts.get(one.id, 0))


def goes(setup: CallSetup) -> str:
    """Where a key goes, in words."""
    if setup.queue is not None:
        return _("Answer group %(name)s") % {"name": setup.queue.group}
    if setup.menu is not None:
        keys = len(setup.menu.choices)
        told = ngettext("A menu with %(n)s key", "A menu with %(n)s keys", keys)
        return told % {"n": keys}
    if setup.forward is not None:
        return _("Forwards to %(number)s") % {"number": shown(setup.forward)}
    if setup.message is not None:
        return _("Reads out a message")
    return _("Reads the menu again") if setup.repeat else _("Takes a message (voicemail)")


def entries_of(person: Person) -> dict[str, int]:
    """How many entries each list has, used or not; nothing without the service."""
    if not person.vip_activated:
        return {}
    return list_sizes(person.customer.pk)


def _vip(person: Person, choice: Choice) -> bool:
    return person.vip_activated and choice.vip is not None and choice.vip.on
