"""The thirteen rules once more, obvious rather than quick: what the core is compared with.

Written from section 3 of the design alone, by another hand than the core's, and sharing no code
with it: linear scans, and little is remembered that can be worked out. It takes the same recognised
events at the same times and predicts every command, and how each call ends. It names its offers by
call, mobile and count: `c7 +4790000001 2` is the second time that c7 rings there.
"""

from collections import Counter
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

from forrang.acd import commands as do
from forrang.acd import events as ev
from forrang.acd.events import Miss
from forrang.acd.records import Outcome, State
from forrang.domain.answer_group import Ringing, Strategy
from forrang.domain.call_setup import NobodyLoggedIn, Queue
from forrang.domain.document import Document, Service
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_list import VipList, queue_key

Who = tuple[PhoneNumber, ev.PlaceId]
STATES = {ev.Wish.IN: State.IN, ev.Wish.OUT: State.OUT, ev.Wish.PAUSE: State.PAUSED}
class Gone(NamedTuple):
    call: str
    why: Outcome
    place_from: float
    vip: bool


class Seat(NamedTuple):  # where somebody may be asked for a call
    mobile: PhoneNumber
    place: ev.PlaceId
    own: bool
    pointer: str
    order: tuple[PhoneNumber, ...]


class Offer(NamedTuple):
    id: str
    call: "Call"
    seat: Seat
    ends: float


class Kept(NamedTuple):  # a place, kept for who lost it
    point: str
    caller: PhoneNumber | None
    place: float
    first: PhoneNumber | None
    left: float


class View(NamedTuple):  # what the setup in force says of a call
    queue: Queue
    ringing: Ringing
    own: list[Seat]
    others: list[Seat]
    overflow_after: float
    list_gone: bool


@dataclass(eq=False)
class Call:
    id: str
    point: str
    caller: PhoneNumber | None
    asserted: bool
    up: bool
    place: float  # the arrival that its place counts from
    stood: float  # since when it stands in this line
    vip_since: float | None = None
    head_start: float = 0.0
    overflowed: bool = False
    at_door: bool = False
    first: PhoneNumber | None = None  # with whom it talks, or its talk was cut
    talk: Offer | None = None
    offers: list[Offer] = field(default_factory=list)
    waits_for: list[Offer] | None = None  # held until these have ended
    release: float = inf
    missed: list[tuple[PhoneNumber, float]] = field(default_factory=list)  # and rests until


class Scheduler:
    """One customer's queue."""

    def __init__(self, document: Document, now: float = 0.0) -> None:
        self.now, self.out = now, list[do.Command | Gone]()
        self.had: dict[str, Document] = {}  # the newest version that had the point
        self.idle: dict[PhoneNumber, float] = {}
        self.presence: dict[Who, tuple[State, float]] = {}
        self.save(document)
        self.calls: dict[str, Call] = {}
        self.kept: list[Kept] = []
        self.rang: set[str] = set()
        self.rests: dict[PhoneNumber, float] = {}
        self.talked: dict[PhoneNumber, float] = {}
        self.pointers: dict[str, PhoneNumber] = {}
        self.row, self.rung = Counter[Who](), Counter[tuple[str, PhoneNumber]]()

    def handle(self, event: ev.Event, now: float) -> list[do.Command | Gone]:
        """What must be done now."""
        self.now, self.out = now, []
        for offer in [one for one in self.ringing() if one.ends <= now]:
            self.out.append(do.StopRinging(offer.id))
            self.miss(offer, Miss.NO_ANSWER if offer.id in self.rang else Miss.TRUNK)
        for who in [one for one, (_, until) in self.presence.items() if until <= now]:
            self.set(who, State.IN)
        for call in [one for one in self.calls.values() if one.release <= now]:
            self.stand(call)
        match event:
            case ev.CallArrived() if event.call not in self.calls:
                self.arrive(event)
            case ev.CallerLeft(id) if id in self.calls:
                self.leave(self.calls[id], event.fault)
            case ev.OfferRang(id):
                self.rang.add(id)
            case ev.OfferAnswered(id) | ev.OfferFailed(id):
                for offer in [one for one in self.ringing() if one.id == id]:
                    if isinstance(event, ev.OfferFailed):
                        self.miss(offer, event.why)
                    else:
                        self.answer(offer)
            case ev.AnswererLeft(id):
                for call in [c for c in self.calls.values() if c.talk and c.talk.id == id]:
                    self.answerer_left(call, event.fault)
            case ev.EngineLost():
                for call in sorted(self.calls.values(), key=lambda c: c.waits_for is None):
                    self.leave(call, fault=True)
                self.out = [one for one in self.out if isinstance(one, Gone)]
            case ev.PresenceSet():
                for who in self.presence:
                    if who[0] == event.mobile and event.place in (None, who[1]):
                        self.set(who, STATES[event.wish], event.until)
            case ev.SetupChanged() | ev.ListReplaced():
                if isinstance(event, ev.SetupChanged):
                    self.save(event.setup)
                for id, standing in event.standings:
                    if standing.vip and id in self.calls:
                        self.promote(self.calls[id], now)
            case ev.EntryAdded(point, _, span):
                for call in self.calls.values():
                    if call.point == point and call.caller and span.covers(call.caller):
                        self.promote(call, now)
        self.settle()
        return self.out

    def due(self) -> float:
        """The next instant at which a rule may speak by itself."""
        at = [until for _, until in self.presence.values()] + list(self.rests.values())
        at += [offer.ends for offer in self.ringing()]
        for call in self.calls.values():
            view = self.view(call)
            at += [call.release, call.stood + view.queue.max_wait_seconds]
            at += [(call.vip_since or 0.0) + view.overflow_after, *(end for _, end in call.missed)]
        return min((one for one in at if one > self.now), default=inf)

    def line(self) -> list[Call]:
        """Who waits, in the order in which they will be taken."""
        calls = [one for one in self.calls.values() if one.talk is None and one.waits_for is None]
        return sorted(calls, key=lambda c: (queue_key(c.place, c.head_start), c.place, c.id))

    def ringing(self) -> list[Offer]:
        return [offer for call in self.calls.values() for offer in call.offers]

    def vip_list(self, point: str) -> VipList | None:
        """The point's list, if it is in force."""
        setup = self.had[point]
        vip = next(one.vip for one in setup.main_numbers if one.number == point)
        return vip if vip and vip.on and Service.VIP_LIST in setup.services else None

    def view(self, call: Call) -> View:
        setup = self.had[call.point]
        queue = next(o.setup.queue for o in setup.main_numbers if o.number == call.point)
        groups = {one.name: one for one in setup.groups}
        vip = None if call.vip_since is None else self.vip_list(call.point)

        def seats(who: list[Who], place: str, own: bool) -> list[Seat]:
            order = tuple(dict.fromkeys(mobile for mobile, _ in who))
            here = {one.mobile for one in self.document.employees} - {call.caller}
            return [Seat(mobile, at, own, place, order) for mobile, at in who if mobile in here]

        def members(name: str) -> list[Who]:
            return [(mobile, f"group:{name}") for mobile in groups[name].members]

        ordinary = members(queue.group)
        others, after = seats(ordinary, f"group:{queue.group}", False), inf
        if vip is None:
            gone = call.vip_since is not None
            return View(queue, groups[queue.group].ringing, others, [], after, gone)
        named: list[Who] = [] if vip.answerers else ordinary
        for one in vip.answerers:
            alone = [(one.employee, f"list:{call.point}")] if one.employee else []
            named = named + alone + (members(one.group) if one.group else [])
        if vip.answerers and vip.overflow_after is not None:
            after = vip.overflow_after
        own = seats(named, f"list:{call.point}", True)
        return View(queue, vip.ringing, own, others if vip.answerers else [], after, False)

    def logged_in(self, seats: list[Seat]) -> list[Seat]:
        """The seats that are open, the first of each person only."""
        found: dict[PhoneNumber, Seat] = {}
        for seat in seats:
            if self.presence[seat.mobile, seat.place][0] is State.IN:
                found.setdefault(seat.mobile, seat)
        return list(found.values())

    def free(self, mobile: PhoneNumber) -> bool:
        """Whether somebody neither rings, talks, calls in nor rests."""
        offers = self.ringing() + [one.talk for one in self.calls.values() if one.talk]
        calls_in = any(one.asserted and one.caller == mobile for one in self.calls.values())
        busy = calls_in or any(offer.seat.mobile == mobile for offer in offers)
        return not busy and self.rests.get(mobile, -inf) <= self.now

    def may_be_asked(self, call: Call) -> list[Seat]:
        """Who may be offered the call at this instant, the best first."""
        view = self.view(call)
        too_long = self.now >= call.stood + view.queue.max_wait_seconds
        if too_long or (call.offers and view.ringing.strategy is not Strategy.ALL):
            return []
        rests = {mobile for mobile, until in call.missed if until > self.now}
        seats = self.logged_in(view.own + (view.others if call.overflowed else []))

        def rank(seat: Seat) -> tuple[float, ...]:
            at, last, by = seat.order.index(seat.mobile), self.pointers.get(seat.pointer), 0.0
            if view.ringing.strategy is Strategy.LONGEST_IDLE:
                by = self.idle[seat.mobile]
            elif view.ringing.strategy is Strategy.ROUND_ROBIN and last in seat.order:
                by = (at - seat.order.index(last) - 1) % len(seat.order)
            misses = sum(mobile == seat.mobile for mobile, _ in call.missed)
            return misses, seat.mobile != call.first, not seat.own, by, at

        free = [one for one in seats if self.free(one.mobile) and one.mobile not in rests]
        return sorted(free, key=rank)

    def settle(self) -> None:
        """Let go whose wait is over, then pair: the smallest key chooses first (rule 8)."""
        for call in self.line():
            view, after = self.view(call), self.view(call).overflow_after
            if call.vip_since is not None:
                late = self.now >= call.vip_since + after
                nobody = after < inf and not self.logged_in(view.own)
                call.overflowed = call.overflowed or view.list_gone or late or nobody
            ever = view.own + (view.others if call.overflowed or after < inf else [])
            leaves = view.queue.nobody_logged_in is NobodyLoggedIn.LEAVE
            if leaves and not call.offers and not self.logged_in(ever):
                self.turn_away(call, do.Cause.UNANSWERED, Outcome.NOBODY_LOGGED_IN)
            elif self.now >= call.stood + view.queue.max_wait_seconds and not call.offers:
                self.turn_away(call, do.Cause.UNANSWERED, Outcome.WAITED_TOO_LONG)
        for call in self.line():
            everyone = self.view(call).ringing.strategy is Strategy.ALL
            for seat in self.may_be_asked(call)[: None if everyone else 1]:
                self.ring(call, seat, self.view(call).ringing.ring_seconds)
        for call in sorted((one for one in self.line() if one.at_door), key=lambda c: c.stood):
            limit = self.view(call).queue.max_waiting
            line = [c for c in self.line() if c.point == call.point and c.vip_since is None]
            waiting = sum(not one.offers and not one.at_door for one in line)
            if limit is not None and call in line and not call.offers and waiting >= limit:
                self.turn_away(call, do.Cause.BUSY, Outcome.LINE_FULL)
            else:
                self.out.append(do.AnswerCall(call.id, answered=call.up))
                call.at_door, call.up = False, True
                self.kept = [one for one in self.kept if one is not self.memory(call)]

    def ring(self, call: Call, seat: Seat, seconds: float) -> None:
        self.rung[call.id, seat.mobile] += 1
        name = f"{call.id} {seat.mobile} {self.rung[call.id, seat.mobile]}"
        call.offers.append(Offer(name, call, seat, self.now + seconds))
        self.pointers[seat.pointer] = seat.mobile
        self.out.append(do.Ring(name, call.id, seat.mobile, call.caller, seconds))

    def arrive(self, event: ev.CallArrived) -> None:
        if all(one.number != event.point for one in self.document.main_numbers):
            self.out.append(do.RefuseCall(event.call, do.Cause.UNKNOWN_NUMBER))
            return
        if forwarded := [o for o in self.ringing() if o.seat.mobile in event.diverted_by]:
            self.out.append(do.RefuseCall(event.call, do.Cause.BUSY))
            for offer in forwarded:
                self.out.append(do.StopRinging(offer.id))
                self.miss(offer, Miss.BUSY)
            return
        came = self.now if event.came is None else event.came
        call = Call(event.call, event.point, event.caller, event.asserted, event.up, came, came)
        self.calls[call.id] = call
        if event.standing is not None and event.standing.vip:
            self.promote(call, came)
        same = [o for o in self.ringing() if call.caller and o.call.caller == call.caller]
        if same and not event.diverted_by:
            call.waits_for = same
        else:
            self.stand(call)

    def memory(self, call: Call) -> Kept | None:
        """The place that it once had, if it lost one."""
        mine = [o for o in self.kept if (o.point, o.caller) == (call.point, call.caller)]
        mine = [one for one in mine if 0 <= call.stood - one.left <= 600]
        return min(mine, key=lambda one: one.place, default=None)

    def stand(self, call: Call) -> None:
        call.at_door, call.waits_for, call.release = True, None, inf
        if memory := self.memory(call):
            call.place, call.first = memory.place, memory.first

    def promote(self, call: Call, since: float) -> None:
        vip = self.vip_list(call.point)
        if vip is not None and call.vip_since is None and call.talk is None:
            call.vip_since, call.head_start = since, vip.head_start

    def miss(self, offer: Offer, why: Miss) -> None:
        call, mobile, ringing = offer.call, offer.seat.mobile, self.view(offer.call).ringing
        self.over(offer)
        if why is Miss.BUSY and self.now - self.talked.get(mobile, -inf) <= 2:
            self.rests[mobile] = self.now + 1  # a telephone that is not ready yet
            return
        call.missed.append((mobile, self.now + ringing.rest_seconds))
        if why in (Miss.BUSY, Miss.REFUSED, Miss.UNREACHABLE):
            self.rests[mobile] = self.now + ringing.rest_seconds
        if why is not Miss.TRUNK:
            who = (mobile, offer.seat.place)
            self.row[who] += 1
            if 0 < ringing.pause_after_misses <= self.row[who] and self.logged_in([offer.seat]):
                self.set(who, State.PAUSED)
                self.row[who] = 0

    def answer(self, offer: Offer) -> None:
        call = offer.call
        for other in list(call.offers):
            if other is not offer:
                self.out.append(do.StopRinging(other.id, elsewhere=True))
            self.over(other)
        call.talk, call.first = offer, offer.seat.mobile
        self.row[offer.seat.mobile, offer.seat.place] = 0
        self.kept = [o for o in self.kept if (o.point, o.caller) != (call.point, call.caller)]
        self.out.append(do.Connect(call.id, offer.id))

    def over(self, offer: Offer) -> None:
        """It ended; a call that was held for it is let in when it was the last."""
        offer.call.offers.remove(offer)
        for call in [one for one in self.calls.values() if offer in (one.waits_for or [])]:
            call.waits_for = [one for one in call.waits_for or [] if one is not offer]
            call.release = inf if call.waits_for else self.now + 1.0

    def talk_over(self, call: Call, offer: Offer) -> None:
        self.talked[offer.seat.mobile] = self.idle[offer.seat.mobile] = self.now
        self.rests[offer.seat.mobile] = self.now + self.view(call).ringing.wrap_up_seconds
        self.out.append(do.DropBridge(offer.id))
        call.talk = None

    def answerer_left(self, call: Call, fault: bool) -> None:
        if call.talk:
            self.talk_over(call, call.talk)
        if fault:  # the caller is still there, and stands in line again
            call.stood, call.vip_since = self.now, call.vip_since and self.now
            self.out.append(do.AnswerCall(call.id, answered=True))
        else:
            self.out.append(do.HangUpCall(call.id))
            self.end(call, Outcome.ANSWERED)

    def leave(self, call: Call, fault: bool) -> None:
        if call.talk:
            self.out.append(do.HangUpAnswerer(call.talk.id))
            self.talk_over(call, call.talk)
            self.end(call, Outcome.LOST if fault else Outcome.ANSWERED, keep=fault)
        elif call.waits_for == []:  # it was our own offer that came back
            del self.calls[call.id]
        else:
            for offer in list(call.offers):
                self.out.append(do.StopRinging(offer.id))
                self.over(offer)
            self.end(call, Outcome.LOST if fault else Outcome.GAVE_UP, keep=True)

    def turn_away(self, call: Call, cause: do.Cause, why: Outcome) -> None:
        self.out.append((do.DismissCall if call.up else do.RefuseCall)(call.id, cause))
        self.end(call, why, keep=not call.at_door)

    def end(self, call: Call, why: Outcome, keep: bool = False) -> None:
        del self.calls[call.id]
        self.out.append(Gone(call.id, why, call.place, call.vip_since is not None))
        if keep and call.caller:
            self.kept.append(Kept(call.point, call.caller, call.place, call.first, self.now))

    def set(self, who: Who, state: State, until: float | None = None) -> None:
        if state is State.IN and self.presence[who][0] is not State.IN:
            self.idle[who[0]] = self.now
        self.presence[who] = (state, inf if until is None else until)

    def save(self, setup: Document) -> None:
        self.document = setup
        self.had.update((one.number, setup) for one in setup.main_numbers)
        answer = [(mobile, f"group:{o.name}") for o in setup.groups for mobile in o.members]
        for number in setup.main_numbers:
            for one in number.vip.answerers if number.vip else ():
                answer += [(one.employee, f"list:{number.number}")] if one.employee else []
        for who in answer:
            self.presence.setdefault(who, (State.IN, inf))
            self.idle.setdefault(who[0], self.now)
