"""The waiting line: who stands in it, who is offered whom, and what becomes of that (rules 3 to 10)."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from math import inf

from forrang.acd.commands import CallBack, Ring
from forrang.acd.events import Miss, Wish
from forrang.acd.records import Outcome
from forrang.domain.answer_group import Strategy
from forrang.domain.call_setup import NobodyLoggedIn
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_entries import VipEntries
from forrang.domain.vip_list import queue_key

from .setup import View, list_in_force, points, view, who_answer
from .state import Call, Gone, Kept, Offer, Where, Who, memory


class Line(ABC):
    """One customer's callers and answerers."""

    def __init__(self, document: Document, lists: Mapping[str, VipEntries], now: float) -> None:
        self.now, self.had, self.lists = now, dict[str, Document](), lists
        self.out = list[Ring | CallBack | Gone]()
        self.idle, self.presence = dict[PhoneNumber, float](), dict[Who, tuple[Wish, float]]()
        self.calls, self.kept, self.rang = dict[str, Call](), list[Kept](), set[str]()
        self.rests, self.talked = dict[PhoneNumber, float](), dict[PhoneNumber, float]()
        self.pointers, self.row = dict[str, PhoneNumber](), Counter[Who]()
        self.save(document)

    def save(self, setup: Document) -> None:
        self.document = setup
        self.had.update((id, setup) for id in points(setup))  # the newest that has the point
        self.presence = dict.fromkeys(who_answer(setup), (Wish.IN, inf)) | self.presence
        self.idle = {one.mobile: self.now for one in setup.employees} | self.idle

    def line(self) -> list[Call]:
        """Who waits or rings, in the order in which they will be taken."""
        calls = [one for one in self.calls.values() if one.where is Where.LINE and not one.talk]
        calls = [one for one in calls if not one.pauses]
        return sorted(calls, key=lambda c: (queue_key(c.place, c.head_start), c.place, c.id))

    def ringing(self) -> dict[str, tuple[Call, Offer]]:
        return {id: (call, o) for call in self.calls.values() for id, o in call.offers.items()}

    def view(self, call: Call) -> View:
        return view(self.had[call.point], {one.mobile for one in self.document.employees}, call)

    def place(self, call: Call, mobile: PhoneNumber, places: list[str]) -> str | None:
        """Where somebody may be asked for the call: the first place at which they are logged in."""
        open = (one for one in places if self.presence[mobile, one][0] is Wish.IN)
        return None if mobile == call.caller else next(open, None)

    def free(self, mobile: PhoneNumber) -> bool:
        """Whether somebody neither rings, talks, calls in nor rests."""
        here = [o for o in self.calls.values() if o.where is not Where.HELD or o.release == -inf]
        busy = [one.talk for one in here if one.talk] + [o.who for _, o in self.ringing().values()]
        here = [one for one in here if not one.away]
        calls_in = any(one.asserted and one.caller == mobile for one in here)
        return not calls_in and mobile not in dict(busy) and self.rests.get(mobile, 0) <= self.now

    def may_be_asked(self, call: Call, view: View) -> list[tuple[tuple[float, ...], Who, str]]:
        """Who may be offered the call at this instant, the best first."""
        found: dict[PhoneNumber, tuple[tuple[float, ...], Who, str]] = {}
        for depth, (pointer, seats) in enumerate(view.pools if call.overflowed else view.pools[:1]):
            order, last = list(seats), self.pointers.get(pointer)
            for at, mobile in enumerate(order):
                place, by = self.place(call, mobile, seats[mobile]), 0.0
                missed = [until for who, until in call.missed if who == mobile]
                if place and self.free(mobile) and max(missed, default=0) <= self.now:
                    if view.ringing.strategy is Strategy.LONGEST_IDLE:
                        by = self.idle[mobile]
                    elif view.ringing.strategy is Strategy.ROUND_ROBIN and last in order:
                        by = (at - order.index(last) - 1) % len(order)
                    rank = (len(missed), mobile != call.first, depth, by, at)
                    found.setdefault(mobile, (rank, (mobile, place), pointer))
        return sorted(found.values())

    def settle(self) -> None:
        """Let go whose wait is over, then pair: the smallest key chooses first (rule 8)."""
        for call in self.line():
            view = self.view(call)
            logged_in = [any(self.place(call, *one) for one in o.items()) for _, o in view.pools]
            late = self.now >= call.stood + view.queue.max_wait_seconds
            too_long = call.too_late or (late and not call.away)
            everyone = view.ringing.strategy is Strategy.ALL
            call.waits = not call.offers or (call.waits and everyone and not too_long)
            if call.waits:
                late = self.now >= (call.vip_since or call.stood) + view.after
                nobody = view.after < inf and not logged_in[0]
                call.overflowed = call.overflowed or view.list_gone or late or nobody
            ever = any(logged_in if call.overflowed or view.after < inf else logged_in[:1])
            if too_long and not call.offers:
                self.end(call, Outcome.WAITED_TOO_LONG)
            elif call.offers or call.away:
                continue  # who is away waits until somebody logs in
            elif view.queue.nobody_logged_in is NobodyLoggedIn.LEAVE and not ever:
                self.end(call, Outcome.NOBODY_LOGGED_IN)
            elif not view.pools:  # no line any more: on to where the point leads now
                self.enter(call)
        for call in [one for one in self.line() if one.waits]:
            view = self.view(call)
            everyone = view.ringing.strategy is Strategy.ALL
            for _, who, pointer in self.may_be_asked(call, view)[: None if everyone else 1]:
                id, seconds, call.waits = f"{call.id} {who[0]}", view.ringing.ring_seconds, everyone
                call.offers[id], self.pointers[pointer] = Offer(who, self.now + seconds), who[0]
                self.rang.discard(id)
                leg = None if call.away else call.leg
                self.out.append(Ring(id, call.id, who[0], call.caller, seconds, leg))
        there = len(self.calls)
        for call in sorted((one for one in self.line() if one.at_door), key=lambda c: c.stood):
            limit, used = self.view(call).queue.max_waiting, memory(self.kept, call)
            waiting = [one for one in self.line() if one.point == call.point and not one.vip]
            waiting = [one for one in waiting if not one.offers and not one.at_door]
            full = limit is not None and not call.vip and len(waiting) >= limit
            if full and not call.offers:
                self.end(call, Outcome.LINE_FULL)
            else:
                call.at_door, call.lined = False, True
                self.kept = [one for one in self.kept if one is not used]
        if len(self.calls) < there:  # whoever called in by one that was turned away is free again
            self.settle()

    @abstractmethod
    def enter(self, call: Call) -> None:
        """A call comes to where its main number or its key leads."""

    def promote(self, call: Call, since: float) -> None:
        """The caller is a VIP of the point, from now on."""
        vip = list_in_force(self.had[call.point], call.point)
        talks = call.talk and not call.away
        if vip is not None and call.vip_since is None and not talks:
            call.vip_since, call.overflowed = since, False
            call.head_start = max(vip.head_start, call.carried or 0.0)

    def over(self, call: Call, id: str) -> Who:
        """An offer ended; a call that was held for it is let in when it was the last."""
        for held in [one for one in self.calls.values() if id in one.waits_for]:
            held.waits_for = [one for one in held.waits_for if one != id]
            held.release = inf if held.waits_for else self.now + 1
        return call.offers.pop(id).who

    def miss(self, call: Call, id: str, why: Miss) -> None:
        ringing, who = self.view(call).ringing, self.over(call, id)
        call.missed.append((who[0], self.now + ringing.rest_seconds))
        if why in (Miss.BUSY, Miss.REFUSED, Miss.UNREACHABLE):
            self.rests[who[0]] = self.now + ringing.rest_seconds
        if why is not Miss.TRUNK:
            self.row[who] += 1
            if 0 < ringing.pause_after_misses <= self.row[who] and self.presence[who][0] is Wish.IN:
                self.set(who, Wish.PAUSE)

    def take(self, call: Call, id: str) -> Who:
        """Somebody took the call: every offer of it is over."""
        call.talk = call.offers[id].who
        self.row[call.talk] = 0
        for one in list(call.offers):
            self.over(call, one)
        return call.talk

    def answer(self, call: Call, who: Who) -> None:
        """They talk."""
        call.first = who[0]
        self.kept = [one for one in self.kept if one.whose != (call.number, call.caller)]

    def talk_over(self, call: Call) -> None:
        if call.talk is not None:
            mobile = call.talk[0]
            self.talked[mobile] = self.idle[mobile] = self.now
            self.rests[mobile] = self.now + self.view(call).ringing.wrap_up_seconds
        call.talk = None

    def withdraw(self, call: Call, why: Outcome) -> None:
        """The call ends, whatever it was in."""
        self.talk_over(call)
        for id in list(call.offers):
            self.over(call, id)
        self.end(call, why)

    def end(self, call: Call, why: Outcome) -> None:
        del self.calls[call.id]
        self.out.append(Gone(call.id, why, call.place, call.vip))
        if why is not Outcome.ANSWERED and call.lined and call.caller:
            self.kept.append(Kept((call.number, call.caller), call.place, call.first, self.now))

    def set(self, who: Who, wish: Wish, until: float | None = None) -> None:
        was = self.presence[who][0]
        self.presence[who] = (wish, inf if until is None else until)
        if wish is Wish.IN and was is not Wish.IN:
            self.row[who] = 0
        if wish is Wish.IN and was is Wish.OUT:
            self.idle[who[0]] = self.now  # logging in counts as the end of a talk
