"""What a caller said after the tone: read from the engine's recording, without the silence around."""

import numpy as np
import numpy.typing as npt

from forrang.sounds.g711 import from_alaw, to_alaw
from forrang.sounds.sound import LONGEST, RATE, Sound

_FRAME = RATE // 50
_LOUD = -45.0
"Decibels of full scale from which a frame of 20 ms is somebody who speaks: lines rush at -55."
_SPOKEN = 15
"So many of them are a word; a receiver that is put down is fewer."
_BEFORE, _AFTER = 10, 15
"Frames that stay at both ends: words begin and end softly."


def message_of(file: bytes) -> bytes | None:
    """The message in a recording (WAV, as the engine writes it) as A-law; None when nobody speaks.
    The lengths in its head are not asked: an engine that was killed has not written them.
    """
    at = file.find(b"data")
    samples = np.frombuffer(file[at + 8 :][: _whole(len(file) - at - 8)], dtype="<i2")
    spoken = _spoken(samples[: LONGEST * RATE].astype(np.int16))
    return None if at < 0 or spoken is None else to_alaw(spoken)


def seconds_of(message: bytes) -> float:
    """How long a message is."""
    return len(message) / RATE


def as_sound(message: bytes) -> Sound:
    """A message as browsers and mail programs can be given it."""
    return Sound(from_alaw(message).astype("<i2").tobytes())


def _whole(length: int) -> int:
    return max(0, length - length % 2)


def _spoken(samples: npt.NDArray[np.int16]) -> npt.NDArray[np.int16] | None:
    frames = samples[: len(samples) - len(samples) % _FRAME].reshape(-1, _FRAME)
    power = np.mean((frames / 32_768.0) ** 2, axis=1)
    heard = np.flatnonzero(power > 10 ** (_LOUD / 10))
    if len(heard) < _SPOKEN:
        return None
    first, last = max(0, heard[0] - _BEFORE), heard[-1] + 1 + _AFTER
    return samples[first * _FRAME : last * _FRAME]
