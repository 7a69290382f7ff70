"""What the page of answer groups shows of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.call_setup import NobodyLoggedIn
from forrang.domain.employee import Employee
from forrang.domain.points import Point, PointId
from forrang.domain.staffing import Uses, uses
from forrang.domain.voicemails import awaited
from forrang.portal.employees.rows import initials
from forrang.portal.live.regions import region
from forrang.portal.my_page.places import group_place, waiting_for
from forrang.portal.my_page.presence import IN, PAUSED, Presence, presence
from forrang.portal.tenancy import Person
from forrang.site.exchange import Away, House


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a group."""

    employee: Employee
    "Who."
    presence: Presence
    "What they are doing."
    state: str
    "in, out or paused here; empty when the exchange is away."
    place: str
    "The group, as the exchange knows it."

    @property
    def id_presence(self) -> str:
        """Where the page says what they are doing."""
        return region("doing", f"{self.place} {self.employee.mobile}")

    @property
    def id_wish(self) -> str:
        """Where the page has their button."""
        return region("wish", f"{self.place} {self.employee.mobile}")

    @property
    def initials(self) -> str:
        """Of the first and the last name."""
        return initials(self.employee)

    @property
    def on(self) -> bool:
        """Whether they are logged in here."""
        return self.state == IN

    @property
    def paused(self) -> bool:
        """Whether they pause here."""
        return self.state == PAUSED


@dataclass(frozen=True, slots=True)
class Card:
    """A group as a card."""

    group: AnswerGroup
    "The group."
    place: str
    "As the exchange knows it."
    members: list[Member]
    "In the group's order."
    uses: Uses
    "Where it answers."
    unanswered: bool
    "Whether it answers somewhere and nobody in it can, as far as one sees."
    onward: frozenset[PointId]
    "The points that send a call on when nobody is logged in, and do not let it hear a tone."
    waiting: int | None
    "How many callers wait who may come here; None when the exchange is away."

    @property
    def id(self) -> str:
        """The card's own."""
        return region("group", self.place)

    @property
    def id_waiting(self) -> str:
        """Where the page says how many wait."""
        return region("waiting", self.place)

    @property
    def ring_seconds(self) -> float:
        """How long each telephone rings; without an end of zeros."""
        seconds = self.group.ringing.ring_seconds
        return int(seconds) if seconds.is_integer() else seconds

    @property
    def waits(self) -> list[Point]:
        """The numbers whose callers wait for it."""
        return self._ringing(NobodyLoggedIn.WAIT)

    @property
    def leaves(self) -> list[Point]:
        """The numbers whose callers are sent away."""
        return self._ringing(NobodyLoggedIn.LEAVE)

    def _ringing(self, then: NobodyLoggedIn) -> list[Point]:
        return [
            one
            for one in self.uses.queues
            if one.setup.queue is not None and one.setup.queue.nobody_logged_in is then
        ]


def cards(person: Person, house: House | Away) -> Iterator[Card]:
    """The customer's groups."""
    document = person.document
    people = {one.mobile: one for one in document.employees}
    for one in document.groups:
        place = group_place(one.name)
        logged_in = house.logged_in(place) if house else []
        answering = set(logged_in) - set(document.unconfirmed)
        used = uses(document, one.name)
        yield Card(
            group=one,
            place=place,
            members=[
                Member(
                    people[mobile],
                    presence(document, mobile, house, place),
                    _state(house, mobile, place),
                    place,
                )
                for mobile in one.members
            ],
            uses=used,
            onward=frozenset(
                point.id
                for point in used.queues
                if point.setup.queue is not None
                and (point.setup.queue.all_logged_out or awaited(document, point))
            ),
            unanswered=bool(house and used.queues and not answering),
            waiting=waiting_for(used.queues, used.lists, house),
        )


def _state(house: House | Away, mobile: str, place: str) -> str:
    person = house.people.get(mobile, {"places": {}}) if house else {"places": {}}
    return str(person["places"].get(place, {}).get("state", ""))
