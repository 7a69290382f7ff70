"""The simulated telephones of a demo instance: a network that starts when somebody first uses it.

Until then nothing listens at the trunk's address, so a softphone of one's own, or a test's peer, may
have it; who has it keeps it, and the telephones say why they cannot be used.

A small HTTP API on a Unix socket, for the portal:

    GET  /state      what each telephone does by itself, and the calls of outside callers
    POST /call       {"caller": "+47…" or null (withheld), "dialled": "+47…"}
    POST /telephone  {"number": "+47…", "act": answer | refuse | hang-up | ring}
    POST /does       {"number": "+47…", "does": ring | answer | refuse}
    POST /hang-up    {"caller": "+47…" or null}; without a caller: everybody
    POST /press      {"caller": "+47…" or null, "keys": "2"}: keys of the telephone that calls
    POST /listen     start the network, if it is not there: somebody is about to be called
    GET  /code       ?number=+47…: the digits that were last read out there, {"code": "417260" or ""}

An answer is 200 with the state, 409 with {"why": …} when the network cannot be had.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import web

from forrang.demo.behaviour import DECLINES, Answers, Behaviour, Rings
from forrang.demo.caller import Caller
from forrang.demo.outside_call import OutsideCall
from forrang.demo.ports import Ports, why_taken
from forrang.demo.telephones_codes import ListeningNetwork
from forrang.demo.waiting import CallOver, NetworkDown

__all__ = ["Telephones"]

MOST_CALLS = 40
"Calls at once; more would only tire the machine."

RINGS_FIRST = 3.0
"Seconds for which a telephone that answers by itself rings, so that one sees it."

DOES: dict[str, Behaviour] = {
    "ring": Rings(),
    "answer": Answers(after=RINGS_FIRST),
    "refuse": DECLINES,
}
"What a telephone may be told to do by itself."

Handler = Callable[[dict[str, Any]], Awaitable[None]]


class Telephones:
    """The network, its telephones, and who may be told what."""

    def __init__(self, folder: Path, engine: Path, *, trunk: str, exchange: str) -> None:
        self._folder, self._engine = folder, engine
        self._trunk, self._exchange = trunk, exchange
        self._network: ListeningNetwork | None = None
        self._ports = Ports()
        self._starting = asyncio.Lock()
        self._does: dict[str, str] = {}
        self._callers: dict[str, str | None] = {}
        self._runner: web.AppRunner | None = None

    async def open(self, path: Path) -> None:
        """Serve on a Unix socket."""
        app = web.Application()
        app.router.add_get("/state", self._told)
        app.router.add_get("/code", self._code)
        handlers: dict[str, Handler] = {
            "/call": self._call,
            "/telephone": self._telephone,
            "/does": self._set,
            "/hang-up": self._hang_up,
            "/press": self._press,
            "/listen": self._listen,
        }
        for address, handler in handlers.items():
            app.router.add_post(address, self._handled(handler))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.3)
        await self._runner.setup()
        path.unlink(missing_ok=True)
        await web.UnixSite(self._runner, str(path)).start()
        path.chmod(0o600)

    async def close(self) -> None:
        """Hang up everybody and end."""
        if self._runner is not None:
            await self._runner.cleanup()
        if self._network is not None:
            await self._network.stop()
        self._ports.close()

    def state(self) -> dict[str, Any]:
        """What `GET /state` says."""
        calls = [
            {"caller": self._callers.get(leg.id), "dialled": leg.dialled, "state": leg.state.value}
            for leg in self._outside()
        ]
        return {"why_not": self._why_not(), "does": self._does, "calls": calls}

    # What is asked for

    async def _call(self, asked: dict[str, Any]) -> None:
        network = await self._the_network()
        if len(self._outside()) >= MOST_CALLS:
            raise NetworkDown("too many calls at once")
        number = asked["caller"]
        caller = Caller("anonymous", withheld=True) if number is None else Caller(number)
        call = await network.call(caller, asked["dialled"])
        self._callers[call.id] = number

    async def _listen(self, asked: dict[str, Any]) -> None:
        await self._the_network()

    async def _telephone(self, asked: dict[str, Any]) -> None:
        phone = (await self._the_network()).phone(asked["number"])
        match asked["act"]:
            case "answer":
                await phone.answer()
            case "refuse":
                phone.refuse(603)
            case "hang-up":
                await phone.hang_up()

    async def _set(self, asked: dict[str, Any]) -> None:
        number, does = asked["number"], asked["does"]
        (await self._the_network()).phone(number).does(DOES[does])
        self._does[number] = does

    async def _press(self, asked: dict[str, Any]) -> None:
        await self._the_network()
        for leg in self._outside():
            if self._callers.get(leg.id) == asked["caller"]:
                await leg.press(asked["keys"])

    async def _hang_up(self, asked: dict[str, Any]) -> None:
        network = await self._the_network()
        if "caller" in asked:
            mine = asked["caller"]
            legs: list[Any] = [one for one in self._outside() if self._callers.get(one.id) == mine]
        else:
            legs = network.calls()
        for leg in legs:
            with suppress(TimeoutError, CallOver):
                await leg.hang_up(timeout=2.0)

    # The network

    async def _the_network(self) -> ListeningNetwork:
        """It, started if it is not there. Raises `NetworkDown`."""
        async with self._starting:
            if self._network is not None and not self._network.running:
                await self._network.stop()
                self._network = None
            if self._network is None:
                network = ListeningNetwork(
                    self._folder,
                    self._engine,
                    trunk=self._trunk,
                    exchange=self._exchange,
                    ari=self._ports.address(),
                    rtp=self._ports.span(4 * MOST_CALLS),
                )
                await network.start()
                for number, does in self._does.items():
                    network.phone(number).does(DOES[does])
                self._network = network
            return self._network

    def _outside(self) -> list[OutsideCall]:
        calls = [] if self._network is None else self._network.calls()
        return [one for one in calls if isinstance(one, OutsideCall)]

    def _why_not(self) -> str | None:
        if self._network is not None and self._network.running:
            return None
        return why_taken(self._trunk, socket.SOCK_DGRAM)

    # HTTP

    async def _told(self, request: web.Request) -> web.Response:
        return web.json_response(self.state())

    async def _code(self, request: web.Request) -> web.Response:
        number = request.query.get("number", "")
        code = "" if self._network is None else self._network.code(number)
        return web.json_response({"code": code})

    def _handled(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.Response:
            try:
                await handler(await request.json())
            except (KeyError, TypeError, ValueError) as error:
                raise web.HTTPBadRequest(text=f"not understood: {error}") from None
            except NetworkDown as error:
                return web.json_response({"why": str(error)}, status=409)
            except (CallOver, TimeoutError):
                pass  # too late: what it was about is over, and the page shows that
            return web.json_response(self.state())

        return answer
