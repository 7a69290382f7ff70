"""The core in one screen: one customer's switchboard.

`handle` takes what happened and when, and gives what shall be done and what remains, in order.
Nothing is awaited, nothing is asked of a clock, and the same events at the same times give the same
answer: so its state is its journal. `deadline` says when it wishes to be woken with
`DeadlinePassed`. `recognise` is asked at the door, before the event is written to the journal: what
a VIP list said of a caller is part of what happened.
"""

from collections.abc import Callable
from typing import Any

from forrang.acd import (
    announcing,
    arrivals,
    away,
    callback,
    changes,
    checkpoint,
    explain,
    flow,
    freeing,
    keys,
    line,
    menus,
    offers,
    places,
    recognising,
)  # fmt: skip
from forrang.acd.call import CallState
from forrang.acd.commands import Command
from forrang.acd.dispatch import fill
from forrang.acd.events import (
    AnswererLeft,
    CallArrived,
    CallbackAnswered,
    CallbackFailed,
    CallerLeft,
    CallId,
    CallStumbled,
    DeadlinePassed,
    DeadlineStumbled,
    EngineLost,
    EntryAdded,
    Event,
    KeyPressed,
    ListReplaced,
    OfferAnswered,
    OfferConfirmed,
    OfferFailed,
    OfferId,
    OfferRang,
    PresenceSet,
    PromptEnded,
    PromptId,
    RecordingEnded,
    Resumed,
    SetupChanged,
    Standing,
)
from forrang.acd.house import House
from forrang.acd.recognising import Lists
from forrang.acd.records import Record
from forrang.acd.routing import Point
from forrang.acd.timers import Kind
from forrang.domain.document import Document


def _nothing(house: House, event: DeadlinePassed) -> None:
    """Its deadlines were acted on already, as before each event."""


HANDLERS: dict[type[Any], Callable[[House, Any], None]] = {
    CallArrived: arrivals.call_arrived,
    CallerLeft: arrivals.caller_left,
    CallbackAnswered: callback.callback_answered,
    CallbackFailed: callback.callback_failed,
    KeyPressed: keys.key_pressed,
    PromptEnded: flow.prompt_ended,
    RecordingEnded: away.recording_ended,
    OfferRang: offers.offer_rang,
    OfferAnswered: offers.offer_answered,
    OfferConfirmed: offers.offer_confirmed,
    OfferFailed: offers.offer_failed,
    AnswererLeft: offers.answerer_left,
    PresenceSet: places.presence_set,
    SetupChanged: changes.setup_changed,
    EntryAdded: changes.entry_added,
    ListReplaced: changes.list_replaced,
    EngineLost: changes.engine_lost,
    CallStumbled: changes.call_stumbled,
    DeadlineStumbled: changes.deadline_stumbled,
    Resumed: changes.resumed,
    DeadlinePassed: _nothing,
}
"""What is done with each event."""

DEADLINES: dict[Kind, Callable[[House, Any], None]] = {
    Kind.RING_OVER: offers.ring_over,
    Kind.MAX_WAIT: line.waited_too_long,
    Kind.OVERFLOW: line.overflow_due,
    Kind.PAUSE_OVER: places.pause_over,
    Kind.REST_OVER: freeing.rest_over,
    Kind.MISS_REST_OVER: line.seek_again,
    Kind.HELD_OVER: arrivals.held_over,
    Kind.KEY_OVER: keys.no_key,
    Kind.PROMPT_OVER: flow.prompt_over,
    Kind.ANNOUNCE: announcing.announce,
    Kind.CONFIRM_OVER: offers.confirm_over,
    Kind.CALLBACK_OVER: callback.callback_over,
    Kind.CALL_BACK: callback.try_again,
}
"""What is done when each deadline comes."""


_BEFORE_DEADLINES = (Resumed, DeadlineStumbled)
"""Events that say something of the deadlines that have come."""


class Switchboard:
    """One customer's calls, from arrival to record."""

    def __init__(self, setup: Document, version: int = 1, now: float = 0.0):
        """`setup` without entries; `now` in UTC seconds."""
        self.house = House(setup, version, now)

    def recognise(self, event: Event, lists: Lists, now: float) -> Event:
        """The event, with what the VIP lists say of its callers. Changes nothing."""
        return recognising.recognise(self.house, event, lists, now)

    def handle(self, event: Event, now: float) -> list[Command | Record]:
        """What follows from the event. Deadlines that have come are acted on before it. An event
        about something that is gone is late, not wrong, and nothing follows.
        """
        house = self.house
        house.now = max(now, house.now)
        if isinstance(event, DeadlinePassed):
            menus.keyless(house, event)
        due = None if type(event) in _BEFORE_DEADLINES else house.timers.due(house.now)
        if due is not None:
            while due is not None:
                DEADLINES[due.kind](house, due.subject)
                due = house.timers.due(house.now)
            fill(house)
        HANDLERS[type(event)](house, event)
        for call in house.strayed:
            flow.go_on(house, call)
        house.strayed.clear()
        if house.freed or house.seeking:
            fill(house)
        said = house.out + house.after
        house.out.clear()
        house.after.clear()
        return said

    def who_answers(
        self, arrival: CallArrived, now: float, keys: str = "", lists: Lists | None = None
    ) -> explain.Explanation:
        """What would happen if this (recognised) call came now and its caller pressed these keys;
        changes nothing.
        """

        def standing_at(point: Point) -> Standing:
            return recognising.standing_at(
                self.house, arrival.caller, arrival.withheld, point, lists or {}, now
            )

        return explain.who_answers(self.house, arrival, now, keys, standing_at)

    def checkpoint(self) -> dict[str, Any]:
        """The state as plain data, with the setup and without the lists."""
        return checkpoint.save(self.house)

    @classmethod
    def restore(cls, plain: Any) -> "Switchboard":
        """The switchboard whose `checkpoint` this was. Raises ValueError where it is none."""
        board = cls.__new__(cls)
        board.house = checkpoint.load(plain)
        return board

    def deadline(self) -> float | None:
        """When it wishes to be woken; UTC seconds. None: not before the next event."""
        return self.house.timers.next()

    def has_call(self, call: CallId) -> bool:
        """Whether a call is here that has no record yet."""
        return call in self.house.calls

    def legs(self) -> tuple[dict[CallId, CallState], dict[OfferId, bool]]:
        """The calls that have no record yet, and the offers with whether they are answered: what
        should be in the engine.
        """
        calls = {
            call.id: call.state
            for call in self.house.calls.values()
            if not call.away and call.leg == call.id
        }
        return calls, {id: offer.answered for id, offer in self.house.offers.items()}

    def called_back(self) -> dict[CallId, tuple[CallId, CallState]]:
        """The legs that ring callers back, or on which they talk, and what those calls do."""
        calls = self.house.calls.values()
        busy = (CallState.CALLING_BACK, CallState.TALKING, CallState.IN_LINE)
        return {
            one.id: (one.leg, one.state)
            for one in calls
            if one.leg != one.id and one.state in busy and (not one.away or one.talk is not None)
        }

    def telling(self) -> dict[CallId, PromptId]:
        """What is told to whom now."""
        calls = self.house.calls.values()
        return {call.id: call.prompt for call in calls if call.prompt is not None}

    def recording(self) -> list[CallId]:
        """Whose message is recorded now."""
        calls = self.house.calls.values()
        return [one.id for one in calls if one.recorded_from is not None]
