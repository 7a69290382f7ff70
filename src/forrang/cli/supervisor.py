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
from dataclasses import dataclass, field
from pathlib import Path

LOOK_SECONDS = 0.25
"""Between two looks at a part's life."""
QUICK_DEATH_SECONDS = 5.0
"""A part that ends so soon after its start is started again more slowly each time."""
SLOWEST_RESTART_SECONDS = 5.0
STOP_SECONDS = 8.0
"""How long a part may take to end by itself."""


@dataclass(slots=True)
class Part:
    """One process that shall run."""

    name: str
    words: Sequence[str]
    "Its command line."
    environment: Mapping[str, str]
    ready: Callable[[], Awaitable[bool]]
    "Whether it serves."
    hangs: Callable[[], Awaitable[bool]] | None = None
    "Whether it stands still and has to be ended; asked while it runs."
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
        pause = 0.0
        while True:
            begun = time.monotonic()
            await self._until_over(part)
            if self._stopping:
                return
            quick = time.monotonic() - begun < QUICK_DEATH_SECONDS
            pause = min(max(0.2, pause * 2), SLOWEST_RESTART_SECONDS) if quick and pause else 0.0
            if quick and not pause:
                pause = 0.1
            part.restarts += 1
            self._say(f"the {part.name} ended and is started again")
            await asyncio.sleep(pause if part.restarts > 1 else 0)
            await _spawn(part)

    async def _until_over(self, part: Part) -> None:
        assert part.process is not None
        over = asyncio.create_task(part.process.wait())
        while not over.done():
            await asyncio.wait({over}, timeout=LOOK_SECONDS)
            if part.hangs is not None and not over.done() and await part.hangs():
                self._say(f"the {part.name} stands still and is ended")
                with contextlib.suppress(ProcessLookupError):
                    part.process.kill()
                await over


@dataclass(slots=True)
class Heartbeat:
    """Whether a file's time goes on changing, by our own clock."""

    path: Path
    limit: float
    "Seconds without a beat after which it stands still."
    patience: float
    "Seconds that the first beat after a start may take."
    _seen: int = 0
    _at: float = field(default_factory=time.monotonic)
    _beaten: bool = False

    def begin(self) -> None:
        """A new process: its first beat may take its time."""
        self._at, self._beaten = time.monotonic(), False

    async def stands_still(self) -> bool:
        """Whether it beats no more."""
        try:
            beat = self.path.stat().st_mtime_ns
        except FileNotFoundError:
            beat = 0
        now = time.monotonic()
        if beat != self._seen:
            self._beaten = self._beaten or self._seen != 0
            self._seen, self._at = beat, now
        still = now - self._at > (self.limit if self._beaten else self.patience)
        if still:
            self.begin()
        return still


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


_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND
