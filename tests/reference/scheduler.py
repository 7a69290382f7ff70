"""The thirteen rules once more, obvious rather than quick: what the core is compared with.

Written from the rules alone, sharing no code with the core: linear scans, no cleverness. It takes
the same events and predicts each offer (named by call and mobile: `c7 +4790000001`), each caller
who is called back, and each end. What the VIP lists say it asks itself. `line` has who waits and
who is asked, `doors` how callers come there, `callbacks` who waits without a telephone.
"""

from math import inf

from forrang.acd import events as ev
from forrang.acd.commands import CallBack, Ring
from forrang.acd.events import Miss, Wish

from .callbacks import Callbacks
from .state import Call, Gone, Where


class Scheduler(Callbacks):
    """One customer's calls."""

    def handle(self, event: ev.Event, now: float) -> list[Ring | CallBack | Gone]:
        """Who is offered which call now, who is called back, and which calls end."""
        self.now, self.out = now, []
        self.let_pass()
        match event:
            case ev.CallArrived():
                self.arrive(event)
            case ev.KeyPressed(id, key) if id in self.calls:
                self.key(self.calls[id], key)
            case ev.PromptEnded(id) if id in self.calls:
                self.prompt_over(self.calls[id])
            case ev.CallerLeft(id, fault, leg) if id in self.calls:
                if self.calls[id].leg == (leg or id) and not self.calls[id].away:
                    self.leave(self.calls[id], fault)
            case ev.CallbackAnswered(id, leg) if self.is_rung(id, leg):
                self.reached(self.calls[id])
            case ev.CallbackFailed(id, leg) if self.is_rung(id, leg):
                self.not_reached(self.calls[id])
            case ev.OfferRang(id):
                self.rang.add(id)
            case ev.OfferAnswered(id) if id in self.ringing():
                self.answered(self.ringing()[id][0], id)
            case ev.OfferFailed(id, why) if id in self.ringing():
                self.failed(id, why)
            case ev.AnswererLeft(id, fault) if id.split()[0] in self.calls:
                self.answerer_left(self.calls[id.split()[0]], fault)
            case ev.EngineLost():
                self.engine_lost()
            case ev.PresenceSet(mobile, wish, place, until):
                for who, (was, _) in self.presence.items():
                    here = place in (None, who[1]) and (wish, was) != (Wish.PAUSE, Wish.OUT)
                    if here and who[0] == mobile:
                        self.set(who, wish, until)
            case ev.SetupChanged():
                self.save(event.setup)
                self.promote_those([o for o in self.calls.values() if not self.is_gone(o.point)])
            case ev.ListReplaced():
                self.promote_those([o for o in self.calls.values() if not self.is_gone(o.point)])
            case ev.EntryAdded(point, _, span):
                here = [one for one in self.calls.values() if one.point == point]
                self.promote_those([o for o in here if o.caller and span.covers(o.caller)])
        self.settle()
        return self.out

    def let_pass(self) -> None:
        """What time alone does."""
        for who in [one for one, (_, until) in self.presence.items() if until <= self.now]:
            self.set(who, Wish.IN)
        for id, (call, offer) in sorted(self.ringing().items()):
            if offer.ends <= self.now:
                self.miss(call, id, Miss.NO_ANSWER if id in self.rang else Miss.TRUNK)
        calls = sorted(self.calls.values(), key=lambda one: one.id)
        for call in [one for one in calls if one.where is Where.HELD and one.release <= self.now]:
            self.let_in(call)
        for call in [one for one in calls if one.key_due <= self.now]:
            self.press(call, None)
        calls = [one for one in calls if one.id in self.calls]
        for call in [one for one in calls if one.told <= self.now]:
            self.prompt_over(call)
        for call in [one for one in calls if one.rung_until <= self.now]:
            self.not_reached(call)
        for call in [one for one in calls if one.retry <= self.now]:
            call.pauses, call.retry = False, inf

    def key(self, call: Call, key: str) -> None:
        if call.where is Where.MENU:
            self.press(call, key)
        elif call.where is Where.LINE and key == "1" and not call.talk:
            self.ask(call)

    def is_gone(self, point: str) -> bool:
        """Whether the newest setup lacks the point: with it goes its list."""
        return self.had[point] is not self.document

    def is_rung(self, id: str, leg: str) -> bool:
        """Whether the caller is being called back by that leg."""
        return id in self.calls and self.calls[id].leg == leg and self.calls[id].rung_until < inf

    def failed(self, id: str, why: Miss) -> None:
        """An offer was not answered. Busy right after a talk is not ready, lost is nobody's miss."""
        call, offer = self.ringing()[id]
        talked = self.talked.get(offer.who[0], -inf)
        not_ready = why is Miss.BUSY and self.now - talked <= 2
        if not_ready:
            self.rests[offer.who[0]] = self.now + 1
        if not_ready or why is Miss.LOST:
            self.over(call, id)
        else:
            self.miss(call, id, why)

    def promote_those(self, calls: list[Call]) -> None:
        """Who waits, and is on the list of the point now, is a VIP at once."""
        for call in calls:
            if call.where in (Where.HELD, Where.LINE) and self.on_list(call):
                self.promote(call, self.now)
