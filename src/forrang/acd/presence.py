"""What employees are doing: logged in or out per place, ringing, talking, resting.

A *person* has at most one offer or talk at a time, wherever they answer. A *member* is a person at
one place: a group, or a VIP list that names them directly; one logs in and out per place. A person
is *available* when nothing keeps them; whether they are asked for a call also needs an open place.
"""

from typing import TYPE_CHECKING

from forrang.acd.events import CallId, PlaceId
from forrang.acd.records import FREE, LOGGED_OUT, UNCONFIRMED, Condition, Doing, State
from forrang.acd.timers import Timer
from forrang.domain.phone_number import PhoneNumber

if TYPE_CHECKING:
    from forrang.acd.answerers import Seat
    from forrang.acd.call import Offer


class Person:
    """An employee, as somebody who answers."""

    __slots__ = (
        "calling_in", "confirmed", "confirms", "idle_since", "last_talk_ended", "members", "mobile",
        "offer", "rest", "seats",
    )  # fmt: skip

    def __init__(self, mobile: PhoneNumber, idle_since: float):
        self.mobile = mobile
        self.confirmed = True
        "Whether the mobile is known to be theirs; until then it is not rung."
        self.confirms = False
        "Whether they press a key to take a call."
        self.offer: Offer | None = None
        "The offer that rings at them, or the talk that they are in."
        self.calling_in: set[CallId] = set()
        "Their own calls to us."
        self.rest: Condition | None = None
        "What keeps them from being asked, until when."
        self.idle_since = idle_since
        "The end of the last talk, or the log-in."
        self.last_talk_ended: float | None = None
        self.members: dict[PlaceId, Member] = {}
        "What they are at each place, also at one that the setup has no more: it may come back."
        self.seats: list[Seat] = []
        "Where they stand among the answerers of groups and lists."

    def member(self, place: PlaceId) -> "Member":
        """Them at a place; logged in until somebody says otherwise."""
        member = self.members.get(place)
        if member is None:
            member = self.members[place] = Member(self, place)
        return member

    @property
    def available(self) -> bool:
        """Whether nothing keeps them from being asked."""
        return self.offer is None and self.rest is None and not self.calling_in

    @property
    def condition(self) -> Condition:
        """What they are doing, wherever they are logged in."""
        if self.offer is not None:
            return IN_TALK if self.offer.answered else RINGING
        if self.calling_in:
            return CALLING_IN
        if not self.confirmed:
            return UNCONFIRMED
        return self.rest or FREE

    def refresh(self) -> None:
        """Let the answerers that they belong to know whether they are free."""
        available, condition = self.available, self.condition
        for seat in self.seats:
            seat.tell(available, condition)


RINGING = Condition(Doing.RINGING)
IN_TALK = Condition(Doing.IN_TALK)
CALLING_IN = Condition(Doing.CALLING_IN)


class Member:
    """A person at one place."""

    __slots__ = ("misses", "pause_timer", "person", "place", "state", "until")

    def __init__(self, person: Person, place: PlaceId):
        self.person = person
        self.place = place
        self.state = State.IN
        self.until: float | None = None
        "When a pause ends."
        self.pause_timer: Timer | None = None
        self.misses = 0
        "Misses in a row, asked by this place."

    @property
    def open(self) -> bool:
        """Whether they answer here; who pauses is not logged in."""
        return self.state is State.IN and self.person.confirmed

    @property
    def condition(self) -> Condition:
        """Why they do not answer here, or what they are doing if they do."""
        if not self.person.confirmed:
            return UNCONFIRMED
        if self.state is State.IN:
            return self.person.condition
        return LOGGED_OUT if self.state is State.OUT else Condition(Doing.PAUSED, self.until)
