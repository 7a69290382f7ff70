"""A converted sound: what is kept in the database, and from which the engine's files are made."""

import hashlib
import io
import wave
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from forrang.sounds.g711 import to_alaw, to_ulaw

RATE = 8_000
"""Samples a second, as in telephony."""

LONGEST = 600
"""Seconds of a sound, at most."""


@dataclass(frozen=True)
class Sound:
    """Sound for the telephone. The same sound has the same id, whoever made it."""

    samples: bytes
    "`RATE` a second, 16 bits, the low byte first; one channel."

    @cached_property
    def id(self) -> str:
        """SHA-256 of the samples, in hexadecimal: its name wherever it is named."""
        return hashlib.sha256(self.samples).hexdigest()

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / (2 * RATE)

    def alaw(self) -> bytes:
        """As A-law without a header, 8,000 bytes a second."""
        return to_alaw(self._numbers())

    def ulaw(self) -> bytes:
        """As mu-law without a header, 8,000 bytes a second."""
        return to_ulaw(self._numbers())

    def wav(self) -> bytes:
        """As a WAV file, which browsers play too."""
        file = io.BytesIO()
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(self.samples)
        return file.getvalue()

    def _numbers(self) -> npt.NDArray[np.int16]:
        return np.frombuffer(self.samples, dtype="<i2").astype(np.int16)
