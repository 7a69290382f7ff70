"""What the reference scheduler knows of a call, and how places are remembered."""

from dataclasses import dataclass, field
from enum import Enum, auto
from math import inf
from typing import NamedTuple

from forrang.acd import events as ev
from forrang.acd.records import Outcome
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


class Where(Enum):
    HELD = auto()  # until we know that it is no offer of ours that came back
    MENU = auto()
    CLOSED = auto()  # is told so
    LINE = auto()  # or talks


@dataclass(eq=False)
class Call:
    id: str
    number: str  # the main number
    caller: PhoneNumber | None
    asserted: bool
    came: float
    point: str  # the main number, or the choice that a key led to
    place: float  # the arrival that its place counts from
    stood: float  # since when it stands in this line
    where: Where = Where.HELD
    vip_since: float | None = None  # on the list of the point
    carried: float | None = None  # the head start of a VIP of the main number who heard the menu
    head_start: float = 0.0
    overflowed: bool = False
    after_hours: bool = False  # a VIP who was taken though it was closed
    waits: bool = True  # who rings waits no more, but in all at once
    at_door: bool = False
    lined: bool = False  # was let in, and has a place to lose
    first: PhoneNumber | None = None  # with whom it talks, or its talk was cut
    talk: Who | None = None
    offers: dict[str, Offer] = field(default_factory=dict)
    waits_for: list[str] = field(default_factory=list)  # held until these offers have ended
    release: float = inf
    missed: list[tuple[PhoneNumber, float]] = field(default_factory=list)  # and rests until
    told: float = inf  # what it hears is over then, at the latest
    key_due: float = inf
    tries: int = 0  # at the menu
    asked: bool = False  # to be called back
    away: bool = False  # hung up, and waits on
    too_late: bool = False  # when it hung up
    leg: str = ""  # on which the caller hears us
    rung: int = 0  # how often it was called back
    rung_until: float = inf
    pauses: bool = False  # was not reached, and stands in line again when it is time
    retry: float = inf

    @property
    def vip(self) -> bool:
        return self.vip_since is not None or self.carried is not None


def memory(kept: list[Kept], call: Call) -> Kept | None:
    """The place that a caller once had, if they lost one and rang again within ten minutes."""
    mine = [o for o in kept if call.caller and o.whose == (call.number, call.caller)]
    mine = [one for one in mine if one.left <= call.came <= one.left + 600]
    return min(mine, key=lambda one: one.place, default=None)
