"""Messages of callers: what is taken from a recording, and that A-law gives back what it took."""

import numpy as np

from forrang.sounds.g711 import from_alaw, to_alaw
from forrang.sounds.message import as_sound, seconds_of

EVERY_CODE = bytes(range(256))


def test_every_code_comes_back_as_itself() -> None:
    assert to_alaw(from_alaw(EVERY_CODE)) == EVERY_CODE


def test_every_sample_comes_back_within_half_a_step() -> None:
    samples = np.arange(-32_768, 32_768, dtype=np.int32).astype(np.int16)
    off = np.abs(from_alaw(to_alaw(samples)).astype(np.int32) - samples)
    assert (off <= np.maximum(8, np.abs(samples.astype(np.int32)) // 32 + 1)).all()


def test_a_browser_gets_a_wav_of_the_same_length() -> None:
    message = EVERY_CODE * 100
    sound = as_sound(message)
    assert sound.seconds == seconds_of(message) == 3.2
    assert sound.wav()[:4] == b"RIFF" and len(sound.wav()) == 44 + 2 * len(message)
