"""The prompts: numbers and the few sentences that the system says by itself, made once at set-up.

They lie in this package, so that all instances of an installation have the same ones. A mark says what
they were made of; when texts or voice change they are made anew.
"""

import fcntl
import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from forrang.speech.speak import VOICE, speak
from forrang.speech.voice import NoVoice, Voice
from forrang.speech.words import LANGUAGES, written_out

FOLDER = Path(__file__).parent / "sounds"
"""Where they are made: `<language>/<name>.wav`."""

AT_ONCE = 4
"""Prompts that are spoken at once: each is a process that mostly starts."""

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "nb": {
        "greeting": "Hei. Dette er Forrang. Her er koden din.",
        "again": "Jeg gjentar.",
        "goodbye": "Gi den aldri til andre. Ha det.",
        "closed": "Takk for at du ringer. Vi har stengt nå.",
        "wrong-key": "Det tastevalget finnes ikke.",
        "leave-a-message": "Legg igjen en beskjed etter tonen. Trykk firkant når du er ferdig.",
        "you-are-next": "Du er den neste i køen.",
        "you-are-number": "Du er nummer",
        "expected-wait": "Vi regner med at det tar omtrent",
        "minute": "minutt",
        "minutes": "minutter",
        "call-to": "Samtale til",
        "vip-call-to": "VIP-samtale til",
        "key": "tast",
        "star": "stjerne",
        "hash": "firkant",
        "press-one-callback": "Trykk 1 for å bli ringt opp. Du beholder plassen i køen.",
        "you-will-be-called": "Takk. Vi ringer deg opp når det er din tur. Du kan legge på nå.",
        "press-one": "Trykk 1 for å ta samtalen.",
        "more-than-twenty": "Det er mer enn tjue foran deg i køen.",
        "speak-after-the-tone": "Snakk etter tonen. Trykk firkant når du er ferdig.",
        "keep-or-again": "Trykk 1 for å lagre, 2 for å ta opp på nytt.",
        "it-is-kept": "Lyden er lagret. Ha det.",
    },
    "en": {
        "greeting": "Hello. This is Forrang. Here is your code.",
        "again": "I repeat.",
        "goodbye": "Never give it to anybody. Goodbye.",
        "closed": "Thank you for calling. We are closed now.",
        "wrong-key": "There is no such choice.",
        "leave-a-message": "Leave a message after the tone. Press hash when you are done.",
        "you-are-next": "You are the next in the queue.",
        "you-are-number": "You are number",
        "expected-wait": "We expect it to take about",
        "minute": "minute",
        "minutes": "minutes",
        "call-to": "Call to",
        "vip-call-to": "V I P call to",
        "key": "key",
        "star": "star",
        "hash": "hash",
        "press-one-callback": "Press 1 to be called back. You keep your place in the queue.",
        "you-will-be-called": "Thank you. We call you when it is your turn. You may hang up now.",
        "press-one": "Press 1 to take the call.",
        "more-than-twenty": "There are more than twenty before you in the queue.",
        "speak-after-the-tone": "Speak after the tone. Press hash when you are done.",
        "keep-or-again": "Press 1 to save it, 2 to record again.",
        "it-is-kept": "The sound is saved. Goodbye.",
    },
}
"""What is said besides numbers, by language and name."""

NUMBERS = range(21)
"""Digits, and places in line that are told as a number."""


def texts(language: str) -> dict[str, str]:
    """Every prompt of a language by its name; a number's name is the number."""
    return {**SENTENCES[language], **{str(number): str(number) for number in NUMBERS}}


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
                _speak_all(folder, voice)
                mark.write_text(wanted)
    except OSError as error:
        raise NoVoice(f"{folder} cannot be written ({error.strerror})") from None
    return folder


def _speak_all(folder: Path, voice: Voice) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        under_way = []
        for language in LANGUAGES:
            (folder / language).mkdir(exist_ok=True)
            for name, text in texts(language).items():
                path = folder / language / f"{name}.wav"
                under_way.append(pool.submit(speak, text, language, path, voice))
        for one in under_way:
            one.result()


def _fingerprint(voice: Voice) -> str:
    said = [
        (one, name, written_out(text, one))
        for one in LANGUAGES
        for name, text in texts(one).items()
    ]
    told = repr(said) + voice.name
    return hashlib.sha256(told.encode()).hexdigest()


def _read(mark: Path) -> str:
    return mark.read_text() if mark.exists() else ""
