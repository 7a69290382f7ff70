"""Callers come, and go (rules 1, 2, 9, 10 and the corners)."""

from forrang.acd.away import spoken
from forrang.acd.call import Call, CallState
from forrang.acd.callback import go_without_telephone
from forrang.acd.comeback import forwarded_offer, hold, offers_of_same_number
from forrang.acd.commands import Cause, LetRing, RefuseCall, StopRinging
from forrang.acd.endings import end, forget
from forrang.acd.events import ORDINARY, CallArrived, CallerLeft, Miss
from forrang.acd.flow import enter
from forrang.acd.house import House
from forrang.acd.lining_up import head_start
from forrang.acd.offers import miss
from forrang.acd.records import Outcome


def call_arrived(house: House, event: CallArrived) -> None:
    """A call came: refuse it, hold it, or let it stand in line."""
    if event.call in house.calls:
        return
    point = house.routes.points.get(event.point)
    if point is None or point.id not in house.routes.current:
        house.out.append(RefuseCall(event.call, Cause.UNKNOWN_NUMBER))
        return
    caller = None if event.withheld else event.caller
    forwarded = None if event.up else forwarded_offer(house, event.diverted_by, caller)
    if forwarded is not None:
        house.out.append(RefuseCall(event.call, Cause.BUSY))
        house.out.append(StopRinging(forwarded.id))
        miss(house, forwarded, Miss.BUSY)
        return
    call = Call(event.call, point, caller, house.now if event.came is None else event.came)
    call.withheld, call.asserted, call.up = event.withheld, event.asserted, event.up
    call.standing = event.standing or ORDINARY
    house.calls[call.id] = call
    house.move_to(call, point)
    if caller is not None:
        house.callers.setdefault(caller, {})[call.id] = call
    same = [] if event.up else offers_of_same_number(house, call)
    if same:
        call.move(CallState.HELD)
        call.head_start = head_start(call)  # as of when it came, whatever is saved meanwhile
        house.out.append(LetRing(call.leg))
        hold(call, same)
    else:
        enter(house, call)


def held_over(house: House, call: Call) -> None:
    """A held call was no comeback: it is an arrival, as of when it came."""
    enter(house, call)


def caller_left(house: House, event: CallerLeft) -> None:
    """A caller is gone, in whatever they were."""
    call = house.calls.get(event.call)
    if call is None or (event.leg or event.call) != call.leg or call.away:
        return
    if call.may_hang_up:
        go_without_telephone(house, call)
        return
    match call.state:
        case CallState.HELD if not call.held_until and not event.fault:
            # It went with the offer: it was that offer, come back.
            call.move(CallState.ENDED)
            forget(house, call)
        case CallState.VOICEMAIL if spoken(house, call) is Outcome.VOICEMAIL:
            end(house, call, Outcome.VOICEMAIL)  # said is said, also if the line failed behind it
        case _ if event.fault:
            if call.talk is not None:
                call.kept_answerer = call.talk.person
            end(house, call, Outcome.LOST)
        case CallState.TALKING:
            end(house, call, Outcome.ANSWERED)
        case CallState.MESSAGE:
            end(house, call, call.unserved or Outcome.MESSAGE)
        case CallState.VOICEMAIL:
            end(house, call, spoken(house, call))
        case _:
            end(house, call, call.unserved or Outcome.GAVE_UP)
