"""How long a customer's pages take, with a VIP list of 100,000 entries and 1,000,000 call records.

Each time from the request to the last byte of the answer, over HTTP on loopback, from the server that
`forrang run` starts, logged in as the administrator, one request at a time: a page after each save is
a request of its own and is measured as a page. SQLite and PostgreSQL one after the other; the
PostgreSQL is the tests' own, which does not wait for the disk (`fsync` off).

Wanted: each p95 under 200 ms; pasting 10,000 lines under 3 s, the look and the save together.
"""

import argparse
import asyncio
import json
import re
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp

from database import close_database, in_storage, postgresql, use_database
from forrang.demo.instance import Instance
from forrang.demo.ports import Ports
from forrang.settings import Settings
from portal_rows import MAIN, document, fill, mobiles, number_at
from report import machine, median, quantile, table

PASSWORD = "seven-quiet-benches"
WANTED_MS, WANTED_PASTE_MS = 200.0, 3000.0
PASTED = 10_000
LIST = f"/numbers/{MAIN[1:]}/vip/"
_SHOWN = re.compile(r"/vip/(\d+)/edit/")
_SAVE = re.compile(r'action="([^"]*/undo/\d+/)')
_CALL = re.compile(r'href="(/calls/bench-\d+/)"')
_OLDER = re.compile(r'rel="next" href="([^"]+)"')
_BASED_ON = re.compile(r'name="based_on" value="(\d+)"')

Row = list[object]


class Pages:
    """One instance's pages, asked for again and again."""

    def __init__(self, client: aiohttp.ClientSession, rounds: int):
        self._client, self._rounds = client, rounds
        self.rows: list[Row] = []
        "What was measured."
        self.missed = False
        "Whether something took longer than is wanted."

    async def log_in(self) -> None:
        """As the administrator, as soon as the pages are served."""
        async with asyncio.timeout(30):
            while True:
                try:
                    await self.get("/login/")
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.1)
                else:
                    break
        await self.post("/login/", mobile=mobiles()[0], password=PASSWORD)

    async def get(self, address: str) -> str:
        """A page. Raises what `aiohttp` says of anything but a page."""
        async with self._client.get(address, allow_redirects=False) as response:
            text = await response.text()
            assert response.status == 200, f"{address}: {response.status}"
            return text

    async def post(self, address: str, **form: Any) -> str:
        """Send a form; where the answer leads, or the answer itself."""
        cookies = self._client.cookie_jar.filter_cookies(self._client._base_url or "")  # type: ignore[arg-type]
        headers = {"X-CSRFToken": cookies["csrftoken"].value}
        async with self._client.post(
            address, data=form, headers=headers, allow_redirects=False
        ) as response:
            text = await response.text()
            assert response.status in (200, 302), f"{address}: {response.status}"
            return response.headers.get("Location", "") or text

    async def measure(
        self, what: str, ask: Callable[[int], Awaitable[Any]], wanted: float = WANTED_MS,
        rounds: int = 0,
    ) -> None:  # fmt: skip
        """Ask so many times, and keep how long it took."""
        times = []
        for n in range(rounds or self._rounds):
            begun = time.perf_counter()
            await ask(n)
            times.append((time.perf_counter() - begun) * 1000)
        self.note(what, times, wanted)

    def note(self, what: str, times: list[float], wanted: float = WANTED_MS) -> None:
        """Keep measured milliseconds."""
        high = quantile(times, 0.95)
        self.missed |= high > wanted
        self.rows.append(
            [what, len(times), f"{median(times):.0f}", f"{high:.0f}", f"{high / wanted:.2f}"]
        )

    async def pages(self, addresses: dict[str, str]) -> None:
        """Measure pages by their addresses."""
        for what, address in addresses.items():
            await self.measure(what, lambda _, address=address: self.get(address))  # type: ignore[misc]

    async def setup(self) -> None:
        """The pages of people, groups and numbers."""
        await self.pages(
            {
                "company setup": "/setup/",
                "edit number": f"/numbers/{MAIN[1:]}/edit/",
                "employees": "/employees/",
                "groups": "/groups/",
                "my page": "/my/",
                "services": "/services/",
                "history": "/history/",
            }
        )

    async def vip_list(self) -> None:
        """The list as it is looked at."""
        await self.pages(
            {
                "VIP list": LIST,
                "VIP list, page 1,900": f"{LIST}?page=1900",
                "search 411 11": f"{LIST}?q=411+11",
                "search a whole number": f"{LIST}?q=%2B{number_at(4321)}",
                "search Nordmann": f"{LIST}?q=nordmann",
                "search a name nobody has": f"{LIST}?q=xyzzy",
                "«Bør ses på»": f"{LIST}?which=look",
                "«Bør ses på», page 20": f"{LIST}?which=look&page=20",
                "«Går ut snart»": f"{LIST}?which=soon",
                "«Aldri ringt»": f"{LIST}?which=never",
                "«Aldri ringt», page 900": f"{LIST}?which=never&page=900",
                "«Aldri ringt», search": f"{LIST}?which=never&q=nordmann",
            }
        )

    async def entries(self) -> None:
        """Add, undo, edit and remove."""
        told: list[str] = []

        async def add(n: int) -> None:
            told.append(await self.post(f"{LIST}add/", number=f"405 {n:05d}", name=f"Ny {n}"))

        async def undo(n: int) -> None:
            await self.post(acts[n])

        async def edit_page(n: int) -> None:
            await self.get(f"{LIST}{ids[n]}/edit/")

        async def remove(n: int) -> None:
            await self.post(f"{LIST}{ids[n]}/remove/", then="numbers")

        await self.measure("add an entry", add)
        await self.measure("the page after it", lambda n: self.get(told[n]))
        acts = [_found(_SAVE, await self.get(one)) for one in told]
        await self.measure("undo it", undo)
        ids = list(dict.fromkeys(_SHOWN.findall(await self.get(LIST))))[: self._rounds]
        await self.measure("edit an entry", edit_page, rounds=len(ids))
        await self.measure("remove an entry", remove, rounds=len(ids))

    async def answerers(self) -> None:
        """Save who answers."""

        async def save(n: int) -> None:
            form = {
                "answerer": f"employee:{mobiles()[n % 3]}", "strategy": "in-order",
                "ring_seconds": str(20 + n % 30), "overflow": "after", "overflow_after": "30",
                "head": "always", "head_minutes": "15", "based_on": based_on[-1],
            }  # fmt: skip
            begun = time.perf_counter()
            await self.post(LIST, **form)
            times.append((time.perf_counter() - begun) * 1000)
            based_on.append(_found(_BASED_ON, await self.get(LIST)))

        times: list[float] = []
        based_on = [_found(_BASED_ON, await self.get(LIST))]
        for n in range(self._rounds):
            await save(n)
        self.note("save who answers", times)

    async def paste(self) -> None:
        """10,000 lines, nine in ten of them new, seen and then saved; undone in between."""
        looked, saved, both = [], [], []
        lines = "\n".join(
            f"{number_at(n)[2:]}; Endret {n}" if n % 10 == 0 else f"406{n:05d}; Ny Kunde {n}"
            for n in range(PASTED)
        )
        for _ in range(3):
            begun = time.perf_counter()
            await self.post(f"{LIST}paste/", lines=lines, act="look")
            seen = time.perf_counter()
            back = await self.post(f"{LIST}paste/", lines=lines, act="save")
            done = time.perf_counter()
            looked.append((seen - begun) * 1000)
            saved.append((done - seen) * 1000)
            both.append((done - begun) * 1000)
            await self.post(_found(_SAVE, await self.get(back)))
        self.note("paste 10,000 lines: look", looked, WANTED_PASTE_MS)
        self.note("paste 10,000 lines: save", saved, WANTED_PASTE_MS)
        self.note("paste 10,000 lines: both", both, WANTED_PASTE_MS)

    async def calls(self) -> None:
        """The log as it is looked at."""
        first = await self.get("/calls/")
        far = "/calls/"
        for _ in range(20):
            far = f"/calls/{_found(_OLDER, await self.get(far)).replace('&amp;', '&')}"
        middle = f"/calls/?older={time.time() - 180 * 86_400}_x"
        day = time.strftime("%d.%m.%Y", time.localtime(time.time() - 90 * 86_400))
        await self.pages(
            {
                "call log": "/calls/",
                "call log, 20 pages on": far,
                "call log, half a year back": middle,
                "log: a VIP's number": f"/calls/?caller=%2B{number_at(1234)}",
                "log: a main number": f"/calls/?to=%2B{MAIN[1:]}",
                "log: hung up": "/calls/?outcome=gave-up",
                "log: lost (none)": "/calls/?outcome=lost",
                "log: VIP only": "/calls/?vip=1",
                "log: a day": f"/calls/?day={day}",
                "log: VIP, hung up, a main number": f"/calls/?vip=1&outcome=gave-up&to=%2B{MAIN[1:]}",
                "log: VIP and lost (none)": "/calls/?vip=1&outcome=lost",
                "one call": _found(_CALL, first),
            }
        )


def _found(pattern: "re.Pattern[str]", text: str) -> str:
    found = pattern.search(text)
    assert found is not None, f"no {pattern.pattern} in {text[:2000]}"
    return found[1]


async def measure(url: str, asked: argparse.Namespace) -> Pages:
    """One database's rows."""
    engine = Settings.from_environment().engine
    with (
        tempfile.TemporaryDirectory(prefix="forrang-bench-", dir="/tmp") as folder,
        Ports() as ports,
    ):
        settings = {"FORRANG_DEMO": "0", "DATABASE_URL": url}
        async with Instance(engine, ports, trunk=ports.address(), settings=settings) as instance:
            path = Path(folder) / "document.json"
            path.write_text(json.dumps(document(PASSWORD)))
            await instance.run("load", str(path))
            await in_storage(use_database, instance)
            begun = time.perf_counter()
            await in_storage(fill, 1, asked.entries, asked.calls)
            print(f"filled in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
            await in_storage(close_database)
            async with aiohttp.ClientSession(
                f"http://{instance.http}", cookie_jar=aiohttp.CookieJar(unsafe=True)
            ) as client:
                pages = Pages(client, asked.rounds)
                await pages.log_in()
                for part in asked.only or PARTS:
                    await getattr(pages, part)()
                return pages


PARTS = ("setup", "vip_list", "entries", "answerers", "calls", "paste")


def main() -> int:
    """Print a table for each database; status 1 when one misses what is wanted and `--gate` is
    given.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--database", choices=["SQLite", "PostgreSQL"])
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--gate", action="store_true")
    asked = parser.parse_args()
    missed = False
    for name in [asked.database] if asked.database else ["SQLite", "PostgreSQL"]:
        if name == "SQLite":
            pages = asyncio.run(measure("", asked))
        else:
            with (
                tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as server,
                postgresql(Path(server)) as url,
            ):
                pages = asyncio.run(measure(url, asked))
        missed |= pages.missed
        head = [f"{name}, ms", "n", "p50", "p95", "p95 / wanted"]
        print(table(head, pages.rows), machine(), sep="\n", end="\n\n", flush=True)
    return int(asked.gate and missed)


if __name__ == "__main__":
    sys.exit(main())
