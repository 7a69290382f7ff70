"""What is happening now, to whoever asks: a Unix socket in the data directory.

`/live/<customer>` is a stream of JSON lines: a snapshot of the customer's lines, then each change.
`/who-answers` asks the running core and changes nothing; posted to, it asks a draft. Whoever may
open the socket may ask; the portal checks who its people are before it relays.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web

from forrang.acd.call import Call, CallState
from forrang.acd.events import CallArrived
from forrang.acd.explain import waits_because
from forrang.acd.house import House
from forrang.acd.presence import Person
from forrang.acd.records import Step
from forrang.domain.call_setup import KEYS
from forrang.domain.phone_number import NumberFault, read_number
from forrang.exchange.boards import Boards, Customer
from forrang.exchange.drafting import LARGEST, YEAR_3000, Drafts, WrongDraft
from forrang.exchange.explained import asking_call, plain_explanation

SETTLE_SECONDS = 0.05
"""Changes that come closer together are told as one."""

STOP_SECONDS = 0.3
"""How long streams may take to end when we stop: those who listen will come again."""

LAST_STEPS = 12
"""Of a call's story so many steps are told, the newest; its record has them all."""

_encode = msgspec.json.Encoder().encode


class Live:
    """The socket, and who listens to which customer."""

    def __init__(
        self, boards: Boards, health: Callable[[], dict[str, Any]], clock: Callable[[], float]
    ):
        self._boards = boards
        self._health = health
        self._clock = clock
        self._listeners: dict[int, set[asyncio.Event]] = {}
        self._runner: web.AppRunner | None = None
        self._drafts = Drafts()

    async def open(self, path: Path) -> None:
        """Serve on a Unix socket."""
        app = web.Application(client_max_size=LARGEST)
        app.add_routes(
            [
                web.get("/healthz", self._healthz),
                web.get("/live/{customer}", self._stream),
                web.get("/calls/{customer}", self._calls),
                web.get("/who-answers", self._who_answers),
                web.post("/who-answers", self._draft),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_SECONDS)
        await self._runner.setup()
        path.unlink(missing_ok=True)
        await web.UnixSite(self._runner, str(path)).start()
        path.chmod(0o600)

    async def close(self) -> None:
        """Stop serving."""
        if self._runner is not None:
            await self._runner.cleanup()

    def changed(self, customer: int) -> None:
        """Wake those who listen to a customer."""
        for listener in self._listeners.get(customer, ()):
            listener.set()

    async def _healthz(self, request: web.Request) -> web.Response:
        found = self._health()
        return web.json_response(found, status=200 if found["engine"] == "ok" else 503)

    def _customer(self, request: web.Request) -> Customer:
        try:
            return self._boards.customers[int(request.match_info["customer"])]
        except (KeyError, ValueError):
            raise web.HTTPNotFound(text="no such customer") from None

    async def _calls(self, request: web.Request) -> web.Response:
        return web.json_response(snapshot(self._customer(request).board.house))

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        customer = self._customer(request)
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        woken = asyncio.Event()
        self._listeners.setdefault(customer.id, set()).add(woken)
        told: dict[str, Any] = {}
        try:
            while True:
                now = snapshot(self._boards.customers[customer.id].board.house)
                line = {"at": self._clock(), **(now if not told else changes(told, now))}
                if not told or len(line) > 1:
                    await response.write(_encode(line) + b"\n")
                told = now
                await woken.wait()
                await asyncio.sleep(SETTLE_SECONDS)
                woken.clear()
        except ConnectionError:
            return response
        finally:
            self._listeners[customer.id].discard(woken)

    async def _who_answers(self, request: web.Request) -> web.Response:
        asked = request.query
        try:
            point = read_number(asked.get("number", ""))
            at = float(asked.get("at") or self._clock())
        except (NumberFault, ValueError) as error:
            raise web.HTTPBadRequest(text=f"number: {error}") from None
        if not 0 <= at < YEAR_3000:
            raise web.HTTPBadRequest(text="at: UTC seconds are expected")
        customer = self._boards.of_number.get(point)
        if customer is None:
            raise web.HTTPNotFound(text=f"nobody has the number {point}")
        arrival = asking_call(asked.get("caller", ""), point)
        recognised = customer.board.recognise(arrival, customer.lists, at)
        assert isinstance(recognised, CallArrived)
        keys = asked.get("keys", "")
        if not set(keys) <= set(KEYS):
            raise web.HTTPBadRequest(text="keys: 0 to 9, * and # are expected")
        explanation = customer.board.who_answers(recognised, at, keys, customer.lists)
        return web.json_response(plain_explanation(explanation, arrival.caller))

    async def _draft(self, request: web.Request) -> web.Response:
        try:
            draft = self._drafts.read(await request.read())
            customer = self._boards.customers.get(draft.customer)
            if customer is None:
                raise web.HTTPNotFound(text="no such customer")
            return web.json_response(await self._drafts.answers(draft, customer, self._clock()))
        except WrongDraft as wrong:
            raise web.HTTPBadRequest(text=str(wrong)) from None


def snapshot(house: House) -> dict[str, Any]:
    """A customer's calls in line order, and what their people are doing."""
    calls = sorted(house.calls.values(), key=lambda call: (call.key, call.arrived, call.id))
    return {
        "version": house.version,
        "calls": {call.id: _call(house, call) for call in calls},
        "people": {
            mobile: _person(house, one)
            for mobile, one in house.people.items()
            if mobile in house.places or one.offer is not None  # not who has left the customer
        },
    }


def changes(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """What differs: new and changed calls and people, and the ids of calls that are gone."""
    found: dict[str, Any] = {}
    for kind in ("calls", "people"):
        changed = {id: one for id, one in now[kind].items() if before[kind].get(id) != one}
        if changed:
            found[kind] = changed
    gone = [id for id in before["calls"] if id not in now["calls"]]
    if gone:
        found["gone"] = gone
    if before["version"] != now["version"]:
        found["version"] = now["version"]
    return found


def _call(house: House, call: Call) -> dict[str, Any]:
    waits: dict[str, Any] = {}
    if call.state is CallState.IN_LINE and not call.offers:
        waits = {who: msgspec.to_builtins(one) for who, one in waits_because(house, call.id)}
    return {
        "main_number": call.point.number,
        "keys": "".join(call.point.setup.keys),
        "caller": call.caller,
        "withheld": call.withheld,
        "vip": call.vip,
        "why": str(call.standing.why),
        "entry": call.standing.entry,
        "state": call.state.value,
        "came": call.came,
        "place_from": call.arrived,
        "key": call.key,
        "overflowed": call.overflowed,
        "away": call.away,
        "rings_at": [offer.person.mobile for offer in call.offers.values()],
        "talks_with": None if call.talk is None else call.talk.person.mobile,
        "waits_because": waits,
        "story": [_step(one) for one in call.story[-LAST_STEPS:]],
    }


def _step(step: Step) -> dict[str, Any]:
    """A step as the record has it, without who else might have been asked."""
    plain = msgspec.to_builtins(step)
    plain.pop("roster", None)
    return {"step": type(step).__name__, **plain}


def _person(house: House, person: Person) -> dict[str, Any]:
    places = {}
    for place in house.places.get(person.mobile, ()):
        member = house.member(place, person)
        places[place] = {"state": str(member.state), "until": member.until}
    return {"doing": msgspec.to_builtins(person.condition), "places": places}
