"""A call from the outside world to the exchange under test."""

import asyncio
from typing import TYPE_CHECKING, Any

from forrang.demo.caller import Caller
from forrang.demo.configuration import APP
from forrang.demo.ear import Ear
from forrang.demo.leg import Leg
from forrang.demo.log import Placed, Rang

if TYPE_CHECKING:
    from forrang.demo.network import Network

__all__ = ["OutsideCall"]

PATIENCE = 180
"Seconds after which the network gives up on a call that nobody answers."


class OutsideCall(Leg):
    """Somebody outside on the telephone; made by `Network.call`."""

    def __init__(
        self, network: "Network", id: str, caller: Caller, dialled: str, tone: int | None
    ) -> None:
        super().__init__(network, id, caller.number, tone)
        self.caller = caller
        self.dialled = dialled
        self.ear: Ear | None = None
        "What hears all that the exchange sends, from the first packet on; none unless asked for."
        self._created = False
        self._call_id = ""

    @property
    def call_id(self) -> str:
        """Its SIP Call-ID."""
        return self._call_id

    async def place(self, *, listening: bool = False) -> None:
        """Send the INVITE, once its `ear` is open if it shall be `listening`; returns without waiting
        for what the exchange says to it.
        """
        network = self._network
        endpoint = f"PJSIP/exchange/sip:{self.dialled}@{network.files.exchange}"
        network.tell("POST", "channels/create",
                     endpoint=endpoint, app=APP, appArgs="call", channelId=self.id)  # fmt: skip
        # Nothing can be set on a channel that has not entered the application yet.
        await self._until(lambda: self._created or self.end, 5.0, "a channel")
        for name, value in self._identity():
            self._tell("POST", "/variable", variable=name, value=value)
        self._call_id = await network.variable(self.id, "CHANNEL(pjsip,call-id)")
        if listening:
            self.ear = await self.listen()
        now = asyncio.get_running_loop().time()
        network.log.append(Placed(now, self.id, self.number, self.dialled))
        self._tell("POST", "/dial", timeout=str(PATIENCE))

    def on_event(self, event: dict[str, Any]) -> None:
        """Something happened to this call, in the words of ARI."""
        if event["type"] == "StasisStart":
            self._created = True
            self._changes.tell()
        else:
            super().on_event(event)

    def _identity(self) -> list[tuple[str, str]]:
        # The From of a call that goes out is the channel's connected line; `i` holds back an update.
        caller = self.caller
        values = [("CONNECTEDLINE(num,i)", caller.number)]
        if caller.display:
            values.append(("CONNECTEDLINE(name,i)", caller.display))
        if caller.withheld:
            values.append(("CONNECTEDLINE(pres,i)", "prohib"))
        values += [(f"PJSIP_HEADER(add,{name})", value) for name, value in caller.added_headers()]
        return values

    def _rang(self, now: float) -> None:
        self._network.log.append(Rang(now, self.id, self.number))
