"""The thirteen rules once more, obvious rather than quick: what the core is compared with.

Written from the rules alone, sharing no code with the core: linear scans, no cleverness. It takes
the same events and predicts each offer (named by call and mobile: `c7 +4790000001`) and each end.
"""

from collections import Counter
from math import inf

from forrang.acd import events as ev
from forrang.acd.commands import Ring
from forrang.acd.events import Miss, Wish
from forrang.acd.records import Outcome
from forrang.domain.answer_group import Strategy
from forrang.domain.call_setup import NobodyLoggedIn
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_list import queue_key

from .state import Call, Gone, Kept, Offer, View, Who, memory, view, who_answer


class Scheduler:
    """One customer's queue."""

    def __init__(self, document: Document, now: float) -> None:
        self.now, self.had = now, dict[str, Document]()  # the newest version that had the point
        self.idle, self.presence = dict[PhoneNumber, float](), dict[Who, tuple[Wish, float]]()
        self.calls, self.kept, self.rang = dict[str, Call](), list[Kept](), set[str]()
        self.rests, self.talked = dict[PhoneNumber, float](), dict[PhoneNumber, float]()
        self.pointers, self.row = dict[str, PhoneNumber](), Counter[Who]()
        self.save(document)

    def handle(self, event: ev.Event, now: float) -> list[Ring | Gone]:
        """Who is offered which call now, and which calls end."""
        self.now, self.out = now, list[Ring | Gone]()
        for who in [one for one, (_, until) in self.presence.items() if until <= now]:
            self.set(who, Wish.IN)
        for id, (call, offer) in sorted(self.ringing().items()):
            if offer.ends <= now:
                self.miss(call, id, Miss.NO_ANSWER if id in self.rang else Miss.TRUNK)
        for id in sorted(id for id, one in self.calls.items() if one.release <= now):
            self.calls[id].release = -inf  # it was no comeback, so whoever calls by it calls in
            self.settle()
            self.stand(self.calls[id])
        match event:
            case ev.CallArrived():
                self.arrive(event)
            case ev.CallerLeft(id, fault) if id in self.calls:
                self.leave(self.calls[id], fault)
            case ev.OfferRang(id):
                self.rang.add(id)
            case ev.OfferAnswered(id) if id in self.ringing():
                self.answer(self.ringing()[id][0], id)
            case ev.OfferFailed(id, why) if id in self.ringing():
                call, offer = self.ringing()[id]
                not_ready = why is Miss.BUSY and now - self.talked.get(offer.who[0], -inf) <= 2
                if not_ready:
                    self.rests[offer.who[0]] = now + 1
                if not_ready or why is Miss.LOST:
                    self.over(call, id)
                else:
                    self.miss(call, id, why)
            case ev.AnswererLeft(id, fault) if id.split()[0] in self.calls:
                self.answerer_left(self.calls[id.split()[0]], fault)
            case ev.EngineLost():
                for call in list(self.calls.values()):
                    self.leave(call, fault=True)
            case ev.PresenceSet(mobile, wish, place, until):
                for who, (was, _) in self.presence.items():
                    here = place in (None, who[1]) and (wish, was) != (Wish.PAUSE, Wish.OUT)
                    if here and who[0] == mobile:
                        self.set(who, wish, until)
            case ev.SetupChanged() | ev.ListReplaced():
                if isinstance(event, ev.SetupChanged):
                    self.save(event.setup)
                for id, _ in event.standings:
                    self.promote(self.calls[id], now)
            case ev.EntryAdded(point, _, span):
                for call in self.calls.values():
                    if call.point == point and call.caller and span.covers(call.caller):
                        self.promote(call, now)
        self.settle()
        return self.out

    def line(self) -> list[Call]:
        """Who waits or rings, in the order in which they will be taken."""
        calls = [one for one in self.calls.values() if one.talk is None and one.waits_for is None]
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
        calls = [o for o in self.calls.values() if o.waits_for is None or o.release == -inf]
        busy = [one.talk for one in calls if one.talk] + [o.who for _, o in self.ringing().values()]
        calls_in = any(one.asserted and one.caller == mobile for one in calls)
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
            too_long = self.now >= call.stood + view.queue.max_wait_seconds
            everyone = view.ringing.strategy is Strategy.ALL
            call.waits = not call.offers or (call.waits and everyone and not too_long)
            if call.waits:
                late = self.now >= (call.vip_since or call.stood) + view.after
                nobody = view.after < inf and not logged_in[0]
                call.overflowed = call.overflowed or view.list_gone or late or nobody
            ever = any(logged_in if call.overflowed or view.after < inf else logged_in[:1])
            if too_long and not call.offers:
                self.end(call, Outcome.WAITED_TOO_LONG)
            elif view.queue.nobody_logged_in is NobodyLoggedIn.LEAVE and not (call.offers or ever):
                self.end(call, Outcome.NOBODY_LOGGED_IN)
        for call in [one for one in self.line() if one.waits]:
            view = self.view(call)
            everyone = view.ringing.strategy is Strategy.ALL
            for _, who, pointer in self.may_be_asked(call, view)[: None if everyone else 1]:
                id, seconds, call.waits = f"{call.id} {who[0]}", view.ringing.ring_seconds, everyone
                call.offers[id], self.pointers[pointer] = Offer(who, self.now + seconds), who[0]
                self.rang.discard(id)
                self.out.append(Ring(id, call.id, who[0], call.caller, seconds, call.id))
        there = len(self.calls)
        for call in sorted((one for one in self.line() if one.at_door), key=lambda c: c.stood):
            limit, used = self.view(call).queue.max_waiting, memory(self.kept, call)
            line = [c for c in self.line() if c.point == call.point and c.vip_since is None]
            waiting = sum(not one.offers and not one.at_door for one in line)
            if limit is not None and call in line and not call.offers and waiting >= limit:
                self.end(call, Outcome.LINE_FULL)
            else:
                call.at_door, self.kept = False, [one for one in self.kept if one is not used]
        if len(self.calls) < there:  # whoever called in by one that was turned away is free again
            self.settle()

    def arrive(self, event: ev.CallArrived) -> None:
        offers = {offer.who[0]: (call, id) for id, (call, offer) in self.ringing().items()}
        forwarded = [offers[one] for one in event.diverted_by if one in offers]
        if all(one.number != event.point for one in self.document.main_numbers):
            return
        if forwarded:
            return self.miss(*forwarded[0], Miss.BUSY)
        came = self.now if event.came is None else event.came
        call = Call(event.call, event.point, event.caller, event.asserted, came, came)
        self.calls[call.id] = call
        if event.standing is not None and event.standing.vip:
            self.promote(call, came)
        call.waits_for = [id for id, (o, _) in self.ringing().items() if o.caller == call.caller]
        if not (call.caller and call.waits_for):
            self.stand(call)

    def stand(self, call: Call) -> None:
        call.at_door, call.waits_for, call.release = True, None, inf
        if kept := memory(self.kept, call):
            call.place, call.first = kept.place, kept.first

    def promote(self, call: Call, since: float) -> None:
        start = self.view(call).head_start
        if start is not None and call.vip_since is None and call.talk is None:
            call.vip_since, call.head_start, call.overflowed = since, start, False

    def over(self, call: Call, id: str) -> Who:
        """An offer ended; a call that was held for it is let in when it was the last."""
        for held in [one for one in self.calls.values() if id in (one.waits_for or [])]:
            held.waits_for = [one for one in held.waits_for or [] if one != id]
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

    def answer(self, call: Call, id: str) -> None:
        call.talk = call.offers[id].who
        call.first, self.row[call.talk] = call.talk[0], 0
        for one in list(call.offers):
            self.over(call, one)
        self.kept = [one for one in self.kept if one.whose != (call.point, call.caller)]

    def talk_over(self, call: Call) -> None:
        if call.talk and call.first:
            self.talked[call.first] = self.idle[call.first] = self.now
            self.rests[call.first] = self.now + self.view(call).ringing.wrap_up_seconds
        call.talk = None

    def answerer_left(self, call: Call, fault: bool) -> None:
        self.talk_over(call)
        if fault:  # the caller is still there, and stands in line again
            call.stood, call.vip_since = self.now, call.vip_since and self.now
        else:
            self.end(call, Outcome.ANSWERED)

    def leave(self, call: Call, fault: bool) -> None:
        why = Outcome.LOST if fault else Outcome.ANSWERED if call.talk else Outcome.GAVE_UP
        self.talk_over(call)
        for id in list(call.offers):
            self.over(call, id)
        if call.waits_for == [] and not fault:
            del self.calls[call.id]  # it was our own offer that came back
        else:
            self.end(call, why)

    def end(self, call: Call, why: Outcome) -> None:
        del self.calls[call.id]
        self.out.append(Gone(call.id, why, call.place, call.vip_since is not None))
        if why is not Outcome.ANSWERED and not (call.at_door or call.waits_for is not None):
            self.kept.append(Kept((call.point, call.caller), call.place, call.first, self.now))

    def set(self, who: Who, wish: Wish, until: float | None = None) -> None:
        was = self.presence[who][0]
        self.presence[who] = (wish, inf if until is None else until)
        if wish is Wish.IN and was is not Wish.IN:
            self.row[who] = 0
        if wish is Wish.IN and was is Wish.OUT:
            self.idle[who[0]] = self.now  # logging in counts as the end of a talk

    def save(self, setup: Document) -> None:
        self.document = setup
        self.had.update((one.number, setup) for one in setup.main_numbers)
        self.presence = dict.fromkeys(who_answer(setup), (Wish.IN, inf)) | self.presence
        self.idle = {one.mobile: self.now for one in setup.employees} | self.idle
