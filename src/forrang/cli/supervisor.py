"""The supervisor: starts the parts, starts again what ends, ends what hangs, and ends all together.

Each part is a process of its own, in a session of its own: Ctrl-C reaches us alone, and we end the
parts in order. The kernel ends them when we are killed.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

LOOK_SECONDS = 0.25
"""Between two looks at a part's life."""
QUICK_DEATH_SECONDS = 5.0
"""A part that ends so soon after its start is started again more slowly each time."""
RESTART_PAUSES = (0.0, 0.1, 0.25, 0.5, 1.0)
"""Before the first, second, … restart of a part that dies quickly; callers wait meanwhile."""
ASK_SECONDS = 1.0
"""Between two questions to a part."""
STOP_SECONDS = 8.0
"""How long a part may take to end by itself."""


class Life(Protocol):
    """A sign of life of a part."""

    def begin(self) -> None:
        """A new process was started: its first sign may take its time."""

    async def stands_still(self) -> bool:
        """Whether there is none any more; asked while it runs."""


@dataclass(slots=True)
class Part:
    """One process that shall run."""

    name: str
    words: Sequence[str]
    "Its command line."
    environment: Mapping[str, str]
    ready: Callable[[], Awaitable[bool]]
    "Whether it serves."
    life: "Life | None" = None
    "Whether it stands still and has to be ended."
    vital: bool = True
    "Whether nothing works without it."
    output: Path | None = None
    "Where its output goes; None: where ours goes."
    process: asyncio.subprocess.Process | None = None
    restarts: int = 0


class Supervisor:
    """Watches over parts."""

    def __init__(self, say: Callable[[str], None]):
        """`say` is told when something has to be started again."""
        self._say = say
        self._watching: list[asyncio.Task[None]] = []
        self._stopping = False

    async def start(self, part: Part) -> None:
        """Start a part and watch over it from now on."""
        await _spawn(part)
        self._watching.append(asyncio.create_task(self._watch(part)))

    async def stop(self, part: Part) -> None:
        """End a part."""
        self._stopping = True
        process = part.process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
            process.send_signal(signal.SIGCONT)  # one that is stopped would not hear it
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def close(self) -> None:
        """Watch no more."""
        for task in self._watching:
            task.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)

    async def _watch(self, part: Part) -> None:
        quick_deaths = 0
        while True:
            begun = time.monotonic()
            await self._until_over(part)
            if self._stopping:
                return
            part.restarts += 1
            self._say(f"the {part.name} ended and is started again")
            lived = time.monotonic() - begun
            quick_deaths = quick_deaths + 1 if lived < QUICK_DEATH_SECONDS else 0
            pause = RESTART_PAUSES[min(quick_deaths, len(RESTART_PAUSES) - 1)]
            await asyncio.sleep(pause if part.vital else 10 * pause)
            await _spawn(part)

    async def _until_over(self, part: Part) -> None:
        assert part.process is not None
        over = asyncio.create_task(part.process.wait())
        while not over.done():
            await asyncio.wait({over}, timeout=LOOK_SECONDS)
            if part.life is not None and not over.done() and await part.life.stands_still():
                self._say(f"the {part.name} stands still and is ended")
                with contextlib.suppress(ProcessLookupError):
                    part.process.kill()
                await over


class Heartbeat:
    """A file whose time goes on changing; by our own clock, since theirs may be set."""

    def __init__(self, path: Path, limit: float, patience: float):
        """Seconds without a beat, and seconds that the first beat after a start may take."""
        self._path, self._limit, self._patience = path, limit, patience
        self.begin()

    def begin(self) -> None:
        """See `Life`."""
        self._at, self._beaten, self._seen = time.monotonic(), False, self._beat()

    async def stands_still(self) -> bool:
        """See `Life`."""
        beat, now = self._beat(), time.monotonic()
        if beat != self._seen:
            self._seen, self._at, self._beaten = beat, now, True
        return now - self._at > (self._limit if self._beaten else self._patience)

    def _beat(self) -> int:
        try:
            return self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return 0


class Answers:
    """Something that can be asked, once a second."""

    def __init__(self, ask: Callable[[], Awaitable[bool]], limit: float):
        """`limit`: seconds without an answer."""
        self._ask, self._limit = ask, limit
        self.begin()

    def begin(self) -> None:
        """See `Life`."""
        self._asked = self._answered = time.monotonic()

    async def stands_still(self) -> bool:
        """See `Life`."""
        if time.monotonic() - self._asked < ASK_SECONDS:
            return False
        answered = await self._ask()
        self._asked = time.monotonic()
        if answered:
            self._answered = self._asked
        return self._asked - self._answered > self._limit


async def _spawn(part: Part) -> None:
    setpriv = shutil.which("setpriv")
    wrapper = [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
    output = None if part.output is None else os.open(part.output, _APPEND, 0o600)
    try:
        part.process = await asyncio.create_subprocess_exec(
            *wrapper,
            *part.words,
            env=dict(part.environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    finally:
        if output is not None:
            os.close(output)
    if part.life is not None:
        part.life.begin()


_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND
