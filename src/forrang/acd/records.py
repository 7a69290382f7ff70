"""What remains: call records with their whole story, presence as it became, notices.

A story is a list of steps, each with its time and its reason as data. Steps hold references to
values that never change, so that keeping a reason costs next to nothing; the record, the live board
and `who-answers` say them in words, from the same values.
"""

from dataclasses import dataclass
from enum import StrEnum

from forrang.acd.events import CallId, Miss, OfferId, PlaceId, Standing
from forrang.domain.open_or_closed import WhyOpen
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import PointId


class Doing(StrEnum):
    """What an employee is doing, as a reason why they are or are not asked."""

    FREE = "free"
    UNCONFIRMED = "unconfirmed"
    "Nobody has shown yet that the mobile is theirs."
    LOGGED_OUT = "logged-out"
    PAUSED = "paused"
    RINGING = "ringing"
    IN_TALK = "in-talk"
    CALLING_IN = "calling-in"
    RESTING = "resting"
    "Missed a call: not asked again yet."
    WRAPPING_UP = "wrapping-up"
    "After a talk."
    NOT_READY = "not-ready"
    "Was busy right after a talk: asked again in a second."


@dataclass(frozen=True, slots=True)
class Condition:
    """What somebody is doing, and until when if that is known."""

    doing: Doing
    "What."
    until: float | None = None
    "The end of a rest or a pause; UTC seconds."


FREE = Condition(Doing.FREE)
LOGGED_OUT = Condition(Doing.LOGGED_OUT)
UNCONFIRMED = Condition(Doing.UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class Arrived:
    """The call came and was given its class."""

    at: float
    standing: Standing
    place_kept_from: float | None
    "The old arrival that it has again, if it has."


@dataclass(frozen=True, slots=True)
class BecameVip:
    """The caller was put on the list while waiting."""

    at: float
    standing: Standing


class WhyOverflow(StrEnum):
    """Why the ordinary answerers may be asked for a VIP."""

    WAITED = "waited"
    NOBODY_LOGGED_IN = "nobody-logged-in"
    LIST_GONE = "list-gone"


@dataclass(frozen=True, slots=True)
class Overflowed:
    """From here on the ordinary answerers may be asked too."""

    at: float
    why: WhyOverflow


@dataclass(frozen=True, slots=True)
class Offered:
    """The call was offered to somebody."""

    at: float
    offer: OfferId
    to: PhoneNumber
    place: PlaceId
    "Where they answer it."
    roster: tuple[tuple[PhoneNumber, Condition], ...]
    "Everybody who may answer it and what they were doing, in order; the chosen one among them."


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody did not take it."""

    at: float
    to: PhoneNumber
    why: Miss


@dataclass(frozen=True, slots=True)
class NotReady:
    """Busy right after a talk: a telephone that is not ready yet; no miss."""

    at: float
    to: PhoneNumber


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody took it."""

    at: float
    by: PhoneNumber


@dataclass(frozen=True, slots=True)
class TalkCut:
    """The answerer's line failed; the call stands in line again, at its old place."""

    at: float
    by: PhoneNumber


class Outcome(StrEnum):
    """How a call ended."""

    ANSWERED = "answered"
    FORWARDED = "forwarded"
    "Somebody at the number took it to which it was forwarded."
    NOT_FORWARDED = "not-forwarded"
    "Nobody there took it."
    VOICEMAIL = "voicemail"
    "The caller left a message."
    MESSAGE = "message"
    "The caller was told something, and that was all."
    CLOSED = "closed"
    NOT_REACHED = "not-reached"
    "The caller asked to be called back, and did not pick up."
    NO_KEY = "no-key"
    "No key of the menu was pressed, or a wrong one, too often."
    GAVE_UP = "gave-up"
    WAITED_TOO_LONG = "waited-too-long"
    LINE_FULL = "line-full"
    NOBODY_LOGGED_IN = "nobody-logged-in"
    LOST = "lost"
    "The line or the engine failed."


@dataclass(frozen=True, slots=True)
class Ended:
    """The call is over."""

    at: float
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class InMenu:
    """The caller is told the menu of a point."""

    at: float
    point: PointId


@dataclass(frozen=True, slots=True)
class Pressed:
    """The caller pressed a key; or none, and what counts as pressed then."""

    at: float
    key: str | None
    "None: no key in time."
    leads_to: PointId | None
    "None: nowhere; the menu is told again."


@dataclass(frozen=True, slots=True)
class StoodInLine:
    """The call came to a line that is not the main number's own."""

    at: float
    point: PointId
    standing: Standing
    place_kept_from: float | None


@dataclass(frozen=True, slots=True)
class Closed:
    """The point was closed."""

    at: float
    point: PointId
    why: WhyOpen
    text: str | None
    "What the exception is called, or the holiday."
    taken: bool
    "Whether the caller is taken all the same, as a VIP."


@dataclass(frozen=True, slots=True)
class AskedForCallback:
    """The caller asked to be called back, and keeps the place."""

    at: float


@dataclass(frozen=True, slots=True)
class CalledBack:
    """The caller was rung."""

    at: float
    reached: bool


@dataclass(frozen=True, slots=True)
class LeftLine:
    """The call left its line unserved, and goes on elsewhere."""

    at: float
    why: Outcome


class Ahead(StrEnum):
    """Where a call goes for good."""

    FORWARD = "forward"
    MESSAGE = "message"
    VOICEMAIL = "voicemail"


@dataclass(frozen=True, slots=True)
class Sent:
    """The call was sent on by the setup."""

    at: float
    to: Ahead
    number: PhoneNumber | None = None
    "Where to, if it was forwarded."
    notify: tuple[PhoneNumber, ...] = ()
    "Whom a message is mailed to, if the caller may leave one."


Step = (
    Arrived
    | InMenu
    | Pressed
    | StoodInLine
    | Closed
    | AskedForCallback
    | CalledBack
    | LeftLine
    | Sent
    | BecameVip
    | Overflowed
    | Offered
    | Missed
    | NotReady
    | Answered
    | TalkCut
    | Ended
)


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call, for ever the same."""

    id: CallId
    "Chosen when the call arrived, so written twice is written once."
    main_number: PointId
    caller: PhoneNumber | None
    "None when withheld, missing or unreadable."
    withheld: bool
    vip: bool
    "Its class at the end."
    standing: Standing
    "Why."
    arrived: float
    "When it came."
    place_from: float
    "The arrival that its place counted from."
    ended: float
    waited_seconds: float
    "Until the answer, or until it left; all waits together."
    answered_by: PhoneNumber | None
    "Who talked with the caller (last)."
    outcome: Outcome
    overtaken: int
    "How many calls of this point that came later were answered earlier."
    story: tuple[Step, ...]
    "What happened and why, in order."
    keys: str = ""
    "The keys that led to where the call stood last."


class State(StrEnum):
    """Presence at a place, as a fact."""

    IN = "in"
    OUT = "out"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    """An employee is logged in, logged out or paused at a place now."""

    at: float
    mobile: PhoneNumber
    place: PlaceId
    state: State
    until: float | None


class NoticeKind(StrEnum):
    """What somebody should know."""

    PAUSED_AFTER_MISSES = "paused-after-misses"
    TRUNK_FAULT = "trunk-fault"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the customer's or the provider's people should know."""

    at: float
    kind: NoticeKind
    mobile: PhoneNumber | None = None
    "Whom it concerns."
    place: PlaceId | None = None
    "Where."


Record = CallRecord | PresenceChanged | Notice
