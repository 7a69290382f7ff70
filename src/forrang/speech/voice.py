"""What a voice is: words in, sound out. A program that speaks becomes one by a class of this shape."""

from typing import Protocol

from forrang.speech.sound import Sound


class NoVoice(Exception):
    """Nothing on this machine speaks, or not this language; `str()` says what would help."""


class Voice(Protocol):
    """Somebody who speaks."""

    @property
    def name(self) -> str:
        """Program and version: files that another voice made are made anew."""

    def says(self, words: str, language: str) -> Sound:
        """The sound of words in `nb` or `en`, at any rate. Raises `NoVoice`."""
