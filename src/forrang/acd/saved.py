"""The form of a switchboard's state as plain data: what `checkpoint` writes and reads.

msgspec reads plain data by the types of these fields: a state that does not fit is refused whole.
Each class says what is kept of the one it is named after.
"""

from dataclasses import dataclass
from typing import Any

from forrang.acd.call import CallState
from forrang.acd.events import CallId, OfferId, PlaceId, PromptId, Standing
from forrang.acd.kept_places import KeptPlace
from forrang.acd.records import Condition, Outcome, State
from forrang.acd.timers import Kind
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import PointId


@dataclass(frozen=True, slots=True)
class SavedMember:
    """A `Member`."""

    place: PlaceId
    state: State
    until: float | None
    misses: int


@dataclass(frozen=True, slots=True)
class SavedPerson:
    """A `Person`."""

    mobile: PhoneNumber
    idle_since: float
    last_talk_ended: float | None
    rest: Condition | None
    confirmed: bool
    confirms: bool
    members: tuple[SavedMember, ...]


@dataclass(frozen=True, slots=True)
class SavedOffer:
    """An `Offer`."""

    id: OfferId
    mobile: PhoneNumber
    place: PlaceId
    ring_until: float
    rang: bool
    answered: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class SavedCall:
    """A `Call`."""

    id: CallId
    point: PointId
    caller: PhoneNumber | None
    withheld: bool
    asserted: bool
    up: bool
    state: CallState
    standing: Standing
    carried: Standing | None
    carried_head_start: float
    after_hours: bool
    lined: bool
    unserved: Outcome | None
    served: Outcome
    tries: int
    otherwise: Standing | None
    prompt: PromptId | None
    prompts_made: int
    recording_seconds: float
    recorded_from: float | None
    announced: int | None
    wait_announced: float | None
    comforted: int
    leg: CallId
    wants_callback: bool
    away: bool
    callbacks_made: int
    came: float
    arrived: float
    head_start: float
    stood: float
    vip_since: float
    overflowed: bool
    expired: bool
    waits: bool
    "Whether it has an entry in a line."
    offers: tuple[SavedOffer, ...]
    offers_made: int
    talk: SavedOffer | None
    misses: tuple[tuple[PhoneNumber, int, float], ...]
    kept_answerer: PhoneNumber | None
    held_until: tuple[OfferId, ...]
    timers: tuple[tuple[Kind, float], ...]
    "What it waits for, and until when."
    serial: int
    waited: float
    answered_by: PhoneNumber | None
    overtaken: int
    story: tuple[tuple[str, Any], ...]
    "Each step's class name and fields."


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Everything that a switchboard knows."""

    format: int
    now: float
    version: int
    setup: Document
    gone: tuple[tuple[PointId, Document], ...]
    "Points that the setup lacks and that calls still stand at, with the last version."
    people: tuple[SavedPerson, ...]
    pointers: tuple[tuple[PlaceId, PhoneNumber], ...]
    "Whom each group and list offered a call last."
    calls: tuple[SavedCall, ...]
    kept: tuple[tuple[PhoneNumber, PointId, KeptPlace], ...]
    overtaking: tuple[tuple[PointId, int, int, list[int]], ...]
    trunk_told: float | None
    pace: tuple[tuple[PlaceId, list[float]], ...]
