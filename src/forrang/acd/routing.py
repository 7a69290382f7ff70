"""Where a call stands, and who may answer it: a setup, made ready for decisions.

A point has one line for ordinary calls and, where its VIP list is in force, two for VIPs: before
overflow the list's own answerers take from it, after it the ordinary ones as well. Who answers at
several points or in several groups has a seat in each, so a freed person knows the few lines that
they serve.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from forrang.acd.answerers import Answerers, Pointer
from forrang.acd.events import ORDINARY, PlaceId, Standing, WhyClass
from forrang.acd.presence import Member
from forrang.acd.waiting_line import WaitingLine
from forrang.domain.answer_group import AnswerGroup, Ringing
from forrang.domain.call_setup import Destination, Queue
from forrang.domain.document import Document, Service
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import Point as SetupPoint
from forrang.domain.points import PointId, every_point, ordinary_group, point_id, waited_for
from forrang.domain.staffing import everybody_named
from forrang.domain.vip_entries import VipEntries, day_number
from forrang.domain.vip_list import Answerer, VipList

MemberOf = Callable[[PlaceId, PhoneNumber], Member | None]
"Finds the member that answers at a place; None for somebody who is no employee (any more)."
PointerOf = Callable[[PlaceId], Pointer]
"Finds the pointer of a group or a list."


def group_place(name: str) -> PlaceId:
    """The place of a group."""
    return f"group:{name}"


def list_place(list_id: PointId) -> PlaceId:
    """The place of a VIP list that names employees directly."""
    return f"list:{list_id}"


NO_QUEUE = Queue(group="")
"""How VIPs wait at a point that has no queue of its own: by the defaults."""


class Point:
    """A main number or a choice, ready for decisions."""

    __slots__ = (
        "closed_line", "first_line", "id", "number", "ordinary_line", "ordinary_over_line",
        "over_line", "queue", "setup", "unserved", "vip",
    )  # fmt: skip

    def __init__(self, setup: SetupPoint):
        self.id: PointId = setup.id
        self.number: PhoneNumber = setup.number
        "The main number; kept places go by it."
        self.setup = setup
        "The point as the setup has it."
        self.queue: Queue = setup.setup.queue or NO_QUEUE
        self.unserved: Destination | None = None
        "Where a call goes that leaves its line unserved, where its queue and list do not say."
        self.ordinary_line: WaitingLine
        self.ordinary_over_line: WaitingLine
        "Of ordinary calls after overflow; the same one where the queue overflows to nobody."
        self.vip: VipList | None = None
        "The VIP list, where it is in force."
        self.first_line: WaitingLine
        "Of VIPs before overflow; the ordinary one where no list is in force."
        self.over_line: WaitingLine
        "Of VIPs after it; the same one where the list names nobody."
        self.closed_line: WaitingLine
        "Of VIPs who are taken when it is closed; they have no overflow."

    def line_for(self, vip: bool, overflowed: bool, after_hours: bool = False) -> WaitingLine:
        """The line of a class, before or after overflow, or outside the opening hours."""
        if not vip or self.vip is None:
            return self.ordinary_over_line if overflowed else self.ordinary_line
        if after_hours:
            return self.closed_line
        return self.over_line if overflowed else self.first_line

    def lines(self) -> Iterable[WaitingLine]:
        """Its lines, each once."""
        ordinary = (self.ordinary_line, self.ordinary_over_line)
        return dict.fromkeys((self.first_line, self.over_line, *ordinary, self.closed_line))


class Routes:
    """A customer's setup, made ready: its points, and the answerers of its groups and lists."""

    def __init__(self, document: Document, member_of: MemberOf, pointer_of: PointerOf):
        self.document = document
        self.zone = ZoneInfo(document.time_zone)
        self.answerers: dict[str, Answerers] = {}
        "Of the groups; those of a point that is gone by names of their own."
        self.points: dict[PointId, Point] = {}
        self.sources: dict[PointId, Document] = {}
        "The last version that had the point; this one but for points that are gone."
        self.current = frozenset(one.id for one in every_point(document.main_numbers))
        "The points that this version has."
        self._member_of = member_of
        self._pointer_of = pointer_of
        for one in every_point(document.main_numbers):
            self._add_point(one, document, "")

    def keep_gone(self, point: PointId, source: Document) -> None:
        """Keep a point that this version lacks, as the last version had it: its callers wait on."""
        for one in every_point(source.main_numbers):
            if one.id == point:
                self._add_point(one, source, f"gone:{point}:")

    def of_number(self, point: Point) -> Point:
        """The main number of a point."""
        if point.number not in self.points:
            self.keep_gone(point.number, self.sources[point.id])
        return self.points[point.number]

    def under(self, point: Point, key: str) -> Point:
        """The point to which a key of a point's menu leads."""
        id = point_id(point.number, (*point.setup.keys, key))
        if id not in self.points:
            self.keep_gone(id, self.sources[point.id])
        return self.points[id]

    def today(self, now: float) -> int:
        """The day number of `now` (UTC seconds) in the customer's time zone."""
        return day_number(datetime.fromtimestamp(now, self.zone).date())

    def _add_point(self, setup: SetupPoint, source: Document, prefix: str) -> None:
        point = Point(setup)
        groups = {group.name: group for group in source.groups}
        group = groups.get(ordinary_group(setup.part) or "")
        ordinary = () if group is None else (self._group(group, prefix),)
        ringing = Ringing() if group is None else group.ringing
        point.ordinary_line = WaitingLine(point, ordinary, ringing)
        point.ordinary_over_line = point.ordinary_line
        awaited = groups.get(waited_for(setup.part) or "")
        point.unserved = None if awaited is None else awaited.unserved
        also = groups.get(point.queue.overflow_to or "")
        if also is not None:
            both = (*ordinary, self._group(also, prefix))
            point.ordinary_over_line = WaitingLine(point, both, ringing)
        point.first_line = point.over_line = point.closed_line = point.ordinary_line
        vip = setup.vip
        if vip is not None and vip_in_force(source, vip):
            point.vip = vip
            named = vip.answerers or (() if group is None else (Answerer(group=group.name),))
            own = self._own(point, named, groups)
            point.first_line = point.over_line = WaitingLine(point, (own,), vip.ringing)
            point.closed_line = point.first_line
            more = ordinary if vip.answerers else ()
            if also is not None:  # nobody is asked for ordinary calls and not for a VIP's
                more = (*more, self._group(also, prefix))
            if more:
                point.over_line = WaitingLine(point, (own, *more), vip.ringing)
            if vip.when_closed is not None:
                late = self._own(point, vip.when_closed.answerers or named, groups)
                point.closed_line = WaitingLine(point, (late,), vip.ringing)
        self.points[point.id] = point
        self.sources[point.id] = source

    def _group(self, group: AnswerGroup, prefix: str) -> Answerers:
        place = group_place(group.name)
        id = prefix + place
        if id not in self.answerers:
            named = [(place, mobile) for mobile in group.members]
            self.answerers[id] = self._filled(place, named)
        return self.answerers[id]

    def _own(
        self, point: Point, several: Iterable[Answerer], groups: Mapping[str, AnswerGroup]
    ) -> Answerers:
        named: list[tuple[PlaceId, PhoneNumber]] = []
        for answerer in several:
            if answerer.employee is not None:
                named.append((list_place(point.id), answerer.employee))
            elif answerer.group is not None:
                place = group_place(answerer.group)
                named.extend((place, mobile) for mobile in groups[answerer.group].members)
        return self._filled(list_place(point.id), named)

    def _filled(self, pointed: PlaceId, named: Iterable[tuple[PlaceId, PhoneNumber]]) -> Answerers:
        answerers = Answerers(self._pointer_of(pointed))
        for place, mobile in named:
            member = self._member_of(place, mobile)
            if member is not None:
                answerers.add(member)
        return answerers


def places(document: Document) -> dict[PhoneNumber, list[PlaceId]]:
    """Where each employee answers: their groups, and the lists that name them directly."""
    found: dict[PhoneNumber, list[PlaceId]] = {one.mobile: [] for one in document.employees}
    for group in document.groups:
        for mobile in group.members:
            found[mobile].append(group_place(group.name))
    for point in every_point(document.main_numbers):
        for answerer in everybody_named(point.vip) if point.vip else ():
            if answerer.employee is not None:
                place = list_place(point.id)
                if place not in found[answerer.employee]:
                    found[answerer.employee].append(place)
    return found


def vip_in_force(document: Document, vip: VipList | None) -> bool:
    """Whether a point treats anybody as a VIP: the service is active, and «VIP-kø» is ticked."""
    return vip is not None and vip.on and Service.VIP_LIST in document.services


def standing_of(
    caller: PhoneNumber | None,
    withheld: bool,
    vip: VipList | None,
    document: Document,
    entries: VipEntries | None,
    today: int,
) -> Standing:
    """The class of a caller by a point's list, and why (rules 1 and 2)."""
    if withheld:
        return Standing(WhyClass.WITHHELD)
    if caller is None:
        return Standing(WhyClass.UNREADABLE)
    if not vip_in_force(document, vip):
        ticked = vip is not None and vip.on
        return Standing(WhyClass.NO_SERVICE if ticked else WhyClass.VIP_QUEUE_OFF)
    found = None if entries is None else entries.find(caller, today)
    if found is None:
        return ORDINARY
    return Standing(WhyClass.EXPIRED if found.expired else WhyClass.ON_LIST, found.entry)
