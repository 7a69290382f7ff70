"""From a text to a sound file: the one way in for everybody who wants something said."""

from pathlib import Path

from forrang.speech.espeak import Espeak
from forrang.speech.sound import for_telephones, write
from forrang.speech.voice import Voice
from forrang.speech.words import written_out

VOICE: Voice = Espeak()
"""Who speaks, unless somebody else is asked."""


def speak(text: str, language: str, path: Path, voice: Voice = VOICE) -> None:
    """Write the sound of a text in `nb` or `en` to a WAV file for telephones. Raises `NoVoice`."""
    write(path, for_telephones(voice.says(written_out(text, language), language)))
