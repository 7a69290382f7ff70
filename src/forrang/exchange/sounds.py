"""What callers are told lies in files before it is told: a setup's spoken texts are spoken once.

It happens in the thread that reads setups, beside the calls. A text that cannot be spoken costs its
prompt alone: the engine plays nothing, and the call goes on.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from forrang.acd.confirming import name_of
from forrang.domain.call_setup import prompts_in
from forrang.domain.document import Document
from forrang.domain.points import every_point
from forrang.domain.prompt import Language, sound_of
from forrang.speech.speak import speak
from forrang.speech.voice import NoVoice

AT_ONCE = 3
"""Texts that are spoken at once: each is a process, and a save shall be in force in a moment."""

log = logging.getLogger(__name__)


class Sounds:
    """The folder of the sounds, as the engine sees it."""

    def __init__(self, folder: Path):
        self._folder = folder

    def make(self, document: Document) -> None:
        """Speak what a setup says and nobody has spoken yet."""
        missing: dict[Path, str] = {}
        names = [name_of(one) for one in every_point(document.main_numbers)]
        confirms = any(one.confirm for one in document.employees)
        for prompt in (*prompts_in(document), *(names if confirms else ())):
            path = self._folder / f"{sound_of(prompt, document.language)}.wav"
            if prompt.say is not None and not path.exists():
                missing[path] = prompt.say
        if missing:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                for path, text in missing.items():
                    pool.submit(_speak, text, document.language, path)


def _speak(text: str, language: Language, path: Path) -> None:
    try:
        speak(text, language.value, path)
    except (NoVoice, OSError) as fault:
        log.error("a text of a setup cannot be spoken: %s", fault)
