"""What would happen, and why a waiting call waits: asked of the functions that decide (rule 11).

Nothing is changed and nothing copied. `who_answers` lets a caller who is not there stand before the
answerers as they are now; whoever rings, talks or rests would be asked when that is over and stays
in the answer, with the reason beside it.
"""

from dataclasses import dataclass

from forrang.acd.answerers import Seat
from forrang.acd.arrivals import head_start, kept_place, refusal
from forrang.acd.call import Call, CallState
from forrang.acd.dispatch import ranked
from forrang.acd.events import ORDINARY, CallArrived, CallId, PlaceId, Standing
from forrang.acd.house import House
from forrang.acd.line import anybody_open
from forrang.acd.presence import CALLING_IN
from forrang.acd.records import Condition, Doing, Outcome, WhyOverflow
from forrang.acd.waiting_line import WaitingLine
from forrang.domain.phone_number import PhoneNumber

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


def who_answers(house: House, arrival: CallArrived, now: float) -> Explanation:
    """What would happen if this (recognised) call came now."""
    point = house.routes.points.get(arrival.point)
    standing = arrival.standing or ORDINARY
    if point is None or point.id not in house.routes.current:
        return Explanation(standing, False, None, 0, None, (), 0.0)
    caller = None if arrival.withheld else arrival.caller
    call = Call(arrival.call, point, caller, now)
    call.standing = standing
    call.head_start = head_start(call)
    call.own = None if caller is None else house.people.get(caller)
    place = kept_place(house, call)
    rounds = _rounds(call, now)
    first = call.line = call.line_of_class
    return Explanation(
        standing=standing,
        known_number=True,
        place_from=None if place is None else place.arrived,
        ahead=_ahead(call, first),
        refused=refusal(house, call),
        rounds=rounds,
        leaves_after=point.queue.max_wait_seconds,
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
    point, vip = call.point, call.point.vip
    first = point.line_for(call.standing.vip, overflowed=False)
    rounds = [_round(call, first, 0.0, None, now)]
    if not call.standing.vip or vip is None or vip.overflow_after is None:
        return tuple(rounds)
    if point.over_line is point.first_line:
        return tuple(rounds)
    if not anybody_open(call, first.answerers):
        return (_round(call, point.over_line, 0.0, WhyOverflow.NOBODY_LOGGED_IN, now),)
    over = _round(call, point.over_line, vip.overflow_after, WhyOverflow.WAITED, now)
    if vip.overflow_after == 0:
        return (over,)
    same = {one.mobile for one in over.asked} == {one.mobile for one in rounds[0].asked}
    if not same and vip.overflow_after < point.queue.max_wait_seconds:
        rounds.append(over)
    return tuple(rounds)


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
