"""G.711: the two forms in which telephone calls carry sound, A-law and mu-law."""

from functools import cache

import numpy as np
import numpy.typing as npt


def to_alaw(samples: npt.NDArray[np.int16]) -> bytes:
    """A byte for each sample."""
    return _alaw()[samples.view(np.uint16)].tobytes()


def to_ulaw(samples: npt.NDArray[np.int16]) -> bytes:
    """A byte for each sample."""
    return _ulaw()[samples.view(np.uint16)].tobytes()


def from_alaw(data: bytes) -> npt.NDArray[np.int16]:
    """The samples again: each in the middle of its step."""
    return _levels()[np.frombuffer(data, dtype=np.uint8)]


_SEGMENT_ENDS = (0x1F, 0x3F, 0x7F, 0xFF, 0x1FF, 0x3FF, 0x7FF)
"""The last step of each segment but the last; from one to the next the steps double."""


_BIAS, _LOUDEST = 33, 0x1FFF
"""What mu-law adds before it looks for the segment, and the greatest it can tell then; of 14 bits."""


def _every_sample() -> npt.NDArray[np.int32]:
    """Each sample at the place of its two bytes read without a sign."""
    return np.arange(65_536, dtype=np.uint16).view(np.int16).astype(np.int32)


@cache
def _ulaw() -> npt.NDArray[np.uint8]:
    """The byte of each sample (ITU-T G.711, table 2a)."""
    samples = _every_sample()
    magnitude = np.minimum((np.abs(samples) >> 2) + _BIAS, _LOUDEST)
    segments = np.searchsorted(_SEGMENT_ENDS, magnitude >> 1)
    within = magnitude >> (segments + 1) & 0x0F
    sign = np.where(samples < 0, 0x80, 0)
    code: npt.NDArray[np.int32] = ~(sign | segments << 4 | within) & 0xFF  # silence is no zero
    return code.astype(np.uint8)


@cache
def _alaw() -> npt.NDArray[np.uint8]:
    """The byte of each sample (ITU-T G.711, table 1a)."""
    samples = _every_sample()
    positive = samples >= 0
    steps = np.where(positive, samples, -1 - samples) >> 3
    segments = np.searchsorted(_SEGMENT_ENDS, steps)
    within = (steps >> np.maximum(segments, 1)) & 0x0F
    inverted = np.where(positive, 0xD5, 0x55)  # every second bit: silence shall not look like none
    return ((segments << 4 | within) ^ inverted).astype(np.uint8)


@cache
def _levels() -> npt.NDArray[np.int16]:
    """The sample of each byte (ITU-T G.711, table 1a)."""
    codes = np.arange(256, dtype=np.int32) ^ 0x55
    segments, within = codes >> 4 & 7, codes & 0x0F
    first = (2 * within + 1) << 3
    levels = np.where(segments == 0, first, (first + 0x100) << np.maximum(segments - 1, 0))
    return np.where(codes & 0x80, levels, -levels).astype(np.int16)
