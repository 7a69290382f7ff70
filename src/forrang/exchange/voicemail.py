"""Messages that callers leave, on their way from the engine's folder to the database.

The engine writes each into a file with the name of its call. A file that is there is work to do: it
is read when nothing writes to it any more and the call's record is in the database, kept there, and
only then removed. So nothing has to be remembered: whatever dies in between, the file is there after
it, and kept twice is kept once. All of it is done in a thread beside the calls.
"""

import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from forrang.exchange.carrying import carry_on
from forrang.sounds.message import message_of, seconds_of

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
SETTLED_SECONDS = 2.0
"""Nothing was written for so long: the engine is done with it, or the caller's line is silent, and
then there is no record yet."""
FORGOTTEN_SECONDS = 3600.0
"""So long after the last sound a call without a record has none: its customer is gone."""
LARGEST = 12_000_000
"""Bytes of a file that are read: more than the longest message."""
SWEEP_SECONDS = 3600.0
"""How often one looks for messages that were kept long enough."""

Keep = Callable[[str, bytes | None, float], bool]
"""Keeps a call's message (A-law; None: nobody spoke; and seconds) in the database. False: the call
has no record there yet. Raises when the database is away."""
RemoveOld = Callable[[float], int]
"Removes what was kept long enough at a time (UTC seconds); raises when the database is away."


class Messages:
    """The folder, and the one who empties it."""

    def __init__(
        self,
        folder: Path,
        keep: Keep,
        remove_old: RemoveOld,
        carried: Callable[[], bool],
        now: Callable[[], float] = time.time,
    ):
        """`carried`: whether every record so far is in the database."""
        self._folder = folder
        self._keep = keep
        self._remove_old = remove_old
        self._carried = carried
        self._now = now
        self._swept: float | None = None

    async def carry(self) -> None:
        """Carry messages to the database until cancelled."""
        await carry_on(self.carry_once, LOOK_SECONDS, "voicemail waits")

    def carry_once(self) -> None:
        """Keep every message that is done, and remove what was kept long enough."""
        for path, idle in self._settled():
            every_record = self._carried()  # asked first: a record may come meanwhile
            data = read_recording(path)
            sound = None if data is None else message_of(data)
            seconds = 0.0 if sound is None else seconds_of(sound)
            if not self._keep(path.stem, sound, seconds):
                if not every_record or idle < FORGOTTEN_SECONDS:
                    continue
                log.warning("a message of a call without a record is removed")
            path.unlink(missing_ok=True)
        now = self._now()
        if self._swept is None or now - self._swept >= SWEEP_SECONDS:
            self._remove_old(now)
            self._swept = now

    def _settled(self) -> Iterator[tuple[Path, float]]:
        """Files that nothing is written to, each with how long that is; the oldest first."""
        try:
            found = [
                (entry.stat(follow_symlinks=False), entry) for entry in os.scandir(self._folder)
            ]
        except FileNotFoundError:  # nobody has left one yet
            return
        for status, entry in sorted(found, key=lambda one: one[0].st_mtime):
            idle = self._now() - status.st_mtime
            if entry.name.endswith(".wav") and idle >= SETTLED_SECONDS:
                yield Path(entry.path), idle


def read_recording(path: Path) -> bytes | None:
    """What is in a file; None for what is none of the engine's: nothing there leads elsewhere."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    except OSError:
        log.warning("what is no recording lies among the recordings, and is removed")
        return None
    with os.fdopen(handle, "rb") as file:
        return file.read(LARGEST)
