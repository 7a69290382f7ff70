"""Speech: what is written out, and what the files are that the engine plays."""

import wave
from pathlib import Path

import numpy as np
import pytest

from forrang.speech.prompts import make_prompts, texts
from forrang.speech.sound import RATE, Sound, for_telephones, read
from forrang.speech.speak import VOICE, speak
from forrang.speech.voice import NoVoice
from forrang.speech.words import DIGITS, LANGUAGES, written_out


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("4", "nb", "fire"),
        ("417 260", "nb", "fire en sju, to seks null"),
        ("Ring 22 33 44 55 nå.", "nb", "Ring to to, tre tre, fire fire, fem fem nå."),
        ("+47", "en", "plus four seven"),
        ("Call 9.", "en", "Call nine."),
        ("ingen tall", "nb", "ingen tall"),
    ],
)
def test_figures_are_written_out(text: str, language: str, words: str) -> None:
    assert written_out(text, language) == words


def test_every_language_has_the_same_prompts() -> None:
    assert len({frozenset(texts(one)) for one in LANGUAGES}) == 1
    assert set("0123456789") < set(texts("nb"))


class Whistle:
    """A voice that whistles at a rate of its own, and counts how often."""

    name = "whistle"

    def __init__(self) -> None:
        self.said: list[str] = []

    def says(self, words: str, language: str) -> Sound:
        self.said.append(f"{language}: {words}")
        time = np.arange(22_050 // 2) / 22_050
        low, high = np.sin(2 * np.pi * 1_000 * time), np.sin(2 * np.pi * 7_000 * time)
        return Sound(np.concatenate([np.zeros(9_000), 30 * (low + high), np.zeros(9_000)]), 22_050)


def test_a_sound_is_brought_to_the_telephones_rate(tmp_path: Path) -> None:
    speak("7", "nb", tmp_path / "7.wav", Whistle())
    with wave.open(str(tmp_path / "7.wav")) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (8_000, 2, 1)
    sound = read(tmp_path / "7.wav")
    assert 0.5 < sound.seconds < 0.6  # the silence around it is gone
    spectrum = np.abs(np.fft.rfft(sound.samples))
    at = np.argmax(spectrum) * RATE / len(sound.samples)
    assert abs(at - 1_000) < 5
    folded = spectrum[int(950 * len(sound.samples) / RATE) - 20 :][:20]  # where 7 kHz would fold to
    assert folded.max() < 0.02 * spectrum.max()


def test_all_are_equally_loud() -> None:
    quiet = for_telephones(Sound(np.sin(np.arange(4_000)) * 3, RATE))
    loud = for_telephones(Sound(np.sin(np.arange(4_000)) * 3_000, RATE))
    assert np.max(np.abs(quiet.samples)) == pytest.approx(np.max(np.abs(loud.samples)))


def test_silence_stays_silence() -> None:
    assert not for_telephones(Sound(np.zeros(4_000), RATE)).samples.any()


def test_prompts_are_made_once_and_anew_for_another_voice(tmp_path: Path) -> None:
    voice, told = Whistle(), list[str]()
    folder = make_prompts(told.append, tmp_path / "sounds", voice)
    assert "nb: fire" in voice.said and "en: four" in voice.said
    assert (folder / "nb" / "4.wav").exists() and (folder / "en" / "greeting.wav").exists()
    many = len(voice.said)
    make_prompts(told.append, folder, voice)
    assert (len(voice.said), len(told)) == (many, 1)
    voice.name = "another"
    make_prompts(told.append, folder, voice)
    assert (len(voice.said), len(told)) == (2 * many, 2)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "sounds").write_text("in the way")
    with pytest.raises(NoVoice, match="cannot be written"):
        make_prompts(lambda _: None, tmp_path / "sounds", Whistle())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_real_voice_says_each_digit_differently(language: str) -> None:
    spoken = [for_telephones(VOICE.says(one, language)) for one in DIGITS[language]]
    assert all(0.2 < one.seconds < 1.2 for one in spoken)
    assert len({one.samples.tobytes() for one in spoken}) == 10


def test_a_language_that_nobody_speaks() -> None:
    with pytest.raises(NoVoice, match="no voice for xx"):
        VOICE.says("hei", "xx")
