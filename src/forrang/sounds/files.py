"""The engine's files of sounds: a copy of what the database has, made anew when one is missing.

The engine runs as a user of its own where we are root. Files are readable for everybody who knows
their names, which nobody can list: each is the hash of what is in it, or of its text.
"""

import os
import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from forrang.sounds.coded import ENDS, put, whole
from forrang.sounds.sound import Sound

KEPT_SECONDS = 24 * 3600
"""How long a file stays after the last setup that named it; a call under way keeps its setup."""

_ID = re.compile(r"[0-9a-f]{64}")


def is_id(text: str) -> bool:
    """Whether a text can be a sound's id."""
    return _ID.fullmatch(text) is not None


class SoundFiles:
    """One instance's files."""

    def __init__(self, folder: Path, samples_by_id: Callable[[str], bytes | None]):
        """`folder`: `sounds` in the data directory. `samples_by_id`: `storage.sounds` has it."""
        self._folder = folder
        self._samples_by_id = samples_by_id

    def path(self, id: str) -> Path:
        """What the engine plays as `sound:<path>`. Raises `ValueError` for what is no id."""
        if not is_id(id):
            raise ValueError("a sound's id is 64 hexadecimal digits")
        return self._folder / id

    def ensure(self, ids: Iterable[str]) -> frozenset[str]:
        """See that the files of these sounds are there; those that nobody has any more. Reads the
        database for what is missing, and raises what it raises; files that are there need none.
        Blocks: it belongs in a thread.
        """
        gone = set[str]()
        for id in set(ids):
            if self.there(id):
                continue
            if (samples := self._samples_by_id(id)) is None:
                gone.add(id)
            else:
                self.put(id, Sound(samples))
        return frozenset(gone)

    def there(self, id: str) -> bool:
        """Whether the files of a sound are there; then they are kept for another day."""
        path = self.path(id)
        if not whole(path):
            return False
        for end in ENDS:
            os.utime(path.with_suffix(end))
        return True

    def put(self, id: str, sound: Sound) -> None:
        """Make the files of a sound; what is spoken has its id from its text."""
        path = self.path(id)
        self._folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._folder.chmod(0o711)
        put(path, sound)

    def sweep(self, used: Iterable[str], now: float | None = None) -> int:
        """Remove the files of sounds that are not `used` and were not asked for in the last day, and
        drafts that nobody finished; how many. `now`: UTC seconds.
        """
        oldest = (time.time() if now is None else now) - KEPT_SECONDS
        kept, removed = set(used), 0
        with suppress(FileNotFoundError):
            for file in list(self._folder.iterdir()):
                name = file.name.partition(".")[0]
                if not is_id(name):  # what every house has
                    continue
                with suppress(FileNotFoundError):  # whoever makes it may rename it
                    if name not in kept and file.stat().st_mtime < oldest:
                        file.unlink()
                        removed += 1
        return removed
