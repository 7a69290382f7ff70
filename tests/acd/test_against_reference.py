"""The core against the reference scheduler: whole days, compared after every event."""

from collections.abc import Iterable
from dataclasses import replace
from math import inf
from random import Random

from hypothesis import example, given

from forrang.acd import events as ev
from forrang.acd.commands import CallBack, Command, Ring
from forrang.acd.records import CallRecord, Record
from forrang.acd.switchboard import Switchboard
from reference.scheduler import Scheduler
from reference.state import Gone

from .days import TAPES, day_settings
from .line_days import LineDay

Told = tuple[list[Ring], list[CallBack], list[Gone]]


class Both:
    """A core and a reference that live through the same day."""

    def __init__(self, day: LineDay):
        self.day = day
        self.board = Switchboard(day.setup, now=day.now)
        self.reference = Scheduler(day.setup, day.lists, day.now)
        self.names: dict[str, str] = {}
        "The reference's name of each of the core's offers."

    def live(self, event: ev.Event, now: float) -> None:
        """Let both pass every deadline until then, of either, and then the event."""
        while (due := min(self.board.deadline() or inf, due_in(self.reference))) <= now:
            self.step(ev.DeadlinePassed(), due)
        self.step(event, now)

    def step(self, event: ev.Event, now: float) -> None:
        """One event, and both say the same."""
        expected = self.reference.handle(self.translated(event), now)
        said = self.board.handle(self.board.recognise(event, self.day.lists, now), now)
        assert self.told(said) == ordered(expected), (event, now)

    def translated(self, event: ev.Event) -> ev.Event:
        """The event, with the reference's name of the offer that it is about, if that is still
        there: names come again.
        """
        if isinstance(event, ev.OfferRang | ev.OfferAnswered | ev.OfferFailed | ev.AnswererLeft):
            there = event.offer in self.board.legs()[1]
            return replace(event, offer=self.names[event.offer] if there else "?")
        return event

    def told(self, said: Iterable[Command | Record]) -> Told:
        """What the core said, in the reference's words."""
        told: list[Ring | CallBack | Gone] = []
        for one in said:
            if isinstance(one, Ring):
                self.names[one.offer] = f"{one.call} {one.mobile}"
                told.append(replace(one, offer=self.names[one.offer]))
            elif isinstance(one, CallBack):
                told.append(one)
            elif isinstance(one, CallRecord):
                told.append(Gone(one.id, one.outcome, one.place_from, one.vip))
        return ordered(told)


def ordered(said: Iterable[Ring | CallBack | Gone]) -> Told:
    """Offers in the order in which they are made; who is called back, and endings, in any."""
    said = list(said)
    rings = [one for one in said if isinstance(one, Ring)]
    back = sorted((one for one in said if isinstance(one, CallBack)), key=lambda one: one.leg)
    return rings, back, sorted(one for one in said if isinstance(one, Gone))


def due_in(one: Scheduler) -> float:
    """The next instant at which a rule may speak by itself, by the reference's state."""
    at = [until for _, until in one.presence.values()] + list(one.rests.values())
    at += [offer.ends for _, offer in one.ringing().values()]
    for call in one.calls.values():
        view = one.view(call)
        at += [call.release, call.told, call.key_due, call.rung_until, call.retry]
        at += [call.stood + view.queue.max_wait_seconds]
        at += [(call.vip_since or call.stood) + view.after, *(end for _, end in call.missed)]
    return min((when for when in at if when > one.now), default=inf)


@day_settings(400)
@example(Random(32773).randbytes(700))  # led from a list that is gone to a full key, overflow open
@example(Random(31644).randbytes(700))  # the engine died while a callback paused
@given(TAPES)
def test_the_core_does_what_the_reference_does(tape: bytes) -> None:
    day = LineDay(tape)
    both = Both(day)
    for event, now in day.events(both.board):
        both.live(event, now)
    both.live(ev.DeadlinePassed(), day.now + 2000)
