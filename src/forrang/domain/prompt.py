"""Prompts: what a caller is told, as a text that is spoken or as a sound of the customer's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

from forrang.domain.fields import text_up_to
from forrang.domain.schema import Fault

SAY_LENGTH = 2000
"""Characters that a spoken text may have; some two minutes."""


class Language(StrEnum):
    """What the system speaks to callers and answerers."""

    NB = "nb"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is played; exactly one of `say` and `sound` is given."""

    say: str | None = text_up_to(SAY_LENGTH)
    "A text that is spoken."
    sound: str | None = None
    "A sound that was uploaded or recorded, by its id."

    def faults(self) -> Iterator[Fault]:
        """What no field can know alone."""
        if (self.say is None) == (self.sound is None):
            yield Fault((), "either say or sound is expected")


@lru_cache(maxsize=4096)
def sound_of(prompt: Prompt, language: Language) -> str:
    """The id of the sound that a prompt is heard as. A spoken text has one by its content, so that
    the same text is spoken once and a changed one is never heard in its old form.
    """
    if prompt.sound is not None:
        return prompt.sound
    return sha256(f"{language.value}\n{prompt.say}".encode()).hexdigest()


def standard(name: str, language: Language) -> str:
    """The id of a sound that every house has: `nb/closed`."""
    return f"{language.value}/{name}"
