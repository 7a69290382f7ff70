"""What happened, in the past tense. The only way into the core.

Times are UTC seconds. A call, and an offer's leg, have an id that was chosen outside and inside
respectively; an event about one that is gone is late, not wrong, and changes nothing.
"""

from dataclasses import dataclass
from enum import StrEnum

from forrang.domain.document import Document
from forrang.domain.number_span import NumberSpan
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import PointId

CallId = str
"A caller's call; the engine's name for the caller's channel."
OfferId = str
"An offer; our name for the answerer's leg."
PromptId = str
"Something that is played to a caller; our name for it."
PlaceId = str
"Where one answers: `group:<name>`, or `list:<list id>` for a list that names one directly."


class WhyClass(StrEnum):
    """Why a caller is a VIP, or is none."""

    ON_LIST = "on-list"
    NOT_ON_LIST = "not-on-list"
    EXPIRED = "expired"
    WITHHELD = "withheld"
    UNREADABLE = "unreadable"
    VIP_QUEUE_OFF = "vip-queue-off"
    NO_SERVICE = "no-service"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the point's VIP list says of a caller; asked at the door, kept with the event."""

    why: WhyClass
    "The answer; the caller is a VIP when it is `ON_LIST`."
    entry: int | None = None
    "The entry that covers the number: in force, or the expired one."

    @property
    def vip(self) -> bool:
        """Whether the caller comes first."""
        return self.why is WhyClass.ON_LIST


ORDINARY = Standing(WhyClass.NOT_ON_LIST)


@dataclass(frozen=True, slots=True)
class CallArrived:
    """A call came to a main number; also one that a restart found waiting in the engine."""

    call: CallId
    "Its id; the id of its record."
    point: PointId
    "The main number that was dialled."
    caller: PhoneNumber | None
    "Who calls; None when withheld, missing or unreadable."
    withheld: bool = False
    "Whether the caller asked not to be shown; then there is no `caller`."
    asserted: bool = False
    "Whether a trusted trunk asserts the number (P-Asserted-Identity)."
    diverted_by: tuple[PhoneNumber, ...] = ()
    "Whom Diversion and History-Info name as having forwarded it here."
    came: float | None = None
    "When it came, if that was before now."
    up: bool = False
    "Whether it is answered and hears music already."
    standing: Standing | None = None
    "What the list says; filled in by `Switchboard.recognise`."


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A caller pressed a key of their telephone."""

    call: CallId
    "Whose."
    key: str
    "One of 0 to 9, * and #."
    standing: Standing | None = None
    """What the list of the point says to which the menu leads from here; filled in by
    `Switchboard.recognise`."""


@dataclass(frozen=True, slots=True)
class PromptEnded:
    """A prompt was played to its end, or cannot be played."""

    call: CallId
    "Whose."
    prompt: PromptId
    "Which."
    standing: Standing | None = None
    "As in `KeyPressed`: of the point to which the menu leads when no key is pressed."


@dataclass(frozen=True, slots=True)
class RecordingEnded:
    """A caller's message is recorded: the longest time is over, or they pressed #."""

    call: CallId
    "Whose."


@dataclass(frozen=True, slots=True)
class CallerLeft:
    """The caller's leg is gone."""

    call: CallId
    "Whose."
    fault: bool = False
    "Whether the line failed, and nobody hung up."
    leg: CallId | None = None
    "Which leg, if it is one that rang them back; None: the one that they came on."


@dataclass(frozen=True, slots=True)
class CallbackAnswered:
    """A caller who asked to be called back picked up."""

    call: CallId
    "Whose."
    leg: CallId
    "The leg that rang them."


@dataclass(frozen=True, slots=True)
class CallbackFailed:
    """A caller who asked to be called back was not reached."""

    call: CallId
    "Whose."
    leg: CallId
    "The leg that rang them."


class Miss(StrEnum):
    """Why an offer was not answered, by what it says of whom (rule 7)."""

    NO_ANSWER = "no-answer"
    "It rang. Says something of this call alone."
    BUSY = "busy"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TRUNK = "trunk"
    "Says something of the trunk, nothing of the person."
    LOST = "lost"
    "It ended while we were away. Says nothing of anybody."


@dataclass(frozen=True, slots=True)
class OfferRang:
    """The answerer's telephone rings."""

    offer: OfferId
    "Which."


@dataclass(frozen=True, slots=True)
class OfferAnswered:
    """The answerer took the call."""

    offer: OfferId
    "Which."


@dataclass(frozen=True, slots=True)
class OfferConfirmed:
    """Who picked up pressed the key that takes the call."""

    offer: OfferId
    "Which."


@dataclass(frozen=True, slots=True)
class OfferFailed:
    """The answerer's leg ended unanswered."""

    offer: OfferId
    "Which."
    why: Miss
    "What the network said."


@dataclass(frozen=True, slots=True)
class AnswererLeft:
    """The answerer's leg ended after the answer."""

    offer: OfferId
    "Which."
    fault: bool = False
    "Whether the line failed, and nobody hung up."


@dataclass(frozen=True, slots=True)
class EngineLost:
    """The engine died, and with it every call and leg."""


class Wish(StrEnum):
    """What is wished of an employee's presence."""

    IN = "in"
    OUT = "out"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class PresenceSet:
    """Somebody logged an employee in or out, or paused them."""

    mobile: PhoneNumber
    "Whom."
    wish: Wish
    "What."
    place: PlaceId | None = None
    "Where; None: everywhere they answer."
    until: float | None = None
    "When a pause ends; None: when somebody ends it."


@dataclass(frozen=True, slots=True)
class SetupChanged:
    """A new version of the customer's setup is in force."""

    version: int
    "Its number."
    setup: Document
    "The setup, without entries."
    standings: tuple[tuple[CallId, Standing], ...] = ()
    "Ordinary waiting calls that are a VIP's now; filled in by `Switchboard.recognise`."


@dataclass(frozen=True, slots=True)
class EntryAdded:
    """A VIP list has a new entry, or one with a new last day that is not past."""

    list: PointId
    "The list's id: its point."
    entry: int
    "The entry's id."
    span: NumberSpan
    "The numbers."


@dataclass(frozen=True, slots=True)
class ListReplaced:
    """Many entries of a VIP list changed at once."""

    list: PointId
    "The list's id: its point."
    standings: tuple[tuple[CallId, Standing], ...] = ()
    "Ordinary waiting calls that are a VIP's now; filled in by `Switchboard.recognise`."


@dataclass(frozen=True, slots=True)
class CallStumbled:
    """An event about this call made the core raise: it loses its place and stands in line anew."""

    call: CallId
    "Whose."


@dataclass(frozen=True, slots=True)
class DeadlineStumbled:
    """The first deadline that has come made the core raise: it is dropped, and the call that it is
    about, if any, loses its place and stands in line anew.
    """


@dataclass(frozen=True, slots=True)
class Resumed:
    """The process is back after it was away. Offers that would have rung out meanwhile are given a
    moment: they may have been answered, and the engine will say so.
    """


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    """The time that `deadline()` named has come."""

    standings: tuple[tuple[CallId, Standing], ...] = ()
    """What the list says of callers who pressed no key, at the point where that leads; filled in by
    `Switchboard.recognise`."""


Event = (
    CallArrived
    | KeyPressed
    | PromptEnded
    | RecordingEnded
    | CallerLeft
    | CallbackAnswered
    | CallbackFailed
    | OfferRang
    | OfferAnswered
    | OfferConfirmed
    | OfferFailed
    | AnswererLeft
    | EngineLost
    | PresenceSet
    | SetupChanged
    | EntryAdded
    | ListReplaced
    | CallStumbled
    | DeadlineStumbled
    | Resumed
    | DeadlinePassed
)
