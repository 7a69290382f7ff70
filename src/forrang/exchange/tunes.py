"""Music of customers' own: for the engine each is a class with the name of its sound.

The engine reads its classes when it starts and when it is told to; callers who hear another one hear
on meanwhile. A class that it does not know yet is the house's music to it.
"""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from forrang.asterisk.connection import Request

READ_AGAIN = Request("PUT", "asterisk/modules/res_musiconhold.so", {})
"""Lets the engine read its classes anew."""


class Tunes:
    """One instance's classes."""

    def __init__(self, folder: Path, sounds: Path, changed: Callable[[], None]):
        """`folder` is read by the engine, `sounds` has the files; `changed` is told that there is
        something to read, from whatever thread.
        """
        self._folder, self._sounds, self._changed = folder, sounds, changed

    def ensure(self, sound: str) -> None:
        """See that a sound, whose files are there, is a class. Blocks."""
        text = f"[{sound}]\nmode=playlist\nentry={self._sounds / sound}\n"
        path = self._folder / f"{sound}.conf"
        if path.exists() and path.read_text() == text:
            return
        self._folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        with draft.open("w") as file:
            os.fchmod(file.fileno(), 0o644)
            file.write(text)
        draft.rename(path)
        self._changed()

    def sweep(self, used: Iterable[str]) -> None:
        """Forget the classes of sounds that are not `used`; the engine does when it reads again."""
        kept = set(used)
        for path in self._folder.glob("*.conf"):
            if path.stem not in kept:
                path.unlink(missing_ok=True)
