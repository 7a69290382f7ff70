"""From saving to in force: how long after somebody pressed save the calls have it.

Each time from the call that saves (a transaction of its own, as the portal's) to the moment in which
the running exchange says on its socket that it has it: of a changed setup, that its version is the
new one; of an added entry, that its number is a VIP's. Milliseconds; asked about every millisecond,
and an answer takes about one. The share of the save itself (until the commit has returned) is in the
middle column. SQLite and PostgreSQL one after the other, each with an instance of its own; the
PostgreSQL is the tests' own, which does not wait for the disk (`fsync` off).

Wanted: p95 under 500 ms on PostgreSQL, and always under 2 s.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from database import add_entries, close_database, in_storage, postgresql, use_database
from forrang.demo.instance import Instance
from forrang.demo.ports import Ports
from forrang.settings import Settings
from report import machine, median, quantile, table

POINT = "+4722330001"
GROUPS, EMPLOYEES = 10, 50


def document() -> dict[str, object]:
    """A customer of some size: 50 people in 10 groups, a VIP list."""
    mobiles = [f"+479000{n:04d}" for n in range(EMPLOYEES)]
    return {
        "forrang": 1,
        "customer": "Bench",
        "services": ["vip-list"],
        "employees": [{"name": f"Employee {one}", "mobile": one} for one in mobiles],
        "groups": [
            {"name": f"Group {n}", "members": mobiles[n * 5 : n * 5 + 10]} for n in range(GROUPS)
        ],
        "main_numbers": [
            {
                "number": POINT,
                "setup": {"queue": {"group": "Group 0"}},
                "vip": {"on": True, "answerers": [{"employee": mobiles[0]}]},
            }
        ],
    }


class Saves:
    """One instance, saved to again and again."""

    def __init__(self, instance: Instance):
        self._instance = instance
        self._customer, self._list, self._document = 0, "", None

    async def prepare(self, folder: Path) -> None:
        """Load the customer."""
        path = folder / "document.json"
        path.write_text(json.dumps(document()))
        await self._instance.run("load", str(path))
        await in_storage(use_database, self._instance)
        setup, self._list = await in_storage(_setup)
        self._customer, self._document = setup.customer, setup.document
        await self._until(lambda: self._has_version(setup.version))

    async def setup(self, n: int) -> tuple[float, float]:
        """Publish a setup that differs: seconds until it is committed, and until it is in force."""
        begun = time.perf_counter()
        version = await in_storage(_publish, self._document, 10 + n)
        saved = time.perf_counter() - begun
        await self._until(lambda: self._has_version(version))
        return saved, time.perf_counter() - begun

    async def entry(self, n: int) -> tuple[float, float]:
        """Add an entry: the same."""
        number = f"4741{n:06d}"
        begun = time.perf_counter()
        await in_storage(add_entries, self._customer, self._list, f"+{number}")
        saved = time.perf_counter() - begun
        await self._until(lambda: self._is_vip(number))
        return saved, time.perf_counter() - begun

    async def _has_version(self, version: int) -> bool:
        board = await self._instance.ask(f"/calls/{self._customer}")
        return board is not None and board["version"] >= version

    async def _is_vip(self, number: str) -> bool:
        path = f"/who-answers?number=%2B{POINT[1:]}&caller=%2B{number}"
        found = await self._instance.ask(path)
        return any(step.get("class") == "vip" for step in found["steps"])

    async def _until(self, look: Callable[[], Awaitable[bool]]) -> None:
        async with asyncio.timeout(20):
            while not await look():
                await asyncio.sleep(0.001)


def _setup() -> tuple[Any, str]:
    from forrang.domain.document import vip_lists
    from forrang.storage.setups import current_setups

    setup = current_setups()[0]
    return setup, next(id for id, _ in vip_lists(setup.document))


def _publish(document: Any, seconds: int) -> int:
    """Let the first group ring so long; the version."""
    from forrang.storage.publish import publish
    from forrang.storage.setups import current_setups

    based_on = current_setups()[0].version
    first, *others = document.groups
    groups = (replace(first, ringing=replace(first.ringing, ring_seconds=float(seconds))), *others)
    return publish(replace(document, groups=groups), "bench", based_on=based_on).version


@contextmanager
def database(name: str, folder: Path) -> Iterator[str]:
    """A DATABASE_URL; empty is the instance's own SQLite."""
    if name == "SQLite":
        yield ""
    else:
        with postgresql(folder) as url:
            yield url


async def measure(name: str, saves: int) -> list[list[object]]:
    """One database's rows."""
    engine, rows = Settings.from_environment().engine, []
    with (
        tempfile.TemporaryDirectory(prefix="forrang-bench-", dir="/tmp") as folder,
        tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as server,
        database(name, Path(server)) as url,
        Ports() as ports,
    ):
        settings = {"FORRANG_DEMO": "0", "DATABASE_URL": url}
        async with Instance(engine, ports, trunk=ports.address(), settings=settings) as instance:
            line = Saves(instance)
            await line.prepare(Path(folder))
            for what, save in (("changed setup", line.setup), ("added entry", line.entry)):
                done = []
                for n in range(saves):
                    done.append(await save(n))
                    await asyncio.sleep(0.02)
                rows.append([f"{what}, {name}", *_row(done)])
            await in_storage(close_database)
    return rows


def _row(done: list[tuple[float, float]]) -> list[object]:
    saved, whole = ([one * 1000 for one in column] for column in zip(*done, strict=True))
    return [
        len(done),
        f"{median(saved):.1f}",
        f"{median(whole):.1f}",
        f"{quantile(whole, 0.95):.1f}",
        f"{max(whole):.1f}",
    ]


async def both(saves: int) -> list[list[object]]:
    """The rows of both databases."""
    return [row for name in ("SQLite", "PostgreSQL") for row in await measure(name, saves)]


def main() -> int:
    """Print the table; status 1 when PostgreSQL misses what is wanted and `--gate` is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=100)
    parser.add_argument("--gate", action="store_true")
    asked = parser.parse_args()
    rows = asyncio.run(both(asked.saves))
    head = ["save to in force, ms", "n", "committed, median", "in force, median", "p95", "max"]
    print(table(head, rows))
    print(machine())
    missed = [row for row in rows if float(str(row[-1])) > 2000]
    missed += [row for row in rows if "Postgre" in str(row[0]) and float(str(row[-2])) > 500]
    return int(asked.gate and bool(missed))


if __name__ == "__main__":
    sys.exit(main())
