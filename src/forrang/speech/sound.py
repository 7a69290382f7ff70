"""Sound as telephones play it: 8,000 samples a second, 16 bits, one channel.

A voice speaks at a rate of its own; here it is brought to the telephone's once, so that playing
costs the engine no resampling.
"""

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 8_000
"""Samples a second."""

LOUDEST = 20_000
"""What the loudest sample becomes, of 32,767: as loud as a person on the telephone."""

EDGE_SECONDS = 0.03
"""What is left of the silence before and after."""

_TAPS = 127
"""Length of the filter that takes away what 8 kHz cannot carry."""

_QUIET = 0.01
"""Of the loudest sample: less than this is silence."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples, and how many of them are a second."""

    samples: npt.NDArray[np.float64]
    "In any scale."
    rate: int
    "Samples a second."

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / self.rate


def for_telephones(sound: Sound) -> Sound:
    """The sound at `RATE`, as loud as all others, without the silence around it."""
    samples = _trimmed(_at_rate(sound))
    peak = float(np.max(np.abs(samples), initial=0.0))
    return Sound(samples * (LOUDEST / peak) if peak else samples, RATE)


def write(path: Path, sound: Sound) -> None:
    """Write a WAV file; it is whole or not there."""
    draft = path.with_suffix(".draft")
    with wave.open(str(draft), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sound.rate)
        file.writeframes(np.round(sound.samples).astype("<i2").tobytes())
    draft.replace(path)


def read(path: Path) -> Sound:
    """Read a WAV file of ours."""
    with wave.open(str(path), "rb") as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        return Sound(samples.astype(float), file.getframerate())


def _at_rate(sound: Sound) -> npt.NDArray[np.float64]:
    """A windowed-sinc low pass below half of `RATE`, then a sample where `RATE` wants one."""
    if sound.rate == RATE or not len(sound.samples):
        return sound.samples
    cutoff = 0.45 * min(RATE, sound.rate) / sound.rate
    at = np.arange(_TAPS) - (_TAPS - 1) / 2
    taps = np.sinc(2 * cutoff * at) * np.hamming(_TAPS)
    smooth = np.convolve(sound.samples, taps / taps.sum(), mode="same")
    wanted = np.arange(0, len(smooth), sound.rate / RATE)
    at_rate: npt.NDArray[np.float64] = np.interp(wanted, np.arange(len(smooth)), smooth)
    return at_rate


def _trimmed(samples: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    loud = np.flatnonzero(np.abs(samples) > _QUIET * np.max(np.abs(samples), initial=0.0))
    if not len(loud):
        return samples[:0]
    edge = int(EDGE_SECONDS * RATE)
    return samples[max(0, loud[0] - edge) : loud[-1] + edge]
