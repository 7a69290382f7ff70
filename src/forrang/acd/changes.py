"""The setup changes under calls, the engine dies, an event stumbles (rule 13)."""

from forrang.acd.announcing import back_to_music, keep_announcement
from forrang.acd.call import Call, CallState, Offer
from forrang.acd.callback import go_without_telephone, wait_for_engine
from forrang.acd.commands import (
    Cause,
    DropBridge,
    HangUpAnswerer,
    HangUpCall,
    RefuseCall,
    StopRinging,
)
from forrang.acd.endings import end
from forrang.acd.events import (
    ORDINARY,
    CallStumbled,
    DeadlineStumbled,
    EngineLost,
    EntryAdded,
    ListReplaced,
    Resumed,
    SetupChanged,
    Standing,
    WhyClass,
)
from forrang.acd.flow import route, way
from forrang.acd.freeing import drop_offer, free, rest_over, talk_over
from forrang.acd.house import House
from forrang.acd.line import arm_max_wait, restand, stand, wait_no_more
from forrang.acd.lining_up import become_vip
from forrang.acd.presence import Member, Person
from forrang.acd.prompts import hush
from forrang.acd.records import CallRecord, Notice, Outcome, PresenceChanged, State
from forrang.acd.timers import Kind

RESUME_SECONDS = 1.0
"""How long an overdue offer still rings after a restart."""


def setup_changed(house: House, event: SetupChanged) -> None:
    """Take up a new version. What rings may still be answered; who waits is decided anew."""
    house.use(event.setup, event.version)
    for call in house.calls.values():
        call.point = house.routes.points[call.point.id]
        if call.state is not CallState.HELD:
            house.meet_own_people(call)
        if call.state is CallState.IN_LINE:
            arm_max_wait(house, call)
            keep_announcement(house, call)
    standings = dict(event.standings)
    for call in list(house.calls.values()):
        standing = standings.get(call.id)
        if standing is not None:
            become_vip(house, call, standing)
        restand(house, call)


def entry_added(house: House, event: EntryAdded) -> None:
    """Waiting callers whom the new entry covers are VIPs at once. A whole number finds its calls;
    a range or a prefix, of which a list has few, looks at every one.
    """
    if event.span.is_number:
        number = event.span.number
        calls = list(house.callers.get(number, {}).values())
    else:
        calls = [
            call
            for call in house.calls.values()
            if call.caller is not None and event.span.covers(call.caller)
        ]
    for call in calls:
        if call.point.id == event.list:
            become_vip(house, call, Standing(WhyClass.ON_LIST, event.entry))


def list_replaced(house: House, event: ListReplaced) -> None:
    """Waiting callers who are on the list now are VIPs at once."""
    for id, standing in event.standings:
        if id in house.calls:
            become_vip(house, house.calls[id], standing)


def engine_lost(house: House, event: EngineLost) -> None:
    """Every call is gone with the engine; who rings again has the old place."""
    for call in list(house.calls.values()):
        if call.may_hang_up:
            go_without_telephone(house, call)
        if call.away:
            wait_for_engine(house, call)
            continue
        if call.talk is not None:
            call.kept_answerer = call.talk.person
        end(house, call, Outcome.LOST)
    kept = [one for one in house.out if isinstance(one, CallRecord | Notice | PresenceChanged)]
    house.out[:] = kept  # there is nobody left to command
    house.after.clear()


def resumed(house: House, event: Resumed) -> None:
    """Give offers that would have rung out while we were away a moment to be found answered."""
    for offer in house.offers.values():
        if not offer.answered and not offer.asked and offer.ring_until < house.now + RESUME_SECONDS:
            if offer.timer is not None:
                offer.timer.cancel()
            offer.ring_until = house.now + RESUME_SECONDS
            offer.timer = house.timers.set(offer.ring_until, Kind.RING_OVER, offer.id, offer)


def call_stumbled(house: House, event: CallStumbled) -> None:
    """Let a call whose event could not be handled stand in line anew; it loses its place."""
    call = house.calls.get(event.call)
    if call is None:
        return
    elsewhere = call.talk is not None and call.talk.outside  # in nobody's line
    if (
        call.state in (CallState.IN_LINE, CallState.CALLING_BACK, CallState.TALKING)
        and not elsewhere
    ):
        _stand_anew(house, call)
    elif call.state is not CallState.HELD:
        _end_anew(house, call)


def deadline_stumbled(house: House, event: DeadlineStumbled) -> None:
    """Drop the deadline that could not be acted on. Its call stands in line anew, or is turned away
    where it was held; whose rest or pause it was may be asked again.
    """
    timer = house.timers.due(house.now)
    match None if timer is None else timer.subject:
        case Offer() as offer:
            call_stumbled(house, CallStumbled(offer.call.id))
        case Call(state=CallState.HELD) as call:
            house.out.append(RefuseCall(call.id, Cause.BUSY))
            end(house, call, Outcome.LOST)
        case Call() as call:
            call_stumbled(house, CallStumbled(call.id))
        case Person() as person:
            rest_over(house, person)
        case Member() as member:
            member.pause_timer, member.state, member.until = None, State.IN, None
            for seat in member.person.seats:
                seat.refresh()
            free(house, member.person)


def _end_anew(house: House, call: Call) -> None:
    """A call in a menu is told it again, from the main number on; one that was on its way out is
    let go.
    """
    hush(house, call)
    if call.state is not CallState.MENU:
        house.out.append(HangUpCall(call.leg))
        end(house, call, call.unserved or Outcome.LOST)
        return
    call.cancel()
    house.move_to(call, house.routes.of_number(call.point))
    call.standing = call.carried or ORDINARY
    route(house, call, way(house.routes, call.point, ORDINARY, house.now))


def _stand_anew(house: House, call: Call) -> None:
    wait_no_more(call)
    for offer in tuple(call.offers.values()):
        house.out.append(StopRinging(offer.id))
        drop_offer(house, offer)
    if call.talk is not None:
        house.out += (HangUpAnswerer(call.talk.id), DropBridge(call.talk.id))
        talk_over(house, call.talk)
        call.move(CallState.IN_LINE)
    back_to_music(house, call)
    call.arrived = call.stood = call.vip_since = house.now
    arm_max_wait(house, call)
    stand(house, call)
