"""«Trykk 1 for å bli ringt opp»: a caller hangs up, and keeps the place and the class."""

from math import inf

from forrang.acd.commands import CallBack
from forrang.acd.records import Outcome
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber

from .doors import LONGEST_PROMPT, Doors
from .state import Call, Where

RING_SECONDS = 30  # so long a caller's telephone rings
ENGINE_SECONDS = 2  # so long nobody is rung back after the engine's death


class Callbacks(Doors):
    """Callers who wait without a telephone at the ear."""

    def ask(self, call: Call) -> None:
        """A caller who waits pressed 1."""
        wished, at_home = self.view(call).queue.callback, call.number[:3]
        if wished and not call.asked and call.caller and call.caller.startswith(at_home):
            call.asked, call.told = True, self.now + LONGEST_PROMPT

    def prompt_over(self, call: Call) -> None:
        super().prompt_over(call)
        if call.where is Where.LINE and call.asked and not call.talk:
            self.hang_up(call)

    def hang_up(self, call: Call) -> None:
        """Who asked waits on without a telephone, as long as it takes."""
        call.away, call.told, call.too_late = True, inf, False

    def save(self, setup: Document) -> None:
        super().save(setup)
        for call in self.calls.values():
            call.too_late = False

    def let_in(self, call: Call) -> None:
        """Who was to be called back calls by themselves: the new call has the place."""
        for old in list(self.calls.values()):
            same = call.caller and (old.caller, old.number) == (call.caller, call.number)
            if same and old.away and old.talk is None:
                self.withdraw(old, Outcome.GAVE_UP)
                self.kept[-1] = self.kept[-1]._replace(left=call.came)
        super().let_in(call)

    def leave(self, call: Call, fault: bool) -> None:
        if call.where is Where.LINE and call.asked and not call.talk:
            self.hang_up(call)
        else:
            super().leave(call, fault)

    def answered(self, call: Call, id: str) -> None:
        """Somebody took the call: they talk, or the caller is rung first."""
        who, call.told = self.take(call, id), inf
        if not call.away:
            self.answer(call, who)
            return
        assert call.caller is not None
        call.rung, call.rung_until = call.rung + 1, self.now + RING_SECONDS
        call.leg = f"k{call.rung}.{call.id}"
        number = PhoneNumber(call.number)
        self.out.append(CallBack(call.id, call.leg, call.caller, number, RING_SECONDS))

    def reached(self, call: Call) -> None:
        """The caller picked up."""
        assert call.talk is not None
        call.away, call.asked, call.rung_until, call.too_late = False, False, inf, False
        self.answer(call, call.talk)

    def not_reached(self, call: Call) -> None:
        """Tried again later at the old place, as often as the setup says."""
        wished, call.rung_until = self.view(call).queue.callback, inf
        self.talk_over(call)
        if wished is None or call.rung >= wished.tries:
            self.end(call, Outcome.NOT_REACHED)
        else:
            call.pauses, call.retry = True, self.now + wished.retry_seconds

    def answerer_left(self, call: Call, fault: bool) -> None:
        rung, call.rung_until = call.rung_until < inf, inf
        self.talk_over(call)
        if rung:
            return  # the caller was not there yet: somebody else shall have the call
        if fault:  # the caller is still there, and stands in line again
            call.stood, call.vip_since = self.now, call.vip_since and self.now
        else:
            self.end(call, Outcome.ANSWERED)

    def engine_lost(self) -> None:
        """Every call is lost, but of who waits without a telephone."""
        for call in list(self.calls.values()):
            if not call.away:
                self.leave(call, fault=True)
            if call.away:
                self.talk_over(call)
                for id in list(call.offers):
                    self.over(call, id)
                begun = self.now + ENGINE_SECONDS
                if not call.pauses:
                    call.retry = begun
                call.retry = max(call.retry, begun)
                call.pauses, call.rung_until = True, inf
