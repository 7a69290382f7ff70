"""Everything that a switchboard knows, and the two lists that a step leaves behind.

`freed` and `seeking` name whom the step made available and which calls it made waiting: `dispatch`
looks at these alone. `out` is said before the new offers and `after` behind them, so that nobody
waits for the cleaning up after a talk that is over.
"""

from forrang.acd.call import Call, Offer
from forrang.acd.commands import Command
from forrang.acd.events import CallId, OfferId, PlaceId, PointId
from forrang.acd.kept_places import KeptPlaces
from forrang.acd.overtaking import Overtaking
from forrang.acd.presence import Member, Person
from forrang.acd.records import Record
from forrang.acd.routing import Routes, places
from forrang.acd.timers import Timers
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber


class House:
    """The state of one customer's switchboard."""

    def __init__(self, document: Document, version: int, now: float):
        self.now = now
        "The time of the event that is handled; UTC seconds."
        self.version = version
        self.people: dict[PhoneNumber, Person] = {}
        self.members: dict[tuple[PlaceId, PhoneNumber], Member] = {}
        self.calls: dict[CallId, Call] = {}
        "Every call that has no record yet."
        self.offers: dict[OfferId, Offer] = {}
        "Every offer that rings, and every talk."
        self.callers: dict[PhoneNumber, dict[CallId, Call]] = {}
        "The calls by the caller's number."
        self.held: dict[CallId, Call] = {}
        "Those of them that may be our own offer, come back."
        self.kept = KeptPlaces()
        self.overtaking: dict[PointId, Overtaking] = {}
        self.idle_ordinary: dict[PointId, set[Call]] = {}
        "Ordinary calls that wait and ring nowhere: what `max_waiting` counts."
        self.timers = Timers()
        self.trunk_told: float | None = None
        "When the provider was last told of a trunk's fault."
        self.out: list[Command | Record] = []
        self.after: list[Command | Record] = []
        self.freed: list[Person] = []
        self.seeking: list[Call] = []
        self.use(document, version)

    def use(self, document: Document, version: int) -> None:
        """Make a setup the one in force. People keep what they are doing; calls are not moved."""
        employed = {one.mobile for one in document.employees}
        for mobile, person in list(self.people.items()):
            person.seats = []
            if mobile not in employed and person.offer is None and not person.calling_in:
                del self.people[mobile]
        for one in document.employees:
            self.person(one.mobile)
        self.version = version
        self.places = places(document)
        old = getattr(self, "routes", None)
        self.routes = Routes(document, self._member)
        if old is not None:
            for point in {call.point.id for call in self.calls.values()}:
                if point not in self.routes.points:
                    self.routes.keep_gone(point, old.sources[point])
            self._keep_pointers(old)

    def member(self, place: PlaceId, person: Person) -> Member:
        """The person at a place; logged in until somebody says otherwise."""
        key = (place, person.mobile)
        if key not in self.members:
            self.members[key] = Member(person, place)
        member = self.members[key]
        member.person = person
        return member

    def person(self, mobile: PhoneNumber) -> Person:
        """An employee; also one who left the company while in a call."""
        if mobile not in self.people:
            self.people[mobile] = Person(mobile, idle_since=self.now)
        return self.people[mobile]

    def meet_own_people(self, call: Call) -> None:
        """An employee who calls is not offered their own call, and is in it where the trunk
        asserts the number.
        """
        call.own = None if call.caller is None else self.people.get(call.caller)
        if call.own is not None and call.asserted:
            call.own.calling_in.add(call.id)
            call.own.refresh()

    def count_idle(self, call: Call) -> None:
        """Keep the count of ordinary calls that wait and ring nowhere."""
        waiting = self.idle_ordinary.setdefault(call.point.id, set())
        if call.entry is not None and not call.offers and not call.standing.vip:
            waiting.add(call)
        else:
            waiting.discard(call)

    def _member(self, place: PlaceId, mobile: PhoneNumber) -> Member | None:
        if mobile not in self.places:
            return None
        return self.member(place, self.people[mobile])

    def _keep_pointers(self, old: Routes) -> None:
        """Let *round robin* go on where it was, as far as that person is still there."""
        for id, answerers in self.routes.answerers.items():
            before = old.answerers.get(id)
            if before is None or before.last_offered < 0:
                continue
            answerers.point_at(before.seats[before.last_offered].person.mobile)
