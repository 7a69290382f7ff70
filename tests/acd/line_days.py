"""Generated days of lines: what the reference scheduler knows, and nothing else.

One main number has a queue, the other a menu of keys with a queue each; both have VIP lists and hours,
and callers may ask to be called back. A save never makes a menu of a queue.
"""

from collections.abc import Iterator
from typing import Any

from forrang.acd import events as ev
from forrang.acd.call import CallState
from forrang.acd.switchboard import Switchboard
from forrang.domain.number_span import NumberSpan
from forrang.domain.phone_number import PhoneNumber

from .days import CALLERS, GROUPS, HOURS, KARI, LISE, OLA, POINTS, Day, Tape, customer, queue, vip

ABROAD = PhoneNumber("+442071234567")
LONGEST_PROMPT = 30
"""Seconds; so long a caller is told something at most, if the day's steps are not longer."""


def hours(tape: Tape) -> dict[str, Any]:
    """Opening hours, seldom."""
    return tape.pick(({}, {}, {}, {"opening_hours": tape.pick(HOURS)}))


def own_list(tape: Tape) -> dict[str, Any]:
    """A VIP list, with what is done when the point is closed."""
    late = {"answerers": tape.pick(([], [{"employee": LISE}, {"group": "Salg"}])), **hours(tape)}
    return {
        **vip(tape),
        "skips_menu": tape.pick((True, False)),
        **tape.pick(({}, {"overflow_to": tape.pick(GROUPS)})),
        **tape.pick(({}, {"when_closed": late})),
    }


def point(tape: Tape) -> dict[str, Any]:
    """A queue, with what stands around it."""
    tried = {"tries": tape.pick((1, 2)), "retry_seconds": tape.pick((30, 60))}
    line = {**queue(tape), **tape.pick(({}, {"callback": tried}, {"callback": tried}))}
    return {"queue": line, **tape.pick(({"vip": own_list(tape)}, {})), **hours(tape)}


def line_number(tape: Tape, number: str) -> dict[str, Any]:
    """A main number with a queue, or with a menu of queues."""
    if number == POINTS[0]:
        made = point(tape)
        return {"number": number, "setup": {"queue": made.pop("queue")}, **made}
    choices: dict[str, Any] = {key: point(tape) for key in tape.pick(("12", "12", "1"))}
    menu = {
        "greeting": {"say": "Velkommen"},
        "choices": {**choices, "*": {"repeat": True}},
        "wait_seconds": tape.pick((5, 2)),
        "repeats": tape.pick((0, 1)),
        **tape.pick(({}, {"otherwise": "1"})),
    }
    around = {**tape.pick(({"vip": own_list(tape)}, {})), **hours(tape)}
    return {"number": number, "setup": {"menu": menu}, **around}


class LineDay(Day):
    """A day on which calls stand in lines, and go nowhere else."""

    callers = (*CALLERS, *CALLERS, KARI, OLA, ABROAD, None)
    diversions = ((), (), (), (), (KARI,), (OLA, KARI))

    def __init__(self, choices: bytes):
        super().__init__(choices)
        self._since: dict[str, float] = {}
        "When each prompt that is told was first seen."

    def events(self, board: Switchboard) -> Iterator[tuple[ev.Event, float]]:
        """At the end of the day, what is told is told to its end."""
        yield from super().events(board)
        for _ in range(4):
            self.now += 10
            yield ev.DeadlinePassed(), self.now
            for call, prompt in board.telling().items():
                yield ev.PromptEnded(call, prompt), self.now

    def _customer(self) -> dict[str, Any]:
        return customer(self.tape, line_number, confirm=(False,), voicemail=False)

    def _event(self, board: Switchboard) -> ev.Event | None:
        self._since = {one: self._since.get(one, self.now) for one in board.telling().values()}
        for call, prompt in board.telling().items():
            if self.now - self._since[prompt] >= LONGEST_PROMPT:
                return ev.PromptEnded(call, prompt)
        return super()._event(board)

    def _more_kinds(self, board: Switchboard) -> str:
        kinds = "key " * 8 * bool(self._in_menu(board)) + "told " * 3 * bool(board.telling())
        kinds += "wish " * 4 * bool(self._may_ask(board)) + "stale " * bool(self._away(board))
        kinds += "take " * 8 * bool(self._for_away(board))
        kinds += "reached reached unreached listed " * 3 * bool(self._rung(board))
        kinds += "listed " * bool(board.house.callers)
        return kinds + "hangs-up " * bool(board.called_back())

    def _more(self, kind: str, board: Switchboard) -> ev.Event | None:
        pick = self.tape.pick
        match kind:
            case "wish":
                return ev.KeyPressed(pick(self._may_ask(board)), pick("1112"))
            case "take":
                return ev.OfferAnswered(pick(self._for_away(board)))
            case "stale":  # the leg on which they came is gone only now, or is again
                return ev.CallerLeft(pick(self._away(board)), fault=pick((False, True)))
            case "reached":
                return ev.CallbackAnswered(*pick(self._rung(board)))
            case "unreached":
                return ev.CallbackFailed(*pick(self._rung(board)))
            case "listed":  # somebody who is here
                calls = [one for one in board.house.calls.values() if one.caller is not None]
                rung = [one for one in calls if one.state is CallState.CALLING_BACK]
                call = pick(rung or calls)
                span, entry = NumberSpan.of(PhoneNumber(call.caller or "")), 300 + self.made
                self.lists[call.point.id].put(span, entry, 0)
                return ev.EntryAdded(call.point.id, entry, span)
            case "hangs-up":
                id, (leg, state) = pick(list(board.called_back().items()))
                if state is CallState.CALLING_BACK:
                    return ev.CallbackFailed(id, leg)
                return ev.CallerLeft(id, fault=pick((False, True)), leg=leg)
        return super()._more(kind, board)

    def _may_ask(self, board: Switchboard) -> list[str]:
        calls = [one for one in board.house.calls.values() if one.state is CallState.IN_LINE]
        return [one.id for one in calls if one.point.queue.callback and not one.away]

    def _for_away(self, board: Switchboard) -> list[str]:
        offers = board.house.offers.values()
        return [one.id for one in offers if one.call.away and not one.answered]

    def _away(self, board: Switchboard) -> list[str]:
        return [one.id for one in board.house.calls.values() if one.away]

    def _rung(self, board: Switchboard) -> list[tuple[str, str]]:
        calls = board.called_back().items()
        return [(id, leg) for id, (leg, state) in calls if state is CallState.CALLING_BACK]
