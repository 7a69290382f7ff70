"""What the reference scheduler knows of a call, and what a setup says of it."""

from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

from forrang.acd import events as ev
from forrang.acd.records import Outcome
from forrang.domain.answer_group import Ringing
from forrang.domain.call_setup import Queue
from forrang.domain.document import Document, Service
from forrang.domain.phone_number import PhoneNumber

Who = tuple[PhoneNumber, ev.PlaceId]


class Gone(NamedTuple):  # how a call ended
    call: str
    why: Outcome
    place_from: float
    vip: bool


class Offer(NamedTuple):
    who: Who
    ends: float


class Kept(NamedTuple):  # a place, kept for who lost it
    whose: tuple[str, PhoneNumber | None]
    place: float
    first: PhoneNumber | None
    left: float


class View(NamedTuple):  # what the setup in force says of a call
    queue: Queue
    ringing: Ringing
    pools: list[tuple[str, dict[PhoneNumber, list[ev.PlaceId]]]]  # its own answerers, the ordinary
    after: float  # overflow
    list_gone: bool
    head_start: float | None  # None: no list is in force


@dataclass(eq=False)
class Call:
    id: str
    point: str
    caller: PhoneNumber | None
    asserted: bool
    place: float  # the arrival that its place counts from
    stood: float  # since when it stands in this line
    vip_since: float | None = None
    head_start: float = 0.0
    overflowed: bool = False
    waits: bool = True  # who rings waits no more, but in all at once
    at_door: bool = False
    first: PhoneNumber | None = None  # with whom it talks, or its talk was cut
    talk: Who | None = None
    offers: dict[str, Offer] = field(default_factory=dict)
    waits_for: list[str] | None = None  # held until these offers have ended
    release: float = inf
    missed: list[tuple[PhoneNumber, float]] = field(default_factory=list)  # and rests until


def view(setup: Document, here: set[PhoneNumber], call: Call) -> View:
    """What the setup says of a call; `here` are those who are employees (still)."""
    number = next(one for one in setup.main_numbers if one.number == call.point)
    groups, queue = {one.name: one for one in setup.groups}, number.setup.queue
    on = number.vip and number.vip.on and Service.VIP_LIST in setup.services
    vip = number.vip if on else None
    start = vip and vip.head_start

    def members(name: str) -> list[Who]:
        return [(mobile, f"group:{name}") for mobile in groups[name].members]

    def pool(pointer: str, named: list[Who]) -> tuple[str, dict[PhoneNumber, list[str]]]:
        found: dict[PhoneNumber, list[str]] = {}
        for mobile, place in [one for one in named if one[0] in here]:
            found.setdefault(mobile, []).append(place)
        return pointer, found

    ordinary = members(queue.group)
    others = pool(f"group:{queue.group}", ordinary)
    also = []
    if queue.overflow_to is not None:
        also = [pool(f"group:{queue.overflow_to}", members(queue.overflow_to))]
    if vip is None or call.vip_since is None:
        gone = call.vip_since is not None
        after = queue.overflow_after if also else inf
        return View(queue, groups[queue.group].ringing, [others, *also], after, gone, start)
    named: list[Who] = [] if vip.answerers else ordinary
    for one in vip.answerers:
        named = named + ([(one.employee, f"list:{call.point}")] if one.employee else [])
        named = named + (members(one.group) if one.group else [])
    more = [others, *also] if vip.answerers else also
    after = inf if vip.overflow_after is None or not more else vip.overflow_after
    own = pool(f"list:{call.point}", named)
    return View(queue, vip.ringing, [own, *more], after, False, start)


def who_answer(setup: Document) -> list[Who]:
    """Who answers where: the groups' members, and whom a list names directly."""
    found = [(mobile, f"group:{one.name}") for one in setup.groups for mobile in one.members]
    for number in setup.main_numbers:
        for one in number.vip.answerers if number.vip else ():
            found += [(one.employee, f"list:{number.number}")] if one.employee else []
    return found


def memory(kept: list[Kept], call: Call) -> Kept | None:
    """The place that a caller once had, if they lost one and rang again within ten minutes."""
    mine = [o for o in kept if call.caller and o.whose == (call.point, call.caller)]
    mine = [one for one in mine if one.left <= call.stood <= one.left + 600]
    return min(mine, key=lambda one: one.place, default=None)
