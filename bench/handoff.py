"""The time from an answerer's BYE to the next INVITE at the same answerer: ours and app_queue.

Three private engines on loopback: the telephone network, our instance, and an Asterisk whose
app_queue (ringinuse=no, autofill=yes, no wrap-up, music, retry and the rest as they come) has the
same answerers. The two lines take turns. N callers wait while the only answerer talks; then that
talk ends, and the answerer picks up at once and talks for 0.5 to 1.5 s each time (seeded, the same
for both), until so many handoffs are measured; whoever still waits hangs up. Then misses: of two
answerers in order the first says 486, or lets it ring for 2 s; the time is from the 486, or from the
CANCEL, to the INVITE at the next.

All times are milliseconds, both ends read from the SIP log of the network's engine, which has
microseconds. Wanted: ours at most 4 ms median, and at least 100 times shorter than app_queue's, on
a quiet machine.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from forrang.asterisk.engine.configure import Place, configure
from forrang.asterisk.engine.modules import MODULES
from forrang.asterisk.engine.program import find
from forrang.asterisk.engine.start import start_words
from forrang.demo.behaviour import BUSY, Answers, Rings
from forrang.demo.caller import Caller
from forrang.demo.child import Child
from forrang.demo.instance import Instance
from forrang.demo.message import SipMessage
from forrang.demo.network import Network
from forrang.demo.outside_call import OutsideCall
from forrang.demo.ports import Ports
from forrang.settings import Settings
from report import machine, median, quantile, table

ALONE, PAIR = "+4722330001", "+4722330002"
ONLY, FIRST, SECOND = "+4790000001", "+4790000002", "+4790000003"
RING_SECONDS = 2
SOUND_PORTS = 600
"Two for each of the calls that there are at once."
CALLS_A_SECOND = 40
"New calls while the line fills; fewer than a machine takes cleanly."


@dataclass(slots=True)
class Found:
    """What one line did."""

    handoffs: dict[int, list[float]] = field(default_factory=dict)
    "By how many waited at the beginning."
    out_of_order: dict[int, int] = field(default_factory=dict)
    refused: list[float] = field(default_factory=list)
    unanswered: list[float] = field(default_factory=list)


def document() -> dict[str, object]:
    """Our customer: one answerer alone, and two who are asked in order."""
    ringing = {"strategy": "in-order", "ring_seconds": RING_SECONDS, "rest_seconds": 0.5}
    line = {"max_wait_seconds": 3600, "max_waiting": 1000}
    return {
        "forrang": 1,
        "customer": "Bench",
        "employees": [{"name": one, "mobile": one} for one in (ONLY, FIRST, SECOND)],
        "groups": [
            {"name": "Alone", "members": [ONLY], "wrap_up_seconds": 0, **ringing},
            {"name": "Pair", "members": [FIRST, SECOND], "wrap_up_seconds": 0, **ringing},
        ],
        "main_numbers": [
            {"number": ALONE, "setup": {"queue": {"group": "Alone", **line}}},
            {"number": PAIR, "setup": {"queue": {"group": "Pair", **line}}},
        ],
    }


def configure_queue(place: Place, network: str) -> list[str]:
    """Write the files of an Asterisk with app_queue, otherwise as ours; the words that start it.

    Each answerer is an endpoint of its own: by its state app_queue knows who is in use.
    """
    engine = find(Settings.from_environment().engine)
    configure(place, engine)
    etc = place.folder / "etc"
    loads = "".join(f"load={one}.so\n" for one in (*MODULES, "app_queue"))
    (etc / "modules.conf").write_text(f"[modules]\nautoload=no\n{loads}")
    (etc / "extensions.conf").write_text(
        "[inbound]\n"
        f"exten => {ALONE},1,Answer()\n same => n,Queue(alone)\n"
        f"exten => {PAIR},1,Answer()\n same => n,Queue(pair)\n"
    )
    common = f"timeout={RING_SECONDS}\nringinuse=no\nautofill=yes\nwrapuptime=0\nmusicclass=default"
    (etc / "queues.conf").write_text(
        "[general]\nautofill=yes\n"
        f"[alone]\nstrategy=linear\n{common}\nmember => PJSIP/{ONLY[1:]}\n"
        f"[pair]\nstrategy=linear\n{common}\n"
        f"member => PJSIP/{FIRST[1:]}\nmember => PJSIP/{SECOND[1:]}\n"
    )
    with (etc / "pjsip.conf").open("a") as pjsip:
        for one in (ONLY, FIRST, SECOND):
            pjsip.write(
                f"[{one[1:]}]\ntype=aor\ncontact=sip:{one}@{network}\n"
                f"[{one[1:]}]\ntype=endpoint\naors={one[1:]}\ncontext=inbound\ndisallow=all\n"
                "allow=alaw,ulaw\ndirect_media=no\nrtp_symmetric=yes\ntimers=no\n100rel=no\n"
            )
    return start_words(place, engine)


class Line:
    """One of the two lines, seen from the network."""

    def __init__(self, name: str, network: Network, sip: str):
        self.name, self.found = name, Found()
        self._network, self._sip = network, sip
        self._callers = 0

    async def handoffs(self, waiting: int, count: int, seed: int) -> None:
        """Let so many wait, and measure the first handoffs."""
        talks = random.Random(seed)
        answerer = self._network.phone(ONLY).does(Answers())
        seen = len(answerer.offers)
        await self._call(f"+4733{seed:02d}0000", ALONE)
        await self._until(lambda: len(answerer.offers) > seen)
        rest = []
        for n in range(1, waiting + 1):
            rest.append(await self._call(f"+4733{seed:02d}{n:04d}", ALONE))
            await asyncio.sleep(1 / CALLS_A_SECOND)
        await asyncio.gather(*(one.answered(timeout=15) for one in rest))
        await asyncio.sleep(1.0)
        begun = asyncio.get_running_loop().time()
        answerer.does(*(Answers(0.0, talks.uniform(0.5, 1.5)) for _ in range(count)), Rings())
        await answerer.hang_up()
        try:
            await self._until(lambda: len(answerer.offers) > seen + count, count * 3 + 20)
        except TimeoutError:
            print(f"{self.name}: not all handoffs came", file=sys.stderr)
        await asyncio.sleep(0.1)  # the log is written
        times = list(_handoffs(self._network.wire.read(), begun))[:count]
        self.found.handoffs.setdefault(waiting, []).extend(times)
        shown = [one.shown for one in answerer.offers[seen : seen + count + 1]]
        wrong = sum(later < sooner for sooner, later in pairwise(shown))
        self.found.out_of_order[waiting] = self.found.out_of_order.get(waiting, 0) + wrong
        await self._empty()

    async def miss(self, *, refused: bool) -> None:
        """One caller, one miss: how long until the next answerer is asked."""
        loop, network = asyncio.get_running_loop(), self._network
        begun = loop.time()
        # Whom a line asks first may change after a miss; only the first offer is missed.
        offers = [network.phone(one).does(Rings()) for one in (FIRST, SECOND)]
        before = sum(len(one.offers) for one in offers)
        if refused:
            for one in offers:
                one.does(BUSY, Rings())
        await self._call("+4733990001", PAIR)
        await self._until(lambda: sum(len(one.offers) for one in offers) > before + 1)
        await asyncio.sleep(0.2)
        times = list(_misses(network.wire.read(), begun))[:1]
        (self.found.refused if refused else self.found.unanswered).extend(times)
        await self._empty()
        await asyncio.sleep(0.8)  # whoever missed rests for half a second

    async def _call(self, number: str, dialled: str) -> OutsideCall:
        network = self._network
        network.files = replace(network.files, exchange=self._sip)
        return await network.call(Caller(number), dialled, tone=None)

    async def _until(self, look: Callable[[], bool], timeout: float = 15.0) -> None:
        async with asyncio.timeout(timeout):
            while not look():
                await asyncio.sleep(0.01)

    async def _empty(self) -> None:
        for one in (ONLY, FIRST, SECOND):
            self._network.phone(one).does(Rings())
        # Callers only, and from the end of the line: so nobody is put through meanwhile.
        for one in reversed(self._network.calls()):
            if isinstance(one, OutsideCall):
                await one.hang_up(timeout=10)
        await asyncio.sleep(0.5)


def _offers(messages: Sequence[SipMessage], since: float) -> dict[str, float]:
    """When each call to an answerer came, by Call-ID."""
    found: dict[str, float] = {}
    for one in messages:
        if one.method == "INVITE" and not one.sent and one.at >= since:
            found.setdefault(one.call_id, one.at)
    return found


def _handoffs(messages: Sequence[SipMessage], since: float) -> Iterator[float]:
    """Milliseconds from each of the answerer's BYEs to the next offer."""
    offers = _offers(messages, 0.0)
    ended: set[str] = set()
    for one in messages:
        fresh = one.at >= since and one.call_id in offers and one.call_id not in ended
        if one.method == "BYE" and one.sent and fresh:
            ended.add(one.call_id)
            later = [at for at in offers.values() if at > one.at]
            if later:
                yield (min(later) - one.at) * 1000


def _misses(messages: Sequence[SipMessage], since: float) -> Iterator[float]:
    """Milliseconds from the end of each offer that was missed to the next offer.

    A line that asks the next before it takes the old offer back has a time below zero.
    """
    offers = _offers(messages, since)
    order = sorted(offers, key=offers.__getitem__)
    over: dict[str, float] = {}
    for one in messages:
        refusal = one.sent and one.status == 486 and one.about == "INVITE"
        if one.call_id in offers and (refusal or (one.method == "CANCEL" and not one.sent)):
            over.setdefault(one.call_id, one.at)
    for call, following in pairwise(order):
        if call in over:
            yield (offers[following] - over[call]) * 1000


def report(ours: Found, queue: Found) -> str:
    """The table, and the ratios."""
    rows: list[list[object]] = []
    for waiting in ours.handoffs:
        for name, found in (("ours", ours), ("app_queue", queue)):
            label = f"handoff, {waiting} waiting, {name}"
            rows.append([label, *_row(found.handoffs[waiting]), found.out_of_order[waiting], ""])
        rows[-2][-1] = _ratio(ours.handoffs[waiting], queue.handoffs[waiting])
    for what in ("refused", "unanswered"):
        for name, found in (("ours", ours), ("app_queue", queue)):
            rows.append([f"next offer after {what}, {name}", *_row(getattr(found, what)), "", ""])
        rows[-2][-1] = _ratio(getattr(ours, what), getattr(queue, what))
    return table(["ms", "n", "median", "p95", "max", "out of order", "ratio of medians"], rows)


def _row(times: Sequence[float]) -> list[object]:
    values = (median(times), quantile(times, 0.95), max(times, default=float("nan")))
    return [len(times), *(f"{one:.2f}" for one in values)]


def _ratio(ours: Sequence[float], queue: Sequence[float]) -> str:
    mine = median(ours)
    return f"{median(queue) / mine:.0f}" if mine > 0 else "-"


async def measure(quick: bool) -> tuple[Found, Found]:
    """Start the three engines, and let the two lines take turns."""
    plan = [(25, 7, 1)] if quick else [(25, 10, 1), (25, 10, 2), (250, 20, 3)]
    misses = 1 if quick else 2
    engine = Settings.from_environment().engine
    with Ports() as ports, tempfile.TemporaryDirectory(prefix="forrang-bench-") as name:
        folder, trunk = Path(name), ports.address()
        sound = ports.span(SOUND_PORTS)  # for both lines: they take turns
        first, last = sound.split("-")
        place = Place(
            folder / "queue", ports.address(), ports.address(), (int(first), int(last)), "127.0.0.1"
        )
        instance = Instance(
            engine,
            ports,
            trunk=trunk,
            settings={"FORRANG_DEMO": "0", "FORRANG_RTP": sound},
        )
        network = Network(
            folder / "network",
            engine,
            trunk=trunk,
            exchange=instance.sip,
            ari=ports.address(),
            rtp=ports.span(SOUND_PORTS),
        )
        words = configure_queue(place, trunk)
        queue_engine = await Child.start(words, folder / "output")
        try:
            async with instance, network:
                path = folder / "document.json"
                path.write_text(json.dumps(document()))
                await instance.run("load", str(path))
                await asyncio.sleep(2)
                ours = Line("ours", network, instance.sip)
                queue = Line("app_queue", network, place.sip)
                for waiting, count, seed in plan:
                    for line in (ours, queue):
                        await line.handoffs(waiting, count, seed)
                for refused in (True, False):
                    for _ in range(misses):
                        for line in (ours, queue):
                            await line.miss(refused=refused)
        finally:
            await queue_engine.stop()
        return ours.found, queue.found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a first impression within a minute")
    found = asyncio.run(measure(parser.parse_args().quick))
    print(report(*found))
    print(machine())


if __name__ == "__main__":
    main()
