"""A switchboard's state as plain data, and back: calls, presence, rests, kept places, pointers;
never the lists.

What is derived (lines, free answerers, timers) is made anew from what is kept, so a restored
switchboard does what the old one would have done. msgspec reads the plain data by the types of the
fields below: a state that does not fit is refused whole.
"""

from dataclasses import dataclass
from typing import Any

import msgspec

from forrang.acd.call import Call, CallState, Offer
from forrang.acd.dispatch import fill
from forrang.acd.events import CallId, OfferId, PlaceId, PointId, Standing
from forrang.acd.house import House
from forrang.acd.kept_places import KeptPlace
from forrang.acd.line import arm_max_wait, arm_miss_rest, open_overflow
from forrang.acd.overtaking import Overtaking
from forrang.acd.records import (
    Answered,
    Arrived,
    BecameVip,
    Condition,
    Ended,
    Missed,
    NotReady,
    Offered,
    Overflowed,
    State,
    Step,
    TalkCut,
)
from forrang.acd.timers import Kind
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber

FORMAT = 1
"""The version of this form; another one is not read."""

_STEPS: dict[str, type[Any]] = {
    cls.__name__: cls
    for cls in (
        Answered, Arrived, BecameVip, Ended, Missed, NotReady, Offered, Overflowed, TalkCut
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SavedPerson:
    """A `Person`."""

    mobile: PhoneNumber
    idle_since: float
    last_talk_ended: float | None
    rest: Condition | None


@dataclass(frozen=True, slots=True)
class SavedMember:
    """A `Member`."""

    place: PlaceId
    mobile: PhoneNumber
    state: State
    until: float | None
    misses: int


@dataclass(frozen=True, slots=True)
class SavedOffer:
    """An `Offer`."""

    id: OfferId
    mobile: PhoneNumber
    place: PlaceId
    ring_until: float
    rang: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class SavedCall:
    """A `Call`."""

    id: CallId
    point: PointId
    caller: PhoneNumber | None
    withheld: bool
    asserted: bool
    up: bool
    state: CallState
    standing: Standing
    came: float
    arrived: float
    key: float
    stood: float
    vip_since: float
    overflowed: bool
    expired: bool
    waits: bool
    "Whether it has an entry in a line."
    offers: tuple[SavedOffer, ...]
    offers_made: int
    talk: SavedOffer | None
    misses: tuple[tuple[PhoneNumber, int, float], ...]
    kept_answerer: PhoneNumber | None
    held_until: tuple[OfferId, ...]
    held_over: float | None
    serial: int
    waited: float
    answered_by: PhoneNumber | None
    story: tuple[tuple[str, Any], ...]
    "Each step's class name and fields."


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Everything that a switchboard knows."""

    format: int
    now: float
    version: int
    setup: Document
    gone: tuple[tuple[PointId, Document], ...]
    "Points that the setup lacks and that calls still stand at, with the last version."
    people: tuple[SavedPerson, ...]
    members: tuple[SavedMember, ...]
    pointers: tuple[tuple[str, PhoneNumber], ...]
    "Whom each group and list offered a call last."
    calls: tuple[SavedCall, ...]
    kept: tuple[tuple[PhoneNumber, PointId, KeptPlace], ...]
    overtaking: tuple[tuple[PointId, int, int, list[int]], ...]
    trunk_told: float | None


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
        people=tuple(
            SavedPerson(one.mobile, one.idle_since, one.last_talk_ended, one.rest)
            for one in house.people.values()
        ),
        members=tuple(
            SavedMember(one.place, one.person.mobile, one.state, one.until, one.misses)
            for one in house.members.values()
        ),
        pointers=tuple(
            (id, one.seats[one.last_offered].person.mobile)
            for id, one in routes.answerers.items()
            if 0 <= one.last_offered < len(one.seats)
        ),
        calls=tuple(_save_call(call) for call in house.calls.values()),
        kept=tuple(house.kept.all()),
        overtaking=tuple((point, *one.plain()) for point, one in house.overtaking.items()),
        trunk_told=house.trunk_told,
    )
    plain: dict[str, Any] = msgspec.to_builtins(made)
    return plain


def load(plain: Any) -> House:
    """The state that `save` gave. Raises `msgspec.ValidationError` where it does not fit."""
    saved = msgspec.convert(plain, Checkpoint)
    if saved.format != FORMAT:
        raise msgspec.ValidationError(f"form {saved.format} of the state is not read")
    house = House(saved.setup, saved.version, saved.now)
    for point, source in saved.gone:
        house.routes.keep_gone(point, source)
    for one in saved.people:
        person = house.person(one.mobile)
        person.idle_since, person.last_talk_ended = one.idle_since, one.last_talk_ended
        if one.rest is not None and one.rest.until is not None:
            person.rest = one.rest
            person.rest_timer = house.timers.set(one.rest.until, Kind.REST_OVER, one.mobile, person)
    for entry in saved.members:
        _load_member(house, entry)
    for id, mobile in saved.pointers:
        if id in house.routes.answerers:
            house.routes.answerers[id].point_at(mobile)
    for point, base, last, answered in saved.overtaking:
        house.overtaking[point] = Overtaking.from_plain(base, last, answered)
    for caller, point, place in saved.kept:
        house.kept.keep(caller, point, place)
    house.trunk_told = saved.trunk_told
    for call in saved.calls:
        _load_call(house, call)
    for person in house.people.values():
        for seat in person.seats:
            seat.refresh()
    house.freed.clear()
    house.seeking.clear()
    fill(house)
    return house


def _save_offer(offer: Offer) -> SavedOffer:
    return SavedOffer(
        offer.id, offer.person.mobile, offer.member.place,
        offer.ring_until, offer.rang, offer.answered,
    )  # fmt: skip


def _save_call(call: Call) -> SavedCall:
    return SavedCall(
        id=call.id,
        point=call.point.id,
        caller=call.caller,
        withheld=call.withheld,
        asserted=call.asserted,
        up=call.up,
        state=call.state,
        standing=call.standing,
        came=call.came,
        arrived=call.arrived,
        key=call.key,
        stood=call.stood,
        vip_since=call.vip_since,
        overflowed=call.overflowed,
        expired=call.expired,
        waits=call.entry is not None,
        offers=tuple(_save_offer(offer) for offer in call.offers.values()),
        offers_made=call.offers_made,
        talk=None if call.talk is None else _save_offer(call.talk),
        misses=tuple((who.mobile, n, until) for who, (n, until) in call.misses.items()),
        kept_answerer=None if call.kept_answerer is None else call.kept_answerer.mobile,
        held_until=tuple(call.held_until),
        held_over=None if call.held_timer is None else call.held_timer.at,
        serial=call.serial,
        waited=call.waited,
        answered_by=call.answered_by,
        story=tuple((type(step).__name__, step) for step in call.story),
    )


def _load_member(house: House, saved: SavedMember) -> None:
    member = house.member(saved.place, house.person(saved.mobile))
    member.state, member.until, member.misses = saved.state, saved.until, saved.misses
    if saved.until is not None:
        whose = f"{saved.place} {saved.mobile}"
        member.pause_timer = house.timers.set(saved.until, Kind.PAUSE_OVER, whose, member)


def _load_offer(house: House, call: Call, saved: SavedOffer) -> Offer:
    person = house.person(saved.mobile)
    offer = Offer(saved.id, call, house.member(saved.place, person), saved.ring_until)
    offer.rang, offer.answered = saved.rang, saved.answered
    person.offer = house.offers[offer.id] = offer
    if not offer.answered:
        offer.timer = house.timers.set(offer.ring_until, Kind.RING_OVER, offer.id, offer)
    return offer


def _load_call(house: House, saved: SavedCall) -> None:
    call = Call(saved.id, house.routes.points[saved.point], saved.caller, saved.came)
    for name in (
        "withheld", "asserted", "up", "state", "standing", "arrived", "key", "stood",
        "vip_since", "overflowed", "expired", "offers_made", "serial", "waited", "answered_by",
    ):  # fmt: skip
        setattr(call, name, getattr(saved, name))
    call.held_until = list(saved.held_until)
    call.story = [_load_step(name, plain) for name, plain in saved.story]
    call.misses = {house.person(who): (n, until) for who, n, until in saved.misses}
    if saved.kept_answerer is not None:
        call.kept_answerer = house.people.get(saved.kept_answerer)
    house.calls[call.id] = call
    if call.caller is not None:
        house.callers.setdefault(call.caller, {})[call.id] = call
    for offer in saved.offers:
        call.offers[offer.id] = _load_offer(house, call, offer)
    if saved.talk is not None:
        call.talk = _load_offer(house, call, saved.talk)
    if call.state is CallState.HELD:
        house.held[call.id] = call
        if saved.held_over is not None:
            call.held_timer = house.timers.set(saved.held_over, Kind.HELD_OVER, call.id, call)
        return
    house.meet_own_people(call)
    call.line = call.point.line_for(call.standing.vip, call.overflowed)
    if call.state is CallState.IN_LINE:
        if not call.expired:
            arm_max_wait(house, call)
        open_overflow(house, call)
    if saved.waits:
        call.line.add(call)
        arm_miss_rest(house, call)
        house.count_idle(call)


def _load_step(name: str, plain: Any) -> Step:
    step: Step = msgspec.convert(plain, _STEPS[name])
    return step
