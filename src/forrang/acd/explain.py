"""What would happen, and why a waiting call waits: asked of the functions that decide (rule 11).

Nothing is changed and nothing copied. `who_answers` lets a caller who is not there stand before the
answerers as they are now; whoever rings, talks or rests would be asked when that is over and stays
in the answer, with the reason beside it.
"""

from dataclasses import dataclass

from forrang.acd.answerers import Seat
from forrang.acd.away import after_line
from forrang.acd.call import Call, CallState
from forrang.acd.dispatch import ranked
from forrang.acd.events import ORDINARY, CallArrived, CallId, PlaceId, Standing
from forrang.acd.foretelling import StandingAt, ahead_of, foretell
from forrang.acd.house import House
from forrang.acd.line import anybody_open, overflow_of
from forrang.acd.lining_up import head_start, kept_place, refusal
from forrang.acd.presence import CALLING_IN
from forrang.acd.records import (
    Ahead,
    Condition,
    Doing,
    Outcome,
    Step,
    WhyOverflow,
)
from forrang.acd.waiting_line import WaitingLine
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import PointId

_MAY_REST = (Doing.FREE, Doing.RESTING, Doing.WRAPPING_UP)
"""Doing so, one may rest from a call that one missed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who may be asked."""

    mobile: PhoneNumber
    place: PlaceId
    "Where they answer."
    condition: Condition
    "What they are doing now."


@dataclass(frozen=True, slots=True)
class NotAsked:
    """Somebody who is among the answerers and is left out."""

    mobile: PhoneNumber
    condition: Condition
    "Logged out or paused; or what they are doing, where `own` is the reason."
    own: bool
    "Whether it is the caller's own telephone."


@dataclass(frozen=True, slots=True)
class Round:
    """Who may be asked from a time on, in the order in which they would be."""

    after: float
    "Seconds after the arrival."
    why: WhyOverflow | None
    "What opened overflow; None: the first to be asked."
    asked: tuple[Asked, ...]
    left_out: tuple[NotAsked, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would happen to a call."""

    standing: Standing
    "Its class, and why."
    known_number: bool
    "Whether anybody has the number that is called."
    place_from: float | None
    "The old arrival that it would have again."
    ahead: int
    "How many waiting calls that the same people may answer would come before it."
    refused: Outcome | None
    "Why it would be turned away at the door."
    rounds: tuple[Round, ...]
    leaves_after: float
    "The longest wait; seconds."
    path: tuple[Step, ...] = ()
    "What comes before the line, or instead of it: closed, the menus and keys, where it is sent."
    point: PointId | None = None
    "Where it stands in line; None: it comes to no line."
    then: Ahead | None = None
    "Where it goes after the longest wait."

    @property
    def offers(self) -> list[tuple[float, tuple[PhoneNumber, ...]]]:
        """Whom it may be offered to, from how many seconds on."""
        if self.refused is not None:
            return []
        return [
            (one.after, tuple(asked.mobile for asked in one.asked))
            for one in self.rounds
            if one.asked
        ]


def who_answers(
    house: House,
    arrival: CallArrived,
    now: float,
    keys: str = "",
    standing_at: StandingAt = lambda _: ORDINARY,
) -> Explanation:
    """What would happen if this (recognised) call came now, and its caller pressed these keys, one
    in each menu.
    """
    point = house.routes.points.get(arrival.point)
    standing = arrival.standing or ORDINARY
    if point is None or point.id not in house.routes.current:
        return Explanation(standing, False, None, 0, None, (), 0.0)
    caller = None if arrival.withheld else arrival.caller
    call = Call(arrival.call, point, caller, now)
    call.standing = standing
    call.own = None if caller is None else house.people.get(caller)
    path, in_line = foretell(house, call, keys, standing_at, now)
    standing = call.standing if call.standing.vip else call.carried or call.standing
    if not in_line:
        return Explanation(standing, True, None, 0, None, (), 0.0, tuple(path))
    call.head_start = head_start(call)
    place = kept_place(house, call)
    first = call.line = call.line_of_class
    refused = refusal(house, call)
    queue = call.point.queue
    return Explanation(
        standing=standing,
        known_number=True,
        place_from=None if place is None else place.arrived,
        ahead=_ahead(call, first),
        refused=refused,
        rounds=_rounds(call, now),
        leaves_after=queue.max_wait_seconds,
        path=tuple(path),
        point=call.point.id,
        then=ahead_of(after_line(call, refused or Outcome.WAITED_TOO_LONG)),
    )


def waits_because(house: House, id: CallId) -> tuple[tuple[PhoneNumber, Condition], ...]:
    """Why a waiting call still waits: what everybody who may answer it is doing. A miss of this
    call shows as a rest until it may be offered to them again.
    """
    call = house.calls.get(id)
    if call is None or call.state is not CallState.IN_LINE:
        return ()
    found: dict[PhoneNumber, Condition] = {}
    for answerers in call.line_of_class.answerers:
        for seat in answerers.seats:
            if seat.person.mobile not in found or answerers.open & seat.bit:
                found[seat.person.mobile] = _condition_for(call, seat, house.now)
    return tuple(found.items())


def _condition_for(call: Call, seat: Seat, now: float) -> Condition:
    condition = seat.member.condition
    if condition.doing is Doing.FREE and seat.person is call.own:
        return CALLING_IN
    _, until = call.misses.get(seat.person, (0, now))
    if condition.doing in _MAY_REST and until > max(now, condition.until or now):
        return Condition(Doing.RESTING, until)
    return condition


def _rounds(call: Call, now: float) -> tuple[Round, ...]:
    line, over, opens = overflow_of(call)
    if call.after_hours:
        return (_round(call, call.line_of_class, 0.0, None, now),)
    if over is line or opens is None:
        return (_round(call, line, 0.0, None, now),)
    if not anybody_open(call, line.answerers):
        return (_round(call, over, 0.0, WhyOverflow.NOBODY_LOGGED_IN, now),)
    after = opens - now
    then = _round(call, over, after, WhyOverflow.WAITED, now)
    if after == 0:
        return (then,)
    first = _round(call, line, 0.0, None, now)
    same = {one.mobile for one in then.asked} == {one.mobile for one in first.asked}
    if same or after >= call.point.queue.max_wait_seconds:
        return (first,)
    return first, then


def _round(
    call: Call, line: WaitingLine, after: float, why: WhyOverflow | None, now: float
) -> Round:
    asked = ranked(call, line, lambda answerers: answerers.open, now)
    mobiles = {seat.person.mobile for seat in asked}
    left_out: dict[PhoneNumber, NotAsked] = {}
    for answerers in line.answerers:
        for seat in answerers.seats:
            mobile = seat.person.mobile
            if mobile not in mobiles:
                own = seat.person is call.own
                left_out.setdefault(mobile, NotAsked(mobile, _condition(seat), own))
    return Round(
        after,
        why,
        tuple(Asked(one.person.mobile, one.member.place, _condition(one)) for one in asked),
        tuple(left_out.values()),
    )


def _condition(seat: Seat) -> Condition:
    return seat.member.condition


def _ahead(call: Call, line: WaitingLine) -> int:
    people = {seat.person for answerers in line.answerers for seat in answerers.seats}
    lines = {one for person in people for seat in person.seats for one in seat.answerers.lines}
    mine = (call.key, call.arrived, call.id)
    return sum(
        (other.key, other.arrived, other.id) < mine for one in lines for other in one.waiting()
    )
