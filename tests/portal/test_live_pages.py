"""Pages that go on by themselves: what they say of the house changes while one looks at them, and
stands there as it was at load for whoever has no script.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing

import pytest
from django.test import AsyncClient, Client

from forrang.acd.events import CallArrived, PresenceSet, Wish
from forrang.domain.phone_number import PhoneNumber
from forrang.portal.live import relay

from .cast import FJORD, HEAD_OFFICE
from .core import Core, the_core

OLA, AISHA = PhoneNumber("+4790000002"), PhoneNumber("+4790000003")
CALLER = PhoneNumber("+4740000031")
STREAMS = {
    "/setup/": "/setup/live/",
    "/groups/": "/groups/live/",
    "/employees/": "/employees/live/",
    f"/numbers/{HEAD_OFFICE[1:]}/vip/": f"/numbers/{HEAD_OFFICE[1:]}/vip/live/",
    "/my/": "/my/live/",
}
"""The stream of each page."""

every = pytest.mark.parametrize("page", STREAMS)


@pytest.fixture
def core(customers: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Core]:
    """The exchange's core, and a relay that does not take its time."""
    monkeypatch.setattr(relay, "SETTLE_SECONDS", 0.0)
    monkeypatch.setattr(relay, "LATE_SECONDS", 0.05)
    with the_core() as core:
        yield core


async def regions(client: Client, address: str) -> AsyncIterator[dict[str, str]]:
    """What a stream puts into the page, event by event."""
    browser = AsyncClient()
    browser.cookies = client.cookies
    response = await browser.get(address, headers={"accept": "text/event-stream"})
    assert response.status_code == 200
    async with asyncio.timeout(10):
        async for part in response.streaming_content:  # type: ignore[attr-defined]
            if part.startswith(b"data: "):
                yield json.loads(part[6:]).get("regions", {})


async def until(events: AsyncIterator[dict[str, str]], words: str) -> None:
    """An event with these words in one of its regions."""
    async for found in events:
        if any(words in html.replace("\xa0", " ") for html in found.values()):
            return
    raise AssertionError(f"the stream ended without {words!r}")


@every
async def test_each_region_of_the_stream_is_on_the_page_and_says_what_it_says(
    page: str, kari: Client, core: Core
) -> None:
    async with aclosing(regions(kari, STREAMS[page])) as events:
        told = await anext(events)
    html = (await asyncio.to_thread(kari.get, page)).content.decode()
    there = set(re.findall(r'id="([^"]+)"', html))
    shown = {id for id in told if id in there}
    assert shown, told
    for id in shown:
        assert told[id].strip() in html, id
    if "/vip/" not in page:  # there the form may name others than the list that is saved
        assert shown == told.keys() - {"my-wish-all"}  # which is there from two places on
    assert f'data-stream="{STREAMS[page]}"' in html
    assert "live/live.js" in html


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/setup/", "1 av 2"),
        ("/groups/", "Utlogget"),
        ("/employees/", "Utlogget"),
        (f"/numbers/{HEAD_OFFICE[1:]}/vip/", "1 av 2 innlogget"),
    ],
)
async def test_whoever_logs_out_is_seen_to(page: str, words: str, kari: Client, core: Core) -> None:
    async with aclosing(regions(kari, STREAMS[page])) as events:
        await anext(events)
        await asyncio.to_thread(core.happens, HEAD_OFFICE, PresenceSet(OLA, Wish.OUT))
        await until(events, words)


@pytest.mark.parametrize(("page", "words"), [("/setup/", "<dd>1</dd>"), ("/groups/", "1 venter.")])
async def test_a_caller_who_waits_is_counted(
    page: str, words: str, kari: Client, core: Core
) -> None:
    for mobile in (OLA, AISHA):
        await asyncio.to_thread(core.happens, HEAD_OFFICE, PresenceSet(mobile, Wish.OUT))
    async with aclosing(regions(kari, STREAMS[page])) as events:
        await anext(events)
        await asyncio.to_thread(core.arrives, CallArrived("a", HEAD_OFFICE, CALLER))
        await until(events, words)


async def test_my_page_rings(ola: Client, core: Core) -> None:
    async with aclosing(regions(ola, "/my/live/")) as events:
        first = await anext(events)
        assert "Ingen ringer nå." in first["my-ringing"]
        await asyncio.to_thread(core.arrives, CallArrived("a", HEAD_OFFICE, CALLER))
        await until(events, "Det ringer hos deg nå")


async def test_a_list_has_no_stream_before_the_service_or_for_another_customer(
    per: Client, kari: Client
) -> None:
    for client, number in ((per, FJORD), (kari, FJORD), (per, HEAD_OFFICE)):
        response = await asyncio.to_thread(client.get, f"/numbers/{number[1:]}/vip/live/")
        assert response.status_code == 404
