"""The forms that calls carry: as the standard has them, and always those of the file beside them."""

import os
import wave
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest

from forrang.sounds.coded import put, put_beside, whole
from forrang.sounds.g711 import to_alaw, to_ulaw
from forrang.sounds.sound import Sound

SOUND = Sound((np.arange(16_000) * 9_001).astype("<i2").tobytes())
OTHER = Sound(bytes(32_000))
EVERY_SAMPLE = np.arange(-32_768, 32_768).astype(np.int16)


def decoded(codec: str, data: bytes) -> npt.NDArray[np.int64]:
    """What FFmpeg reads."""
    decoder = av.CodecContext.create(codec, "r")
    decoder.layout, decoder.sample_rate = "mono", 8_000
    (frame,) = decoder.decode(av.Packet(data))
    return frame.to_ndarray().reshape(-1).astype(int)


def test_a_law_is_the_standards() -> None:
    """What FFmpeg reads from it is nowhere further from the sample than half a step."""
    heard = decoded("pcm_alaw", to_alaw(EVERY_SAMPLE))
    loud = np.abs(EVERY_SAMPLE.astype(int))
    step = np.where(loud < 512, 16, 2.0 ** (np.floor(np.log2(np.maximum(loud, 1))) - 4))
    assert np.all(np.abs(heard - EVERY_SAMPLE) <= step / 2 + 8)
    assert to_alaw(np.zeros(3, np.int16)) == b"\xd5\xd5\xd5"


def test_mu_law_is_the_standards() -> None:
    """The same; beyond the loudest that it knows, it is that."""
    heard = decoded("pcm_mulaw", to_ulaw(EVERY_SAMPLE))
    loud = np.abs(EVERY_SAMPLE.astype(int)) + 132
    step = 2.0 ** (np.floor(np.log2(loud)) - 4)
    off = np.abs(heard - np.clip(EVERY_SAMPLE, -32_124, 32_124))
    assert np.all(off <= step / 2 + 4)
    assert to_ulaw(np.zeros(3, np.int16)) == b"\xff\xff\xff"


def test_both_are_one_sound(tmp_path: Path) -> None:
    path = tmp_path / "sound"
    assert not whole(path)
    put(path, SOUND)
    assert whole(path)
    path.with_suffix(".ulaw").write_bytes(b"")
    assert not whole(path)


def test_what_is_put_in_its_place_is_what_is_sent(tmp_path: Path) -> None:
    file = tmp_path / "waiting.wav"
    file.write_bytes(SOUND.wav())
    put_beside(file)
    assert file.with_suffix(".alaw").read_bytes() == SOUND.alaw()
    assert file.with_suffix(".ulaw").read_bytes() == SOUND.ulaw()
    file.write_bytes(OTHER.wav())
    os.utime(file, (0, 0))  # copied with its old date
    put_beside(file)
    assert file.with_suffix(".alaw").read_bytes() == OTHER.alaw()
    assert file.with_suffix(".ulaw").read_bytes() == OTHER.ulaw()


def test_what_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    file = tmp_path / "waiting.wav"
    file.write_bytes(SOUND.wav())
    put_beside(file)
    before = {one: one.stat().st_ino for one in tmp_path.iterdir()}
    put_beside(file)
    assert {one: one.stat().st_ino for one in tmp_path.iterdir()} == before


@pytest.mark.parametrize("odd", ["16 kHz", "two channels", "no WAV file", "empty"])
def test_another_shape_is_the_engines_alone(tmp_path: Path, odd: str) -> None:
    file = tmp_path / "waiting.wav"
    file.write_bytes(SOUND.wav())
    put_beside(file)
    if odd in ("16 kHz", "two channels"):
        with wave.open(str(file), "wb") as out:
            out.setnchannels(2 if odd == "two channels" else 1)
            out.setsampwidth(2)
            out.setframerate(16_000 if odd == "16 kHz" else 8_000)
            out.writeframes(SOUND.samples)
    else:
        file.write_bytes(b"" if odd == "empty" else b"No sound at all, but some text.")
    put_beside(file)
    assert [one.name for one in tmp_path.iterdir()] == ["waiting.wav"]
