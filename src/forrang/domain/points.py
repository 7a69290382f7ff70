"""Points: the places in a customer's setup where a call can stand, walked in one way by everybody.

A point is a main number, or one choice of a menu. Its id is the number, for a choice followed by the
keys that lead there: `+4722334455/2`, and `+4722334455/2.1` for key 1 of the menu under key 2. A
point's VIP list and its waiting line go by that id.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from forrang.domain.call_setup import CallSetup, Choice, Destination, Menu
from forrang.domain.main_number import MainNumber
from forrang.domain.opening_hours import OpeningHours
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_list import VipList

PointId = str
"A point's id."


@dataclass(frozen=True, slots=True)
class Point:
    """A point as the setup has it."""

    number: PhoneNumber
    "The main number."
    keys: tuple[str, ...]
    "The keys that lead there; none: it is the main number itself."
    part: MainNumber | Choice
    "What the setup says of it."

    @property
    def id(self) -> PointId:
        """The point's id."""
        return point_id(self.number, self.keys)

    @property
    def name(self) -> str | None:
        """What the customer calls it."""
        return self.part.name

    @property
    def setup(self) -> CallSetup:
        """What it does with a call."""
        return self.part.setup

    @property
    def vip(self) -> VipList | None:
        """Its VIP list."""
        return self.part.vip

    @property
    def opening_hours(self) -> OpeningHours | None:
        """When it is open; None: always."""
        return self.part.opening_hours

    @property
    def closed(self) -> Destination | None:
        """What it does when closed."""
        return self.part.closed


def ordinary_group(part: MainNumber | Choice) -> str | None:
    """Whose members are the ordinary answerers of a point: those of its queue, else those whom its
    VIP list overflows to.
    """
    if part.setup.queue is not None:
        return part.setup.queue.group
    return None if part.vip is None else part.vip.overflow_to


def waited_for(part: MainNumber | Choice) -> str | None:
    """The group whose voicemail a point's calls come to that leave its line unserved: the ordinary
    answerers', where there are none the first that its VIP list names.
    """
    named = () if part.vip is None else part.vip.answerers
    return ordinary_group(part) or next((one.group for one in named if one.group), None)


def point_id(number: PhoneNumber, keys: tuple[str, ...] = ()) -> PointId:
    """The id of a point."""
    return f"{number}/{'.'.join(keys)}" if keys else number


def points_of(main_number: MainNumber) -> Iterator[Point]:
    """A main number and every choice under it, the number first, then as the customer sees them."""
    yield Point(main_number.number, (), main_number)
    yield from _choices(main_number.number, (), main_number.setup.menu)


def _choices(number: PhoneNumber, keys: tuple[str, ...], menu: Menu | None) -> Iterator[Point]:
    for choice in menu.choices if menu is not None else ():
        here = (*keys, choice.key)
        yield Point(number, here, choice)
        yield from _choices(number, here, choice.setup.menu)


def every_point(main_numbers: tuple[MainNumber, ...]) -> Iterator[Point]:
    """Every point of these main numbers."""
    for main_number in main_numbers:
        yield from points_of(main_number)


Change = Callable[[Point], MainNumber | Choice]
"Gives a point's part as it shall be; its choices are changed already."


def changed(main_number: MainNumber, change: Change) -> MainNumber:
    """A main number with every point changed, the choices first."""
    part = _with_choices(main_number, main_number.number, (), change)
    made = change(Point(main_number.number, (), part))
    assert isinstance(made, MainNumber)
    return made


def _with_choices(
    part: MainNumber | Choice, number: PhoneNumber, keys: tuple[str, ...], change: Change
) -> MainNumber | Choice:
    menu = part.setup.menu
    if menu is None:
        return part
    choices = []
    for choice in menu.choices:
        here = (*keys, choice.key)
        inner = _with_choices(choice, number, here, change)
        made = change(Point(number, here, inner))
        assert isinstance(made, Choice)
        choices.append(made)
    with_choices = replace(menu, choices=tuple(choices))
    return replace(part, setup=replace(part.setup, menu=with_choices))
