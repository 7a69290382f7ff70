"""The customers' switchboards, each with its journal: one way in for every event.

An event is recognised (what do the lists say?), written, handled; what follows goes to the engine
and the ledger. An event that makes the core raise costs its own call its place and nobody anything
else: the switchboard is made anew from checkpoint and journal without it.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from pathlib import Path

from forrang.acd.commands import Command, HangUpCall
from forrang.acd.events import (
    CallArrived,
    CallerLeft,
    CallId,
    DeadlinePassed,
    Event,
    Resumed,
    SetupChanged,
)
from forrang.acd.records import CallRecord, Notice, PresenceChanged, Record
from forrang.acd.switchboard import Switchboard
from forrang.asterisk.translate import call_of
from forrang.domain.document import Document
from forrang.domain.points import PointId
from forrang.domain.vip_entries import VipEntries
from forrang.exchange.journal import CHECKPOINT_EVERY, Journal
from forrang.exchange.stumbling import instead, lost_at_the_door

log = logging.getLogger(__name__)

_RECORDS = (CallRecord, PresenceChanged, Notice)


@dataclass(slots=True)
class Customer:
    """One customer's running part."""

    id: int
    board: Switchboard
    journal: Journal
    lists: dict[PointId, VipEntries] = field(default_factory=dict)
    is_new: bool = False
    "Whether nothing of it was written down: neither checkpoint nor journal."
    armed: float | None = None
    "The deadline that stands in the heap."


@dataclass(slots=True)
class Sinks:
    """Where what follows from an event goes."""

    command: Callable[[Command], None]
    record: Callable[[int, Record], None]
    changed: Callable[[int], None]
    "Told the customer after each event: for whoever watches."
    beat: Callable[[], None]
    "Told at each step of a long replay: we are alive."


class Boards:
    """Every customer's switchboard."""

    def __init__(self, folder: Path, sinks: Sinks, clock: Callable[[], float]):
        self._folder = folder
        self._sinks = sinks
        self._clock = clock
        self.customers: dict[int, Customer] = {}
        self.of_number: dict[PointId, Customer] = {}
        self.of_call: dict[CallId, Customer] = {}
        self._deadlines: list[tuple[float, int]] = []
        self.wants_survey = False
        "Whether a switchboard lost its memory: the engine must say who is there."
        self.stumbled = 0
        "How many events made the core raise."

    def now(self) -> float:
        """UTC seconds."""
        return self._clock()

    def open(self, id: int, document: Document, version: int) -> Customer:
        """Bring a customer's switchboard up from its checkpoint and journal; without them, from the
        setup alone: then the engine says who is there.
        """
        journal = Journal(self._folder / str(id))
        board = self._replayed(id, journal)
        customer = Customer(id, board or Switchboard(document, version, self._clock()), journal)
        if board is None:
            customer.is_new = True
            self.checkpoint(customer)
        self.customers[id] = customer
        self._index(customer)
        for call in customer.board.house.calls:
            self.of_call[call] = customer
        self._arm(customer)
        return customer

    def feed(self, customer: Customer, event: Event) -> None:
        """Let something happen to a customer."""
        now = self._clock()
        due = customer.board.deadline()
        if due is not None and due <= now and not isinstance(event, DeadlinePassed | Resumed):
            self.feed(customer, DeadlinePassed())  # so that what they do is not laid to this event
        event = customer.board.recognise(event, customer.lists, now)
        customer.journal.append(event, now, customer.board.house.version)
        try:
            said = customer.board.handle(event, now)
        except Exception:
            log.exception("an event could not be handled: %s", type(event).__name__)
            said = self._stumble(customer, event, now)
        self._tell(customer, said)
        if isinstance(event, SetupChanged):
            self._index(customer)
            self.checkpoint(customer)
        elif customer.journal.lines_since_checkpoint >= CHECKPOINT_EVERY:
            self.checkpoint(customer)
        self._arm(customer)

    def arrive(self, arrival: CallArrived) -> bool:
        """Let a call come to whoever has the number; whether anybody has."""
        customer = self.of_call.get(arrival.call) or self.of_number.get(arrival.point)
        if customer is None:
            return False
        self.of_call[arrival.call] = customer
        self.feed(customer, arrival)
        if not customer.board.has_call(arrival.call):  # refused at the door
            self.of_call.pop(arrival.call, None)
        return True

    def of_offer(self, offer: str) -> Customer | None:
        """Whose offer it is."""
        return self.of_call.get(call_of(offer))

    def deadline(self) -> float | None:
        """The first deadline of all; UTC seconds."""
        while self._deadlines:
            at, id = self._deadlines[0]
            customer = self.customers.get(id)
            if customer is not None and customer.armed == at:
                return at
            heappop(self._deadlines)
        return None

    def pass_deadlines(self) -> None:
        """Let every deadline that has come pass."""
        now = self._clock()
        while (at := self.deadline()) is not None and at <= now:
            _, id = heappop(self._deadlines)
            customer = self.customers[id]
            customer.armed = None
            self.feed(customer, DeadlinePassed())

    def checkpoint(self, customer: Customer) -> None:
        """Write a customer's state."""
        customer.journal.checkpoint(customer.board.checkpoint())

    def close(self) -> None:
        """A clean stop: every state is written."""
        for customer in self.customers.values():
            self.checkpoint(customer)
            customer.journal.close()

    def _index(self, customer: Customer) -> None:
        numbers = customer.board.house.routes.current
        for number in [n for n, owner in self.of_number.items() if owner is customer]:
            if number not in numbers:
                del self.of_number[number]
        for number in numbers:
            self.of_number[number] = customer

    def _arm(self, customer: Customer) -> None:
        at = customer.board.deadline()
        if at is not None and at != customer.armed:
            heappush(self._deadlines, (at, customer.id))
        customer.armed = at

    def _tell(self, customer: Customer, said: Iterable[Command | Record]) -> None:
        for one in said:
            if isinstance(one, _RECORDS):
                self._sinks.record(customer.id, one)
                if isinstance(one, CallRecord):
                    self.of_call.pop(one.id, None)
            else:
                self._sinks.command(one)
        self._sinks.changed(customer.id)

    def _replayed(self, id: int, journal: Journal) -> Switchboard | None:
        """The switchboard as the journal has it. Its records are told again: the ledger may lack
        the last ones, and twice is once.
        """
        state, lines = journal.read()
        if state is None:
            return None
        try:
            board = Switchboard.restore(state)
            for line in lines:
                self._sinks.beat()
                for one in board.handle(line.event, line.at):
                    if isinstance(one, _RECORDS):
                        self._sinks.record(id, one)
        except Exception:
            log.exception("a journal could not be replayed; the engine will say who is there")
            return None
        return board

    def _stumble(self, customer: Customer, event: Event, now: float) -> list[Command | Record]:
        """Make the switchboard anew without the event, and try something gentler."""
        self.stumbled += 1
        for again in instead(event):
            self._without_last(customer, now)
            customer.journal.append(again, now, customer.board.house.version)
            try:
                said = customer.board.handle(again, now)
            except Exception:
                log.exception("nor could it be mended by %s", type(again).__name__)
                continue
            if isinstance(again, CallerLeft):
                said.append(HangUpCall(again.call))
            return said
        self._without_last(customer, now)
        if isinstance(event, CallArrived):
            return [HangUpCall(event.call), lost_at_the_door(event, now)]
        return []

    def _without_last(self, customer: Customer, now: float) -> None:
        """The switchboard as it was before the event that was written last."""
        customer.journal.skip_last()
        routes, version = customer.board.house.routes, customer.board.house.version
        board = self._replayed(customer.id, customer.journal)
        if board is None:
            board, self.wants_survey = Switchboard(routes.document, version, now), True
        customer.board = board
