"""A call and its offers.

```
           arrives            is answered              hangs up
   NEW ────────────▶ IN_LINE ─────────────▶ TALKING ─────────────▶ ENDED
    │ looks like      ▲ │ ▲                    │  ▲                   ▲
    │ our own offer   │ │ └────────────────────┘  │ somebody there    │
    ▼                 │ │   the answerer's line   │ answers           │
   HELD ───▶ MENU ────┘ │   fails                 │                   │
             a key      └──────────────────▶ FORWARD, MESSAGE, ───────┘
                          closed, or by     VOICEMAIL
                          the setup
```
`TRANSITIONS` is that picture, and a call that is called back goes from IN_LINE to CALLING_BACK
before it talks; what is missing there cannot happen. In line, a call either waits or
rings at somebody; with *all at once* it does both.
"""

from enum import Enum
from typing import TYPE_CHECKING

from forrang.acd.events import CallId, OfferId, PromptId, Standing
from forrang.acd.presence import Member, Person
from forrang.acd.records import Outcome, Step
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
    MENU = "menu"
    IN_LINE = "in-line"
    CALLING_BACK = "calling-back"
    TALKING = "talking"
    FORWARD = "forward"
    MESSAGE = "message"
    VOICEMAIL = "voicemail"
    ENDED = "ended"


_AWAY = {CallState.FORWARD, CallState.MESSAGE, CallState.VOICEMAIL, CallState.ENDED}

TRANSITIONS: dict[CallState, frozenset[CallState]] = {
    CallState.NEW: frozenset({CallState.HELD, CallState.MENU, CallState.IN_LINE, *_AWAY}),
    CallState.HELD: frozenset({CallState.MENU, CallState.IN_LINE, *_AWAY}),
    CallState.MENU: frozenset({CallState.IN_LINE, *_AWAY}),
    CallState.IN_LINE: frozenset(
        {CallState.MENU, CallState.TALKING, CallState.CALLING_BACK, *_AWAY}
    ),
    CallState.CALLING_BACK: frozenset({CallState.TALKING, CallState.IN_LINE, CallState.ENDED}),
    CallState.TALKING: frozenset({CallState.IN_LINE, CallState.ENDED}),
    CallState.FORWARD: frozenset({CallState.TALKING, CallState.ENDED}),
    CallState.MESSAGE: frozenset({CallState.ENDED}),
    CallState.VOICEMAIL: frozenset({CallState.ENDED}),
    CallState.ENDED: frozenset(),
}

WAITS = frozenset({CallState.HELD, CallState.IN_LINE, CallState.CALLING_BACK})
"""Where a call waits for an answer still, and who is put on the list becomes a VIP at once."""

OUTSIDE = "outside"
"""The place of whoever is reached at a number that calls are forwarded to."""


def outside(number: PhoneNumber) -> Member:
    """Whoever is there: nobody of ours, so nobody else knows of them."""
    return Person(number, 0.0).member(OUTSIDE)


class Offer:
    """A call that rings at somebody, or that they talk in."""

    __slots__ = (
        "answered", "asked", "call", "holds", "id", "member", "person", "rang", "ring_until", "timer",
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
        self.asked = False
        "Whether somebody picked up, and is asked to press 1."
        self.holds: list[Call] = []
        "Calls that are held while it rings: they may be this very offer, come back."

    @property
    def outside(self) -> bool:
        """Whether it rings at a number that the call is forwarded to, and at no employee."""
        return self.member.place == OUTSIDE


class Call:
    """A caller's call."""

    __slots__ = (
        "after_hours",
        "announced",
        "answered_by",
        "arrived",
        "asserted",
        "away",
        "callbacks_made",
        "caller",
        "came",
        "carried",
        "carried_head_start",
        "comforted",
        "entry",
        "expired",
        "head_start",
        "held_until",
        "id",
        "kept_answerer",
        "leg",
        "line",
        "lined",
        "misses",
        "offers",
        "offers_made",
        "otherwise",
        "overflowed",
        "overtaken",
        "own",
        "point",
        "prompt",
        "prompts_made",
        "recorded_from",
        "recording_seconds",
        "serial",
        "served",
        "standing",
        "state",
        "stood",
        "story",
        "talk",
        "timers",
        "tries",
        "unserved",
        "up",
        "vip_since",
        "wait_announced",
        "waited",
        "wants_callback",
        "withheld",
    )  # fmt: skip

    def __init__(self, id: CallId, point: "Point", caller: PhoneNumber | None, came: float):
        self.id = id
        self.point = point
        self.caller = caller
        self.came = came
        "When it came; UTC seconds."
        self.leg: CallId = id
        "The caller's leg in the engine: the one that they came on, or one that rang them back."
        self.wants_callback = False
        "Whether they asked to be called back."
        self.away = False
        "Whether they wait without a telephone at the ear, to be called back."
        self.callbacks_made = 0
        "How often they were rung."
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
        self.carried: Standing | None = None
        "What the main number's list said of a VIP whom the menu was not spared."
        self.carried_head_start = 0.0
        "The head start of that list; seconds."
        self.after_hours = False
        "Whether it is a VIP's who is taken though it is closed."
        self.lined = False
        "Whether it ever stood in line."
        self.unserved: Outcome | None = None
        "Why it left the line unserved, or never came to one: how it ends, if nothing better comes."
        self.tries = 0
        "How often the menu was told without a key that leads anywhere."
        self.otherwise: Standing | None = None
        "What the list says of them where the menu leads when no key is pressed."
        self.prompt: PromptId | None = None
        "What is played to the caller now."
        self.prompts_made = 0
        self.recording_seconds = 0.0
        "How long a message they may leave, if it comes to that."
        self.recorded_from: float | None = None
        "Since when their message is recorded."
        self.served = Outcome.ANSWERED
        "How it ends if it is answered."
        self.announced: int | None = None
        "The place in line that was told last."
        self.wait_announced: float | None = None
        "Until when they were told last that it would take; UTC seconds."
        self.comforted = 0
        "How many comfort messages were told."
        self.story: list[Step] = []
        self.timers: dict[Kind, Timer] = {}
        "At most one of a kind; what has fired is no longer live."

    @property
    def key(self) -> float:
        """By which it stands in line."""
        return queue_key(self.arrived, self.head_start)

    @property
    def vip(self) -> bool:
        """Whether it is a VIP's, by the list of its point or of the main number."""
        return self.standing.vip or self.carried is not None

    @property
    def may_hang_up(self) -> bool:
        """Whether the caller asked to be called back and only listens still."""
        return self.wants_callback and self.state is CallState.IN_LINE and not self.away

    @property
    def line_of_class(self) -> "WaitingLine":
        """Where it stands if it waits: the line of its class, before or after overflow."""
        return self.point.line_for(self.standing.vip, self.overflowed, self.after_hours)

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
