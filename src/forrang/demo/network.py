"""The telephone network outside: callers, mobiles and everything that they do, over real SIP.

It is a second Asterisk, in whose place nothing of ours stands: what the exchange under test sees is
a SIP peer that we did not write. This class starts it, and turns its events into calls and offers.

    async with Network(folder, engine, exchange="127.0.0.1:5060") as network:
        mobile = network.phone("+4790000001").does(Answers(after=0.5))
        call = await network.call(Caller("+4741111111"), "+4722334455")
        await call.answered()
        await call.until_hears(mobile.offer.tone)
"""

import asyncio
import secrets
import signal
import socket
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from forrang.asterisk.connection import Connection, EngineUnreachable, Refused, Replaced, Request
from forrang.asterisk.engine.program import NoEngine, find
from forrang.demo.behaving import behave
from forrang.demo.behaviour import Behaviour
from forrang.demo.caller import Caller
from forrang.demo.child import Child
from forrang.demo.configuration import APP, Files
from forrang.demo.ear import Ear
from forrang.demo.leg import Leg, State
from forrang.demo.log import Event
from forrang.demo.message import read_asterisk_log
from forrang.demo.outside_call import OutsideCall
from forrang.demo.phone import Phone, Ringing
from forrang.demo.ports import why_taken
from forrang.demo.sound import TONES
from forrang.demo.waiting import CallOver, NetworkDown
from forrang.demo.wire import Wire

__all__ = ["Network"]

EVENTS = (
    "StasisStart", "StasisEnd", "ChannelStateChange", "ChannelDtmfReceived",
    "ChannelHangupRequest", "ChannelDestroyed", "RecordingStarted", "RecordingFinished",
    "RecordingFailed", "RESTResponse", "ApplicationReplaced",
)  # fmt: skip


class Network:
    """One network: its engine, its subscribers and the log of what happened."""

    def __init__(
        self,
        folder: Path,
        engine: Path,
        *,
        trunk: str = "127.0.0.1:5070",
        exchange: str = "127.0.0.1:5060",
        ari: str = "127.0.0.1:8090",
        rtp: str = "30000-30999",
        tones: Sequence[int] = TONES,
    ) -> None:
        """`engine` is where the private engine is unpacked; one on the PATH goes before it. `tones`
        are given to calls and telephones in turn.
        """
        self.files = Files(folder.resolve(), trunk, exchange, ari, rtp, secrets.token_urlsafe(16))
        self.log: list[Event] = []
        "Everything that happened, in order."
        self.refused: list[Refused] = []
        "Requests that the engine did not carry out; late ones (404, 409) are no fault."
        self.wire = Wire(self.files.wire, read_asterisk_log)
        "All SIP messages that went in or out."
        self.ears: dict[str, Ear] = {}
        self._engine = engine
        self._tones: Iterator[int] = cycle(tones)
        self._phones: dict[str, Phone] = {}
        self._legs: dict[str, Leg] = {}
        self._behaving: dict[str, asyncio.Task[None]] = {}
        self._numbered = 0
        self._child: Child | None = None
        self._connection: Connection | None = None
        self._reading: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.stop()

    # Its life

    async def start(self, timeout: float = 10.0) -> None:
        """Start the engine and wait until calls can be placed. Raises `NetworkDown`."""
        # Asterisk starts without a port that is taken; then nothing works and nothing says why.
        for address, kind in (
            (self.files.trunk, socket.SOCK_DGRAM),
            (self.files.ari, socket.SOCK_STREAM),
        ):
            if why := why_taken(address, kind):
                raise NetworkDown(f"the network cannot have {address}: {why}")
        try:
            engine = await asyncio.to_thread(find, self._engine)
        except NoEngine as error:
            raise NetworkDown(str(error)) from None
        self.files.write(engine.modules, engine.data)
        argv = [*engine.command, "-C", str(self.files.main), "-f", "-q"]
        self._child = await Child.start(argv, self.files.folder / "log" / "output")
        try:
            self._connection = await self._connect(self._child, timeout)
            await self._connection.allow(EVENTS)
        except BaseException:
            await self.stop()
            raise
        self._reading = asyncio.create_task(self._read(self._connection))

    async def stop(self) -> None:
        """Hang up every call, then end the engine."""
        self.thaw()
        await asyncio.gather(*(self._hang_up(leg) for leg in self.calls()))
        with suppress(TimeoutError, NetworkDown, EngineUnreachable):
            async with asyncio.timeout(1.0):
                await self._nobody_left()
        tasks = [*self._behaving.values(), *filter(None, [self._reading])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._connection:
            await self._connection.close()
        if self._child:
            # It has nothing left to do or to keep, and to end by itself takes it a second.
            await self._child.stop(grace=0)
        self._close()

    def freeze(self) -> None:
        """Let the whole network fall silent, not even a 100 Trying: a dead line."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on where `freeze` stopped; what came meanwhile is handled now."""
        self._signal(signal.SIGCONT)

    @property
    def pid(self) -> int:
        """The process id of its engine."""
        if self._child is None:
            raise NetworkDown("the network is not running")
        return self._child.pid

    @property
    def running(self) -> bool:
        """Whether calls can be placed."""
        return self._reading is not None and not self._reading.done()

    # What one does with it

    def phone(self, number: str) -> Phone:
        """The telephone with that number, as the exchange dials it. Every number exists."""
        if number not in self._phones:
            self._phones[number] = Phone(number)
        return self._phones[number]

    async def call(
        self,
        caller: Caller,
        dialled: str,
        *,
        tone: int | Literal["own"] | None = "own",
        listening: bool = False,
    ) -> OutsideCall:
        """Call the exchange; returns as soon as the INVITE is on its way.

        From the answer on the caller sends a tone of their own, or `tone`, or with `None` silence.
        `listening`: its `ear` is open before.
        """
        self._numbered += 1
        sent = next(self._tones) if tone == "own" else tone
        call = OutsideCall(self, f"call-{self._numbered}", caller, dialled, sent)
        self._legs[call.id] = call
        await call.place(listening=listening)
        return call

    def calls(self) -> list[Leg]:
        """All outside calls and offers that are not over."""
        return [leg for leg in self._legs.values() if leg.state is not State.ENDED]

    # What its parts ask of it

    def tell(self, method: str, path: str, **query: str) -> None:
        """Send a request to the engine, and do not wait."""
        self._connected().send(Request(method, path, query))

    async def variable(self, channel: str, name: str) -> str:
        """Read a channel's variable; empty if the channel is gone."""
        query = {"variable": name}
        response = await self._connected().ask(
            Request("GET", f"channels/{channel}/variable", query)
        )
        return str(response.body["value"]) if response.status == 200 else ""

    # The engine's side

    def _connected(self) -> Connection:
        if self._connection is None or self._reading is None or self._reading.done():
            raise NetworkDown("the network is not running")
        return self._connection

    async def _nobody_left(self) -> None:
        while (await self._connected().ask(Request("GET", "channels"))).body:
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.05)  # the last BYE may leave after its channel

    async def _connect(self, child: Child, timeout: float) -> Connection:
        # ARI cannot be waited for: it is asked until it answers, or until the engine has ended.
        try:
            async with asyncio.timeout(timeout):
                while child.running:
                    try:
                        address, password = self.files.ari, self.files.password
                        return await Connection.open(address, APP, APP, password)
                    except EngineUnreachable:
                        await asyncio.sleep(0.02)
        except TimeoutError:
            pass
        raise NetworkDown(
            f"the network's engine does not answer: {child.said() or self.files.errors}"
        )

    async def _read(self, connection: Connection) -> None:
        try:
            async for frame in connection.frames():
                if isinstance(frame, Refused):
                    self._on_refused(frame)
                else:
                    self._on_event(frame)
        except Replaced:
            pass
        finally:
            self._close()

    def _on_event(self, event: dict[str, Any]) -> None:
        if "recording" in event:
            id = event["recording"]["name"]
        else:
            id = event.get("channel", {}).get("id", "")
        if ear := self.ears.get(id):
            ear.on_event(event)
        elif leg := self._legs.get(id):
            leg.on_event(event)
            if leg.state is State.ENDED and (task := self._behaving.get(id)):
                task.cancel()
        elif event["type"] == "StasisStart" and event["args"] == ["offer"]:
            self._offered(event["channel"])

    def _offered(self, channel: dict[str, Any]) -> None:
        offer = Ringing(self, channel, next(self._tones))
        self._legs[offer.id] = offer
        behaviour = self.phone(offer.number).offered(offer)
        self._behaving[offer.id] = asyncio.create_task(self._behave(offer, behaviour))

    async def _behave(self, offer: Ringing, behaviour: Behaviour) -> None:
        try:
            with suppress(CallOver, NetworkDown):
                await behave(self, offer, behaviour)
        finally:
            del self._behaving[offer.id]

    def _on_refused(self, refused: Refused) -> None:
        self.refused.append(refused)
        id = refused.request.query.get("snoopId") or refused.request.path.split("/")[1]
        if ear := self.ears.get(id):
            ear.on_refused()

    async def _hang_up(self, leg: Leg) -> None:
        with suppress(TimeoutError, NetworkDown):
            await leg.hang_up(timeout=1.0)

    def _close(self) -> None:
        parts: list[Leg | Phone | Ear] = []
        parts += [*self._legs.values(), *self._phones.values(), *self.ears.values()]
        for part in parts:
            part.close()

    def _signal(self, number: signal.Signals) -> None:
        if self._child:
            self._child.send(number)
