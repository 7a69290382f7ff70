"""A process that never outlives us.

Asterisk and SIPp are children that hold ports: one that stays behind makes the next run fail in a way
that nobody understands. So the kernel ends them with us (`PR_SET_PDEATHSIG`, by util-linux's
`setpriv`: a `preexec_fn` is not safe beside threads), also when we are killed.
"""

import asyncio
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

__all__ = ["Child"]


class Child:
    """One running program and the file that its output goes to."""

    def __init__(self, process: asyncio.subprocess.Process, output: Path) -> None:
        self._process = process
        self.output = output

    @classmethod
    async def start(
        cls,
        argv: Sequence[str | os.PathLike[str]],
        output: Path,
        env: Mapping[str, str] | None = None,
    ) -> "Child":
        """Start a program whose output is appended to a file; `env` is added to ours."""
        with output.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                "setpriv", "--pdeathsig", "KILL", "--", *argv,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=os.environ | (env or {}),
                start_new_session=True,  # Ctrl-C is for us; we end it in order
            )  # fmt: skip
        return cls(process, output)

    @property
    def pid(self) -> int:
        """Its process id: `setpriv` becomes the program, so there is no other."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.returncode is None

    def said(self) -> str:
        """Its last lines, for an error message."""
        return self.output.read_text(errors="replace")[-2000:].strip()

    async def ended(self) -> int:
        """Wait for its end; the exit status, negative for a signal."""
        return await self._process.wait()

    def send(self, number: signal.Signals) -> None:
        """Send it a signal; nothing happens if it has ended."""
        if self.running:
            # It may have ended without our having been told yet.
            with suppress(ProcessLookupError):
                self._process.send_signal(number)

    async def stop(self, grace: float = 2.0) -> None:
        """Ask it to end, and end it when it does not within `grace` seconds."""
        self.send(signal.SIGTERM)
        try:
            async with asyncio.timeout(grace):
                await self._process.wait()
        except TimeoutError:
            self.send(signal.SIGKILL)
            await self._process.wait()
