"""SIPp as a second kind of peer: a SIP stack that has nothing in common with Asterisk.

`SippCaller` places one call whose identity is any bytes at all, `SippMobiles` is the trunk's other side
with its telephones. Both follow a script that is fixed when they start; what happened is read from
their log of messages, so every time and status is what went over the wire.

    async with SippMobiles(folder, sipp, trunk, ports, {"+4790000001": Answers(0.2)}) as mobiles:
        from_ = '"Stor Kunde" <sip:41111111@x>'
        async with SippCaller(folder, sipp, exchange, ports, "22334455", from_) as caller:
            offer = await mobiles.rings("+4790000001")
            await caller.call.answered()
"""

import asyncio
import socket
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from forrang.demo.behaviour import Behaviour, Rings
from forrang.demo.child import Child
from forrang.demo.message import read_sipp_log
from forrang.demo.ports import Ports, why_taken
from forrang.demo.wire import Wire
from peers.sipp_call import SippCall
from peers.sipp_scenario import Presses, caller_scenario, mobile_scenario

__all__ = ["SippCaller", "SippMobiles"]

_LOOK = 0.01
"Seconds between two looks at a log."

_numbers = count(1)


class _Sipp:
    """One SIPp and its files."""

    def __init__(self, folder: Path, sipp: Path, address: str, ports: Ports) -> None:
        self.address = address
        "host:port of this side."
        self._folder = folder / f"sipp-{next(_numbers)}"
        self._sipp = sipp
        self._media = ports.take(4)  # it echoes what comes to the first, and to the third
        self._control = ports.take(1)[0]
        self.wire = Wire(self._folder / "messages", read_sipp_log)
        "All SIP messages of it."
        self._child: Child | None = None

    async def _run(self, scenario: bytes, *words: str) -> None:
        if why := why_taken(self.address, socket.SOCK_DGRAM):
            raise RuntimeError(f"SIPp cannot have {self.address}: {why}")
        self._folder.mkdir(parents=True)
        (self._folder / "scenario.xml").write_bytes(scenario)
        host, _, port = self.address.rpartition(":")
        self._child = await Child.start(
            [
                self._sipp, *words, "-sf", self._folder / "scenario.xml",
                "-i", host, "-p", port, "-bind_local", "-ci", host, "-cp", str(self._control),
                "-mi", host, "-mp", str(self._media[0]), "-rtp_echo",
                "-aa", "-nostdin", "-timer_resol", "1",
                "-trace_msg", "-message_file", self._folder / "messages",
                "-trace_err", "-error_file", self._folder / "errors",
            ],
            self._folder / "output",
            env={"TZ": "UTC", "TERM": "dumb"},
        )  # fmt: skip

    async def stop(self) -> None:
        """End it at once: calls that it has are left as they are, as by a fault of the network."""
        if self._child:
            await self._child.stop(grace=0)

    def fault(self) -> str | None:
        """What went wrong, if it has ended without having been able to start."""
        if self._child is None or self._child.running or self.wire.read():
            return None
        errors = self._folder / "errors"
        return errors.read_text(errors="replace") if errors.exists() else self._child.said()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.stop()


class SippCaller(_Sipp):
    """One call to the exchange."""

    def __init__(
        self,
        folder: Path,
        sipp: Path,
        exchange: str,
        ports: Ports,
        dialled: str,
        from_: bytes | str,
        headers: Sequence[tuple[str, bytes | str]] = (),
        *,
        stay: float | None = None,
        patience: float | None = None,
        presses: Presses | None = None,
    ) -> None:
        """From and headers go out byte for byte; the tag of the From is added. It hangs up `stay`
        seconds after the answer, and gives up when nothing has come for `patience` seconds; `None`
        leaves both to the other side.
        """
        super().__init__(folder, sipp, ports.address(), ports)
        self._exchange = exchange
        self._scenario = caller_scenario(dialled, from_, headers, stay, patience, presses)
        self.call = SippCall(self.wire, caller=True)
        "What became of it."

    async def __aenter__(self) -> Self:
        await self._run(self._scenario, self._exchange, "-m", "1")
        try:
            await self.call.placed(self.fault)
        except BaseException:
            await self.stop()
            raise
        return self


class SippMobiles(_Sipp):
    """The telephones of the outside world, at the trunk's address."""

    def __init__(
        self,
        folder: Path,
        sipp: Path,
        address: str,
        ports: Ports,
        behaviours: Mapping[str, Behaviour] | None = None,
        otherwise: Behaviour | None = None,
        presses: Presses | None = None,
    ) -> None:
        """`behaviours` by number, as the exchange dials it; `otherwise` (they ring) is for all
        other numbers; whoever answers `presses` a key. `Silent` says not even 100 Trying here;
        `Forwards` is refused.
        """
        super().__init__(folder, sipp, address, ports)
        self._scenario = mobile_scenario(behaviours or {}, otherwise or Rings(), presses)
        self._unseen: dict[str, int] = {}

    async def __aenter__(self) -> Self:
        await self._run(self._scenario)
        await self._listening()
        return self

    def offers(self, number: str | None = None) -> list[SippCall]:
        """All offers so far, in order; those to one number if it is given."""
        ids: dict[str, str] = {}
        for message in self.wire.read():
            if message.method == "INVITE" and not message.sent:
                dialled = message.request_uri.removeprefix("sip:").partition("@")[0]
                ids.setdefault(message.call_id, dialled)
        return [
            SippCall(self.wire, caller=False, call_id=id, number=dialled)
            for id, dialled in ids.items()
            if number in (None, dialled)
        ]

    async def rings(self, number: str, timeout: float = 5.0) -> SippCall:
        """The next offer to a number that this method has not given yet."""
        seen = self._unseen.get(number, 0)
        try:
            async with asyncio.timeout(timeout):
                while len(offers := self.offers(number)) <= seen:
                    await asyncio.sleep(_LOOK)
        except TimeoutError:
            raise TimeoutError(f"no offer to {number} in {timeout:g} s") from None
        self._unseen[number] = seen + 1
        return offers[seen]

    async def _listening(self) -> None:
        # SIPp says nowhere that it listens; the kernel does.
        host, _, port = self.address.rpartition(":")
        wanted = f"{int.from_bytes(bytes(map(int, host.split('.'))), 'little'):08X}:{int(port):04X}"
        async with asyncio.timeout(5):
            while wanted not in Path("/proc/net/udp").read_text():
                if fault := self.fault():
                    raise RuntimeError(f"SIPp did not start: {fault}")
                await asyncio.sleep(_LOOK)
