"""The socket to one Asterisk: ARI events in, ARI requests out, on the same WebSocket.

We dial the engine (an *inbound* socket in its words): when we die, `Stasis()` fails at once and the
dialplan plays music to new callers until we are back; with an outbound socket they would enter
silence. `send` never waits: requests go out in order and the engine serves them one at a time; what
is refused comes back among the frames. The reader only queues, since Asterisk drops slow readers.

https://docs.asterisk.org/Configuration/Interfaces/Asterisk-REST-Interface-ARI/ (REST over WebSocket)
"""

import asyncio
import logging
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import aiohttp
import msgspec

log = logging.getLogger(__name__)

Frame = dict[str, Any]
"A decoded ARI event."

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class EngineUnreachable(Exception):
    """Nobody answers at the engine's address, or not with our password."""


class Replaced(Exception):
    """Another process took our application over: only one may act."""


@dataclass(frozen=True, slots=True)
class Request:
    """One ARI request."""

    method: str
    "HTTP's method."
    path: str
    "The path below `/ari/`."
    query: Mapping[str, str] = field(default_factory=dict)
    "Query parameters, not encoded."
    body: Mapping[str, Any] | None = None
    "A JSON body."


@dataclass(frozen=True, slots=True)
class Response:
    """The engine's answer."""

    status: int
    "HTTP's status code."
    body: Any
    "The decoded JSON, or None."


@dataclass(frozen=True, slots=True)
class Refused:
    """A request of `send` that the engine did not carry out."""

    request: Request
    "What was asked."
    status: int
    "HTTP's status code: 4xx for what came too late."


def authorization(user: str, password: str) -> dict[str, str]:
    """The header by which the engine knows us (RFC 7617)."""
    token = b64encode(f"{user}:{password}".encode()).decode()
    return {"Authorization": f"Basic {token}"}


class Connection:
    """One socket and its Stasis application."""

    def __init__(
        self, session: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse, app: str
    ):
        """Use `open`."""
        self._session = session
        self._socket = socket
        self._app = app
        self._asked: dict[str, asyncio.Future[Response]] = {}
        self._sent: dict[str, Request] = {}
        self._frames: asyncio.Queue[Frame | Refused | None] = asyncio.Queue()
        self._outgoing: asyncio.Queue[bytes] = asyncio.Queue()
        self._replaced = False
        self.sent = 0
        "How many requests went out."
        self._reader = asyncio.create_task(self._read())
        self._writer = asyncio.create_task(self._write())

    @classmethod
    async def open(cls, address: str, app: str, user: str, password: str) -> Self:
        """Dial the engine at `address` (host:port). Raises `EngineUnreachable`."""
        session = aiohttp.ClientSession(headers=authorization(user, password))
        try:
            url = f"ws://{address}/ari/events"
            socket = await session.ws_connect(url, params={"app": app}, max_msg_size=0)
        except (aiohttp.ClientError, OSError) as error:
            await session.close()
            raise EngineUnreachable(f"no ARI at {address}: {error}") from error
        return cls(session, socket, app)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.close()

    def send(self, request: Request) -> None:
        """Ask, and do not wait."""
        id = self._enqueue(request)
        self._sent[id] = request

    async def ask(self, request: Request, timeout: float = 5.0) -> Response:
        """Ask and wait: at start, after a reconnect, in tests; never on a call's way. Raises
        `TimeoutError`, or `EngineUnreachable` when the socket closes meanwhile.
        """
        answer: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        id = self._enqueue(request)
        self._asked[id] = answer
        try:
            return await asyncio.wait_for(answer, timeout)
        finally:
            self._asked.pop(id, None)

    async def allow(self, types: tuple[str, ...]) -> None:
        """Let only these types of events through; the answers to requests are among them."""
        allowed = [{"type": one} for one in types]
        path = f"applications/{self._app}/eventFilter"
        response = await self.ask(Request("PUT", path, body={"allowed": allowed}))
        if response.status != 200:
            raise EngineUnreachable(f"the engine refused the event filter: {response.status}")

    async def frames(self) -> AsyncIterator[Frame | Refused]:
        """Events and refusals, in order, until the socket closes. Raises `Replaced`."""
        while (frame := await self._frames.get()) is not None:
            yield frame
        if self._replaced:
            raise Replaced

    async def close(self) -> None:
        """Hang up the socket."""
        for task in (self._reader, self._writer):
            task.cancel()
        await asyncio.gather(self._reader, self._writer, return_exceptions=True)
        await self._socket.close()
        await self._session.close()

    def _enqueue(self, request: Request) -> str:
        self.sent += 1
        id = str(self.sent)
        frame: dict[str, Any] = {
            "type": "RESTRequest",
            "transaction_id": id,
            "request_id": id,
            "method": request.method,
            "uri": request.path,
            "query_strings": [{"name": n, "value": v} for n, v in request.query.items()],
        }
        if request.body is not None:
            frame["content_type"] = "application/json"
            frame["message_body"] = _encode(request.body).decode()
        self._outgoing.put_nowait(_encode(frame))
        return id

    async def _write(self) -> None:
        try:
            while True:
                await self._socket.send_frame(await self._outgoing.get(), aiohttp.WSMsgType.TEXT)
        except (aiohttp.ClientError, ConnectionError):
            return  # the reader sees the end too

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    continue
                try:
                    frame = _decode(message.data)
                except msgspec.DecodeError:
                    log.warning("a frame of the engine is no JSON; left out")
                    continue
                if not isinstance(frame, dict):
                    continue
                match frame.get("type"):
                    case "RESTResponse":
                        self._answered(frame)
                    case "ApplicationReplaced":
                        self._replaced = True
                        break
                    case _:
                        self._frames.put_nowait(frame)
        except (aiohttp.ClientError, ConnectionError) as error:
            log.warning("the engine's socket failed: %s", type(error).__name__)
        finally:
            self._frames.put_nowait(None)
            for answer in self._asked.values():
                if not answer.done():
                    answer.set_exception(EngineUnreachable("the engine's socket closed"))

    def _answered(self, frame: Frame) -> None:
        id = str(frame.get("request_id"))
        status = int(frame.get("status_code", 0))
        request = self._sent.pop(id, None)
        if request is not None:
            if status >= 400:
                self._frames.put_nowait(Refused(request, status))
            return
        answer = self._asked.get(id)
        if answer is not None and not answer.done():
            body = frame.get("message_body")
            try:
                answer.set_result(Response(status, _decode(body) if body else None))
            except msgspec.DecodeError:
                answer.set_result(Response(status, None))
