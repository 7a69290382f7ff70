"""Sounds in the forms that calls carry, as files that the engine sends as they lie there.

The engine is given a path without an ending, and takes the form that its call speaks: so playing
costs it no coding, whichever of the two was agreed on.
"""

import os
import threading
import wave
from pathlib import Path

from forrang.sounds.sound import RATE, Sound

ENDS = (".alaw", ".ulaw")
"""The files of a sound."""


def put(path: Path, sound: Sound) -> None:
    """Write a sound's files. `path` has no ending."""
    for end, content in _contents(sound).items():
        _write(path.with_suffix(end), content)


def whole(path: Path) -> bool:
    """Whether both are there and belong together: a machine may have lost its power."""
    try:
        sizes = {path.with_suffix(end).stat().st_size for end in ENDS}
    except FileNotFoundError:
        return False
    return len(sizes) == 1 and 0 not in sizes


def put_beside(file: Path) -> None:
    """Have a WAV file in the forms of calls beside it, as it is now: somebody may have put another in
    its place. One that is not as telephones have it (`RATE`, 16 bits, one channel) is left to the
    engine alone.
    """
    sound = _read(file)
    if sound is None:
        for end in ENDS:
            file.with_suffix(end).unlink(missing_ok=True)
        return
    for end, content in _contents(sound).items():
        beside = file.with_suffix(end)
        if not beside.exists() or beside.read_bytes() != content:
            _write(beside, content)


def _contents(sound: Sound) -> dict[str, bytes]:
    return dict(zip(ENDS, (sound.alaw(), sound.ulaw()), strict=True))


def _read(file: Path) -> Sound | None:
    try:
        with wave.open(str(file)) as read:
            shape = read.getframerate(), read.getsampwidth(), read.getnchannels()
            return Sound(read.readframes(read.getnframes())) if shape == (RATE, 2, 1) else None
    except (wave.Error, EOFError):
        return None


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, for everybody to read: the engine may run as a user of its own."""
    draft = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.draft")
    with draft.open("wb") as file:
        os.fchmod(file.fileno(), 0o644)
        file.write(content)
    draft.rename(path)
