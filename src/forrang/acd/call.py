"""A call and its offers.

```
           arrives            is answered              hangs up
   NEW ────────────▶ IN_LINE ─────────────▶ TALKING ─────────────▶ ENDED
    │ looks like        │ ▲                    │                      ▲
    │ our own offer     │ └────────────────────┘                      │
    ▼                   │   the answerer's line fails                 │
   HELD ────────────────┴─────────────────────────────────────────────┘
```
`TRANSITIONS` is that picture; what is missing there cannot happen. In line, a call either waits or
rings at somebody; with *all at once* it does both.
"""

from enum import Enum
from typing import TYPE_CHECKING

from forrang.acd.events import CallId, OfferId, Standing
from forrang.acd.presence import Member, Person
from forrang.acd.records import Step
from forrang.acd.timers import Kind, Timer
from forrang.domain.answer_group import Ringing
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_list import queue_key

if TYPE_CHECKING:
    from forrang.acd.routing import Point
    from forrang.acd.waiting_line import Entry, WaitingLine


class CallState(Enum):
    """Where a call is."""

    NEW = "new"
    HELD = "held"
    IN_LINE = "in-line"
    TALKING = "talking"
    ENDED = "ended"


TRANSITIONS: dict[CallState, frozenset[CallState]] = {
    CallState.NEW: frozenset({CallState.HELD, CallState.IN_LINE, CallState.ENDED}),
    CallState.HELD: frozenset({CallState.IN_LINE, CallState.ENDED}),
    CallState.IN_LINE: frozenset({CallState.TALKING, CallState.ENDED}),
    CallState.TALKING: frozenset({CallState.IN_LINE, CallState.ENDED}),
    CallState.ENDED: frozenset(),
}


class Offer:
    """A call that rings at somebody, or that they talk in."""

    __slots__ = (
        "answered", "call", "holds", "id", "member", "person", "rang", "ring_until", "timer",
    )  # fmt: skip

    def __init__(self, id: OfferId, call: "Call", member: Member, ring_until: float):
        self.id = id
        self.call = call
        self.member = member
        "The answerer, at the place by which they were asked."
        self.person: Person = member.person
        self.ring_until = ring_until
        self.timer: Timer | None = None
        self.rang = False
        "Whether their telephone was heard to ring."
        self.answered = False
        self.holds: list[Call] = []
        "Calls that are held while it rings: they may be this very offer, come back."


class Call:
    """A caller's call."""

    __slots__ = (
        "answered_by",
        "arrived",
        "asserted",
        "caller",
        "came",
        "entry",
        "expired",
        "head_start",
        "held_until",
        "id",
        "kept_answerer",
        "line",
        "misses",
        "offers",
        "offers_made",
        "overflowed",
        "overtaken",
        "own",
        "point",
        "serial",
        "standing",
        "state",
        "stood",
        "story",
        "talk",
        "timers",
        "up",
        "vip_since",
        "waited",
        "withheld",
    )  # fmt: skip

    def __init__(self, id: CallId, point: "Point", caller: PhoneNumber | None, came: float):
        self.id = id
        self.point = point
        self.caller = caller
        self.came = came
        "When it came; UTC seconds."
        self.withheld = False
        self.asserted = False
        self.up = False
        "Whether the caller's line is answered."
        self.state = CallState.NEW
        self.standing: Standing
        self.arrived = came
        "From when its place counts."
        self.head_start = 0.0
        "Seconds by which its class lets it have come earlier; it changes with the class alone."
        self.stood = came
        "Since when it stands in this line: longest wait and waited time count from here."
        self.vip_since = came
        "Since when it is a VIP's in this line: overflow counts from here."
        self.overflowed = False
        self.expired = False
        "Whether its longest wait is over; what rings is finished, nothing more is offered."
        self.line: WaitingLine | None = None
        self.entry: Entry | None = None
        "Its entry in `line`, while it waits there."
        self.offers: dict[OfferId, Offer] = {}
        "What rings for it."
        self.offers_made = 0
        self.talk: Offer | None = None
        self.misses: dict[Person, tuple[int, float]] = {}
        "Who missed it how often, and until when they are not asked again."
        self.kept_answerer: Person | None = None
        "With whom a talk was cut before it came again."
        self.own: Person | None = None
        "The employee whose number calls: not offered to them."
        self.held_until: list[OfferId] = []
        "While held: the offers that may be this very call."
        self.serial = 0
        "The how manieth call of its point it is."
        self.waited = 0.0
        "Seconds in earlier stands in line."
        self.answered_by: PhoneNumber | None = None
        self.overtaken = 0
        "How many later calls of its point were answered before it was, as of its answer."
        self.story: list[Step] = []
        self.timers: dict[Kind, Timer] = {}
        "At most one of a kind; what has fired is no longer live."

    @property
    def key(self) -> float:
        """By which it stands in line."""
        return queue_key(self.arrived, self.head_start)

    @property
    def line_of_class(self) -> "WaitingLine":
        """Where it stands if it waits: the line of its class, before or after overflow."""
        return self.point.line_for(self.standing.vip, self.overflowed)

    @property
    def ringing(self) -> Ringing:
        """How its answerers are asked: the group's way, for a VIP's call the list's."""
        return self.line_of_class.ringing

    def move(self, to: CallState) -> None:
        """Go to another state. Raises RuntimeError where `TRANSITIONS` has no way."""
        if to not in TRANSITIONS[self.state]:
            raise RuntimeError(f"a call cannot go from {self.state.value} to {to.value}")
        self.state = to

    def cancel(self, *kinds: Kind) -> None:
        """Cancel its timers of these kinds; all of them when none is named."""
        for kind in kinds or tuple(self.timers):
            timer = self.timers.get(kind)
            if timer is not None:
                timer.cancel()

    def may_ring_at(self, person: Person, now: float) -> bool:
        """Whether it may be offered to them: not their own call, and not just missed by them."""
        if person is self.own:
            return False
        missed = self.misses.get(person)
        return missed is None or missed[1] <= now
