"""The ear: tones, music and silence told apart, also when packets come late."""

from pathlib import Path

import numpy as np
import pytest

from calls.heard import samples_of
from forrang.asterisk.engine.music import write_music
from forrang.demo.hearing import Samples
from forrang.demo.sound import LEVEL, MUSIC, RATE, SILENCE, TONES, sounds_in, spans_in, write_tone


def tone(frequency: float, seconds: float = 1.0, level: float = LEVEL, start: int = 0) -> Samples:
    time = (np.arange(round(seconds * RATE)) + start) / RATE
    return (level * np.sin(2 * np.pi * frequency * time)).astype(np.int16)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), dtype=np.int16)


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """The exchange's own music, all of it."""
    path = tmp_path_factory.mktemp("music") / "music.wav"
    write_music(path)
    return samples_of(path)


@pytest.mark.parametrize("frequency", TONES)
def test_each_tone_is_heard_as_itself(frequency: int) -> None:
    assert sounds_in(tone(frequency, 0.4)) == {frequency}


def test_each_tone_is_heard_whatever_its_phase() -> None:
    for start in range(16):
        assert sounds_in(tone(1700, 0.4, start=start)) == {1700}


def test_tones_together_are_all_heard() -> None:
    mixed = tone(TONES[0]) + tone(TONES[10]) + tone(TONES[20])
    assert sounds_in(mixed) == {TONES[0], TONES[10], TONES[20]}


def test_silence_and_the_codecs_noise_are_silence() -> None:
    noise = np.random.default_rng(1).integers(-16, 17, RATE).astype(np.int16)
    assert sounds_in(silence(1)) == sounds_in(noise) == {SILENCE}


def test_the_exchanges_music_is_music_and_nothing_else(music: Samples) -> None:
    for at in range(0, len(music) - RATE // 2, RATE // 8):
        assert sounds_in(music[at : at + RATE // 2]) == {MUSIC}, at / RATE


def test_a_tone_above_music_is_both(music: Samples) -> None:
    for frequency in TONES:
        assert sounds_in(music[:RATE] + tone(frequency)) == {frequency, MUSIC}, frequency


@pytest.mark.parametrize("frequency", [440, 461, 1760, 880, 523.25])
def test_a_note_is_not_a_tone(frequency: float) -> None:
    assert sounds_in(tone(frequency)) == {MUSIC}


@pytest.mark.parametrize("at", [77, 160 * 3, 160 * 10 + 77, 160 * 16, 160 * 24 + 77])
@pytest.mark.parametrize("slip", [1, 2, 79])
def test_a_sample_that_is_skipped_is_not_music(at: int, slip: int) -> None:
    for frequency in TONES:
        whole = tone(frequency, 0.5)
        skipped = np.concatenate([whole[:at], whole[at + slip :]])
        assert sounds_in(skipped) == {frequency}, frequency


def test_a_packet_that_is_lost_is_not_music() -> None:
    heard = np.concatenate([tone(1600, 0.3), np.zeros(161, dtype=np.int16), tone(1600, 0.1)])
    assert sounds_in(heard) == {1600}


def test_spans_say_when() -> None:
    heard = np.concatenate([silence(0.4), tone(800, 0.6), tone(1700, 0.5), silence(0.5)])
    spans = spans_in(heard, 100.0)
    assert [set(span.sounds) for span in spans] == [{SILENCE}, {800}, {1700}, {SILENCE}]
    assert [round(span.start, 2) for span in spans] == [100.0, 100.4, 101.0, 101.5]
    assert spans[-1].end == 102.0


def test_a_file_of_a_tone_loops_without_a_seam(tmp_path: Path) -> None:
    write_tone(tmp_path / "tone.wav", 1700)
    once = samples_of(tmp_path / "tone.wav")
    assert sounds_in(np.concatenate([once, once])) == {1700}
