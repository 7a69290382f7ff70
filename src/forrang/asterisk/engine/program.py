"""Where the engine's program is: on the PATH, or in a private folder.

A private copy lies in a folder as Debian's packages have it, and runs without being installed: its
own loader starts it with its own libraries, and every directory is set in our `asterisk.conf`.
"""

import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NEEDED = (22, 5)
"""The oldest version that will do: ARI requests over the events' WebSocket."""

_LOADERS = {"x86_64": "lib64/ld-linux-x86-64.so.2", "aarch64": "lib/ld-linux-aarch64.so.1"}
"""Debian's loader below `usr/`, by machine."""


class NoEngine(Exception):
    """There is no engine that can be used; `str()` says what would help."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that can be started."""

    command: tuple[str, ...]
    "The words that start it, without arguments."
    modules: Path
    "The folder of its modules."
    data: Path
    "Its own data: documentation and the like."
    version: str
    "As it says, like 22.10.1."


def find(private: Path) -> Engine:
    """The engine on the PATH if it is new enough, else the one in `private`. Raises `NoEngine`."""
    on_path = shutil.which("asterisk", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if on_path is not None:
        found = _installed(on_path)
        if found is not None:
            return found
    return unpacked(private)


def unpacked(root: Path) -> Engine:
    """The engine that was unpacked into a folder. Raises `NoEngine`."""
    machine = platform.machine()
    loader = root / "usr" / _LOADERS.get(machine, "lib64/unknown")
    libraries = root / "usr/lib" / f"{machine}-linux-gnu"
    program = root / "usr/sbin/asterisk"
    if not program.exists() or not loader.exists():
        raise NoEngine(f"no telephone engine in {root}; `forrang engine install` gets one")
    command = (str(loader), "--library-path", str(libraries), str(program))
    data = root / "usr/share/asterisk"
    return Engine(command, libraries / "asterisk/modules", data, _checked(command))


def _installed(program: str) -> Engine | None:
    try:
        version = _checked((program,))
    except NoEngine:
        return None
    folders = [*Path("/usr/lib").glob("*/asterisk/modules"), Path("/usr/lib/asterisk/modules")]
    modules = next((one for one in folders if (one / "res_ari.so").exists()), None)
    data = next(
        (
            one
            for one in (Path("/usr/share/asterisk"), Path("/var/lib/asterisk"))
            if (one / "documentation").exists()
        ),
        None,
    )
    return None if modules is None or data is None else Engine((program,), modules, data, version)


def _checked(command: tuple[str, ...]) -> str:
    """The version, if it is new enough. Raises `NoEngine`."""
    try:
        done = subprocess.run((*command, "-V"), capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoEngine(f"{command[-1]} cannot be started: {error}") from None
    found = re.search(r"Asterisk (\d+)\.(\d+)\.?(\S*)", done.stdout)
    if done.returncode or found is None:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NoEngine(f"{command[-1]} does not run: {said[-1] if said else done.returncode}")
    if (int(found[1]), int(found[2])) < NEEDED:
        raise NoEngine(
            f"Asterisk {found[1]}.{found[2]} is too old; {NEEDED[0]}.{NEEDED[1]} will do"
        )
    return found[0].removeprefix("Asterisk ")
