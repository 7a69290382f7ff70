"""From a text to a sound file: the one way in for everybody who wants something said."""

from pathlib import Path

import numpy as np

from forrang.speech.espeak import Espeak
from forrang.speech.sound import Sound, for_telephones, write
from forrang.speech.voice import Voice
from forrang.speech.words import written_out

VOICE: Voice = Espeak()
"""Who speaks, unless somebody else is asked."""


def speak(text: str, language: str, path: Path, voice: Voice = VOICE) -> None:
    """Write the sound of a text in `nb` or `en` to a WAV file for telephones. Raises `NoVoice`."""
    write(path, _sound(text, language, voice))


def samples_of(text: str, language: str, voice: Voice = VOICE) -> bytes:
    """The sound of a text as samples of 16 bits, 8,000 a second. Raises `NoVoice`."""
    return np.round(_sound(text, language, voice).samples).astype("<i2").tobytes()


def _sound(text: str, language: str, voice: Voice) -> Sound:
    return for_telephones(voice.says(written_out(text, language), language))
