"""A switchboard's state as plain data, and back: calls, presence, rests, kept places, pointers,
deadlines; never the lists.

What is derived (lines, free answerers) is made anew from what is kept, so a restored switchboard
does what the old one would have done.
"""

from typing import Any

import msgspec

from forrang.acd.call import OUTSIDE, Call, CallState, Offer, outside
from forrang.acd.house import House
from forrang.acd.overtaking import Overtaking
from forrang.acd.pace import Pace
from forrang.acd.presence import Person
from forrang.acd.records import (
    Answered,
    Arrived,
    AskedForCallback,
    BecameVip,
    CalledBack,
    Closed,
    Ended,
    InMenu,
    LeftLine,
    Missed,
    NotReady,
    Offered,
    Overflowed,
    Pressed,
    Sent,
    Step,
    StoodInLine,
    TalkCut,
)
from forrang.acd.saved import Checkpoint, SavedCall, SavedMember, SavedOffer, SavedPerson
from forrang.acd.timers import Kind

FORMAT = 6
"""The version of this form; another one is not read."""

_STEPS: dict[str, type[Any]] = {
    cls.__name__: cls
    for cls in (
        Answered, Arrived, AskedForCallback, BecameVip, CalledBack, Closed, Ended, InMenu,
        LeftLine, Missed, NotReady, Offered,
        Overflowed, Pressed, Sent, StoodInLine, TalkCut,
    )
}  # fmt: skip

_SAME = (
    "withheld", "asserted", "up", "state", "standing", "arrived", "head_start", "stood",
    "vip_since", "overflowed", "expired", "offers_made", "serial", "waited", "answered_by",
    "overtaken", "carried", "carried_head_start", "after_hours", "lined", "unserved", "served", "tries",
    "otherwise", "prompt", "prompts_made", "recording_seconds", "recorded_from", "announced",
    "wait_announced", "comforted", "leg", "wants_callback", "away", "callbacks_made",
)  # fmt: skip
"""What a `SavedCall` and a `Call` call alike and hold alike."""


def save(house: House) -> dict[str, Any]:
    """The state as plain data: what JSON carries."""
    routes = house.routes
    made = Checkpoint(
        format=FORMAT,
        now=house.now,
        version=house.version,
        setup=routes.document,
        gone=tuple(
            (point, source)
            for point, source in routes.sources.items()
            if point not in routes.current
        ),
        people=tuple(_save_person(one) for one in house.people.values()),
        pointers=tuple(
            (place, one.last)
            for place, one in sorted(house.pointers.items())
            if one.last is not None
        ),
        calls=tuple(_save_call(call) for call in house.calls.values()),
        kept=tuple(house.kept.all()),
        overtaking=tuple((point, *one.plain()) for point, one in house.overtaking.items()),
        trunk_told=house.trunk_told,
        pace=tuple(house.pace.plain()),
    )
    plain: dict[str, Any] = msgspec.to_builtins(made)
    return plain


def load(plain: Any) -> House:
    """The state that `save` gave. Raises ValueError where it does not fit."""
    saved = msgspec.convert(plain, Checkpoint)
    if saved.format != FORMAT:
        raise ValueError(f"form {saved.format} of the state is not read")
    house = House(saved.setup, saved.version, saved.now)
    for point, source in saved.gone:
        house.routes.keep_gone(point, source)
    for one in saved.people:
        _load_person(house, one)
    house.people = {one.mobile: house.people[one.mobile] for one in saved.people}
    for place, mobile in saved.pointers:
        house.pointer(place).last = mobile
    for point, base, last, answered in saved.overtaking:
        house.overtaking[point] = Overtaking.from_plain(base, last, answered)
    for caller, point, place_kept in saved.kept:
        house.kept.keep(caller, point, place_kept)
    house.trunk_told = saved.trunk_told
    house.pace = Pace.from_plain(saved.pace)
    try:
        for one_call in saved.calls:
            _load_call(house, one_call)
        for call in sorted(house.calls.values(), key=lambda one: one.serial):
            house.overtaking[call.point.id].stays(call.serial)
        for call in house.calls.values():
            for offer in call.held_until:
                house.offers[offer].holds.append(call)
    except KeyError as error:
        raise ValueError(f"the state names {error}, which it does not have") from error
    for person in house.people.values():
        for seat in person.seats:
            seat.refresh()
    return house


def _save_person(person: Person) -> SavedPerson:
    return SavedPerson(
        person.mobile,
        person.idle_since,
        person.last_talk_ended,
        person.rest,
        person.confirmed,
        person.confirms,
        tuple(
            SavedMember(one.place, one.state, one.until, one.misses)
            for one in person.members.values()
        ),
    )


def _load_person(house: House, saved: SavedPerson) -> None:
    person = house.person(saved.mobile)
    person.idle_since, person.last_talk_ended = saved.idle_since, saved.last_talk_ended
    person.rest, person.confirmed, person.confirms = saved.rest, saved.confirmed, saved.confirms
    if saved.rest is not None and saved.rest.until is not None:
        house.timers.set(saved.rest.until, Kind.REST_OVER, saved.mobile, person)
    # In the order in which they came, which is the order in which they are told.
    person.members = {one.place: person.member(one.place) for one in saved.members}
    for one in saved.members:
        member = person.member(one.place)
        member.state, member.until, member.misses = one.state, one.until, one.misses
        if one.until is not None:
            whose = f"{one.place} {saved.mobile}"
            member.pause_timer = house.timers.set(one.until, Kind.PAUSE_OVER, whose, member)


def _save_offer(offer: Offer) -> SavedOffer:
    return SavedOffer(
        offer.id, offer.person.mobile, offer.member.place,
        offer.ring_until, offer.rang, offer.answered, offer.asked,
    )  # fmt: skip


def _load_offer(house: House, call: Call, saved: SavedOffer) -> Offer:
    if saved.place == OUTSIDE:
        member = outside(saved.mobile)
    else:
        member = house.person(saved.mobile).member(saved.place)
    offer = Offer(saved.id, call, member, saved.ring_until)
    offer.rang, offer.answered, offer.asked = saved.rang, saved.answered, saved.asked
    offer.person.offer = house.offers[offer.id] = offer
    if not offer.answered:
        kind = Kind.CONFIRM_OVER if offer.asked else Kind.RING_OVER
        offer.timer = house.timers.set(offer.ring_until, kind, offer.id, offer)
    return offer


def _save_call(call: Call) -> SavedCall:
    return SavedCall(
        id=call.id,
        point=call.point.id,
        caller=call.caller,
        came=call.came,
        waits=call.entry is not None,
        offers=tuple(_save_offer(offer) for offer in call.offers.values()),
        talk=None if call.talk is None else _save_offer(call.talk),
        misses=tuple((who.mobile, n, until) for who, (n, until) in call.misses.items()),
        kept_answerer=None if call.kept_answerer is None else call.kept_answerer.mobile,
        held_until=tuple(call.held_until),
        timers=tuple((kind, one.at) for kind, one in sorted(call.timers.items()) if one.live),
        story=tuple((type(step).__name__, step) for step in call.story),
        **{name: getattr(call, name) for name in _SAME},
    )


def _load_call(house: House, saved: SavedCall) -> None:
    call = Call(saved.id, house.routes.points[saved.point], saved.caller, saved.came)
    for name in _SAME:
        setattr(call, name, getattr(saved, name))
    call.held_until = list(saved.held_until)
    call.story = [_load_step(name, plain) for name, plain in saved.story]
    call.misses = {house.person(who): (n, until) for who, n, until in saved.misses}
    if saved.kept_answerer is not None:
        call.kept_answerer = house.person(saved.kept_answerer)
    house.calls[call.id] = call
    if call.caller is not None:
        house.callers.setdefault(call.caller, {})[call.id] = call
    for offer in saved.offers:
        call.offers[offer.id] = _load_offer(house, call, offer)
    if saved.talk is not None:
        call.talk = _load_offer(house, call, saved.talk)
    for kind, at in saved.timers:
        house.set_timer(call, kind, at)
    if call.state is not CallState.HELD:
        house.meet_own_people(call)
    if saved.waits:
        call.line_of_class.add(call)
        house.count_idle(call)


def _load_step(name: str, plain: Any) -> Step:
    step: Step = msgspec.convert(plain, _STEPS[name])
    return step
