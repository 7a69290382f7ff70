"""What a setup says at a point: who answers there, whose list is in force, and when it is open."""

from math import inf
from typing import NamedTuple
from zoneinfo import ZoneInfo

from forrang.domain.answer_group import Ringing
from forrang.domain.call_setup import Choice, Queue
from forrang.domain.document import Document, Service
from forrang.domain.main_number import MainNumber
from forrang.domain.open_or_closed import opening
from forrang.domain.opening_hours import OpeningHours
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_list import Answerer, VipList

from .state import Call, Who

Pool = tuple[str, dict[PhoneNumber, list[str]]]  # a pointer's name; who answers, and where


class View(NamedTuple):  # what the setup in force says of a call
    queue: Queue
    ringing: Ringing
    pools: list[Pool]  # its own answerers, the ordinary
    after: float  # overflow
    list_gone: bool


def points(setup: Document) -> dict[str, MainNumber | Choice]:
    """Every main number and every choice, by its id."""
    found: dict[str, MainNumber | Choice] = {}

    def walk(id: str, part: MainNumber | Choice) -> None:
        found[id] = part
        for choice in part.setup.menu.choices if part.setup.menu else ():
            walk(under(id, choice.key), choice)

    for number in setup.main_numbers:
        walk(number.number, number)
    return found


def under(point: str, key: str) -> str:
    """The id of the choice to which a key leads."""
    return f"{point}.{key}" if "/" in point else f"{point}/{key}"


def list_in_force(setup: Document, point: str) -> VipList | None:
    """The VIP list of the point: ticked, and the service active."""
    vip = points(setup)[point].vip
    return vip if vip and vip.on and Service.VIP_LIST in setup.services else None


def is_open(setup: Document, hours: OpeningHours | None, at: float) -> bool:
    return hours is None or opening(hours, at, ZoneInfo(setup.time_zone)).open


def view(setup: Document, here: set[PhoneNumber], call: Call) -> View:
    """What the setup says of a call; `here` are those who are employees (still)."""
    part, vip = points(setup)[call.point], list_in_force(setup, call.point)
    groups = {one.name: one for one in setup.groups}

    def named(answerers: tuple[Answerer, ...]) -> list[Who]:
        found: list[Who] = []
        for one in answerers:
            found += [(one.employee, f"list:{call.point}")] if one.employee else []
            for mobile in groups[one.group].members if one.group else ():
                found.append((mobile, f"group:{one.group}"))
        return found

    def pool(pointer: str, seats: list[Who]) -> Pool:
        found: dict[PhoneNumber, list[str]] = {}
        for mobile, place in [one for one in seats if one[0] in here]:
            found.setdefault(mobile, []).append(place)
        return pointer, found

    def group(name: str | None) -> list[Pool]:
        return [pool(f"group:{name}", named((Answerer(group=name),)))] if name else []

    queue = part.setup.queue or Queue(group="")
    # a menu has no ordinary answerers, but those whom its list overflows to
    ordinary = queue.group or (part.vip.overflow_to if part.vip else None)
    others = group(ordinary)
    more = [] if call.after_hours else group(queue.overflow_to)  # nobody overflows then
    if vip is None or call.vip_since is None:
        ringing = groups[ordinary].ringing if ordinary else Ringing()
        after = queue.overflow_after if more else inf
        gone = call.vip_since is not None and not call.after_hours
        return View(queue, ringing, [*others, *more], after, gone)
    late = vip.when_closed if call.after_hours else None
    answerers = (late.answerers if late else ()) or vip.answerers
    own = pool(f"list:{call.point}", named(answerers)) if answerers else None
    if own is None:  # a list that names nobody has the ordinary answerers as its own
        own, others = (f"list:{call.point}", others[0][1] if others else {}), []
    rest = [] if call.after_hours else [*others, *more]
    after = inf if vip.overflow_after is None or not rest else vip.overflow_after
    return View(queue, vip.ringing, [own, *rest], after, False)


def who_answer(setup: Document) -> list[Who]:
    """Who answers where: the groups' members, and whom a list names directly."""
    found = [(mobile, f"group:{one.name}") for one in setup.groups for mobile in one.members]
    for id, part in points(setup).items():
        late = part.vip.when_closed.answerers if part.vip and part.vip.when_closed else ()
        for one in (*part.vip.answerers, *late) if part.vip else ():
            found += [(one.employee, f"list:{id}")] if one.employee else []
    return found
