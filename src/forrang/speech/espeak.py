"""The voice of eSpeak NG, a formant synthesiser: small, quick, without a network, and it speaks bokmål.

It is a program of its own under the GPL, and we keep it one: it is loaded in a process of its own
(`python -m forrang.speech.espeak_process`), which gets words and gives back samples.
"""

import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from forrang.speech.sound import Sound
from forrang.speech.voice import NoVoice

PACKAGE = "espeakng-loader"
"""PyPI's package of the program and its data."""

VOICES = {"nb": "nb", "en": "en"}
"""Its names for the languages."""

WORDS_A_MINUTE = 140
"""Slower than people talk: one writes while one listens."""

_PATIENCE = 30.0
"""Seconds; it takes hundredths."""


class Espeak:
    """The voice."""

    @property
    def name(self) -> str:
        """Program and version. Raises `NoVoice`."""
        try:
            return f"{PACKAGE} {version(PACKAGE)}, {WORDS_A_MINUTE} words a minute"
        except PackageNotFoundError:
            raise NoVoice(f"{PACKAGE} is not installed; `make setup` installs it") from None

    def says(self, words: str, language: str) -> Sound:
        """The sound of words. Raises `NoVoice`."""
        if language not in VOICES:
            raise NoVoice(f"no voice for {language}")
        module = "forrang.speech.espeak_process"
        told = [sys.executable, "-m", module, VOICES[language], str(WORDS_A_MINUTE)]
        try:
            done = subprocess.run(
                told, input=words.encode(), capture_output=True, timeout=_PATIENCE
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoVoice(f"eSpeak NG does not run: {error}") from None
        rate, _, samples = done.stdout.partition(b"\n")
        if done.returncode or not rate.isdigit() or not samples:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise NoVoice(f"eSpeak NG does not speak: {said[-1] if said else done.returncode}")
        return Sound(np.frombuffer(samples, dtype="<i2").astype(float), int(rate))
