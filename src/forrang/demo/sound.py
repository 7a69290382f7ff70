"""Tones that tell who hears whom, and the ear that tells tones, music and silence apart.

Everybody on this network sends a tone of their own, and what arrives at an end is taken apart again.
The arithmetic rests on one choice: every tone is a multiple of 50 Hz, so each frame of 20 ms (what an
RTP packet carries) holds a whole number of its periods. Hence within a frame all tones are exactly
orthogonal, a loop of any length has no click, and a packet lost or doubled leaves the phase as it was.

So a tone shows as a coefficient that is the *same in frame after frame*, and music does not: a note
20 Hz beside a tone turns its phase by 144 degrees a frame and averages out. A frame in which tones
are all that there is needs no neighbours: on a busy machine the sender skips a sample now and then,
and the phase jumps. What is left of a frame when its tones are taken away is other sound: music or
speech, called `MUSIC`.
"""

import math
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = ["MUSIC", "SILENCE", "TONES", "Sound", "Span", "sounds_in", "spans_in", "write_tone"]

RATE = 8000
"Samples a second, as in telephony."

FRAME = RATE // 50
"Samples in a frame of 20 ms."

MUSIC: Literal["music"] = "music"
"Sound that is none of our tones: music on hold, speech."

SILENCE: Literal["silence"] = "silence"
"Nothing but noise of the codec."


Sound = int | Literal["music", "silence"]
"The frequency of a tone in Hz, `MUSIC` or `SILENCE`."

LEVEL = 6000
"Amplitude of a tone: four of them together do not clip."

_DTMF = (697, 770, 852, 941, 1209, 1336, 1477, 1633)


def _usable(frequency: int) -> bool:
    """No note of the scale is within 10 Hz (music must not pass for a tone), and no DTMF within 2 %."""
    note = 440 * 2 ** (round(12 * math.log2(frequency / 440)) / 12)
    return abs(frequency - note) >= 10 and all(abs(frequency / key - 1) >= 0.02 for key in _DTMF)


TONES = tuple(f for f in range(450, 3350, 50) if _usable(f))
"Frequencies that are given out, in Hz: 39 of them."

_BASIS = np.exp(-2j * np.pi * np.outer(np.arange(FRAME), TONES) / RATE)
_GROUP = 10
"Frames over which a tone must hold its phase: 200 ms."
_PRESENT = 0.4 * LEVEL
_NOISE = 40.0
"RMS under which a frame is silent: A-law's smallest step is 16."
_RUN = 3
"Frames that a sound must last to be reported: a cut in the middle of a frame looks like anything."


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in which the same was heard."""

    start: float
    "When it began, by the clock that the recording's start was given in."

    end: float
    "When it ended."

    sounds: frozenset[Sound]
    "What was heard; `{SILENCE}` when nothing was."

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return self.end - self.start


def write_tone(path: Path, frequency: int) -> None:
    """Write a second of a tone as a WAV file; played in a loop it has no seam."""
    time = np.arange(RATE) / RATE
    samples = (LEVEL * np.sin(2 * np.pi * frequency * time)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def sounds_in(samples: npt.NDArray[np.int16]) -> frozenset[Sound]:
    """Everything that was heard for 60 ms or more; `{SILENCE}` if there was nothing."""
    heard = frozenset(s for span in spans_in(samples) for s in span.sounds) - {SILENCE}
    return heard or frozenset({SILENCE})


def spans_in(samples: npt.NDArray[np.int16], start: float = 0.0) -> list[Span]:
    """What was heard when, exact to a frame or two; `start` is the time of the first sample.

    A recording shorter than 200 ms has no spans: tones are not told from notes in less.
    """
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME).astype(float)
    if len(frames) < _GROUP:
        return []
    coefficients = frames @ _BASIS * (2 / FRAME)
    strong = np.abs(coefficients) >= _PRESENT / 2
    pure = ~_more_than(frames, coefficients * strong)
    tones = strong & (_steady(coefficients) | pure[:, np.newaxis])
    music = _more_than(frames, coefficients * tones)
    columns = np.column_stack([tones, music])
    lasting = np.column_stack([_lasting(columns[:, i]) for i in range(columns.shape[1])])
    return list(_spans(lasting, start))


def _more_than(
    frames: npt.NDArray[np.float64], tones: npt.NDArray[np.complex128]
) -> npt.NDArray[np.bool_]:
    """In which frame there is more than these tones: a thirtieth of its energy, and no mere noise."""
    energy = np.mean(frames**2, axis=1)
    other = np.mean((frames - np.real(tones @ _BASIS.conj().T)) ** 2, axis=1)
    more: npt.NDArray[np.bool_] = (other > _NOISE**2) & (other > 0.03 * energy)
    return more


def _steady(coefficients: npt.NDArray[np.complex128]) -> npt.NDArray[np.bool_]:
    """Which tone is present in which frame: it keeps its phase through some group that holds it."""
    sums = np.cumsum(np.vstack([np.zeros_like(coefficients[:1]), coefficients]), axis=0)
    strong = np.abs(sums[_GROUP:] - sums[:-_GROUP]) / _GROUP >= _PRESENT
    present = np.zeros(coefficients.shape, dtype=bool)
    for offset in range(_GROUP):
        present[offset : offset + len(strong)] |= strong
    return present


def _lasting(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Without the runs that are too short to mean anything, and with the gaps that are."""
    for value in (False, True):
        at = 0
        kept = flags.copy()
        for flag, run in groupby(flags.tolist()):
            length = len(list(run))
            # What is cut off by the recording's end may not be a gap, and is too short to be a sound.
            inside = 0 < at < len(flags) - length
            if flag is value and length < _RUN and (value or inside):
                kept[at : at + length] = not value
            at += length
        flags = kept
    return flags


def _spans(flags: npt.NDArray[np.bool_], start: float) -> Iterator[Span]:
    at = 0
    for sounds, run in groupby(_named(row) for row in flags):
        length = len(list(run))
        yield Span(start + at * FRAME / RATE, start + (at + length) * FRAME / RATE, sounds)
        at += length


def _named(row: npt.NDArray[np.bool_]) -> frozenset[Sound]:
    named: set[Sound] = {TONES[i] for i in np.flatnonzero(row[:-1])}
    if row[-1]:
        named.add(MUSIC)
    return frozenset(named or {SILENCE})
