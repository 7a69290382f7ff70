"""Asking the running exchange what is happening: HTTP over the Unix socket in the data directory.

No page waits on it: an exchange that is away is a value, `AWAY`, which is false, and the page says
so and does everything else.

    house = calls_now(request.customer.pk)
    waiting = house.waiting() if house else None
"""

import asyncio
import http.client
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlencode

import aiohttp
from django.conf import settings

TIMEOUT = 1.0
"""Seconds. An exchange that hangs takes connections and says nothing."""

DRAFT_TIMEOUT = 3.0
"""Seconds for the answers to a draft: a switchboard is made for it, beside the calls."""

AGAIN_SECONDS = 1.0
"""How soon a lost stream is asked for again."""

IN_LINE = "in-line"
TALKING = "talking"


class Away:
    """What is said instead of an answer when the exchange is away."""

    def __bool__(self) -> Literal[False]:
        return False


AWAY: Final = Away()


@dataclass(frozen=True, slots=True)
class House:
    """A customer's calls in line order, and what their people are doing, as the exchange tells it.
    `forrang.exchange.live` has the fields.
    """

    version: int
    "The setup version that it works by."
    calls: dict[str, Any]
    "By call id, in the order of the line."
    people: dict[str, Any]
    "By mobile number."

    def waiting(self, main_number: str | None = None) -> list[dict[str, Any]]:
        """The calls in line, front first; of one main number or of all."""
        return [
            one
            for one in self.calls.values()
            if one["state"] == IN_LINE and main_number in (None, one["main_number"])
        ]

    def logged_in(self, place: str) -> list[str]:
        """Who is logged in at a place (`group:Resepsjon`, `list:+4722334455`)."""
        return [
            mobile
            for mobile, one in self.people.items()
            if one["places"].get(place, {}).get("state") == "in"
        ]


def calls_now(customer: int) -> House | Away:
    """What is happening at a customer."""
    found = ask(f"/calls/{customer}")
    return AWAY if isinstance(found, Away) else House(**found)


def who_answers(
    caller: str, number: str, at: float | None = None, keys: str = ""
) -> dict[str, Any] | Away:
    """What would happen to a call: offers and steps; `forrang.exchange.explained` has the fields."""
    query = {"caller": caller, "number": number, "at": "" if at is None else str(at)}
    if keys:
        query["keys"] = keys
    found: dict[str, Any] | Away = ask("/who-answers", query)
    return found


def answers_of_draft(draft: dict[str, Any]) -> list[dict[str, Any]] | Away:
    """What a setup would do that is not in force; `forrang.exchange.drafting` has the fields."""
    try:
        status, text = _Connection(_socket(), DRAFT_TIMEOUT).post("/who-answers", draft)
        if status != http.client.OK:
            return AWAY
        found: list[dict[str, Any]] = json.loads(text)
    except (OSError, http.client.HTTPException, ValueError):
        return AWAY
    return found


def ask(address: str, query: dict[str, str] | None = None) -> Any:
    """The decoded answer, or `AWAY`, also for an answer that is an error."""
    if query:
        address = f"{address}?{urlencode(query)}"
    try:
        status, text = _Connection(_socket()).get(address)
        return json.loads(text) if status == http.client.OK else AWAY
    except (OSError, http.client.HTTPException, ValueError):
        return AWAY


def health() -> int | Away:
    """The status of the exchange's own `/healthz`."""
    try:
        return _Connection(_socket()).get("/healthz")[0]
    except (OSError, http.client.HTTPException):
        return AWAY


def facts() -> dict[str, Any] | Away:
    """What the exchange says of itself, well or not; `forrang.exchange.process` has the fields."""
    try:
        found: dict[str, Any] = json.loads(_Connection(_socket()).get("/healthz")[1])
    except (OSError, http.client.HTTPException, ValueError):
        return AWAY
    return found


async def live(customer: int) -> AsyncIterator[dict[str, Any] | Away]:
    """A customer's stream without end: a snapshot, then each change; `AWAY` when it breaks, and a
    snapshot again when the exchange is back. The caller checks that whoever listens still may.
    """
    while True:
        try:
            async for line in _stream(f"/live/{customer}"):
                yield line
        except (OSError, aiohttp.ClientError, TimeoutError, ValueError):
            pass
        yield AWAY
        await asyncio.sleep(AGAIN_SECONDS)


async def _stream(address: str) -> AsyncIterator[dict[str, Any]]:
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=TIMEOUT)
    connector = aiohttp.UnixConnector(str(_socket()))
    async with (
        aiohttp.ClientSession(connector=connector, timeout=timeout, read_bufsize=2**20) as session,
        session.get(f"http://exchange{address}") as response,
    ):
        response.raise_for_status()
        rest = b""
        async for part in response.content.iter_any():
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                yield json.loads(line)


def _socket() -> Path:
    path: Path = settings.FORRANG_DATA / "live.sock"
    return path


class _Connection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: Path, timeout: float = TIMEOUT):
        super().__init__("exchange", timeout=timeout)
        self._path, self._seconds = path, timeout

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self._seconds)
        self.sock.connect(str(self._path))

    def get(self, address: str) -> tuple[int, bytes]:
        """Status and body of an address."""
        return self._asked("GET", address)

    def post(self, address: str, plain: dict[str, Any]) -> tuple[int, bytes]:
        """Status and body of what an address says to this."""
        return self._asked("POST", address, json.dumps(plain).encode())

    def _asked(self, method: str, address: str, body: bytes | None = None) -> tuple[int, bytes]:
        try:
            self.request(method, address, body)
            response = self.getresponse()
            return response.status, response.read()
        finally:
            self.close()
