"""Everything that a switchboard knows, and the two lists that a step leaves behind.

`freed` and `seeking` name whom the step made available and which calls it made waiting: `dispatch`
looks at these alone. `out` is said before the new offers and `after` behind them, so that nobody
waits for the cleaning up after a talk that is over.
"""

from forrang.acd.answerers import Pointer
from forrang.acd.call import Call, Offer
from forrang.acd.commands import Command
from forrang.acd.events import CallId, OfferId, PlaceId
from forrang.acd.kept_places import KeptPlaces
from forrang.acd.overtaking import Overtaking
from forrang.acd.pace import Pace
from forrang.acd.presence import Member, Person
from forrang.acd.records import Record
from forrang.acd.routing import Point, Routes, places
from forrang.acd.timers import Kind, Timers
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import PointId


class House:
    """The state of one customer's switchboard."""

    def __init__(self, document: Document, version: int, now: float):
        self.now = now
        "The time of the event that is handled; UTC seconds."
        self.people: dict[PhoneNumber, Person] = {}
        """Everybody who ever was an employee: who left may be in a talk, or rest, and may come
        back."""
        self.pointers: dict[PlaceId, Pointer] = {}
        self.calls: dict[CallId, Call] = {}
        "Every call that has no record yet."
        self.offers: dict[OfferId, Offer] = {}
        "Every offer that rings, and every talk."
        self.callers: dict[PhoneNumber, dict[CallId, Call]] = {}
        "The calls by the caller's number."
        self.kept = KeptPlaces()
        self.overtaking: dict[PointId, Overtaking] = {}
        self.idle_ordinary: dict[PointId, set[Call]] = {}
        "Ordinary calls that wait and ring nowhere: what `max_waiting` counts."
        self.pace = Pace()
        self.timers = Timers()
        self.trunk_told: float | None = None
        "When the provider was last told of a trunk's fault."
        self.out: list[Command | Record] = []
        self.after: list[Command | Record] = []
        self.freed: list[Person] = []
        self.seeking: list[Call] = []
        self.strayed: list[Call] = []
        "Calls in line that nobody may ever be offered, since their point does something else now."
        self.version: int
        self.places: dict[PhoneNumber, list[PlaceId]]
        "Where each employee answers."
        self.routes: Routes
        self._take(document, version)

    def use(self, document: Document, version: int) -> None:
        """Make a setup the one in force. People keep what they are doing; calls are not moved."""
        old = self.routes
        self._take(document, version)
        for point in {call.point.id: None for call in self.calls.values()}:
            if point not in self.routes.points:
                self.routes.keep_gone(point, old.sources[point])

    def member(self, place: PlaceId, person: Person) -> Member:
        """The person at a place; logged in until somebody says otherwise."""
        return person.member(place)

    def pointer(self, place: PlaceId) -> Pointer:
        """Whom a group or a list offered a call last."""
        return self.pointers.setdefault(place, Pointer())

    def move_to(self, call: Call, point: Point) -> None:
        """Let a call be at a point: it is the last of those who came there."""
        if call.serial:
            self.overtaking[call.point.id].leaves(call.serial)
        call.point = point
        call.serial = self.overtaking.setdefault(point.id, Overtaking()).arrives()

    def person(self, mobile: PhoneNumber) -> Person:
        """An employee, also one who left the company."""
        if mobile not in self.people:
            self.people[mobile] = Person(mobile, idle_since=self.now)
        return self.people[mobile]

    def meet_own_people(self, call: Call) -> None:
        """An employee who calls is not offered their own call, and is in it where the trunk
        asserts the number.
        """
        call.own = None if call.caller is None else self.people.get(call.caller)
        if call.own is not None and call.asserted and not call.away:
            call.own.calling_in.add(call.id)
            call.own.refresh()

    def set_timer(self, call: Call, kind: Kind, at: float) -> None:
        """A deadline of a call, in place of the one of its kind that it may have."""
        before = call.timers.get(kind)
        if before is not None:
            before.cancel()
        call.timers[kind] = self.timers.set(at, kind, call.id, call)

    def count_idle(self, call: Call) -> None:
        """Keep the count of ordinary calls that wait and ring nowhere."""
        waiting = self.idle_ordinary.setdefault(call.point.id, set())
        if call.entry is not None and not call.offers and not call.vip:
            waiting.add(call)
        else:
            waiting.discard(call)

    def _take(self, document: Document, version: int) -> None:
        for person in self.people.values():
            person.seats = []
        for one in document.employees:
            person = self.person(one.mobile)
            confirmed = one.mobile not in document.unconfirmed
            if confirmed and not person.confirmed:
                person.idle_since = self.now  # as after a log-in
            person.confirmed, person.confirms = confirmed, one.confirm
        self.version = version
        self.places = places(document)
        for mobile, here in self.places.items():
            for place in here:
                self.people[mobile].member(place)
        self.routes = Routes(document, self._member, self.pointer)

    def _member(self, place: PlaceId, mobile: PhoneNumber) -> Member | None:
        return self.people[mobile].member(place) if mobile in self.places else None
