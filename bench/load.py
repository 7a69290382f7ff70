"""How many new calls a second the whole line takes cleanly, and what a call costs.

SIPp places calls at a steady rate for some seconds; each hangs up 2 s after it was answered. Twice:
*waits*, where nobody answers and each caller hears music until they hang up; and *talks*, where each
call is put through to one of 200 mobiles, whose part a second SIPp plays (they pick up at once).
Neither side sends sound; the music that the line sends to who waits is in the cost.

`answered` are calls that were answered by the line and ended in order, `put through` those that a
mobile answered. Times are milliseconds from INVITE to 200, as the callers' SIPp sees them, whose
clock steps by 1 or 4 ms, as the kernel has it. The
processor's time is that of the exchange's and of the engine's process, milliseconds a call. Loopback;
SIPp and all else share the machine's cores.
"""

import argparse
import asyncio
import csv
import json
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

from forrang.demo.child import Child
from forrang.demo.instance import Instance
from forrang.demo.ports import HOST, Ports
from forrang.settings import Settings
from processes import cpu_seconds, process_of
from report import machine, median, quantile, table

WAITS, TALKS = "+4722330001", "+4722330002"
MOBILES = 200
STAY_MS = 2000
SETTLE_SECONDS = 1.5
KEPT_SECONDS = 4.0
"For so long SIPp's mobile keeps a call that is over, and does not count it yet."


def document() -> dict[str, object]:
    """A main number where nobody answers, and one with 200 who do."""
    mobiles = [f"+479000{n:04d}" for n in range(MOBILES)]
    line = {"max_wait_seconds": 3600, "max_waiting": 10_000, "nobody_logged_in": "wait"}
    return {
        "forrang": 1,
        "customer": "Bench",
        "employees": [{"name": f"Employee {one}", "mobile": one} for one in mobiles],
        "groups": [
            {"name": "Nobody", "members": []},
            {"name": "Many", "members": mobiles, "strategy": "longest-idle"},
        ],
        "main_numbers": [
            {"number": WAITS, "setup": {"queue": {"group": "Nobody", **line}}},
            {"number": TALKS, "setup": {"queue": {"group": "Many", **line}}},
        ],
    }


class Sipp:
    """One SIPp in a folder of its own."""

    def __init__(self, folder: Path, ports: Ports, name: str, address: str | None = None):
        self._folder = folder / name
        self._folder.mkdir()
        host, _, port = (address or ports.address()).rpartition(":")
        media, control = ports.take(4)[0], ports.take(1)[0]
        self._words = [
            "env", "-C", str(self._folder), "TERM=dumb",
            shutil.which("sipp") or "sipp", "-i", host, "-p", port, "-bind_local",
            "-ci", HOST, "-cp", str(control), "-mi", host, "-mp", str(media), "-nostdin",
            "-timer_resol", "1", "-trace_stat", "-stf", "stat.csv", "-fd", "1",
        ]  # fmt: skip
        self._child: Child | None = None

    async def start(self, *words: str) -> None:
        """Start it with these words besides."""
        self._child = await Child.start([*self._words, *words], self._folder / "output")

    async def ended(self) -> None:
        """Wait until it has placed all its calls, and they are over."""
        if self._child is not None:
            await self._child.ended()

    async def stop(self) -> None:
        """Let it write what it counted, and end."""
        if self._child is not None:
            self._child.send(signal.SIGUSR1)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._child.ended(), 2)
            await self._child.stop()

    def counted(self) -> tuple[int, int]:
        """Calls that ended in order so far, and calls that failed."""
        with (self._folder / "stat.csv").open() as file:
            last = list(csv.DictReader(file, delimiter=";"))[-1]
        return int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"])

    def response_ms(self) -> list[float]:
        """INVITE to 200 of each call."""
        with next(self._folder.glob("*_rtt.csv")).open() as file:
            return [float(row["response_time_ms"]) for row in csv.DictReader(file, delimiter=";")]


async def run(
    instance: Instance, folder: Path, trunk: str, rate: int, seconds: float, number: str
) -> list[object]:
    """One rate: its row."""
    exchange = process_of(instance.data, "exchange")
    engine = process_of(instance.data, "/asterisk")
    name = "waits" if number == WAITS else "talks"
    count = int(rate * seconds)
    with Ports() as ports:
        mobiles = Sipp(folder, ports, f"mobiles-{name}-{rate}", trunk)
        await mobiles.start("-sn", "uas")
        callers = Sipp(folder, ports, f"callers-{name}-{rate}")
        await asyncio.sleep(0.3)
        before = cpu_seconds(exchange), cpu_seconds(engine)
        await callers.start(
            instance.sip, "-sn", "uac", "-s", number, "-r", str(rate), "-m", str(count),
            "-d", str(STAY_MS), "-trace_rtt", "-rtt_freq", "1", "-recv_timeout", "15000",
            "-timeout", str(int(seconds + 30)),
        )  # fmt: skip
        await callers.ended()
        await asyncio.sleep(SETTLE_SECONDS)
        after = cpu_seconds(exchange), cpu_seconds(engine)
        await asyncio.sleep(KEPT_SECONDS)
        await mobiles.stop()
        answered, failed = callers.counted()
        times = callers.response_ms()
        through = mobiles.counted()[0] if number == TALKS else ""
    left = (await instance.ask("/healthz"))["calls"]
    costs = [(late - early) * 1000 / count for early, late in zip(before, after, strict=True)]
    return [
        f"{name}, {rate} calls/s", count, answered, through, failed, left,
        f"{median(times):.1f}", f"{quantile(times, 0.95):.1f}", *(f"{one:.1f}" for one in costs),
    ]  # fmt: skip


async def measure(rates: list[int], seconds: float) -> list[list[object]]:
    """One instance, the rates one after the other."""
    with Ports() as ports, tempfile.TemporaryDirectory(prefix="forrang-bench-") as name:
        folder, trunk = Path(name), ports.address()
        settings = {"FORRANG_DEMO": "0", "FORRANG_RTP": ports.span(1000)}
        engine = Settings.from_environment().engine
        async with Instance(engine, ports, trunk=trunk, settings=settings) as instance:
            path = folder / "document.json"
            path.write_text(json.dumps(document()))
            await instance.run("load", str(path))
            await asyncio.sleep(2)
            return [
                await run(instance, folder, trunk, rate, seconds, number)
                for number in (WAITS, TALKS)
                for rate in rates
            ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rates", type=int, nargs="+", default=[10, 25, 50])
    parser.add_argument("--seconds", type=float, default=6.0)
    asked = parser.parse_args()
    rows = asyncio.run(measure(asked.rates, asked.seconds))
    head = [
        f"new calls for {asked.seconds:g} s", "calls", "answered", "put through", "failed",
        "left behind", "200 after, ms, p50", "p95", "exchange, CPU ms a call", "engine",
    ]  # fmt: skip
    print(table(head, rows))
    print(machine())


if __name__ == "__main__":
    main()
