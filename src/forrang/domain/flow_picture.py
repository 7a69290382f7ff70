"""A main number's call setup as a picture: a tree that is read from the call's arrival on.

Each node is one thing that happens to a call, with the part of the document that says so, what is
wrong with it, and where it is set. Words are made of it by whoever shows it. Read aloud from the
top, with what stands under a node after it, it is the whole call setup; every point of the document
is there once.

The door comes before the list here, as whoever looks at it thinks of it: VIPs meet a closed door
too, unless the list says otherwise, and then that stands under the closed door.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.call_setup import (
    CallSetup,
    Choice,
    Destination,
    Menu,
    NobodyLoggedIn,
    Queue,
)
from forrang.domain.document import Document, Service
from forrang.domain.main_number import MainNumber
from forrang.domain.menu_words import named_keys
from forrang.domain.opening_hours import OpeningHours
from forrang.domain.points import Point, PointId, ordinary_group
from forrang.domain.vip_list import Answerer, VipList
from forrang.domain.voicemails import awaited


class Kind(StrEnum):
    """What a node is about."""

    ARRIVED = "arrived"
    "Somebody calls the main number."
    OPEN = "open"
    "The opening hours; under it what happens when it is open."
    CLOSED = "closed"
    "What happens when it is not."
    VIP = "vip"
    "Who is on the VIP list."
    VIP_CLOSED = "vip-closed"
    "VIPs who are taken though it is closed."
    MENU = "menu"
    "The greeting and the keys."
    KEY = "key"
    "One key of it."
    NO_KEY = "no-key"
    "No key, or one that does nothing."
    REPEAT = "repeat"
    "The menu is told again."
    QUEUE = "queue"
    "The caller waits for an answer group."
    OVERFLOW = "overflow"
    "Another group is asked too."
    WAITED_TOO_LONG = "waited-too-long"
    VIP_WAITED_TOO_LONG = "vip-waited-too-long"
    "A VIP's place of their own after the longest wait."
    LINE_FULL = "line-full"
    LOGGED_OUT = "logged-out"
    AWAY = "away"
    "Forwarded, told a message, or to voicemail."


class Trouble(StrEnum):
    """What is wrong, or easily overlooked."""

    NOBODY_IN_GROUP = "nobody-in-group"
    NOBODY_ANSWERS_VIPS = "nobody-answers-vips"
    "A menu or a forward has no ordinary answerers, and the list names nobody."
    LIST_EMPTY = "list-empty"
    KEY_NOT_SET = "key-not-set"
    "The greeting names a key that does nothing."
    KEY_NOT_NAMED = "key-not-named"
    "A key does something that the greeting does not tell."
    NO_KEYS = "no-keys"
    NO_MESSAGE = "no-message"
    "A closed door without words of the customer's own."


class Where(StrEnum):
    """The page on which a node is set."""

    SETUP = "setup"
    HOURS = "hours"
    VIP_LIST = "vip-list"
    GROUP = "group"
    "The group that is the node's part."


Part = (
    MainNumber | Choice | OpeningHours | VipList | Menu | Queue | Destination | AnswerGroup | None
)


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that is wrong with a node."""

    trouble: Trouble
    key: str = ""
    "The key that it is about."


@dataclass(frozen=True, slots=True)
class Node:
    """One thing that happens to a call."""

    kind: Kind
    point: PointId
    "At which point."
    part: Part
    "What the document says of it."
    where: Where = Where.SETUP
    "Where it is set."
    others: bool = False
    "Whether it is for all who are not on the VIP list beside it."
    amount: float | None = None
    "After how many seconds, of overflow and the longest wait; how many wait, of a full line."
    warnings: tuple[Warned, ...] = ()
    children: tuple["Node", ...] = ()

    def every(self) -> Iterator["Node"]:
        """It and all that stand under it, in the order in which they are read."""
        yield self
        for one in self.children:
            yield from one.every()


def picture(
    document: Document, main_number: MainNumber, entries: Mapping[PointId, int] | None = None
) -> Node:
    """The picture of a main number; `entries`: how many entries the VIP lists have, by their ids.
    Without it no list is called empty.
    """
    drawing = _Drawing(document, entries)
    number = main_number.number
    point = Point(number, (), main_number)
    return Node(Kind.ARRIVED, number, main_number, children=drawing.at(point))


_NO_QUEUE = Queue("")
"""How a list waits where there is no queue for others."""


class _Drawing:
    """The parts of one document, as nodes."""

    def __init__(self, document: Document, entries: Mapping[PointId, int] | None):
        self._document = document
        self._groups = {one.name: one for one in document.groups}
        self._entries = entries
        self._with_vip = Service.VIP_LIST in document.services

    def at(self, point: Point) -> tuple[Node, ...]:
        """What happens at a point."""
        inside = self._inside(point)
        hours = point.opening_hours
        if hours is None:
            return inside
        door = Node(Kind.OPEN, point.id, hours, Where.HOURS, children=inside)
        return door, self._closed(point)

    def _inside(self, point: Point) -> tuple[Node, ...]:
        vip = self._vip_in_force(point)
        if vip is None:
            return self._does(point, point.setup, others=False)
        return self._vip(point, vip), *self._does(point, point.setup, others=True)

    def _vip_in_force(self, point: Point) -> VipList | None:
        vip = point.vip
        return vip if vip is not None and vip.on and self._with_vip else None

    def _vip(self, point: Point, vip: VipList) -> Node:
        ordinary = ordinary_group(point.part)
        others = None if ordinary is None else self._groups.get(ordinary)
        overflows = bool(vip.answerers) and vip.overflow_after is not None
        warnings = []
        if self._entries is not None and not self._entries.get(point.id):
            warnings.append(Warned(Trouble.LIST_EMPTY))
        asked_too = others is not None and others.members and (overflows or not vip.answerers)
        if not asked_too and not self._anybody(vip.answerers):
            warnings.append(Warned(Trouble.NOBODY_ANSWERS_VIPS))
        under: tuple[Node, ...] = ()
        if overflows and others is not None:
            under = (self._overflow(point, others, vip.overflow_after, Where.VIP_LIST),)
        wait = (point.setup.queue or _NO_QUEUE).max_wait_seconds
        if vip.waited_too_long is not None:
            kind, then = Kind.VIP_WAITED_TOO_LONG, vip.waited_too_long
            under += (Node(kind, point.id, then, Where.VIP_LIST, amount=wait),)
        elif point.setup.queue is None and awaited(self._document, point) is not None:
            under += (self._unserved(point, Kind.VIP_WAITED_TOO_LONG, None, wait),)
        return Node(
            Kind.VIP, point.id, vip, Where.VIP_LIST, warnings=tuple(warnings), children=under
        )

    def _anybody(self, answerers: tuple[Answerer, ...]) -> bool:
        return any(one.employee is not None or self._members(one.group) for one in answerers)

    def _members(self, group: str | None) -> bool:
        return group in self._groups and bool(self._groups[group].members)

    def _closed(self, point: Point) -> Node:
        vip, children = self._vip_in_force(point), []
        if vip is not None and vip.when_closed is not None:
            children.append(Node(Kind.VIP_CLOSED, point.id, vip, Where.HOURS))
        warnings = () if point.closed is not None else (Warned(Trouble.NO_MESSAGE),)
        return Node(
            Kind.CLOSED,
            point.id,
            point.closed,
            Where.HOURS,
            warnings=warnings,
            children=tuple(children),
        )

    def _does(self, point: Point, setup: CallSetup, others: bool) -> tuple[Node, ...]:
        if setup.queue is not None:
            return (self._queue(point, setup.queue, others),)
        if setup.menu is not None:
            return (self._menu(point, setup.menu, others),)
        if setup.repeat:
            return (Node(Kind.REPEAT, point.id, None, others=others),)
        return (Node(Kind.AWAY, point.id, setup, others=others),)

    def _queue(self, point: Point, queue: Queue, others: bool) -> Node:
        under = []
        asked_too = None if queue.overflow_to is None else self._groups.get(queue.overflow_to)
        if asked_too is not None:
            under.append(self._overflow(point, asked_too, queue.overflow_after, Where.SETUP))
        wait = queue.max_wait_seconds
        under.append(self._unserved(point, Kind.WAITED_TOO_LONG, queue.waited_too_long, wait))
        if queue.max_waiting is not None:
            most = queue.max_waiting
            under.append(self._unserved(point, Kind.LINE_FULL, queue.line_full, most))
        if queue.nobody_logged_in is NobodyLoggedIn.LEAVE:
            under.append(self._unserved(point, Kind.LOGGED_OUT, queue.all_logged_out))
        return Node(
            Kind.QUEUE,
            point.id,
            queue,
            others=others,
            warnings=() if self._members(queue.group) else (Warned(Trouble.NOBODY_IN_GROUP),),
            children=tuple(under),
        )

    def _unserved(
        self, point: Point, kind: Kind, then: Destination | None, amount: float | None = None
    ) -> Node:
        """Where a call goes from its line: where the point says, else to the group's voicemail."""
        group = awaited(self._document, point)
        if then is not None or group is None:
            return Node(kind, point.id, then, amount=amount)
        return Node(kind, point.id, group, Where.GROUP, amount=amount)

    def _overflow(
        self, point: Point, group: AnswerGroup, after: float | None, where: Where
    ) -> Node:
        warnings = () if group.members else (Warned(Trouble.NOBODY_IN_GROUP),)
        return Node(Kind.OVERFLOW, point.id, group, where, amount=after, warnings=warnings)

    def _menu(self, point: Point, menu: Menu, others: bool) -> Node:
        there = {one.key for one in menu.choices}
        named = named_keys(menu.greeting.say) if menu.greeting.say is not None else None
        warnings = [Warned(Trouble.KEY_NOT_SET, key) for key in named or () if key not in there]
        if not there:
            warnings.append(Warned(Trouble.NO_KEYS))
        keys = []
        for choice in menu.choices:
            here = Point(point.number, (*point.keys, choice.key), choice)
            # a greeting that names no key at all leads elsewhere, or is said in a way of its own
            silent = bool(named) and choice.key not in (named or ())
            keys.append(
                Node(
                    Kind.KEY,
                    here.id,
                    choice,
                    warnings=(Warned(Trouble.KEY_NOT_NAMED, choice.key),) if silent else (),
                    children=self.at(here),
                )
            )
        otherwise = None if menu.otherwise is None else menu.choice(menu.otherwise)
        no_key = Node(Kind.NO_KEY, point.id, otherwise or menu)
        return Node(
            Kind.MENU,
            point.id,
            menu,
            others=others,
            warnings=tuple(warnings),
            children=(*keys, no_key),
        )
