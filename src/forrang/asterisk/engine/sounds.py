"""The prompts in the engine's own folder: it is not root where we are, and reads what it owns.

They are copied when they were made anew. Whoever has better recordings puts them in place of these;
they stay until texts or voice change.
"""

import shutil
from pathlib import Path

MARK = "made"
"""The file that says what the prompts were made of."""


def lay_out(prompts: Path, sounds: Path) -> None:
    """Copy `<language>/<name>.wav` from where they were made to where the dialplan plays them."""
    wanted = _read(prompts / MARK)
    if not wanted or _read(sounds / MARK) == wanted:
        return
    for origin in prompts.glob("*/*.wav"):
        here = sounds / origin.parent.name / origin.name
        here.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, here)
    (sounds / MARK).write_text(wanted)


def _read(mark: Path) -> str:
    return mark.read_text() if mark.exists() else ""
