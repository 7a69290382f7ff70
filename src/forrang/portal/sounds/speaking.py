"""«Hør på den»: a text is spoken for whoever writes it, before anything is saved.

The file lies in the data directory for an hour, in a folder of the customer's. It is the sound that
callers would hear, made by the same voice in the same way.
"""

import threading
import time
from collections.abc import MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from forrang.domain.prompt import Language, Prompt, sound_of
from forrang.speech.speak import speak

KEPT_SECONDS = 3600.0
"""How long a file can be listened to."""

MOST = 40
"""Texts that one person may have spoken within `WITHIN`: nobody listens to more."""

WITHIN = 300.0
"""Seconds."""

_PLACES = threading.BoundedSemaphore(2)
"""Voices at once: calls need the processor more."""

_LISTENED = "listened"


class TooOften(Exception):
    """Somebody listens to more than one can hear, or too many do at once."""


def count(session: MutableMapping[str, Any]) -> None:
    """One more text of this person. Raises `TooOften`."""
    now = time.time()
    lately = [one for one in session.get(_LISTENED, ()) if now - WITHIN < one <= now]
    if len(lately) >= MOST:
        raise TooOften
    session[_LISTENED] = [*lately, now]


def spoken(customer: int, text: str, language: Language) -> str:
    """Speak a text; its sound's id. Blocks for a moment. Raises `TooOften`, `NoVoice`, `OSError`."""
    id = sound_of(Prompt(say=text), language)
    folder = _folder(customer)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder)
    path = folder / f"{id}.wav"
    if path.exists():
        path.touch()
        return id
    if not _PLACES.acquire(timeout=5):
        raise TooOften
    try:
        speak(text, language.value, path)
    finally:
        _PLACES.release()
    return id


def file_of(customer: int, id: str) -> bytes | None:
    """A text's sound as a WAV file; None when there is none, or none any more."""
    path = _folder(customer) / f"{id}.wav"
    with suppress(FileNotFoundError):
        return path.read_bytes()
    return None


def _folder(customer: int) -> Path:
    return Path(settings.FORRANG_DATA) / "listening" / str(customer)


def _sweep(folder: Path) -> None:
    oldest = time.time() - KEPT_SECONDS
    for one in folder.iterdir():
        with suppress(FileNotFoundError):
            if one.stat().st_mtime < oldest:
                one.unlink()
