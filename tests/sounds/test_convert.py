"""Uploads of every kind become a sound for the telephone; everything else is refused by a code."""

import struct
import subprocess
import sys

import numpy as np
import pytest

from forrang.sounds import convert as module
from forrang.sounds.confine import Limits
from forrang.sounds.convert import convert
from forrang.sounds.fault import Code, SoundFault, What
from forrang.sounds.level import LOUDNESS, loudness
from forrang.sounds.recognise import LARGEST, Kind, recognise
from forrang.sounds.sound import Sound

from .making import Samples, chirps, encoded, film_without_sound, wav

SPEECH = chirps(3)

FILES = {
    "wav, 16 bits": (Kind.WAV, wav(SPEECH)),
    "wav, 24 bits": (Kind.WAV, encoded(SPEECH, "wav", "pcm_s24le")),
    "wav, numbers with a point": (Kind.WAV, encoded(SPEECH, "wav", "pcm_f32le", layout="stereo")),
    "wav, A-law": (Kind.WAV, encoded(SPEECH[::6].copy(), "wav", "pcm_alaw", 8_000)),
    "mp3": (Kind.MP3, encoded(SPEECH, "mp3", "libmp3lame", layout="stereo")),
    "mp3 of 8 kHz": (Kind.MP3, encoded(SPEECH[::6].copy(), "mp3", "libmp3lame", 8_000)),
    "m4a of an iPhone": (Kind.M4A, encoded(SPEECH, "ipod", "aac")),
    "m4a without loss": (Kind.M4A, encoded(SPEECH, "ipod", "alac")),
    "mp4": (Kind.M4A, encoded(SPEECH, "mp4", "aac", layout="stereo")),
    "mp4, a film": (Kind.M4A, encoded(SPEECH, "mp4", "aac", pictures=True)),
    "mov of QuickTime": (Kind.M4A, encoded(SPEECH, "mov", "aac")),
    "ogg, Opus": (Kind.OGG, encoded(SPEECH, "ogg", "libopus")),
    "ogg, Vorbis": (
        Kind.OGG,
        encoded(SPEECH, "ogg", "vorbis", layout="stereo", options={"strict": "-2"}),
    ),
    "webm of a browser": (Kind.WEBM, encoded(SPEECH, "webm", "libopus")),
    "webm of a browser that could not go back": (
        Kind.WEBM,
        encoded(SPEECH, "webm", "libopus", options={"live": "1"}),
    ),
}


def code_of(data: bytes) -> Code:
    """How it is refused."""
    with pytest.raises(SoundFault) as fault:
        convert(data)
    return fault.value.code


def samples_of(sound: Sound) -> Samples:
    """As numbers from -1 to 1."""
    return (np.frombuffer(sound.samples, "<i2") / 32_768).astype(np.float32)


def alike(one: Sound, other: Sound) -> float:
    """How much two sounds are the same wave, wherever they begin: 1 is the same."""
    first, second = samples_of(one), samples_of(other)
    return float(
        np.max(np.correlate(np.pad(first, 2000), second))
        / np.sqrt(np.sum(first**2) * np.sum(second**2))
    )


@pytest.mark.parametrize("name", FILES)
def test_each_kind_becomes_the_same_sound(name: str) -> None:
    kind, data = FILES[name]
    assert recognise(data) is kind
    sound = convert(data)
    assert sound.seconds == pytest.approx(3, abs=0.15)
    assert alike(sound, convert(FILES["wav, 16 bits"][1])) > 0.95
    assert loudness(samples_of(sound)) == pytest.approx(LOUDNESS, abs=1)


def test_the_same_upload_is_the_same_sound() -> None:
    data = wav(SPEECH)
    assert convert(data).id == convert(data).id != convert(wav(SPEECH[: -48_000 // 2])).id


def test_an_id3_tag_with_a_picture_stands_before_an_mp3() -> None:
    _, mp3 = FILES["mp3"]
    picture = b"\x89PNG" * 40_000
    size = len(picture)
    sizes = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    data = b"ID3\x04\0\0" + sizes + picture + mp3
    assert recognise(data) is Kind.MP3
    assert recognise(data + b"TAG" + bytes(125)) is Kind.MP3


def test_a_piece_of_an_mp3_is_one() -> None:
    _, mp3 = FILES["mp3"]
    assert convert(mp3[: len(mp3) * 2 // 3]).seconds == pytest.approx(2, abs=0.2)


# What it sounds like


def test_silence_at_the_ends_goes_and_silence_within_stays() -> None:
    still = np.zeros(48_000, np.float32)
    sound = convert(wav(np.concatenate([still, still, SPEECH, still, SPEECH, still, still])))
    assert sound.seconds == pytest.approx(7.3, abs=0.2)


def test_noise_of_a_room_counts_as_silence() -> None:
    noise = np.random.default_rng(1).normal(0, 0.0005, 48_000 * 6).astype(np.float32)
    noise[48_000 * 2 : 48_000 * 5] += SPEECH
    assert convert(wav(noise)).seconds == pytest.approx(3.3, abs=0.2)


@pytest.mark.parametrize("level", [0.02, 0.1, 0.9])
def test_loud_and_soft_become_equally_loud(level: float) -> None:
    samples = samples_of(convert(wav(chirps(3, level=level))))
    assert loudness(samples) == pytest.approx(LOUDNESS, abs=1)
    assert np.max(np.abs(samples)) < 0.9


def test_peaks_are_held_and_not_cut_off() -> None:
    soft = 0.02 * SPEECH
    soft[48_000 : 48_000 + 480] *= 45  # somebody knocks at the microphone
    samples = samples_of(convert(wav(soft)))
    assert 0.5 < np.max(np.abs(samples)) < 0.9


def test_hum_goes() -> None:
    time = np.arange(48_000 * 3) / 48_000
    hum = (0.3 * np.sin(2 * np.pi * 50 * time)).astype(np.float32)
    before = _hum(SPEECH + hum, 48_000)
    after = _hum(samples_of(convert(wav(SPEECH + hum))), 8_000)
    assert after < before / 10  # 20 dB


def _hum(samples: Samples, rate: int) -> float:
    """What is at 50 Hz, beside the strongest part of the voice."""
    spectrum = np.abs(np.fft.rfft(samples))
    frequencies = np.fft.rfftfreq(len(samples), 1 / rate)
    low = (frequencies > 45) & (frequencies < 55)
    return float(np.max(spectrum[low]) / np.max(spectrum[frequencies > 120]))


# What is refused


DISGUISED = {
    "a program": (b"MZ\x90\0" + bytes(5000), What.PROGRAM),
    "another program": (b"\x7fELF" + bytes(5000), What.PROGRAM),
    "a script": (b"#!/bin/sh\nrm -rf /\n", What.PROGRAM),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(5000), What.PICTURE),
    "a photograph": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40, What.PICTURE),
    "a drawing": (b"<?xml version='1.0'?>\n<svg xmlns='x'></svg>", What.PICTURE),
    "a picture in RIFF": (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(500), What.PICTURE),
    "a page": (b"\n<!DOCTYPE html><html></html>", What.WEB_PAGE),
    "an archive": (b"PK\x03\x04" + bytes(5000), What.ARCHIVE),
    "a document": (b"%PDF-1.7\n" + bytes(5000), What.DOCUMENT),
    "a list for FFmpeg": (b"ffconcat version 1.0\nfile /etc/passwd\n", What.PLAYLIST),
    "a list for players": (b"#EXTM3U\n#EXT-X-VERSION:3\nfile:///etc/passwd\n", What.PLAYLIST),
    "a list of DASH": (b"<?xml version='1.0'?><MPD><BaseURL>/etc/passwd", What.PLAYLIST),
    "a letter": (b"Hei, her er lydfilen.", What.TEXT),
    "noise": (np.random.default_rng(2).bytes(50_000), What.UNKNOWN),
    "zeroes": (bytes(50_000), What.UNKNOWN),
    "two bytes of an mp3": (b"\xff\xfb\x90\0" + bytes(5000), What.UNKNOWN),
}


@pytest.mark.parametrize("name", DISGUISED)
def test_what_is_no_sound_is_called_what_it_is(name: str) -> None:
    data, what = DISGUISED[name]
    with pytest.raises(SoundFault) as fault:
        convert(data)
    assert fault.value.code is Code.NOT_SOUND
    assert fault.value.values == {"what": what}


@pytest.mark.parametrize(
    ("shell", "codec", "name"),
    [("flac", "flac", "FLAC"), ("aiff", "pcm_s16be", "AIFF"), ("adts", "aac", "AAC")],
)
def test_sound_of_another_kind_is_named(shell: str, codec: str, name: str) -> None:
    with pytest.raises(SoundFault) as fault:
        convert(encoded(SPEECH, shell, codec))
    assert fault.value.code is Code.OTHER_FORMAT
    assert fault.value.values == {"what": name}


def test_nothing_at_all() -> None:
    assert code_of(b"") is Code.EMPTY


def test_more_than_may_be_uploaded() -> None:
    with pytest.raises(SoundFault) as fault:
        convert(bytes(LARGEST + 1))
    assert fault.value.code is Code.TOO_LARGE
    assert fault.value.values == {"megabytes": 20.0, "limit": 20}


def test_a_wav_that_says_more_than_it_has() -> None:
    data = wav(SPEECH)
    assert code_of(data[: len(data) // 2]) is Code.CUT_SHORT
    assert code_of(data[:40] + struct.pack("<I", 0xFFFFFFFF) + data[44:]) is Code.CUT_SHORT
    assert code_of(data[:36]) is Code.CUT_SHORT
    assert code_of(data[:12] + data[36:]) is Code.BROKEN


def test_a_wav_whose_description_is_nonsense() -> None:
    data = wav(SPEECH)
    assert code_of(data[:22] + b"\0\0" + data[24:]) in (Code.BROKEN, Code.OTHER_CODEC)
    assert code_of(data[:24] + bytes(4) + data[28:]) is Code.BROKEN


def test_an_mp4_that_was_cut() -> None:
    data = FILES["mp4"][1]
    assert code_of(data[: len(data) // 2]) is Code.BROKEN  # its index stands at the end
    index_first = encoded(SPEECH, "mp4", "aac", options=None)
    at = index_first.index(b"moov") - 4
    moved = index_first[at:]
    assert code_of(index_first[: at // 2] + moved) in (Code.BROKEN, Code.CUT_SHORT)


def test_films_without_sound() -> None:
    assert code_of(film_without_sound()) is Code.NO_SOUND


def test_a_codec_that_is_not_read() -> None:
    assert code_of(encoded(SPEECH, "matroska", "pcm_s16le")) is Code.OTHER_CODEC
    assert code_of(encoded(SPEECH, "wav", "adpcm_ms")) is Code.OTHER_CODEC


def test_more_channels_than_anybody_has() -> None:
    with pytest.raises(SoundFault) as fault:
        convert(wav(chirps(1, 192_000), 192_000, channels=12))
    assert fault.value.code is Code.TOO_MANY_CHANNELS
    assert fault.value.values == {"channels": 12, "limit": 8}
    assert convert(wav(chirps(1, 192_000), 192_000, channels=8)).seconds > 0.8


def test_a_rate_that_nobody_hears() -> None:
    assert code_of(wav(chirps(1), 384_000)) is Code.TOO_HIGH_RATE


def test_silence() -> None:
    assert code_of(wav(np.zeros(48_000, np.float32))) is Code.SILENT
    assert code_of(wav(np.zeros(0, np.float32))) is Code.SILENT
    assert code_of(wav(chirps(2, level=0.0002))) is Code.SILENT


def test_ten_minutes_are_the_longest() -> None:
    """A bomb: an hour of silence in a few hundred kilobytes."""
    hour = encoded(np.zeros(8_000 * 3600, np.float32), "ogg", "libopus", 8_000)
    assert len(hour) < 2_000_000
    assert code_of(hour) is Code.TOO_LONG
    assert code_of(wav(np.tile(chirps(61, 8_000), 10), 8_000)) is Code.TOO_LONG
    assert convert(wav(np.tile(chirps(59, 8_000), 10), 8_000)).seconds == pytest.approx(590, abs=1)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("seed", range(2))
def test_what_was_damaged_on_the_way_never_hangs_and_never_falls(name: str, seed: int) -> None:
    _, data = FILES[name]
    random = np.random.default_rng(seed)
    spoilt = bytearray(data)
    for at in random.integers(8, len(data), size=(10, 400)[seed]):
        spoilt[at] = random.integers(256)
    try:
        assert 0 < convert(bytes(spoilt)).seconds < 600
    except SoundFault as fault:
        assert fault.code not in (Code.UNAVAILABLE, Code.BUSY)


def test_an_mp4_that_points_at_other_files_reads_none() -> None:
    """A reference to `/etc/passwd` instead of the samples."""
    data = encoded(SPEECH, "mov", "pcm_s16le")
    there = data.index(b"url \0\0\0\1")
    target = b"file:///etc/passwd\0"
    spoilt = data[: there + 7] + b"\0" + target + data[there + 8 + len(target) :]
    assert code_of(spoilt) in (Code.BROKEN, Code.OTHER_CODEC, Code.NO_SOUND)


def test_work_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LIMITS", Limits(10**7, seconds=0.05))
    assert code_of(wav(SPEECH)) is Code.TOO_MUCH_WORK


def test_a_machine_without_the_library_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHILD", "forrang.sounds.there_is_none")
    assert code_of(wav(SPEECH)) is Code.UNAVAILABLE


def test_nothing_of_a_file_gets_into_a_log() -> None:
    """The child's words go nowhere, and it has no other way to speak."""
    words = [sys.executable, "-m", "forrang.sounds.child", "wav", str(Limits(10**7).output)]
    child = subprocess.run(words, input=b"RIFF secret", capture_output=True)
    assert child.stdout == b'{"code": "broken", "values": {}}\n'
    assert child.stderr == b""
