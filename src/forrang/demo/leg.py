"""One end of a call on the network's side: what both outside calls and offers can do.

A leg is driven from two sides: requests go out by its methods, and `Network` hands it the engine's
events. Its state only ever follows events, so it never says more than what happened.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from forrang.demo.configuration import tone_class
from forrang.demo.ear import Ear
from forrang.demo.log import Answered, Ended
from forrang.demo.message import SipMessage
from forrang.demo.sound import Sound
from forrang.demo.waiting import CallOver, Changes

if TYPE_CHECKING:
    from forrang.demo.network import Network

__all__ = ["Leg", "State"]

T = TypeVar("T")

NORMAL = 16
"Q.850: normal call clearing."


class State(Enum):
    """How far a call has come; it only moves down this list."""

    TRYING = "trying"
    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"


class Leg(ABC):
    """One call of one telephone, seen from the network."""

    def __init__(self, network: "Network", id: str, number: str, tone: int | None) -> None:
        self._network = network
        self.id = id
        self.number = number
        "Whose leg it is."
        self.tone = tone
        "What it sends from the answer on, in Hz; `None` is silence."
        self.state = State.TRYING
        self.end: Ended | None = None
        self.keys = ""
        "Keys that the other side has pressed, in order."
        self._changes = Changes()
        self._hung_up_with: int | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id} {self.number} {self.state.value}>"

    # What it can do

    async def hang_up(self, cause: int = NORMAL, timeout: float = 5.0) -> None:
        """End it, whatever its state; a Q.850 `cause` goes out as a `Reason` header.

        41 (temporary failure) or 38 (network out of order) are a line that broke.
        """
        if self.state is State.ENDED:
            return
        self._hung_up_with = cause
        self._tell("DELETE", "", reason_code=str(cause))
        await self.ended(timeout)

    async def press(self, keys: str) -> None:
        """Press keys (RFC 4733): 0 to 9, *, #."""
        self._tell("POST", "/dtmf", dtmf=keys, duration="80", between="80")

    def sends(self, tone: int | None) -> None:
        """Send another tone from now on, or silence."""
        self.tone = tone
        if self.state is State.ANSWERED:
            self._sound()

    # What can be waited for

    async def ringing(self, timeout: float = 5.0) -> None:
        """Wait until it rings (180), or more."""
        await self._until(lambda: self.state is not State.TRYING or None, timeout, "ringing")

    async def answered(self, timeout: float = 5.0) -> None:
        """Wait for the answer; raises `CallOver` when there is none any more."""

        def look() -> bool | None:
            if self.end and self.state is State.ENDED:
                raise CallOver(f"{self!r} was not answered: {self.end}")
            return self.state is State.ANSWERED or None

        await self._until(look, timeout, "an answer")

    async def ended(self, timeout: float = 5.0) -> Ended:
        """Wait for the end, and say what it was."""
        return await self._until(lambda: self.end, timeout, "the end")

    async def pressed(self, keys: str, timeout: float = 5.0) -> None:
        """Wait until these are the last keys that the other side has pressed."""
        await self._until(lambda: self.keys.endswith(keys) or None, timeout, f"keys {keys}")

    # What is heard

    async def listen(self) -> Ear:
        """Start to record what this end hears; an `Ear` says what it was when."""
        return await Ear.open(self._network, self.id)

    async def hears(self, seconds: float = 0.4) -> frozenset[Sound]:
        """All that this end hears in the next seconds: tones in Hz, `MUSIC`, or `{SILENCE}`."""
        ear = await self.listen()
        await asyncio.sleep(seconds)
        return (await ear.stop()).sounds

    async def until_hears(self, *sounds: Sound, timeout: float = 5.0) -> None:
        """Wait until exactly these are heard for a while."""
        heard: frozenset[Sound] = frozenset()
        try:
            async with asyncio.timeout(timeout):
                while heard != frozenset(sounds):
                    heard = await self.hears(0.3)
        except TimeoutError:
            raise TimeoutError(
                f"{self!r} waited {timeout:g} s to hear {sounds}, last heard {set(heard)}"
            ) from None

    # What went over the wire

    @property
    @abstractmethod
    def call_id(self) -> str:
        """Its SIP Call-ID."""

    def messages(self) -> list[SipMessage]:
        """All SIP messages of this leg so far."""
        return self._network.wire.of_call(self.call_id)

    # What `Network` calls

    def on_event(self, event: dict[str, Any]) -> None:
        """Something happened to this leg, in the words of ARI."""
        match event["type"]:
            case "ChannelStateChange":
                self._state_changed(event["channel"]["state"])
            case "ChannelDtmfReceived":
                self.keys += event["digit"]
                self._changes.tell()
            case "ChannelHangupRequest" | "ChannelDestroyed" | "StasisEnd":
                self._ended(event.get("cause", 0), event.get("tech_cause", 0))

    def close(self) -> None:
        """The network is gone."""
        self._changes.close()

    def _state_changed(self, state: str) -> None:
        now = asyncio.get_running_loop().time()
        if state == "Ringing" and self.state is State.TRYING:
            self.state = State.RINGING
            self._rang(now)
        elif state == "Up" and self.state in (State.TRYING, State.RINGING):
            self.state = State.ANSWERED
            self._network.log.append(Answered(now, self.id, self.number))
            if self.tone is not None:
                self._sound()
        self._changes.tell()

    @abstractmethod
    def _rang(self, now: float) -> None:
        """The other side says that it rings."""

    def _ended(self, cause: int, status: int) -> None:
        if self.end:
            return
        by_us = self._hung_up_with is not None
        if self.state is State.ANSWERED:
            status = 0  # what a `Reason` in a BYE is translated to is no answer to anything
        now = asyncio.get_running_loop().time()
        self.end = Ended(now, self.id, self.number, self._hung_up_with or cause, status, by_us)
        self._finish(self.end)
        self.state = State.ENDED
        self._changes.tell()

    def _finish(self, end: Ended) -> None:
        self._network.log.append(end)

    def _sound(self) -> None:
        if self.tone is None:
            self._tell("DELETE", "/moh")
        else:
            self._tell("POST", "/moh", mohClass=tone_class(self.tone))

    def _tell(self, method: str, path: str, **query: str) -> None:
        self._network.tell(method, f"channels/{self.id}{path}", **query)

    async def _until(self, look: Callable[[], T | None], timeout: float, what: str) -> T:
        return await self._changes.until(look, timeout, f"{what} of {self!r}")
