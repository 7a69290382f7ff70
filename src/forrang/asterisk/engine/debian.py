"""Debian's packages, when something is missing: installed where we may, else unpacked into a folder.

Only Python's own library is used here: set-up asks before there is a virtual environment.
"""

import os
import shutil
import subprocess
from pathlib import Path


def install(package: str) -> bool:
    """Install a package, where we are root or sudo asks no password; whether it is there now."""
    first: tuple[str, ...] = ()
    if os.getuid() != 0:
        if shutil.which("sudo") is None or not _run("sudo", "-n", "true"):
            return False
        first = ("sudo", "-n")
    words = (*first, "apt-get", "install", "-y", "-qq", "--no-install-recommends", package)
    # An old list of packages, or none, may be why it fails.
    return _run(*words) or (_run(*first, "apt-get", "update", "-qq") and _run(*words))


def unpack(package: str, folder: Path) -> bool:
    """Unpack a package alone, without those that it depends on, into a folder; needs no rights. The
    machine's list of packages serves, or one of our own; apt checks the signatures.
    """
    lists, cache = folder / "lists", folder / "cache"
    (lists / "partial").mkdir(parents=True, exist_ok=True)
    (cache / "archives/partial").mkdir(parents=True, exist_ok=True)
    own = ("-o", f"Dir::State::lists={lists}", "-o", f"Dir::Cache={cache}")
    there = _run("apt-get", "download", package, cwd=folder) or (
        _run("apt-get", *own, "update", "-qq")
        and _run("apt-get", *own, "download", package, cwd=folder)
    )
    return there and all(_run("dpkg", "-x", str(one), str(folder)) for one in folder.glob("*.deb"))


def _run(*words: str, cwd: Path | None = None) -> bool:
    """Run a command that asks nothing; whether it worked."""
    if shutil.which(words[0]) is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        words, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=True
    )
    return done.returncode == 0
