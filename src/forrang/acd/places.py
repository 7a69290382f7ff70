"""People log in and out and pause, per place where they answer."""

from forrang.acd.answerers import Answerers
from forrang.acd.events import PresenceSet, Wish
from forrang.acd.house import House
from forrang.acd.line import restand
from forrang.acd.presence import Member
from forrang.acd.records import PresenceChanged, State
from forrang.acd.timers import Kind
from forrang.domain.call_setup import NobodyLoggedIn

_STATE = {Wish.IN: State.IN, Wish.OUT: State.OUT, Wish.PAUSE: State.PAUSED}


def presence_set(house: House, event: PresenceSet) -> None:
    """Do what is wished, at one place or wherever the employee answers. Only who is logged in can
    pause.
    """
    person = house.people.get(event.mobile)
    if person is None:
        return
    # Everywhere is also where the newest setup has no place: a call may still wait for them there.
    for place, member in person.members.items():
        here = event.place is None or event.place == place
        if here and (event.wish is not Wish.PAUSE or member.state is not State.OUT):
            until = event.until if event.wish is Wish.PAUSE else None
            set_member(house, member, _STATE[event.wish], until)


def pause_over(house: House, member: Member) -> None:
    """A pause with an end is over."""
    member.pause_timer = None
    set_member(house, member, State.IN, None)


def set_member(house: House, member: Member, state: State, until: float | None) -> None:
    """Log somebody in or out at a place, or pause them. What rings may still be answered."""
    if (member.state, member.until) == (state, until):
        return
    person = member.person
    if member.state is State.OUT:
        person.idle_since = house.now
    if member.pause_timer is not None:
        member.pause_timer.cancel()
        member.pause_timer = None
    member.state, member.until = state, until
    if state is State.IN:
        member.misses = 0
        house.freed.append(person)
    if until is not None:
        whose = f"{member.place} {person.mobile}"
        member.pause_timer = house.timers.set(until, Kind.PAUSE_OVER, whose, member)
    house.out.append(PresenceChanged(house.now, person.mobile, member.place, state, until))
    for seat in person.seats:
        if member in seat.members:
            seat.refresh()
            if state is not State.IN:
                _fewer(house, seat.answerers)


def _fewer(house: House, answerers: Answerers) -> None:
    """When the last one logged out, VIPs overflow, and calls leave where the setup says so. Who is
    alone there answers nobody who calls from their own number.
    """
    left = answerers.open
    if left and not left & (left - 1):
        alone = answerers.seats[left.bit_length() - 1].person.mobile
        for call in tuple(house.callers.get(alone, {}).values()):
            restand(house, call)
    if left:
        return
    for line in answerers.lines:
        point = line.point
        over = {point.first_line: point.over_line, point.ordinary_line: point.ordinary_over_line}
        overflows = over.get(line, line) is not line
        if overflows or point.queue.nobody_logged_in is NobodyLoggedIn.LEAVE:
            for call in line.waiting():
                restand(house, call)
