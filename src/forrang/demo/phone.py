"""The telephones of the outside world, the employees' mobiles above all."""

import asyncio
import re
from collections import deque
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from forrang.demo.behaviour import Behaviour, Rings
from forrang.demo.configuration import LEG
from forrang.demo.leg import Leg, State
from forrang.demo.log import Cancelled, Ended, Offered, Refused
from forrang.demo.message import SipMessage
from forrang.demo.waiting import CallOver, Changes

if TYPE_CHECKING:
    from forrang.demo.network import Network

__all__ = ["Phone", "Ringing"]

ELSEWHERE = 26
"Q.850 cause that Asterisk makes of `Reason: SIP;cause=200` in a CANCEL: answered elsewhere."

_FROM = re.compile(
    r'\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^<"]*?))\s*<?sips?:(?P<user>[^@>;]*)@'
)


class Ringing(Leg):
    """A call that is offered to a telephone, from its INVITE to its end."""

    def __init__(self, network: "Network", channel: dict[str, Any], tone: int | None) -> None:
        super().__init__(network, channel["id"], channel["dialplan"]["exten"], tone)
        from_, call_id, code = channel["channelvars"][LEG].split("&")
        self.from_header = unquote(from_)
        "The whole From, as it came."
        found = _FROM.match(self.from_header)
        self.shown = unquote(found["user"]) if found else ""
        "User part of the From: the number that the telephone shows."
        self.display = (
            re.sub(r"\\(.)", r"\1", found["quoted"] or found["plain"] or "") if found else ""
        )
        "The name that it shows."
        self.at = asyncio.get_running_loop().time()
        "When it came, by the event loop's clock."
        self._call_id = unquote(call_id)
        self.code = unquote(code)
        "Digits that are read out in it, as the demo's exchange says; empty for other calls."
        self._refused_with: int | None = None
        network.log.append(Offered(self.at, self.id, self.number, self.shown, self.display))

    @property
    def call_id(self) -> str:
        """Its SIP Call-ID."""
        return self._call_id

    async def invite(self, timeout: float = 2.0) -> SipMessage:
        """The INVITE with all its headers."""
        return await self._message("INVITE", timeout)

    async def cancel(self, timeout: float = 2.0) -> SipMessage:
        """The CANCEL with all its headers, `Reason` among them."""
        return await self._message("CANCEL", timeout)

    @property
    def cancelled_elsewhere(self) -> bool:
        """Whether it was taken back because somebody else answered: no missed call is shown."""
        return self.end is not None and self.end.cause == ELSEWHERE

    def ring(self) -> None:
        """Say that it rings (180)."""
        if self.state is State.TRYING:
            self._tell("POST", "/ring")
            self.state = State.RINGING
            self._changes.tell()

    def progress(self) -> None:
        """Say 183 Session Progress."""
        self._tell("POST", "/progress")

    async def answer(self, timeout: float = 5.0) -> None:
        """Pick it up; raises `CallOver` when it has been taken back."""
        if self.end:
            raise CallOver(f"{self!r} is over: {self.end}")
        self._tell("POST", "/answer")
        await self.answered(timeout)

    def refuse(self, status: int) -> None:
        """Say no with a SIP status of 400 to 699; only before it is answered."""
        self._turn_away(status)
        self._tell("POST", "/continue", context="refuse", extension=str(status), priority="1")

    def redirect(self, number: str) -> None:
        """Say 302: call that number instead."""
        self._turn_away(302)
        self._tell("POST", "/redirect", endpoint=f"PJSIP/sip:{number}@{self._network.files.trunk}")

    def _turn_away(self, status: int) -> None:
        if self.state is State.ENDED:
            raise CallOver(f"{self!r} is over: {self.end}")
        self._hung_up_with = 0
        self._refused_with = status

    def _rang(self, now: float) -> None:
        pass  # it is this end that rings

    def _finish(self, end: Ended) -> None:
        if self._refused_with:
            self._network.log.append(Refused(end.at, self.id, self.number, self._refused_with))
        elif self.state is not State.ANSWERED and not end.by_us:
            elsewhere = end.cause == ELSEWHERE
            self._network.log.append(Cancelled(end.at, self.id, self.number, elsewhere))
        super()._finish(end)

    async def _message(self, method: str, timeout: float) -> SipMessage:
        return await self._network.wire.message(self.call_id, method, timeout)


class Phone:
    """A telephone number of the outside world and what happens there."""

    def __init__(self, number: str) -> None:
        self.number = number
        self.offers: list[Ringing] = []
        "All calls that were ever offered here, in order."
        self._script: deque[Behaviour] = deque([Rings()])
        self._changes = Changes()
        self._unseen = 0

    def __repr__(self) -> str:
        return f"<Phone {self.number}>"

    def does(self, *behaviours: Behaviour) -> "Phone":
        """What it does with the next offers, one each; the last one for ever after."""
        self._script = deque(behaviours or [Rings()])
        return self

    async def rings(self, timeout: float = 5.0) -> Ringing:
        """The next offer that this method has not given yet, also when it is over by now."""
        await self._changes.until(
            lambda: len(self.offers) > self._unseen or None, timeout, f"an offer to {self!r}"
        )
        self._unseen += 1
        return self.offers[self._unseen - 1]

    @property
    def offer(self) -> Ringing:
        """The latest offer that is not over; raises `CallOver` when there is none."""
        for offer in reversed(self.offers):
            if offer.state is not State.ENDED:
                return offer
        raise CallOver(f"nothing rings or talks at {self!r}")

    async def answer(self, timeout: float = 5.0) -> Ringing:
        """Pick up the latest offer."""
        offer = self.offer
        await offer.answer(timeout)
        return offer

    def refuse(self, status: int) -> None:
        """Say no to the latest offer."""
        self.offer.refuse(status)

    async def hang_up(self, cause: int = 16) -> None:
        """End the latest offer or talk."""
        await self.offer.hang_up(cause)

    def offered(self, offer: Ringing) -> Behaviour:
        """A call has come (`Network` says so): what to do with it."""
        self.offers.append(offer)
        self._changes.tell()
        return self._script.popleft() if len(self._script) > 1 else self._script[0]

    def close(self) -> None:
        """The network is gone."""
        self._changes.close()
