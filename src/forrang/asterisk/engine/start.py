"""The words that start an engine, with no more rights than it needs.

Where we are root the engine is not: it becomes `nobody`, owns its own folder and nothing else. Where
its program or its folder lies behind a directory that only root may pass, it keeps one right, to
read, and none to write. `FORRANG_ENGINE_AS_ROOT=1` is for the operator who insists.
"""

import os
import pwd
import shutil
from collections.abc import Mapping
from pathlib import Path

from forrang.asterisk.engine.configure import Place
from forrang.asterisk.engine.program import Engine, NoEngine

USER = "nobody"
"""Whom the engine becomes where we are root."""


def start_words(
    place: Place, engine: Engine, environment: Mapping[str, str] = os.environ
) -> list[str]:
    """The command line. Gives the instance's folder to the user that the engine becomes. Raises
    `NoEngine` where it cannot become one.
    """
    words = [*engine.command, "-C", str(place.main), "-f", "-q", "-n"]
    if os.getuid() != 0 or environment.get("FORRANG_ENGINE_AS_ROOT") == "1":
        return words
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise NoEngine("setpriv (util-linux) is missing: the engine shall not run as root")
    user = pwd.getpwnam(USER)
    _give(place.folder, user.pw_uid, user.pw_gid)
    paths = [Path(engine.command[-1]), engine.modules, engine.data, place.folder]
    rights = "-all" if all(_passable(path) for path in paths) else "-all,+dac_read_search"
    return [
        setpriv, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups",
        "--no-new-privs", f"--inh-caps={rights}", f"--ambient-caps={rights}",
        "--pdeathsig=KILL",  # to die with us was forgotten when it became another user
        "--", *words,
    ]  # fmt: skip


def _give(folder: Path, uid: int, gid: int) -> None:
    """Let the user own the folder and what is in it; the password of the interface stays ours."""
    os.chown(folder, uid, gid)
    for here, folders, files in os.walk(folder):
        for name in (*folders, *files):
            if name != "password":
                os.chown(os.path.join(here, name), uid, gid, follow_symlinks=False)


def _passable(path: Path) -> bool:
    """Whether anybody may go through every directory on the way."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)
