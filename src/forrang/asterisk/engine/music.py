"""The music of the line: some bars made by arithmetic, so that no recording is needed.

Slow chords with a broken melody above them, never silent: a caller who hears nothing believes that
the line is dead.
"""

import math
import wave
from array import array
from pathlib import Path

RATE = 8_000
"""Samples a second, as telephones have it: a higher rate would cost resampling for each caller."""

_BEAT = 0.5
"""Seconds."""

_CHORDS = (
    (220.00, 261.63, 329.63, 440.00),  # a minor
    (174.61, 220.00, 261.63, 349.23),  # F
    (130.81, 196.00, 261.63, 329.63),  # C
    (196.00, 246.94, 293.66, 392.00),  # G
)
"""Frequencies of the notes, in Hz."""

_MELODY = (1, 2, 3, 2, 3, 1, 2, 3)
"""Which note of the chord sounds above, beat by beat."""

_TONE = 880.0
"""Hz."""
_TONE_SECONDS = 0.4


def write_music(path: Path) -> None:
    """Write the music as a WAV file that loops without a seam, unless it is there."""
    if path.exists():
        return
    bar = _BEAT * len(_MELODY)
    samples = array("h")
    for at in range(int(RATE * bar * len(_CHORDS))):
        time = at / RATE
        chord = _CHORDS[int(time / bar)]
        beat = int(time % bar / _BEAT)
        since = time % _BEAT
        swell = 0.75 + 0.25 * math.sin(math.pi * (time % bar) / bar)
        low = sum(math.sin(2 * math.pi * one * time) for one in chord[:3])
        high = math.sin(4 * math.pi * chord[_MELODY[beat]] * time) * math.exp(-3 * since)
        edge = min(1.0, since / 0.01, (_BEAT - since) / 0.01)  # no click from note to note
        samples.append(int(1_800 * swell * low + 3_000 * edge * high))
    _write(path, samples)


def write_tone(path: Path) -> None:
    """Write the tone after which a caller leaves a message, unless it is there."""
    if path.exists():
        return
    length = int(_TONE_SECONDS * RATE)
    samples = array("h")
    for at in range(length):
        edge = min(1.0, at / 80, (length - at) / 80)
        samples.append(int(8_000 * edge * math.sin(2 * math.pi * _TONE * at / RATE)))
    _write(path, samples)


def _write(path: Path, samples: "array[int]") -> None:
    draft = path.with_suffix(".draft")
    with wave.open(str(draft), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    draft.rename(path)
