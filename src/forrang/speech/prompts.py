"""The prompts: digits and the few sentences of a call that reads out a code, made once at set-up.

They lie in this package, so that all instances of an installation have the same ones. A mark says what
they were made of; when texts or voice change they are made anew.
"""

import fcntl
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from forrang.speech.speak import VOICE, speak
from forrang.speech.voice import NoVoice, Voice
from forrang.speech.words import LANGUAGES

FOLDER = Path(__file__).parent / "sounds"
"""Where they are made: `<language>/<name>.wav`."""

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "nb": {
        "greeting": "Hei. Dette er Forrang. Her er koden din.",
        "again": "Jeg gjentar.",
        "goodbye": "Gi den aldri til andre. Ha det.",
    },
    "en": {
        "greeting": "Hello. This is Forrang. Here is your code.",
        "again": "I repeat.",
        "goodbye": "Never give it to anybody. Goodbye.",
    },
}
"""What is said besides digits, by language and name."""


def texts(language: str) -> dict[str, str]:
    """Every prompt of a language by its name; a digit's name is the digit."""
    return {**SENTENCES[language], **{digit: digit for digit in "0123456789"}}


def make_prompts(say: Callable[[str], object], folder: Path = FOLDER, voice: Voice = VOICE) -> Path:
    """Make what is not there yet, and say so; the folder. Raises `NoVoice`."""
    wanted = _fingerprint(voice)
    mark = folder / "made"
    if _read(mark) == wanted:
        return folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # instances may start at once
            if _read(mark) != wanted:
                say("spoken digits and sentences …")
                for language in LANGUAGES:
                    (folder / language).mkdir(exist_ok=True)
                    for name, text in texts(language).items():
                        speak(text, language, folder / language / f"{name}.wav", voice)
                mark.write_text(wanted)
    except OSError as error:
        raise NoVoice(f"{folder} cannot be written ({error.strerror})") from None
    return folder


def _fingerprint(voice: Voice) -> str:
    told = repr([(one, texts(one)) for one in LANGUAGES]) + voice.name
    return hashlib.sha256(told.encode()).hexdigest()


def _read(mark: Path) -> str:
    return mark.read_text() if mark.exists() else ""
