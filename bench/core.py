"""Events a second of the pure core, reasons and all, and how their cost grows with the line.

One customer with 10 groups, 50 answerers (each in two groups), two VIP lists and 20 % VIPs; a line
that is kept at a given length while calls arrive, ring, are answered, missed and hung up. Every
event goes the whole way: recognised, handled, its commands and records made. The journal's cost is
measured beside it, on the same events. Printed: events a second at 1,000 waiting, and the cost per
event at 10,000 and 100,000 against that. Wanted: 50,000 a second at 1,000, at most 2.5 times the
cost at 100,000.
"""

import argparse
import gc
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from forrang.acd.commands import Ring
from forrang.acd.events import (
    AnswererLeft,
    CallArrived,
    CallerLeft,
    Event,
    Miss,
    OfferAnswered,
    OfferFailed,
    OfferRang,
)
from forrang.acd.switchboard import Switchboard
from forrang.domain.document import read_document
from forrang.domain.number_span import NumberSpan
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_entries import VipEntries
from forrang.exchange.journal import Journal

ANSWERERS, GROUPS, POINTS, VIPS = 50, 10, 10, 2_000


def document() -> object:
    """The customer of the benchmark."""
    mobiles = [f"+479000{i:04d}" for i in range(ANSWERERS)]
    strategies = ("longest-idle", "in-order", "round-robin")
    groups = [
        {
            "name": f"Group {g}",
            "members": sorted({mobiles[(g * 5 + k) % ANSWERERS] for k in range(10)}),
            "strategy": strategies[g % 3],
            "ring_seconds": 20,
        }
        for g in range(GROUPS)
    ]
    numbers = [
        {
            "number": f"+4722330{p:03d}",
            "setup": {"queue": {"group": f"Group {p}", "max_wait_seconds": 86_400}},
        }
        for p in range(POINTS)
    ]
    for p in range(2):
        numbers[p]["vip"] = {
            "on": True,
            "answerers": [{"employee": mobiles[p]}, {"group": f"Group {p + 5}"}],
        }
    employees = [{"name": f"Employee {i}", "mobile": m} for i, m in enumerate(mobiles)]
    return {
        "forrang": 1, "customer": "Bench", "services": ["vip-list"],
        "employees": employees, "groups": groups, "main_numbers": numbers,
    }  # fmt: skip


class World:
    """The outside of one switchboard: whoever rings answers, misses or is hung up on."""

    def __init__(self, waiting: int, seed: int = 1):
        self.random = random.Random(seed)
        self.setup = read_document(document())
        self.board = Switchboard(self.setup, now=0.0)
        self.vips = [PhoneNumber(f"+4741{i:06d}") for i in range(VIPS)]
        self.lists = {}
        for point in ("+4722330000", "+4722330001"):
            entries = VipEntries()
            for n, vip in enumerate(self.vips, 1):
                entries.put(NumberSpan.of(vip), n, 0)
            entries.merge()
            self.lists[point] = entries
        self.points = [one.number for one in self.setup.main_numbers]
        self.now = 0.0
        self.length = waiting + ANSWERERS
        self.made = 0
        self.ringing: list[str] = []
        self.talking: list[str] = []
        self.waiting: list[str] = []
        self.counts: dict[str, int] = {}
        while len(self.waiting) < self.length:
            self._do(self._arrival())

    def _arrival(self) -> CallArrived:
        self.made += 1
        call = f"c{self.made}"
        self.waiting.append(call)
        if self.random.random() < 0.2:
            return CallArrived(call, self.points[self.made % 2], self.random.choice(self.vips))
        return CallArrived(
            call, self.random.choice(self.points), PhoneNumber(f"+4797{self.made % 10**6:06d}")
        )

    def _do(self, event: Event) -> None:
        event = self.board.recognise(event, self.lists, self.now)
        for said in self.board.handle(event, self.now):
            if type(said) is Ring:
                self.ringing.append(said.offer)

    def script(self, events: int) -> Iterator[tuple[Event, float]]:
        """What happens next, seen from what rings and talks: one event at a time."""
        pick = self.random.random
        calls, length = self.board.house.calls, self.length
        for _ in range(events):
            self.now += 0.005
            roll = pick()
            if len(calls) < length:
                yield self._arrival(), self.now
            elif self.ringing and roll < 0.55:
                offer = self.ringing.pop(self.random.randrange(len(self.ringing)))
                if roll < 0.05:
                    yield OfferFailed(offer, Miss.NO_ANSWER), self.now
                elif roll < 0.30:
                    self.ringing.append(offer)
                    yield OfferRang(offer), self.now
                else:
                    self.talking.append(offer)
                    yield OfferAnswered(offer), self.now
            elif self.talking and roll < 0.80:
                at = self.random.randrange(len(self.talking))
                yield AnswererLeft(self.talking.pop(at)), self.now
            elif roll < 0.97:
                yield self._arrival(), self.now
            else:
                at = self.random.randrange(len(self.waiting))
                self.waiting[at], self.waiting[-1] = self.waiting[-1], self.waiting[at]
                yield CallerLeft(self.waiting.pop()), self.now


def run(waiting: int, events: int) -> tuple[float, float]:
    """Seconds per event in the core, and in the journal, with a line of `waiting`."""
    world = World(waiting)
    board, lists = world.board, world.lists
    spent, done, recognised = 0.0, 0, []
    clock = time.perf_counter
    gc.collect()
    gc.freeze()
    for event, now in world.script(events):
        begun = clock()
        event = board.recognise(event, lists, now)
        said = board.handle(event, now)
        board.deadline()
        spent += clock() - begun
        done += 1
        recognised.append((event, now))
        name = type(event).__name__
        world.counts[name] = world.counts.get(name, 0) + 1
        for one in said:
            if type(one) is Ring:
                world.ringing.append(one.offer)
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder))
        begun = clock()
        for event, now in recognised:
            journal.append(event, now, 1)
        written = clock() - begun
        journal.close()
    left = len(board.house.calls)
    print(
        f"{waiting:>8} waiting ({left} at the end): {done / spent:>9,.0f} events/s, "
        f"{spent / done * 1e6:6.1f} us each; journal {written / done * 1e6:5.1f} us; "
        + ", ".join(f"{n} {c * 100 // done} %" for n, c in sorted(world.counts.items()))
    )
    gc.unfreeze()
    return spent / done, written / done


def main() -> int:
    """Print the figures; status 1 when they miss what is wanted and `--gate` is given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--gate", action="store_true")
    asked = parser.parse_args()
    costs = {n: min(run(n, asked.events)[0] for _ in range(2)) for n in (1_000, 10_000, 100_000)}
    rate, growth = 1 / costs[1_000], costs[100_000] / costs[1_000]
    print(
        f"core: {rate:,.0f} events/s at 1,000 waiting (wanted 50,000); "
        f"cost at 100,000 is {growth:.2f} times that (wanted at most 2.5)"
    )
    return int(asked.gate and (rate < 50_000 or growth > 2.5))


if __name__ == "__main__":
    sys.exit(main())
