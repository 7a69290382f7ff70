"""What the sites ask of the exchange, against one that is played: it answers, is away, comes back."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from django.test import override_settings

from forrang.site import exchange
from forrang.site.exchange import AWAY

HOUSE: dict[str, Any] = {
    "version": 3,
    "calls": {
        "b": {"state": "in-line", "main_number": "+4722334455"},
        "a": {"state": "in-line", "main_number": "+4722334466"},
        "c": {"state": "talking", "main_number": "+4722334455"},
    },
    "people": {
        "+4790000002": {"doing": {}, "places": {"group:Resepsjon": {"state": "in"}}},
        "+4790000003": {"doing": {}, "places": {"group:Resepsjon": {"state": "out"}}},
    },
}


def test_an_exchange_that_is_away_is_a_value(tmp_path: Path) -> None:
    with override_settings(FORRANG_DATA=tmp_path):
        assert exchange.calls_now(1) is AWAY
        assert exchange.who_answers("41111111", "22334455") is AWAY
        assert not AWAY


async def test_what_happens_now(tmp_path: Path) -> None:
    async with played(tmp_path):
        house = await asyncio.to_thread(exchange.calls_now, 1)
        assert house
        assert [one["main_number"] for one in house.waiting()] == ["+4722334455", "+4722334466"]
        assert len(house.waiting("+4722334455")) == 1
        assert house.logged_in("group:Resepsjon") == ["+4790000002"]
        assert house.logged_in("group:Vakt") == []


async def test_an_answer_that_is_an_error_is_none(tmp_path: Path) -> None:
    async with played(tmp_path):
        assert await asyncio.to_thread(exchange.calls_now, 2) is AWAY


async def test_who_answers_is_asked_with_its_words(tmp_path: Path) -> None:
    async with played(tmp_path):
        found = await asyncio.to_thread(exchange.who_answers, "+47 411 11 111", "22334455", 5.0)
    assert found == {"caller": "+47 411 11 111", "number": "22334455", "at": "5.0"}


async def test_the_stream_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "AGAIN_SECONDS", 0.01)
    with override_settings(FORRANG_DATA=tmp_path):
        stream = exchange.live(1)
        assert await anext(stream) is AWAY
    async with played(tmp_path):
        heard = [await anext(stream) for _ in range(3)]
        while AWAY in heard[:1]:
            heard = [*heard[1:], await anext(stream)]
    assert heard == [{"at": 1, **HOUSE}, {"at": 2, "gone": ["b"]}, AWAY]
    await stream.aclose()  # type: ignore[attr-defined]


@asynccontextmanager
async def played(folder: Path) -> AsyncIterator[None]:
    """An exchange that knows customer 1, on the socket of the settings."""

    async def calls(request: web.Request) -> web.Response:
        if request.match_info["customer"] != "1":
            raise web.HTTPNotFound
        return web.json_response(HOUSE)

    async def who(request: web.Request) -> web.Response:
        return web.json_response(dict(request.query))

    async def live(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        first, second = json.dumps({"at": 1, **HOUSE}), json.dumps({"at": 2, "gone": ["b"]})
        await response.write(first[:20].encode())
        await response.write(f"{first[20:]}\n{second}\n".encode())
        return response

    app = web.Application()
    app.add_routes(
        [
            web.get("/calls/{customer}", calls),
            web.get("/who-answers", who),
            web.get("/live/{customer}", live),
        ]
    )
    runner = web.AppRunner(app)
    await runner.setup()
    await web.UnixSite(runner, str(folder / "live.sock")).start()
    try:
        with override_settings(FORRANG_DATA=folder):
            yield
    finally:
        await runner.cleanup()
