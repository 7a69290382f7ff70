"""One call of SIPp, told by its messages."""

import asyncio
from collections.abc import Callable

from forrang.demo.message import SipMessage
from forrang.demo.wire import Wire

__all__ = ["SippCall"]

_LOOK = 0.01
"Seconds between two looks at a log."


class SippCall:
    """A call that was placed or offered. Times are those of the event loop's clock."""

    def __init__(self, wire: Wire, *, caller: bool, call_id: str = "", number: str = "") -> None:
        self._wire = wire
        self._caller = caller
        self.call_id = call_id
        "Its SIP Call-ID; empty until it is placed."
        self.number = number
        "Of an offer: the telephone's own."

    def __repr__(self) -> str:
        return f"<SippCall {self.number} {self.status} {[m.first_line for m in self.messages()]}>"

    def messages(self) -> list[SipMessage]:
        """All messages of it so far."""
        return self._wire.of_call(self.call_id)

    @property
    def invite(self) -> SipMessage:
        """The INVITE with all its headers."""
        return next(message for message in self.messages() if message.method == "INVITE")

    @property
    def status(self) -> int:
        """The final status of the INVITE; 0 before there is one."""
        final = self._first(lambda m: m.status >= 200 and m.about == "INVITE")
        return final.status if final else 0

    @property
    def invited_at(self) -> float | None:
        """When it was placed or offered."""
        return self._at(lambda m: m.method == "INVITE")

    @property
    def rang_at(self) -> float | None:
        """When it rang (180)."""
        return self._at(lambda m: m.status == 180)

    @property
    def answered_at(self) -> float | None:
        """When it was answered (200)."""
        return self._at(lambda m: m.status == 200 and m.about == "INVITE")

    @property
    def ended_at(self) -> float | None:
        """When it was refused, taken back or hung up."""
        return self._at(_ends)

    @property
    def ended_by_us(self) -> bool | None:
        """Whether SIPp's side ended it; `None` before its end."""
        end = self._first(_ends)
        return None if end is None else end.sent

    @property
    def cancel(self) -> SipMessage | None:
        """The CANCEL, with its `Reason`."""
        return self._first(lambda m: m.method == "CANCEL")

    async def placed(self, fault: Callable[[], str | None], timeout: float = 5.0) -> None:
        """Wait until the INVITE is out; `fault` says why it never will be."""

        def look() -> bool:
            if told := fault():
                raise RuntimeError(f"SIPp did not start: {told}")
            first = next(iter(self._wire.read()), None)
            self.call_id = first.call_id if first else ""
            return first is not None

        await self._until(look, timeout, "an INVITE")

    async def answered(self, timeout: float = 5.0) -> float:
        """Wait for the answer; when it was. Raises `RuntimeError` when there is none any more."""

        def look() -> bool:
            if self.answered_at is None and self.ended_at is not None:
                raise RuntimeError(f"not answered: {self!r}")
            return self.answered_at is not None

        await self._until(look, timeout, "an answer")
        return self.answered_at or 0.0

    async def ended(self, timeout: float = 5.0) -> float:
        """Wait for the end; when it was."""
        await self._until(lambda: self.ended_at is not None, timeout, "the end")
        return self.ended_at or 0.0

    async def _until(self, look: Callable[[], bool], timeout: float, what: str) -> None:
        try:
            async with asyncio.timeout(timeout):
                while not look():
                    await asyncio.sleep(_LOOK)
        except TimeoutError:
            raise TimeoutError(f"waited {timeout:g} s for {what} of {self!r}") from None

    def _first(self, wanted: Callable[[SipMessage], bool]) -> SipMessage | None:
        return next((message for message in self.messages() if wanted(message)), None)

    def _at(self, wanted: Callable[[SipMessage], bool]) -> float | None:
        message = self._first(wanted)
        return message.at if message else None


def _ends(message: SipMessage) -> bool:
    refused = message.status >= 300 and message.about == "INVITE"
    return refused or message.method in ("BYE", "CANCEL")
