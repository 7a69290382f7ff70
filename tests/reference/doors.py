"""How a caller comes to a line: held, past a closed door, through a menu (rules 1, 2, 9 and 13)."""

from math import inf

from forrang.acd import events as ev
from forrang.acd.events import Miss
from forrang.acd.records import Outcome
from forrang.domain.call_setup import Menu

from .line import Line
from .setup import is_open, list_in_force, points, under
from .state import Call, Where, memory

LONGEST_PROMPT = 900  # seconds; after which a caller is taken to have heard it


class Doors(Line):
    """Callers on their way to a line."""

    def arrive(self, event: ev.CallArrived) -> None:
        offers = {offer.who[0]: (call, id) for id, (call, offer) in self.ringing().items()}
        forwarded = [offers[one] for one in event.diverted_by if one in offers]
        if all(one.number != event.point for one in self.document.main_numbers):
            return
        if forwarded:
            return self.miss(*forwarded[0], Miss.BUSY)
        point, came = event.point, self.now if event.came is None else event.came
        call = Call(event.call, point, event.caller, event.asserted, came, point, came, came)
        self.calls[call.id], call.leg = call, call.id
        if self.on_list(call):
            self.promote(call, came)
        call.waits_for = [id for id, (o, _) in self.ringing().items() if o.caller == call.caller]
        if not (call.caller and call.waits_for):
            self.let_in(call)

    def on_list(self, call: Call) -> bool:
        """Whether the list of the point has the caller; in force or not."""
        entries = self.lists.get(call.point)
        return bool(call.caller and entries and entries.find(call.caller, 0))

    def let_in(self, call: Call) -> None:
        """A call that is no offer of ours that came back."""
        call.waits_for, call.release = [], -inf
        self.enter(call)

    def enter(self, call: Call) -> None:
        """What a point does with a caller: its list is asked first, then the hours, the setup."""
        setup = self.had[call.point]
        part = points(setup)[call.point]
        vip = list_in_force(setup, call.point) if call.vip_since is not None else None
        call.after_hours = False
        if not is_open(setup, part.opening_hours, self.now):
            late = vip.when_closed if vip else None
            if late and is_open(setup, late.opening_hours, self.now):
                call.after_hours = True
                call.stood = self.now
                self.stand(call)
            else:
                call.where, call.told = Where.CLOSED, self.now + LONGEST_PROMPT
        elif part.setup.menu is None or (vip and vip.skips_menu):
            self.stand(call)
        else:
            call.carried = vip.head_start if vip else None  # with the short cut off
            call.where, call.tries = Where.MENU, 0
            self.tell_menu(call)

    def stand(self, call: Call) -> None:
        """A call comes to a line, as it is when everybody there was asked."""
        self.settle()
        call.where, call.at_door = Where.LINE, True
        if kept := memory(self.kept, call):
            call.place, call.first = kept.place, kept.first

    def menu(self, call: Call) -> Menu:
        menu = points(self.had[call.point])[call.point].setup.menu
        assert menu is not None
        return menu

    def tell_menu(self, call: Call) -> None:
        call.key_due, call.told = inf, self.now + LONGEST_PROMPT

    def prompt_over(self, call: Call) -> None:
        """A caller has heard what they were told."""
        call.told = inf
        if call.where is Where.MENU:
            call.key_due = self.now + self.menu(call).wait_seconds
        elif call.where is Where.CLOSED:
            self.end(call, Outcome.CLOSED)

    def press(self, call: Call, key: str | None) -> None:
        """A caller pressed a key of the menu, or none in time."""
        menu = self.menu(call)
        if key is None or menu.choice(key) is None:
            call.tries += 1
            if call.tries <= menu.repeats:
                return self.tell_menu(call)
            key = menu.otherwise
        choice = menu.choice(key) if key else None
        if choice is None:
            self.end(call, Outcome.NO_KEY)
        elif choice.setup.repeat:
            self.tell_menu(call)
        else:
            self.go_to(call, under(call.point, choice.key))

    def go_to(self, call: Call, point: str) -> None:
        """A key led to a choice: its list is asked, and no other."""
        call.point, call.stood, call.vip_since = point, self.now, None
        call.head_start, call.key_due, call.told = call.carried or 0.0, inf, inf
        overflowed = call.overflowed  # at another point: once open it stays open
        if self.on_list(call):
            self.promote(call, self.now)
        call.overflowed = overflowed
        self.enter(call)

    def leave(self, call: Call, fault: bool) -> None:
        """The caller is gone."""
        if call.where is Where.HELD and not call.waits_for and not fault:
            del self.calls[call.id]  # it was our own offer that came back
        elif fault:
            self.withdraw(call, Outcome.LOST)
        elif call.where is Where.CLOSED:
            self.withdraw(call, Outcome.CLOSED)
        else:
            self.withdraw(call, Outcome.ANSWERED if call.talk else Outcome.GAVE_UP)
