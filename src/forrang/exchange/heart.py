"""The heartbeat: a file whose time changes while the loop runs.

A process that is killed is seen to be gone; one that hangs is not, and callers would hear silence.
So whoever watches us looks at this file, and ends a process that stands still.
"""

import asyncio
import os
from pathlib import Path

BEAT_SECONDS = 0.25
"""Between two beats."""


class Heart:
    """Touches the file."""

    def __init__(self, path: Path):
        self._path = path
        path.touch(mode=0o600)

    def touch(self) -> None:
        """One beat; also from within long work."""
        os.utime(self._path)

    async def beat(self) -> None:
        """Beat until cancelled."""
        while True:
            self.touch()
            await asyncio.sleep(BEAT_SECONDS)
