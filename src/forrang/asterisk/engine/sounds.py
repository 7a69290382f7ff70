"""The prompts in the engine's own folder: it is not root where we are, and reads what it owns.

They are copied when they were made anew. Whoever has better recordings puts them in place of these;
they stay until texts or voice change. Calls are sent what is made of them at each start.
"""

import shutil
from pathlib import Path

from forrang.sounds.coded import put_beside

MARK = "made"
"""The file that says what the prompts were made of."""


def lay_out(prompts: Path, sounds: Path) -> None:
    """Copy `<language>/<name>.wav` from where they were made to where the dialplan plays them."""
    wanted = _read(prompts / MARK)
    if wanted and _read(sounds / MARK) != wanted:
        for origin in prompts.glob("*/*.wav"):
            here = sounds / origin.parent.name / origin.name
            here.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(origin, here)
        (sounds / MARK).write_text(wanted)
    for file in sounds.glob("*/*.wav"):
        put_beside(file)


def _read(mark: Path) -> str:
    return mark.read_text() if mark.exists() else ""
