"""What was heard of the sounds that are known: of the house's, and of a test's own."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from calls.cast import Cast
from forrang.demo.hearing import Heard, Samples, hear
from forrang.domain.prompt import Language, Prompt, sound_of
from forrang.sounds.g711 import from_alaw
from forrang.speech.sound import read


def house_sounds(cast: Cast, *texts: str, **files: str) -> dict[str, Path]:
    """What a caller may hear: these texts and files of the house, and all that it says by itself.
    A file is named by its place in the engine's folder of sounds.
    """
    folder = cast.instance.data / "asterisk" / "sounds"
    said = {text: folder / f"{sound_of(Prompt(say=text), Language.NB)}.alaw" for text in texts}
    named = {name: folder / path for name, path in files.items()}
    return said | named | {path.stem: path for path in (folder / "nb").glob("*-*.wav")}


def heard_of(known: Mapping[str, Path], recording: Samples) -> list[Heard]:
    """Which of them were heard, in order."""
    return hear(recording, {name: samples_of(path) for name, path in known.items()})


def names_of(known: Mapping[str, Path], recording: Samples) -> list[str]:
    """The names of those that were heard, in order."""
    return [one.name for one in heard_of(known, recording)]


def samples_of(path: Path) -> Samples:
    """The sound in a file of ours."""
    if path.suffix == ".alaw":
        return from_alaw(path.read_bytes())
    return read(path).samples.astype(np.int16)
