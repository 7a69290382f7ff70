"""What waiting costs the processor: music and comfort messages, ours and Asterisk's own Queue().

Two private engines of the same build on loopback, our instance with the exchange in front of one of
them, and an Asterisk whose `Queue()` has nobody to answer, the same music, and the same message as
its periodic announcement, as often (ours counts from the end of one to the start of the next, so its
span is longer by the message). Both serve at the same time, so that a busy machine is as busy for the
one as for the other: as many callers come to each, stand in line for a while and hang up; the
processor's time of what serves them is read at both ends of the middle of it. Each hears music or the
message at every moment, in A-law; SIPp plays the callers, who send no sound.

Wanted: ours at most 1.1 times theirs.
"""

import argparse
import asyncio
import json
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from forrang.asterisk.engine.configure import Place, configure
from forrang.asterisk.engine.modules import MODULES
from forrang.asterisk.engine.program import find
from forrang.asterisk.engine.start import start_words
from forrang.demo.child import Child
from forrang.demo.instance import Instance
from forrang.demo.ports import Ports
from forrang.domain.prompt import Language, Prompt, sound_of
from forrang.settings import Settings
from forrang.sounds.coded import ENDS, whole
from forrang.sounds.sound import RATE
from load import Sipp
from processes import cpu_seconds, process_of
from report import machine, median, table

NUMBER = "+4722330001"
COMFORT = "Takk for at du venter. Vi svarer deg så snart vi kan."
EVERY_SECONDS = 15
"""From the end of a message to the start of the next."""
CALLS_A_SECOND = 20
SETTLE_SECONDS = 5.0
PORTS_A_CALLER = 4
"""Two, and as many for the calls that were there a moment ago."""


@dataclass(slots=True)
class Line:
    """One of the two, and what it used: seconds of the processor per second, for 100 callers."""

    name: str
    sip: str
    processes: dict[str, int]
    "Who serves: their CPU time counts."
    found: list[dict[str, float]] = field(default_factory=list)
    "What each of them used, turn by turn."
    failed: int = 0

    @property
    def sums(self) -> list[float]:
        """What they used together, turn by turn."""
        return [sum(one.values()) for one in self.found]

    async def serve(self, folder: Path, callers: int, seconds: float) -> None:
        """Let so many wait, and look what it takes."""
        stay = callers / CALLS_A_SECOND + 2 * SETTLE_SECONDS + seconds
        name = f"{self.name}-{len(self.found)}"
        with Ports() as ports:
            sipp = Sipp(folder, ports, name)
            await sipp.start(
                self.sip, "-sn", "uac", "-s", NUMBER, "-r", str(CALLS_A_SECOND),
                "-m", str(callers), "-l", str(callers), "-d", str(int(stay * 1000)),
                "-recv_timeout", "15000", "-timeout", str(int(2 * stay + 60)),
            )  # fmt: skip
            await asyncio.sleep(callers / CALLS_A_SECOND + SETTLE_SECONDS)
            used = await self.used(seconds)
            self.found.append({one: cores / callers * 100 for one, cores in used.items()})
            await sipp.ended()
            self.failed += sipp.counted()[1]
        await asyncio.sleep(2)

    async def used(self, seconds: float) -> dict[str, float]:
        """Cores that each process takes from now on, over so long."""
        begun = asyncio.get_running_loop().time()
        before = {one: cpu_seconds(pid) for one, pid in self.processes.items()}
        await asyncio.sleep(seconds)
        spent = asyncio.get_running_loop().time() - begun
        return {
            one: (cpu_seconds(pid) - before[one]) / spent for one, pid in self.processes.items()
        }


def document() -> dict[str, object]:
    """Our customer: nobody answers, and everybody is comforted."""
    told = {"every_seconds": EVERY_SECONDS, "comfort": [{"say": COMFORT}]}
    line = {"max_wait_seconds": 3600, "max_waiting": 10_000, "announcements": told}
    return {
        "forrang": 1,
        "customer": "Bench",
        "groups": [{"name": "Nobody", "members": []}],
        "main_numbers": [{"number": NUMBER, "setup": {"queue": {"group": "Nobody", **line}}}],
    }


def configure_queue(place: Place, message_seconds: float) -> list[str]:
    """Write the files of an Asterisk with app_queue, otherwise as ours; the words that start it."""
    engine = find(Settings.from_environment().engine)
    configure(place, engine)
    etc = place.folder / "etc"
    loads = "".join(f"load={one}.so\n" for one in (*MODULES, "app_queue"))
    (etc / "modules.conf").write_text(f"[modules]\nautoload=no\n{loads}")
    (etc / "extensions.conf").write_text(
        f"[inbound]\nexten => {NUMBER},1,Answer()\n same => n,Queue(alone)\n"
    )
    (etc / "queues.conf").write_text(
        "[general]\nautofill=yes\n[alone]\nstrategy=linear\nmusicclass=default\n"
        "joinempty=yes\nleavewhenempty=no\nannounce-frequency=0\n"
        f"periodic-announce={place.sounds / 'comfort'}\n"
        f"periodic-announce-frequency={EVERY_SECONDS + round(message_seconds)}\n"
    )
    return start_words(place, engine)


def pid_of(place: Place) -> int:
    """The engine that was started with the files of this place."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if str(place.main).encode() in words:
            return int(folder.name)
    raise LookupError("the other engine does not run")


async def message_of(instance: Instance) -> Path:
    """The comfort message as our exchange spoke it, without an ending."""
    sounds = instance.data / "asterisk" / "sounds"
    path = sounds / sound_of(Prompt(say=COMFORT), Language.NB)
    async with asyncio.timeout(30):
        while not whole(path):
            await asyncio.sleep(0.1)
    return path


async def measure(callers: int, seconds: float, rounds: int) -> tuple[list[Line], dict[str, float]]:
    """Both, at the same time; and the cores that ours takes with nobody there."""
    engine = Settings.from_environment().engine
    with Ports() as ports, tempfile.TemporaryDirectory(prefix="forrang-bench-") as name:
        folder = Path(name)
        sound, theirs = (ports.span(callers * PORTS_A_CALLER) for _ in range(2))
        first, last = theirs.split("-")
        place = Place(
            folder / "queue", ports.address(), ports.address(), (int(first), int(last)), "127.0.0.1"
        )
        settings = {"FORRANG_DEMO": "0", "FORRANG_RTP": sound}
        async with Instance(engine, ports, trunk=ports.address(), settings=settings) as instance:
            path = folder / "document.json"
            path.write_text(json.dumps(document()))
            await instance.run("load", str(path))
            message = await message_of(instance)
            place.sounds.mkdir(parents=True)
            for end in ENDS:
                shutil.copyfile(message.with_suffix(end), place.sounds / f"comfort{end}")
            length = message.with_suffix(ENDS[0]).stat().st_size / RATE
            queue = await Child.start(configure_queue(place, length), folder / "output")
            try:
                await asyncio.sleep(3)
                own = {
                    "exchange": process_of(instance.data, "exchange"),
                    "engine": process_of(instance.data, "/asterisk"),
                }
                lines = [
                    Line("ours", instance.sip, own),
                    Line("Queue()", place.sip, {"engine": pid_of(place)}),
                ]
                idle = await lines[0].used(seconds)
                for _ in range(rounds):
                    await asyncio.gather(*(one.serve(folder, callers, seconds) for one in lines))
                return lines, idle
            finally:
                await queue.stop()


def report(lines: list[Line], idle: dict[str, float], callers: int) -> str:
    """The table and the ratio."""
    rows: list[list[object]] = []
    for line in lines:
        rows.append([line.name, *_figures(line.sums), line.failed])
        if len(line.processes) > 1:
            rows += [
                [f"of it the {one}", *_figures([turn[one] for turn in line.found]), ""]
                for one in line.processes
            ]
    turns = [f"turn {n}" for n in range(1, len(lines[0].found) + 1)]
    head = [f"cores per 100 callers, {callers} waiting", *turns, "median", "calls failed"]
    ours, theirs = (median(line.sums) for line in lines)
    pairs = [one / other for one, other in zip(lines[0].sums, lines[1].sums, strict=True)]
    nobody = ", ".join(f"the {one} {cores:.3f}" for one, cores in idle.items())
    return (
        f"{table(head, rows)}\n\nours : Queue() = {ours / theirs:.2f} of the medians, "
        f"{median(pairs):.2f} the median of the turns\n"
        f"Cores that ours takes with nobody there: {nobody}"
    )


def _figures(cores: list[float]) -> list[str]:
    return [f"{one:.3f}" for one in (*cores, median(cores))]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--callers", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    lines, idle = asyncio.run(measure(asked.callers, asked.seconds, asked.rounds))
    print(report(lines, idle, asked.callers))
    print(machine())


if __name__ == "__main__":
    main()
