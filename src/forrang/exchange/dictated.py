"""Sounds that were recorded by telephone, on their way from the engine's folder to the database.

The dialplan leaves two marks beside a recording: `<token>.answered` when the mobile is picked up, and
`<token>.over` when the call has ended, which says whether it shall be kept. Only then is the recording
read, made a sound in the confined process that uploads go through, kept, and only then removed. So
nothing has to be remembered: whatever dies in between, the files are there after it, and what is kept
twice is kept once. All of it is done in a thread beside the calls.
"""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from forrang.exchange.carrying import carry_on
from forrang.exchange.dictation import is_token
from forrang.exchange.voicemail import read_recording
from forrang.sounds.convert import convert
from forrang.sounds.fault import Code, SoundFault
from forrang.sounds.sound import Sound
from forrang.storage.dictations import (
    FORGOTTEN,
    Outcome,
    answer_dictation,
    end_dictation,
    keep_dictation,
)

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
ANSWERED, OVER = ".answered", ".over"
"""The marks' endings."""
KEEP = b"keep"
"""What the second one says when somebody pressed 1."""

_OUTCOMES = {Code.SILENT: Outcome.SILENT, Code.EMPTY: Outcome.SILENT, Code.NO_SOUND: Outcome.SILENT}


@dataclass(frozen=True, slots=True)
class Dictated:
    """The folder, and the one who empties it."""

    folder: Path
    "Where the engine records."
    now: Callable[[], float] = time.time
    "UTC seconds."

    async def carry(self) -> None:
        """Carry recordings to the database until cancelled."""
        await carry_on(self.carry_once, LOOK_SECONDS, "recordings wait")

    def carry_once(self) -> None:
        """Keep what is done, and remove what nobody will end any more."""
        try:
            names = sorted(os.listdir(self.folder))
        except FileNotFoundError:  # no engine has begun here yet
            return
        for name in names:
            path = self.folder / name
            if path.suffix == ANSWERED and is_token(path.stem):
                answer_dictation(path.stem)
                path.unlink(missing_ok=True)
            elif path.suffix == OVER and is_token(path.stem):
                self._end(path)
            elif self._old(path) > FORGOTTEN.total_seconds():
                path.unlink(missing_ok=True)

    def _end(self, mark: Path) -> None:
        said = (read_recording(mark) or b"").strip()
        if not said and self._old(mark) < FORGOTTEN.total_seconds():
            return  # the engine is just about to say it
        recording = mark.with_suffix(".wav")
        if said == KEEP and not _keep(mark.stem, read_recording(recording)):
            return
        if said != KEEP:
            end_dictation(mark.stem, Outcome.DROPPED)
        recording.unlink(missing_ok=True)
        mark.unlink(missing_ok=True)

    def _old(self, path: Path) -> float:
        """How long nothing was written there; seconds. 0 for what is gone meanwhile."""
        try:
            return self.now() - os.lstat(path).st_mtime
        except FileNotFoundError:
            return 0.0


def _keep(token: str, data: bytes | None) -> bool:
    """Keep a recording; False: once more later."""
    try:
        sound: Sound = convert(data or b"")
    except SoundFault as fault:
        if fault.code is Code.BUSY:
            return False
        outcome = _OUTCOMES.get(fault.code, Outcome.FAILED)
        if outcome is Outcome.FAILED:
            log.error("a sound that was recorded by telephone cannot be read: %s", fault)
        end_dictation(token, outcome)
    else:
        keep_dictation(token, sound.id, sound.samples, sound.seconds)
    return True
