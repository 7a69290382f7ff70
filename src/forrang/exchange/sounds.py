"""What callers hear lies in files before it is played: spoken texts and the customers' own sounds.

It happens in the thread that reads setups, beside the calls, and before a setup is in force: the
first call after a save already hears it. A text that cannot be spoken, or a sound that nobody has,
costs its prompt alone: the engine plays nothing, and the call goes on.
"""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from forrang.acd.confirming import name_of
from forrang.domain.call_setup import prompts_in
from forrang.domain.document import Document
from forrang.domain.points import every_point
from forrang.domain.prompt import Language, Prompt, sound_of
from forrang.exchange.tunes import Tunes
from forrang.sounds.files import SoundFiles, is_id
from forrang.sounds.sound import Sound
from forrang.speech.speak import samples_of
from forrang.speech.voice import NoVoice
from forrang.storage.sounds import samples_by_id

AT_ONCE = 3
"""Texts that are spoken at once: each is a process, and a save shall be in force in a moment."""

SWEEP_SECONDS = 6 * 3600.0
"""How often files that no setup names any more are looked for."""

log = logging.getLogger(__name__)


class Sounds:
    """The folder of the sounds, as the engine sees it."""

    def __init__(self, folder: Path, tunes: Tunes | None = None):
        self._files = SoundFiles(folder, samples_by_id)
        self._tunes = tunes
        self._used: dict[int, set[str]] = {}
        self._swept = time.monotonic()

    def make(self, customer: int, document: Document) -> None:
        """Make the files of a customer's setup that are not there yet. Raises what the database
        raises when a sound has to be read from it.
        """
        language = document.language
        texts, own = dict[str, str](), set[str]()
        for prompt in _heard(document):
            if prompt.say is not None:
                texts[sound_of(prompt, language)] = prompt.say
            elif prompt.sound is not None and is_id(prompt.sound):
                own.add(prompt.sound)
        music = document.music
        if music is not None and is_id(music):
            own.add(music)
        self._used[customer] = {*texts, *own}
        gone = self._files.ensure(own)
        if gone:
            log.error("a setup names a sound that nobody has; its callers hear nothing there")
        if self._tunes is not None and music in own - gone:
            self._tunes.ensure(music)
        missing = [id for id in texts if not self._files.there(id)]
        if missing:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                for id in missing:
                    pool.submit(self._speak, id, texts[id], language)

    def sweep(self) -> None:
        """Now and then, remove the files that no setup of any customer names any more."""
        if time.monotonic() - self._swept < SWEEP_SECONDS:
            return
        self._swept = time.monotonic()
        used = set[str]().union(*self._used.values())
        for id in used:  # what leaves a setup from now on is kept for calls under way
            self._files.there(id)
        self._files.sweep(used)
        if self._tunes is not None:
            self._tunes.sweep(used)

    def _speak(self, id: str, text: str, language: Language) -> None:
        try:
            self._files.put(id, Sound(samples_of(text, language.value)))
        except (NoVoice, OSError) as fault:
            log.error("a text of a setup cannot be spoken: %s", fault)


def _heard(document: Document) -> Iterator[Prompt]:
    """All that callers and answerers may hear by this setup, but what every house has."""
    yield from prompts_in(document)
    if any(one.confirm for one in document.employees):
        for point in every_point(document.main_numbers):
            yield name_of(point)
