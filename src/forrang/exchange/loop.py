"""The loop: what the engine says goes to the switchboards, what they say goes to the engine.

While no engine is connected nothing is decided: deadlines and news wait. After each connecting the
engine is asked once what is there (`reconcile`), and only then frames are read.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from forrang.acd.commands import Cause, Command, HangUpAnswerer, HangUpCall, RefuseCall
from forrang.acd.events import (
    AnswererLeft,
    CallArrived,
    CallbackAnswered,
    CallbackFailed,
    CallerLeft,
    CallId,
    EngineLost,
    Event,
    KeyPressed,
    Miss,
    OfferAnswered,
    OfferConfirmed,
    OfferFailed,
    OfferRang,
    PromptEnded,
    RecordingEnded,
    Resumed,
)
from forrang.asterisk.connection import (
    Connection,
    EngineUnreachable,
    Frame,
    Refused,
    Request,
)
from forrang.asterisk.reconcile import Known, Survey, difference, ghosts, survey
from forrang.asterisk.requests import requests
from forrang.asterisk.translate import (
    FRAMES,
    Unreadable,
    call_of,
    read_frame,
    read_refusal,
)
from forrang.domain.phone_number import NumberForm
from forrang.exchange.boards import Boards, Customer

log = logging.getLogger(__name__)

RETRY_SECONDS = 0.1
"""Between two tries to reach the engine."""


@dataclass(frozen=True, slots=True)
class EngineSide:
    """The engine, as the loop reaches it."""

    address: str
    "host:port of its interface."
    app: str
    "The Stasis application, and the user's name."
    password: str
    trunk: str
    "host:port of the trunk that offers go out through."
    form: NumberForm
    "How the trunk writes numbers."
    sounds: str
    "The folder of the sounds, as the engine sees it."
    recordings: str
    "The folder of what the engine records."
    tunes: str
    "The folder of its classes of music."


class Loop:
    """One engine's events, in order, to the switchboards."""

    def __init__(self, engine: EngineSide, clock: Callable[[], float], started: Path):
        """`started` keeps when the engine started whose calls we know."""
        self._engine = engine
        self._clock = clock
        self._started = started
        self._connection: Connection | None = None
        self._held: list[Callable[[], None]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.ended: Callable[[], set[CallId]] = set
        "The calls that have their record: what the engine has of them still is hung up."
        self.boards: Boards
        self.unknown_numbers = 0
        "Calls to numbers that nobody has."
        self.sent = 0
        "Requests to the engine."

    @property
    def connected(self) -> bool:
        """Whether the engine is there and known."""
        return self._connection is not None

    def command(self, command: Command) -> None:
        """Let the engine do it; nothing is waited for."""
        if self._connection is not None:
            for request in requests(
                command, self._engine.app, self._engine.trunk, self._engine.sounds
            ):
                self.sent += 1
                self._connection.send(request)

    def ask_for(self, request: Request) -> None:
        """Let the engine do something that is no switchboard's; nothing is waited for."""
        if self._connection is not None:
            self.sent += 1
            self._connection.send(request)

    def when_connected(self, act: Callable[[], None]) -> None:
        """Act now, or when the engine is there."""
        if self._connection is None:
            self._held.append(act)
        else:
            act()
            self._arm()

    async def run(self) -> None:
        """Connect, take up what is there, read; and again when the engine was away."""
        engine = self._engine
        while True:
            with suppress(EngineUnreachable, TimeoutError):
                opening = Connection.open(engine.address, engine.app, engine.app, engine.password)
                async with await opening as connection:
                    try:
                        await connection.allow(FRAMES)
                        await self._take_up(connection)
                        async for frame in connection.frames():
                            self._read(frame)
                            self._arm()
                    finally:
                        self._connection = None
                        self._disarm()
                log.warning("the engine is away")
            await asyncio.sleep(RETRY_SECONDS)

    async def _take_up(self, connection: Connection) -> None:
        """Let the switchboards know what happened while nobody looked."""
        engine, boards = self._engine, self.boards
        known = [_known(customer) for customer in boards.customers.values()]
        found = await survey(connection, engine.app, known, engine.form)
        self._connection = connection
        if self._is_another(found.started):
            for customer in boards.customers.values():
                if customer.board.house.calls:
                    boards.feed(customer, EngineLost())
        for customer in boards.customers.values():
            self._take_up_customer(customer, found)
        boards_of = [customer.board for customer in boards.customers.values()]
        offers = {offer for board in boards_of for offer in board.house.offers}
        offers |= {leg for board in boards_of for leg, _ in board.called_back().values()}
        for command in ghosts(found, offers):
            self.command(command)
        ended = self.ended()
        for arrival in found.arrivals.values():
            if arrival.call not in boards.of_call:
                if arrival.call in ended:
                    self.command(HangUpCall(arrival.call))
                else:
                    self._arrive(arrival)
        for act in self._held:
            act()
        self._held.clear()
        boards.pass_deadlines()
        self._arm()

    def _take_up_customer(self, customer: Customer, found: Survey) -> None:
        if not customer.board.house.calls:
            return
        self.boards.feed(customer, Resumed())
        events, again = difference(found, _known(customer))
        for command in again:
            self.command(command)
        for event in events:
            self.boards.feed(customer, event)

    def _is_another(self, started: str) -> bool:
        """Whether this engine is another than the one whose calls we know."""
        try:
            before = self._started.read_text()
        except FileNotFoundError:
            before = started
        self._started.write_text(started)
        return before != started

    def _read(self, frame: Frame | Refused) -> None:
        if isinstance(frame, Refused):
            self._refused(frame)
            return
        event = read_frame(frame, self._engine.form)
        match event:
            case None:
                pass
            case Unreadable(channel):
                log.warning("a call that cannot be read is refused")
                self.command(RefuseCall(channel, Cause.UNKNOWN_NUMBER))
            case CallArrived():
                self._arrive(event)
            case CallbackAnswered(call, leg) if call not in self.boards.of_call:
                self.command(HangUpCall(leg))
            case CallbackAnswered(call) | CallbackFailed(call):
                self._feed(self.boards.of_call.get(call), event)
            case CallerLeft(call) | KeyPressed(call) | PromptEnded(call) | RecordingEnded(call):
                self._feed(self.boards.of_call.get(call), event)
            case (
                OfferRang(offer) | OfferConfirmed(offer) | OfferFailed(offer) | AnswererLeft(offer)
            ):
                self._feed(self.boards.of_offer(offer), event)
            case OfferAnswered(offer):
                customer = self.boards.of_offer(offer)
                if customer is None:
                    self.command(HangUpAnswerer(offer))
                self._feed(customer, event)

    def _arrive(self, arrival: CallArrived) -> None:
        if not self.boards.arrive(arrival):
            self.unknown_numbers += 1
            self.command(RefuseCall(arrival.call, Cause.UNKNOWN_NUMBER))

    def _feed(self, customer: Customer | None, event: Event) -> None:
        if customer is not None:
            self.boards.feed(customer, event)

    def _refused(self, refused: Refused) -> None:
        """What came too late is no error; an offer that could not be made has to end."""
        request = refused.request
        log.debug("refused with %s: %s %s", refused.status, request.method, request.path)
        event = read_refusal(request)
        if isinstance(event, OfferFailed):
            self._do(self._offer_refused(event.offer))
        elif event is not None:
            self._feed(self.boards.of_call.get(event.call), event)
        elif refused.status >= 500:
            log.error("the engine failed at %s %s", request.method, request.path.split("/")[0])

    async def _offer_refused(self, offer: str) -> None:
        """The trunk's fault, unless the caller is gone: then their end is on its way."""
        if self._connection is None:
            return
        call = call_of(offer)
        with suppress(EngineUnreachable, TimeoutError):
            there = await self._connection.ask(Request("GET", f"channels/{call}"))
            customer = self.boards.of_offer(offer)
            waits_there = customer is not None and call in customer.board.legs()[0]
            if there.status == 404 and waits_there:
                self._feed(customer, CallerLeft(call))
            else:
                self._feed(customer, OfferFailed(offer, Miss.TRUNK))
            self._arm()

    def _do(self, what: Coroutine[None, None, None]) -> None:
        """Do something beside the loop."""
        task = asyncio.create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _arm(self) -> None:
        """Wake at the first deadline; connect anew when a switchboard lost its memory."""
        self._disarm()
        if self.boards.wants_survey and self._connection is not None:
            self.boards.wants_survey = False
            self._do(self._connection.close())
        at = self.boards.deadline()
        if at is not None and self._connection is not None:
            pause = max(0.0, at - self._clock())
            self._timer = asyncio.get_running_loop().call_later(pause, self._pass_deadlines)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _pass_deadlines(self) -> None:
        self.boards.pass_deadlines()
        self._arm()


def _known(customer: Customer) -> Known:
    board = customer.board
    calls, offers = board.legs()
    telling, recording = board.telling(), board.recording()
    tune = board.house.routes.document.music
    return Known(calls, offers, telling, recording, board.called_back(), tune)
