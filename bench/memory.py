"""What a VIP list of 1,000,000 entries costs a running exchange, and how it is asked and changed.

*Memory*: the growth of the exchange process's resident memory (`smaps_rollup`), in bytes an entry,
against the same process with the same customer and an empty list, itself freshly started from its
own disk. Three moments: 3 s after the list was read from the database, as it comes to somebody who
loads a list into a running system; the highest point while it was read; and after the process was
ended and started again by its supervisor, when the list came from its own disk. The second moment
still holds what reading left behind and the allocator kept; the last one holds the list alone, so it
is the one to judge the representation by. What the allocator would give back if asked is measured
in a process of its own: the same rows read, then `malloc_trim`.

*Lookups*: in this process, the same list, each timed by itself; microseconds, median and p99. Beside
them how long the calls wait when changes are laid into the list.

*One changed entry*: from the call that writes the row to the moment in which the running exchange
says on its socket that the number is a VIP's; milliseconds. Beside it what the process read from
files and sockets meanwhile (`rchar`, the mean of a save), and the processor time, against those of
the whole list. Then so many saves of 1,000 entries that the list on disk is due to be written anew.
"""

import argparse
import asyncio
import ctypes
import gc
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from database import Row, add_entries, close_database, in_storage, load_rows, use_database
from forrang.demo.instance import Instance
from forrang.demo.ports import Ports
from forrang.domain.number_span import NumberSpan, line_up
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_entries import VipEntries
from forrang.settings import Settings
from processes import bytes_read, cpu_seconds, peak_bytes, process_of, resident_bytes
from report import machine, median, quantile, table

POINT = "+4722330001"
ENTRIES, RANGES = 1_000_000, 5_000
SETTLE_SECONDS = 3.0
LOOKUPS = 100_000


def document() -> dict[str, object]:
    """A customer with one main number and an empty VIP list."""
    return {
        "forrang": 1,
        "customer": "Bench",
        "services": ["vip-list"],
        "employees": [{"name": "Kari Nordmann", "mobile": "+4790000001"}],
        "groups": [{"name": "Resepsjon", "members": ["+4790000001"]}],
        "main_numbers": [
            {
                "number": POINT,
                "setup": {"queue": {"group": "Resepsjon"}},
                "vip": {"on": True, "answerers": [{"employee": "+4790000001"}]},
            }
        ],
    }


def spans(entries: int) -> tuple[list[Row], list[PhoneNumber]]:
    """Whole numbers among the mobiles, and ranges of a hundred landlines; seeded. The rows are
    sorted, the numbers are in any order.
    """
    chosen = random.Random(1).sample(range(90_000_000, 100_000_000), entries - RANGES)
    numbers = [PhoneNumber(f"+47{one}") for one in chosen]
    rows = [(line_up(one), line_up(one), 10) for one in numbers]
    for n in range(RANGES):
        first = PhoneNumber(f"+4751{n:04d}00")
        rows.append((line_up(first), line_up(PhoneNumber(f"{first[:-2]}99")), 10))
    return sorted(rows), numbers


def lookups(rows: Sequence[Row], numbers: Sequence[PhoneNumber]) -> list[list[object]]:
    """Microseconds of a hit, a miss and a number in a range."""
    entries = VipEntries.from_rows((*row, id, 0) for id, row in enumerate(rows, 1))
    pick = random.Random(2)
    asked = {
        "hit": [pick.choice(numbers) for _ in range(LOOKUPS)],
        "miss": [PhoneNumber(f"+474{pick.randrange(10**7):07d}") for _ in range(LOOKUPS)],
        "in a range": [
            PhoneNumber(f"+4751{pick.randrange(RANGES):04d}{pick.randrange(100):02d}")
            for _ in range(LOOKUPS)
        ],
    }
    found = []
    for name, callers in asked.items():
        times = list(_timed(entries, callers, miss=name == "miss"))
        found.append([name, f"{median(times):.2f}", f"{quantile(times, 0.99):.2f}"])
    for n in range(5_000):
        number = PhoneNumber(f"+474{pick.randrange(10**7):07d}")
        entries.put(NumberSpan.of(number), n + 1, 0)
    begun = time.perf_counter()
    entries.merge()
    found.append(["merge of 5,000 changes", f"{(time.perf_counter() - begun) * 1e6:,.0f}", ""])
    return found


def _timed(entries: VipEntries, callers: Sequence[PhoneNumber], *, miss: bool) -> Iterator[float]:
    clock, today = time.perf_counter_ns, 20_000
    for caller in callers:
        begun = clock()
        entry = entries.find(caller, today)
        spent = clock() - begun
        assert (entry is None) is miss, caller
        yield spent / 1000


def child(path: Path) -> None:
    """A process that reads rows as the exchange does and says what stays: resident bytes more than
    before, at once, after `gc.collect`, after `malloc_trim`.
    """
    import sqlite3

    import django.db  # noqa: F401  # what is imported is no part of the growth

    pid = os.getpid()
    connection = sqlite3.connect(path)
    connection.execute("SELECT count(*) FROM vip_entry").fetchall()
    gc.collect()
    before = resident_bytes(pid)
    query = (
        "SELECT low, high, digits, id, 0 FROM vip_entry ORDER BY customer_id, list_id, low, high"
    )
    entries = VipEntries.from_rows(connection.execute(query))
    told = [resident_bytes(pid) - before]
    gc.collect()
    told.append(resident_bytes(pid) - before)
    ctypes.CDLL(None).malloc_trim(0)
    told.append(resident_bytes(pid) - before)
    print(json.dumps([len(entries), *told]))


class Exchange:
    """The exchange of an instance, as a process and as somebody who answers."""

    def __init__(self, instance: Instance):
        self.instance = instance
        self.pid = process_of(instance.data, "exchange")

    async def is_vip(self, number: str) -> bool:
        """Whether it takes a caller for a VIP."""
        found = await self.instance.ask(
            f"/who-answers?number=%2B{POINT[1:]}&caller=%2B{number[1:]}"
        )
        return any(step.get("class") == "vip" for step in found["steps"])

    async def until_vip(self, number: str, timeout: float = 120.0) -> None:
        """Wait for it; asked about every millisecond."""
        async with asyncio.timeout(timeout):
            while not await self.is_vip(number):
                await asyncio.sleep(0.001)

    async def again(self) -> None:
        """End it, and wait until its supervisor has started the next one."""
        old = self.pid
        os.kill(old, signal.SIGTERM)
        async with asyncio.timeout(60):
            while True:
                await asyncio.sleep(0.1)
                try:
                    self.pid = process_of(self.instance.data, "exchange")
                    if self.pid != old and (await self.instance.ask("/healthz")):
                        break
                except Exception:
                    continue
        await asyncio.sleep(SETTLE_SECONDS)

    def resident(self) -> int:
        """Bytes now."""
        return resident_bytes(self.pid)


async def slowest_answer(instance: Instance, stopped: asyncio.Event) -> list[float]:
    """Ask for its health every 5 ms until stopped; milliseconds of each answer."""
    times = []
    while not stopped.is_set():
        begun = time.perf_counter()
        await instance.ask("/healthz")
        times.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(0.005)
    return times


async def measure(entries: int, changes: int) -> dict[str, Any]:
    """Run one instance through it."""
    rows, numbers = spans(entries)
    found: dict[str, Any] = {"lookups": lookups(rows, numbers)}
    with Ports() as ports, tempfile.TemporaryDirectory(prefix="forrang-bench-") as name:
        settings = {"FORRANG_DEMO": "0"}
        engine = Settings.from_environment().engine
        async with Instance(engine, ports, trunk=ports.address(), settings=settings) as instance:
            path = Path(name) / "document.json"
            path.write_text(json.dumps(document()))
            await instance.run("load", str(path))
            await in_storage(use_database, instance)
            customer, list_id = await in_storage(_list)
            exchange = Exchange(instance)
            await asyncio.sleep(1)
            await exchange.again()
            empty = exchange.resident()
            found["empty"] = empty
            begun, cpu, read = (
                time.perf_counter(),
                cpu_seconds(exchange.pid),
                bytes_read(exchange.pid),
            )
            await in_storage(load_rows, customer, list_id, rows)
            found["insert"] = time.perf_counter() - begun
            stopped = asyncio.Event()
            asking = asyncio.create_task(slowest_answer(instance, stopped))
            begun = time.perf_counter()
            while not await exchange.is_vip(numbers[0]):
                await asyncio.sleep(0.05)
            found["load"] = time.perf_counter() - begun
            stopped.set()
            found["answers"] = await asking
            await asyncio.sleep(SETTLE_SECONDS)
            found["load cpu"] = cpu_seconds(exchange.pid) - cpu
            found["load read"] = bytes_read(exchange.pid) - read
            found["loaded"] = exchange.resident() - empty
            found["peak"] = peak_bytes(exchange.pid) - empty
            found["changed"] = await _change(exchange, customer, list_id, changes)
            found["many"] = await _change(exchange, customer, list_id, 5, first=2, each=1000)
            await asyncio.sleep(SETTLE_SECONDS)
            found["later"] = exchange.resident() - empty
            await exchange.again()
            found["again"] = exchange.resident() - empty
            assert await exchange.is_vip(numbers[1])
            found["changed again"] = await _change(exchange, customer, list_id, changes, first=1)
            await in_storage(close_database)
            words = [sys.executable, __file__, "--child", str(instance.data / "forrang.sqlite3")]
            done = await asyncio.to_thread(
                subprocess.run, words, check=True, capture_output=True, text=True
            )
            found["child"] = json.loads(done.stdout)
    return found


def _list() -> tuple[int, str]:
    from forrang.domain.document import vip_lists
    from forrang.storage.setups import current_setups

    setup = next(iter(current_setups()))
    return setup.customer, next(id for id, _ in vip_lists(setup.document))


async def _change(
    exchange: Exchange, customer: int, list_id: str, saves: int, first: int = 0, each: int = 1
) -> dict[str, Any]:
    """Save so often, one after the other, each time with so many new entries."""
    times, pid = [], exchange.pid
    idle = bytes_read(pid)
    await asyncio.sleep(1)
    idle = bytes_read(pid) - idle  # what it reads in a second in which nothing happens
    cpu, read, begun_all = cpu_seconds(pid), bytes_read(pid), time.perf_counter()
    for n in range(saves):
        numbers = [f"+4746{first:01d}{n * each + k:05d}" for k in range(each)]
        begun = time.perf_counter()
        await in_storage(add_entries, customer, list_id, *numbers)
        await exchange.until_vip(numbers[-1])
        times.append((time.perf_counter() - begun) * 1000)
    lasted = time.perf_counter() - begun_all
    return {
        "times": times,
        "cpu": (cpu_seconds(pid) - cpu) / saves,
        "read": (bytes_read(pid) - read - idle * lasted) / saves,
    }


def show(found: dict[str, Any], entries: int) -> None:
    """Print the tables."""

    def per_entry(moment: str, size: int, count: int = entries) -> list[str]:
        return [moment, f"{size / 2**20:.1f}", f"{size / count:.1f}"]

    count, at_once, collected, trimmed = found["child"]
    print(f"{entries:,} entries, {RANGES:,} of them ranges; empty: {found['empty'] / 2**20:.1f} MB")
    print(
        table(
            ["growth of the exchange's resident memory", "MB", "bytes an entry"],
            [
                per_entry("while the list was read from the database, at most", found["peak"]),
                per_entry(f"{SETTLE_SECONDS:.0f} s after that", found["loaded"]),
                per_entry("3 s after 5,000 more entries, one by one", found["later"]),
                per_entry("after restart, from its own disk", found["again"]),
                per_entry("a process that reads the same rows: at once", at_once, count),
                per_entry("the same, after gc.collect", collected, count),
                per_entry("the same, after malloc_trim", trimmed, count),
            ],
        )
    )
    print()
    print(table(["lookup, us", "median", "p99"], found["lookups"]))
    print()
    rows = []
    for name, key in (
        ("one changed entry", "changed"),
        ("1,000 changed entries in one save", "many"),
        ("one changed entry, after restart", "changed again"),
    ):
        one = found[key]
        times = one["times"]
        rows.append(
            [
                f"{name} (n={len(times)})",
                f"{median(times):.1f}",
                f"{quantile(times, 0.95):.1f}",
                f"{max(times):.1f}",
                f"{one['read'] / 1024:.1f}",
                f"{one['cpu'] * 1000:.0f}",
            ]
        )
    load = f"{found['load'] * 1000:.0f}"
    rows.append(
        ["the whole list", load, "", "", f"{found['load read'] / 1024:.0f}",
         f"{found['load cpu'] * 1000:.0f}"]
    )  # fmt: skip
    head = ["to in force, ms", "median", "p95", "max", "kB read by the exchange", "its CPU ms"]
    print(table(head, rows))
    answers = found["answers"]
    print(
        f"while the list was read the exchange answered on its socket in "
        f"{median(answers):.1f} ms (median), {quantile(answers, 0.99):.1f} (p99), "
        f"{max(answers):.1f} (max); writing the rows took {found['insert']:.0f} s before"
    )
    print(machine())


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child)
        return
    show(asyncio.run(measure(asked.entries, asked.changes)), asked.entries)


if __name__ == "__main__":
    main()
