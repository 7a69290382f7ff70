"""As loud as every other sound of the exchange, and without the silence around it.

Loudness is EBU R 128's: what ears call equally loud, whatever the peaks. -20 LUFS in one channel is
what a person on the telephone has; speech of that loudness has peaks of 15 dB more, which a limiter
holds. It works on samples four times as dense: between two samples the sound may go higher.
"""

from collections.abc import Iterator

import av
import numpy as np

from forrang.sounds.decode import Samples, drained, make_graph, pulled_frames, pushed
from forrang.sounds.fault import Code, SoundFault
from forrang.sounds.sound import RATE

LOUDNESS = -20.0
"""LUFS."""

MOST_GAIN = 30.0
"""Decibels: more would only make noise loud."""

_PEAK = 0.84
"""Of full scale: -1.5 dB."""

_FRAME = RATE // 50
_QUIET = 40.0
"Decibels under the loud parts of the sound that are silence at its ends."
_NOTHING = -60.0
"Decibels of full scale, under which there is nothing."
_BEFORE, _AFTER = 5, 10
"Frames of 20 ms that stay before and after: a soft beginning, the room's last sound."


def trimmed(samples: Samples) -> Samples:
    """Without the silence at both ends. Raises `SoundFault` when there is nothing else."""
    whole = np.pad(samples, (0, -len(samples) % _FRAME)).reshape(-1, _FRAME)
    power = 10 * np.log10(np.maximum(np.mean(whole.astype(np.float64) ** 2, axis=1), 1e-12))
    if not len(power):
        raise SoundFault(Code.SILENT)
    loud = float(np.percentile(power, 95))
    threshold = max(loud - _QUIET, _NOTHING)
    heard = np.flatnonzero(power > threshold)
    if float(power.max()) < _NOTHING or not len(heard):
        raise SoundFault(Code.SILENT)
    first, last = max(0, heard[0] - _BEFORE), heard[-1] + 1 + _AFTER
    return samples[first * _FRAME : last * _FRAME]


def levelled(samples: Samples) -> Samples:
    """As loud as it shall be, its peaks held."""
    gain = min(LOUDNESS - loudness(samples), MOST_GAIN)
    graph = make_graph(
        f"volume={gain:.2f}dB,aresample=32000,alimiter=limit={_PEAK}:level=0:latency=1,"
        "aresample=8000,aformat=sample_fmts=flt",
        "flt", "mono", RATE,
    )  # fmt: skip
    parts = [part for frame in _frames(samples) for part in pushed(graph, frame)]
    return np.concatenate([*parts, *drained(graph)])


def loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS."""
    # the measure needs 400 ms at least, and a file may be one syllable
    times = -(-3 * RATE // max(1, len(samples)))
    graph = make_graph("ebur128=metadata=1", "flt", "mono", RATE)
    measured = -np.inf
    for frame in [*_frames(np.tile(samples, times)), None]:
        graph.push(frame)
        for one in pulled_frames(graph):  # the last one may be too short to say it
            measured = float(one.metadata.get("lavfi.r128.I", measured))
    return measured


def _frames(samples: Samples) -> Iterator[av.AudioFrame]:
    """A second at a time: a filter takes many times the memory of what it is given at once."""
    for start in range(0, len(samples), RATE):
        part = np.ascontiguousarray(samples[start : start + RATE].reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(part, format="flt", layout="mono")
        frame.sample_rate = RATE
        yield frame
