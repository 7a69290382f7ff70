"""Callers come, and go (rules 1, 2, 9, 10 and the corners)."""

from forrang.acd.call import Call, CallState
from forrang.acd.comeback import forwarded_offer, hold, offers_of_same_number
from forrang.acd.commands import AnswerCall, Cause, DismissCall, LetRing, RefuseCall, StopRinging
from forrang.acd.dispatch import choose, fill
from forrang.acd.endings import end, forget
from forrang.acd.events import ORDINARY, CallArrived, CallerLeft, Miss, Standing
from forrang.acd.house import House
from forrang.acd.kept_places import KeptPlace
from forrang.acd.line import arm_max_wait, nobody_answers, restand, stand
from forrang.acd.offers import miss
from forrang.acd.overtaking import Overtaking
from forrang.acd.records import Arrived, BecameVip, Outcome


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
    call.head_start = head_start(call)
    call.serial = house.overtaking.setdefault(point.id, Overtaking()).arrives()
    house.calls[call.id] = call
    if caller is not None:
        house.callers.setdefault(caller, {})[call.id] = call
    same = [] if event.up else offers_of_same_number(house, call)
    if same:
        call.move(CallState.HELD)
        house.out.append(LetRing(call.id))
        hold(call, same)
    else:
        enter(house, call)


def held_over(house: House, call: Call) -> None:
    """A held call was no comeback: it is an arrival, as of when it came."""
    enter(house, call)


def enter(house: House, call: Call) -> None:
    """Give a call its place, and let it stand in line if it may."""
    house.meet_own_people(call)
    if house.freed or house.seeking:  # the line is as long as it is when all are asked
        fill(house)
    place = kept_place(house, call)
    call.story.append(Arrived(call.came, call.standing, place.arrived if place else None))
    call.line = call.line_of_class
    arm_max_wait(house, call)
    outcome = refusal(house, call)
    if outcome is not None:
        cause = Cause.BUSY if outcome is Outcome.LINE_FULL else Cause.UNANSWERED
        house.out.append((DismissCall if call.up else RefuseCall)(call.id, cause))
        end(house, call, outcome)
        return
    if place is not None and call.caller is not None:
        house.kept.use(call.caller, call.point.id, place)
    call.move(CallState.IN_LINE)
    house.out.append(AnswerCall(call.id, answered=call.up))
    call.up = True
    stand(house, call)


def kept_place(house: House, call: Call) -> KeptPlace | None:
    """Give a call the place that its caller lost, if they did; it is not used up yet."""
    if call.caller is None:
        return None
    place = house.kept.peek(call.caller, call.point.id, call.came)
    if place is not None:
        call.arrived = place.arrived
        if place.answerer is not None:
            call.kept_answerer = house.people.get(place.answerer)
    return place


def refusal(house: House, call: Call) -> Outcome | None:
    """Why a new call is turned away at the door; None: it may stand in line (rule 10)."""
    if call.expired:
        return Outcome.WAITED_TOO_LONG
    if nobody_answers(call):
        return Outcome.NOBODY_LOGGED_IN
    limit = call.point.queue.max_waiting
    if limit is None or call.standing.vip:
        return None
    waiting = house.idle_ordinary.get(call.point.id, ())
    full = len(waiting) >= limit and choose(house, call) is None
    return Outcome.LINE_FULL if full else None


def head_start(call: Call) -> float:
    """Seconds by which the call's class lets it have come earlier."""
    vip = call.point.vip
    return vip.head_start if vip is not None and call.standing.vip else 0.0


def become_vip(house: House, call: Call, standing: Standing) -> None:
    """Who is put on the list while waiting moves at once; overflow counts from this moment."""
    if call.standing.vip or call.point.vip is None or call.state is CallState.TALKING:
        return
    call.standing = standing
    call.head_start = head_start(call)
    call.vip_since = house.now
    if call.state is CallState.IN_LINE:
        call.story.append(BecameVip(house.now, standing))
        restand(house, call)


def caller_left(house: House, event: CallerLeft) -> None:
    """A caller is gone, in whatever they were."""
    call = house.calls.get(event.call)
    if call is None:
        return
    match call.state:
        case CallState.HELD if not call.held_until and not event.fault:
            # It went with the offer: it was that offer, come back.
            call.move(CallState.ENDED)
            forget(house, call)
        case CallState.HELD | CallState.IN_LINE:
            end(house, call, Outcome.LOST if event.fault else Outcome.GAVE_UP)
        case CallState.TALKING if event.fault:
            assert call.talk is not None
            call.kept_answerer = call.talk.person
            end(house, call, Outcome.LOST)
        case _:
            end(house, call, Outcome.ANSWERED)
