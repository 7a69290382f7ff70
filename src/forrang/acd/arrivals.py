"""Callers come, and go (rules 1, 2, 9, 10 and the corners)."""

from forrang.acd.call import Call, CallState
from forrang.acd.comeback import forwarded_offer, offers_of_same_number
from forrang.acd.commands import AnswerCall, Cause, RefuseCall, StopRinging
from forrang.acd.dispatch import choose
from forrang.acd.events import ORDINARY, CallArrived, CallerLeft, Miss, Standing, WhyClass
from forrang.acd.house import House
from forrang.acd.line import arm_max_wait, end, forget, nobody_answers, restand, stand
from forrang.acd.offers import miss
from forrang.acd.overtaking import Overtaking
from forrang.acd.records import Arrived, BecameVip, Outcome
from forrang.domain.vip_list import queue_key


def call_arrived(house: House, event: CallArrived) -> None:
    """A call came: refuse it, hold it, or let it stand in line."""
    if event.call in house.calls:
        return
    point = house.routes.points.get(event.point)
    if point is None or point.id not in house.routes.current:
        house.out.append(RefuseCall(event.call, Cause.UNKNOWN_NUMBER))
        return
    forwarded = None if event.up else forwarded_offer(house, event.diverted_by)
    if forwarded is not None:
        house.out.append(RefuseCall(event.call, Cause.BUSY))
        house.out.append(StopRinging(forwarded.id))
        miss(house, forwarded, Miss.BUSY)
        return
    caller = None if event.withheld else event.caller
    call = Call(event.call, point, caller, house.now if event.came is None else event.came)
    call.withheld, call.asserted, call.up = event.withheld, event.asserted, event.up
    call.standing = event.standing or ORDINARY
    call.serial = house.overtaking.setdefault(point.id, Overtaking()).arrives()
    house.calls[call.id] = call
    if caller is not None:
        house.callers.setdefault(caller, {})[call.id] = call
    call.held_until = [] if event.up else offers_of_same_number(house, call)
    if call.held_until:
        call.move(CallState.HELD)
        house.held[call.id] = call
    else:
        enter(house, call)


def held_over(house: House, call: Call) -> None:
    """A held call was no comeback: it is an arrival, as of when it came."""
    call.held_timer = None
    del house.held[call.id]
    enter(house, call)


def enter(house: House, call: Call) -> None:
    """Give a call its class and its place, and let it stand in line if it may."""
    if call.standing.vip and call.point.vip is None:
        call.standing = Standing(WhyClass.VIP_QUEUE_OFF)
    house.meet_own_people(call)
    vip = call.standing.vip
    place = None
    if call.caller is not None:
        place = house.kept.peek(call.caller, call.point.id, house.now)
    if place is not None:
        call.arrived = place.arrived
        if place.answerer is not None:
            call.kept_answerer = house.people.get(place.answerer)
    call.key = queue_key(call.arrived, head_start(call))
    call.stood = call.vip_since = call.came
    call.story.append(Arrived(call.came, call.standing, place.arrived if place else None))
    call.line = call.point.line_for(vip, overflowed=False)
    limit = call.point.queue.max_waiting
    waiting = house.idle_ordinary.get(call.point.id, ())
    if not vip and limit is not None and len(waiting) >= limit and choose(house, call) is None:
        refuse(house, call, Cause.BUSY, Outcome.LINE_FULL)
    elif nobody_answers(call.point, vip, overflowed=False):
        refuse(house, call, Cause.UNANSWERED, Outcome.NOBODY_LOGGED_IN)
    else:
        if place is not None and call.caller is not None:
            house.kept.take(call.caller, call.point.id, house.now)
        call.move(CallState.IN_LINE)
        house.out.append(AnswerCall(call.id, answered=call.up))
        call.up = True
        arm_max_wait(house, call)
        stand(house, call)


def head_start(call: Call) -> float:
    """Seconds by which the call's class lets it have come earlier."""
    vip = call.point.vip
    return vip.head_start if vip is not None and call.standing.vip else 0.0


def refuse(house: House, call: Call, cause: Cause, outcome: Outcome) -> None:
    """Turn a call away at the door: it never stood in line."""
    house.out.append(RefuseCall(call.id, cause))
    end(house, call, outcome, keep=False)


def become_vip(house: House, call: Call, standing: Standing) -> None:
    """Who is put on the list while waiting moves at once; overflow counts from this moment."""
    if call.standing.vip or call.point.vip is None or call.state is CallState.TALKING:
        return
    call.standing = standing
    if call.state is CallState.HELD:
        return
    call.vip_since = house.now
    call.key = queue_key(call.arrived, head_start(call))
    call.story.append(BecameVip(house.now, standing))
    restand(house, call)


def caller_left(house: House, event: CallerLeft) -> None:
    """A caller is gone, in whatever they were."""
    call = house.calls.get(event.call)
    if call is None:
        return
    match call.state:
        case CallState.HELD:
            del house.held[call.id]
            if call.held_until:
                end(house, call, Outcome.GAVE_UP, keep=False)
            else:  # it went with the offer: it was that offer, come back
                call.move(CallState.ENDED)
                forget(house, call)
        case CallState.IN_LINE:
            end(house, call, Outcome.LOST if event.fault else Outcome.GAVE_UP)
        case CallState.TALKING if event.fault:
            assert call.talk is not None
            call.kept_answerer = call.talk.person
            end(house, call, Outcome.LOST)
        case _:
            end(house, call, Outcome.ANSWERED)
