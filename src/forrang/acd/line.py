"""Standing in line: how a call comes to wait, where, and how waiting ends without an answer."""

from forrang.acd.call import Call, CallState, Offer
from forrang.acd.comeback import offer_stopped
from forrang.acd.commands import Cause, DismissCall, DropBridge, HangUpAnswerer, StopRinging
from forrang.acd.house import House
from forrang.acd.kept_places import KEPT_SECONDS, KeptPlace
from forrang.acd.presence import Person
from forrang.acd.records import (
    CallRecord,
    Condition,
    Doing,
    Ended,
    Outcome,
    Overflowed,
    WhyOverflow,
)
from forrang.acd.routing import Point
from forrang.acd.timers import Kind
from forrang.domain.answer_group import Ringing, Strategy
from forrang.domain.call_setup import NobodyLoggedIn


def stand(house: House, call: Call) -> None:
    """Let a call that rings nowhere wait in the line of its class, or leave if its time is over."""
    if call.expired:
        leave(house, call, Outcome.WAITED_TOO_LONG)
        return
    open_overflow(house, call)
    if nobody_answers(call.point, call.standing.vip, call.overflowed):
        leave(house, call, Outcome.NOBODY_LOGGED_IN)
        return
    call.point.line_for(call.standing.vip, call.overflowed).add(call)
    house.seeking.append(call)
    house.count_idle(call)
    arm_miss_rest(house, call)


def restand(house: House, call: Call) -> None:
    """Decide anew where a waiting call stands. One that only rings is decided when that ends."""
    if call.entry is not None:
        assert call.line is not None
        call.line.remove(call)
        if call.offers:  # all at once: it waits and rings
            open_overflow(house, call)
            line = call.point.line_for(call.standing.vip, call.overflowed)
            if line.ringing.strategy is Strategy.ALL:
                line.add(call)
                house.seeking.append(call)
        else:
            stand(house, call)


def open_overflow(house: House, call: Call) -> None:
    """Ask the ordinary answerers too, if it is time for it; else set the time (rule 3)."""
    point, vip = call.point, call.point.vip
    if call.overflow is not None:
        call.overflow.cancel()
        call.overflow = None
    if not call.standing.vip or call.overflowed:
        return
    if vip is None:
        overflow(house, call, WhyOverflow.LIST_GONE)
    elif point.over_line is not point.first_line and vip.overflow_after is not None:
        opens = call.vip_since + vip.overflow_after
        if not point.first_line.answerers[0].open:
            overflow(house, call, WhyOverflow.NOBODY_LOGGED_IN)
        elif house.now >= opens:
            overflow(house, call, WhyOverflow.WAITED)
        else:
            call.overflow = house.timers.set(opens, Kind.OVERFLOW, call.id, call)


def overflow(house: House, call: Call, why: WhyOverflow) -> None:
    """Overflow is open for this call, and stays so."""
    call.overflowed = True
    call.story.append(Overflowed(house.now, why))


def nobody_answers(point: Point, vip: bool, overflowed: bool) -> bool:
    """Whether a call leaves since nobody is logged in who may ever be offered it."""
    if point.queue.nobody_logged_in is NobodyLoggedIn.WAIT:
        return False
    ever = point.line_for(vip, overflowed)
    if vip and point.vip is not None and point.vip.overflow_after is not None:
        ever = point.over_line
    return not any(answerers.open for answerers in ever.answerers)


def arm_max_wait(house: House, call: Call) -> None:
    """Set the end of the longest wait, counted from when the call stood in this line."""
    if call.max_wait is not None:
        call.max_wait.cancel()
    ends = call.stood + call.point.queue.max_wait_seconds
    call.max_wait = house.timers.set(ends, Kind.MAX_WAIT, call.id, call)


def waited_too_long(house: House, call: Call) -> None:
    """The longest wait is over: what rings is finished first, and nothing more is offered."""
    call.max_wait = None
    call.expired = True
    if call.entry is not None:
        assert call.line is not None
        call.line.remove(call)
    if not call.offers:
        leave(house, call, Outcome.WAITED_TOO_LONG)


def overflow_due(house: House, call: Call) -> None:
    """The list's own answerers have had their time."""
    call.overflow = None
    if call.entry is not None:
        restand(house, call)
    else:
        overflow(house, call, WhyOverflow.WAITED)


def arm_miss_rest(house: House, call: Call) -> None:
    """Wake when the first of those who missed a waiting call may be asked again."""
    if call.miss_timer is not None:
        call.miss_timer.cancel()
        call.miss_timer = None
    ends = [until for _, until in call.misses.values() if until > house.now]
    if ends and call.entry is not None:
        call.miss_timer = house.timers.set(min(ends), Kind.MISS_REST_OVER, call.id, call)


def miss_rest_over(house: House, call: Call) -> None:
    """Somebody who missed the call may be asked again."""
    call.miss_timer = None
    house.seeking.append(call)
    arm_miss_rest(house, call)


def ringing_of(call: Call) -> Ringing:
    """How a call's answerers are asked: the group's way, for a VIP's call the list's."""
    return call.point.line_for(call.standing.vip, call.overflowed).ringing


def rest(house: House, person: Person, until: float, doing: Doing) -> None:
    """Do not ask somebody until then, for any call; a longer rest stays."""
    if until <= house.now or (person.rest is not None and (person.rest.until or 0) >= until):
        return
    if person.rest_timer is not None:
        person.rest_timer.cancel()
    person.rest = Condition(doing, until)
    person.rest_timer = house.timers.set(until, Kind.REST_OVER, person.mobile, person)
    person.refresh()


def rest_over(house: House, person: Person) -> None:
    """They may be asked again."""
    person.rest = person.rest_timer = None
    free(house, person)


def free(house: House, person: Person) -> None:
    """Something that kept somebody is over; `dispatch` sees whether they are available."""
    person.refresh()
    house.freed.append(person)


def leave(house: House, call: Call, outcome: Outcome) -> None:
    """Let a call in line leave it unserved: a tone and a hang-up."""
    house.out.append(DismissCall(call.id, Cause.UNANSWERED))
    end(house, call, outcome)


def end(house: House, call: Call, outcome: Outcome, keep: bool = True) -> None:
    """Close a call: free who rang or talked, keep its place if it was unserved, write its record.

    Of the engine's legs only the answerers' are ended here; the caller's is the business of whoever
    knows why the call ends. `keep` is False for a call that never stood in line.
    """
    stood = call.state is CallState.IN_LINE
    call.move(CallState.ENDED)
    _cancel_timers(call)
    if call.entry is not None:
        assert call.line is not None
        call.line.remove(call)
    for offer in list(call.offers.values()):
        house.out.append(StopRinging(offer.id))
        drop_offer(house, offer)
    if call.talk is not None:
        house.out.append(HangUpAnswerer(call.talk.id))
        house.after.append(DropBridge(call.talk.id))
        talk_over(house, call.talk)
    elif stood:
        call.waited += house.now - call.stood
    if keep and call.caller is not None and outcome is not Outcome.ANSWERED:
        answerer = None if call.kept_answerer is None else call.kept_answerer.mobile
        place = KeptPlace(house.now + KEPT_SECONDS, call.arrived, answerer)
        house.kept.keep(call.caller, call.point.id, place)
    call.story.append(Ended(house.now, outcome))
    house.out.append(_record(house, call, outcome))
    forget(house, call)


def drop_offer(house: House, offer: Offer) -> None:
    """An offer is over; whoever it rang at is free of it."""
    if offer.timer is not None:
        offer.timer.cancel()
    offer.call.offers.pop(offer.id, None)
    del house.offers[offer.id]
    offer.person.offer = None
    free(house, offer.person)
    offer_stopped(house, offer.id)


def talk_over(house: House, offer: Offer) -> None:
    """A talk is over: its answerer may wrap up, and is idle from now on."""
    person = offer.person
    offer.call.talk = None
    del house.offers[offer.id]
    person.offer = None
    person.last_talk_ended = person.idle_since = house.now
    rest(house, person, house.now + ringing_of(offer.call).wrap_up_seconds, Doing.RESTING)
    free(house, person)


def _record(house: House, call: Call, outcome: Outcome) -> CallRecord:
    return CallRecord(
        id=call.id,
        main_number=call.point.id,
        caller=call.caller,
        withheld=call.withheld,
        vip=call.standing.vip,
        standing=call.standing,
        arrived=call.came,
        place_from=call.arrived,
        ended=house.now,
        waited_seconds=call.waited,
        answered_by=call.answered_by,
        outcome=outcome,
        overtaken=house.overtaking[call.point.id].later_answered(call.serial),
        story=tuple(call.story),
    )


def forget(house: House, call: Call) -> None:
    """Drop a call from memory; its record, if it has one, is made."""
    house.count_idle(call)
    del house.calls[call.id]
    if call.caller is not None:
        same_number = house.callers[call.caller]
        del same_number[call.id]
        if not same_number:
            del house.callers[call.caller]
    if call.own is not None and call.id in call.own.calling_in:
        call.own.calling_in.discard(call.id)
        free(house, call.own)
    overtaking = house.overtaking[call.point.id]
    if overtaking.wants_forgetting(len(house.calls)):
        here = [one.serial for one in house.calls.values() if one.point.id == call.point.id]
        overtaking.forget_before(min(here, default=None), len(house.calls))


def _cancel_timers(call: Call) -> None:
    for timer in (call.max_wait, call.overflow, call.miss_timer, call.held_timer):
        if timer is not None:
            timer.cancel()
    call.max_wait = call.overflow = call.miss_timer = call.held_timer = None
