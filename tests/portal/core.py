"""The exchange's own core behind its own socket, without an engine: what a page asks, it answers."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web
from django.conf import settings

from forrang.acd.events import CallArrived, Event
from forrang.domain.document import vip_lists
from forrang.domain.vip_entries import VipEntries
from forrang.exchange.boards import Boards, Sinks
from forrang.exchange.live import Live
from forrang.storage.entries import entries_of
from forrang.storage.setups import CustomerSetup, current_setups

R = TypeVar("R")


class _Noting(Live):
    """Notes what it is asked."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.asked: list[dict[str, str]] = []

    async def _who_answers(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.query))
        return await super()._who_answers(request)


class Core:
    """Every customer's switchboard, in a thread with a loop of its own."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "live.sock"
        self.health: dict[str, Any] = {
            "engine": "ok",
            "database": "ok",
            "calls": 0,
            "records_waiting_bytes": 0,
            "unknown_numbers": 0,
            "stumbled": 0,
        }
        "What the exchange says of itself; a test may make it unwell."
        sinks = Sinks(
            command=lambda _: None,
            record=lambda *_: None,
            changed=lambda customer: self._live.changed(customer),
            beat=lambda: None,
        )
        self.boards = Boards(folder / "journals", sinks, time.time)
        self._live = _Noting(self.boards, lambda: self.health, time.time)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        for setup in current_setups():
            self._do(self._open, setup, _lists(setup))
        self._wait(self._live.open(self._socket))

    @property
    def asked(self) -> list[dict[str, str]]:
        """The questions of `who-answers`, in order."""
        return self._live.asked

    def arrives(self, call: CallArrived) -> None:
        """A call comes to whoever has its number."""
        assert self._do(self.boards.arrive, call)

    def happens(self, main_number: str, event: Event) -> None:
        """Something happens at the customer who has a main number."""
        self._do(self.boards.feed, self.boards.of_number[main_number], event)

    def goes_away(self) -> None:
        """Nobody answers at the socket any more."""
        self._wait(self._live.close())

    def comes_back(self) -> None:
        """The opposite of `goes_away`."""
        self._wait(self._live.open(self._socket))

    def stop(self) -> None:
        """End it."""
        self._wait(self._live.close())
        self._do(self.boards.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _open(self, setup: CustomerSetup, lists: dict[str, VipEntries]) -> None:
        self.boards.open(setup.customer, setup.document, setup.version).lists = lists

    def _do(self, act: Callable[..., R], *given: Any) -> R:
        """Do it in the core's own thread."""

        async def done() -> R:
            return act(*given)

        return self._wait(done())

    def _wait(self, what: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(10)


def _lists(setup: CustomerSetup) -> dict[str, VipEntries]:
    return {
        id: VipEntries.from_rows(entries_of(setup.customer, id))
        for id, _ in vip_lists(setup.document)
    }


@contextmanager
def the_core() -> Iterator[Core]:
    """The core with the setups of the test's database, where the pages look for it."""
    core = Core(Path(settings.FORRANG_DATA))
    try:
        yield core
    finally:
        core.stop()
