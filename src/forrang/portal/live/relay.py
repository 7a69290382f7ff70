"""The exchange's stream, relayed to one browser as server-sent events.

    @for_administrators
    async def stream(request): return await relay(request, regions)

`regions(person, moment)` renders what the page shows: the id of an element → its inner HTML. It is
called in a thread, in the language and time zone of the person. Each event carries the regions that
differ from what was sent before; live.js puts them in.

1. The right is checked at the start by the view's guard, again every `CHECK_SECONDS`, and a log-out
   in this process ends the streams of that session at once.
2. `HEARTBEAT_SECONDS` of silence are broken by a comment, so that proxies keep the connection and a
   browser that is gone is noticed.
3. When the exchange is away the page keeps what it shows, and says as of when that was.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone, translation

from forrang.portal.live.following import Following
from forrang.portal.live.rights import still, until_log_out
from forrang.portal.tenancy import Person, PersonRequest
from forrang.site.exchange import House, live

EVENTS = "text/event-stream"
CHECK_SECONDS = 60.0
HEARTBEAT_SECONDS = 15.0
SETTLE_SECONDS = 0.2
"""Changes that come closer together are shown as one."""
LATE_SECONDS = 1.5
"""After a change it is looked once more: a record reaches the database a moment after its call."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the exchange says, and when it said it."""

    house: House
    "What is happening."
    at: float
    "When that was so; UTC seconds."


Regions = Callable[[Person, Moment], dict[str, str]]


async def relay(request: PersonRequest, regions: Regions) -> StreamingHttpResponse | HttpResponse:
    """The answer that goes on; 406 for whoever did not ask for a stream, and would wait for ever."""
    if EVENTS not in request.headers.get("Accept", ""):
        return HttpResponse(status=406, content_type="text/plain")
    response = StreamingHttpResponse(_Relay(request, regions).events(), content_type=EVENTS)
    response["X-Accel-Buffering"] = "no"  # a proxy that gathers would show the line late
    return response


class _Relay:
    """One stream to one browser."""

    def __init__(self, request: PersonRequest, regions: Regions):
        self._request = request
        self._person: Person = request.person
        self._language = request.preferences.language
        self._regions = regions
        self._following = Following()
        self._away = False
        self._news = asyncio.Event()
        self._told: dict[str, str] = {}

    async def events(self) -> AsyncIterator[bytes]:
        """Until the browser goes, or the right ends."""
        over = until_log_out(self._request.session.session_key)
        reading = asyncio.create_task(self._read())
        checked = time.monotonic()
        late = False
        try:
            yield b"retry: 2000\n\n"
            while not over.event.is_set():
                waiting = LATE_SECONDS if late else HEARTBEAT_SECONDS
                happened = await self._something(over.event, waiting)
                if over.event.is_set():
                    break
                if time.monotonic() - checked > CHECK_SECONDS:
                    checked = time.monotonic()
                    person = await sync_to_async(still)(self._request, self._person)
                    if person is None:
                        break
                    self._person = person
                if happened or late:
                    if event := await self._event():
                        yield event
                    late = happened
                else:
                    yield b": still here\n\n"
            yield b"event: over\ndata: {}\n\n"
        finally:
            over.close()
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading

    async def _something(self, over: asyncio.Event, seconds: float) -> bool:
        """Wait for news, a log-out, or so long; whether there are news."""
        waits = [asyncio.create_task(one.wait()) for one in (self._news, over)]
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for one in waits:
            one.cancel()
        if not self._news.is_set():
            return False
        await asyncio.sleep(SETTLE_SECONDS)
        self._news.clear()
        return True

    async def _read(self) -> None:
        anew = True
        async for frame in live(self._person.customer.pk):
            if isinstance(frame, dict):
                self._following.take(frame, anew=anew)
                anew = self._away = False
            else:
                anew, self._away = True, True
            self._news.set()

    async def _event(self) -> bytes:
        """What is new on the page, as one event; nothing when nothing is."""
        told: dict[str, Any] = {"at": time.time(), "away": self._away}
        house = self._following.house
        if house is not None and not self._away:
            if house.version != self._person.setup.version:
                person = await sync_to_async(still)(self._request, self._person)
                self._person = person or self._person
            shown = await sync_to_async(self._render)(Moment(house, self._following.at))
            new = {id: html for id, html in shown.items() if self._told.get(id) != html}
            self._told |= new
            told["regions"] = new
        return f"data: {json.dumps(told)}\n\n".encode()

    def _render(self, moment: Moment) -> dict[str, str]:
        zone = ZoneInfo(self._person.document.time_zone)
        with translation.override(self._language), timezone.override(zone):
            return self._regions(self._person, moment)
