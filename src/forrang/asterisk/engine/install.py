"""Unpacks a private engine from Debian's packages: no root, no chroot, nothing else touched.

mmdebstrap resolves and unpacks; apt checks the signatures. The new folder takes its name only when
it is whole, so a set-up that was cut off leaves nothing half-made.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from forrang.asterisk.engine import debian
from forrang.asterisk.engine.program import Engine, NoEngine, unpacked

SUITE = "forky"
"""The oldest Debian release that has an Asterisk that will do."""

_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def install(root: Path, mirror: str | None, say: Callable[[str], None]) -> Engine:
    """Unpack an engine into `root`, unless one is there. `mirror` overrides where from; `say` is
    told of each step. Raises `NoEngine` with one line that says what would help.
    """
    root.parent.mkdir(parents=True, exist_ok=True)
    with open(root.parent / f".{root.name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # instances that share an engine may start at once
        try:
            return unpacked(root)
        except NoEngine:
            pass
        with tempfile.TemporaryDirectory(prefix=f".{root.name}-", dir=root.parent) as folder:
            tools = Path(folder) / "tools"
            environment = _with_mmdebstrap(tools, say)
            say("unpacking the telephone engine (Asterisk, some 270 MB) …")
            fresh = Path(folder) / "engine"
            _unpack(fresh, mirror or _machines_own(), environment)
            engine = unpacked(fresh)
            shutil.rmtree(root, ignore_errors=True)
            fresh.rename(root)
        say(f"the telephone engine is there: Asterisk {engine.version}")
        return unpacked(root)


def _unpack(root: Path, mirror: str | None, environment: dict[str, str]) -> None:
    """Let mmdebstrap unpack it; without a mirror from where it goes by default."""
    # A mirror that lags cannot be told from outside, so its date is not asked; signatures are.
    words = [
        "mmdebstrap", "--quiet", "--variant=extract", "--include=asterisk,asterisk-modules",
        '--aptopt=Acquire::Check-Valid-Until "false"', "--skip=cleanup/tmp",
        SUITE, str(root), *([] if mirror is None else [mirror]),
    ]  # fmt: skip
    if os.getuid() != 0:
        words.insert(1, "--mode=chrootless")  # nothing is run in what is only unpacked
    if _KEYRING.exists():
        words.insert(1, f"--keyring={_KEYRING}")
    done = subprocess.run(
        words, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment
    )
    if done.returncode:
        text = done.stderr.strip().splitlines()
        said = next((line for line in text if line.startswith("E:")), text[-1] if text else "?")
        hint = ""
        if "NO_PUBKEY" in done.stderr or not _KEYRING.exists():
            hint = "; Debian's keys are in the package debian-archive-keyring"
        raise NoEngine(
            f"the telephone engine could not be unpacked from {mirror or 'Debian'}: {said}{hint} "
            "(FORRANG_DEBIAN_MIRROR names another mirror)"
        )


def _with_mmdebstrap(tools: Path, say: Callable[[str], None]) -> dict[str, str]:
    """An environment in which mmdebstrap is found: installed, where we may, or unpacked."""
    environment = dict(os.environ)
    if shutil.which("mmdebstrap"):
        return environment
    if shutil.which("apt-get") is None:
        raise NoEngine("install Asterisk 22.5 or newer: this system is not Debian's")
    say("fetching mmdebstrap …")
    if debian.install("mmdebstrap"):
        return environment
    if not debian.unpack("mmdebstrap", tools):
        raise NoEngine("mmdebstrap is missing: run `apt-get install mmdebstrap` as root")
    environment["PATH"] = f"{tools / 'usr/bin'}:{environment.get('PATH', '')}"
    return environment


def _machines_own() -> str | None:
    """The mirror that this machine uses, if it is Debian's."""
    try:
        if "ID=debian" not in Path("/etc/os-release").read_text().splitlines():
            return None
    except OSError:
        return None
    apt = Path("/etc/apt")
    for path in (*sorted((apt / "sources.list.d").glob("*")), apt / "sources.list"):
        if path.suffix not in (".list", ".sources") or not path.is_file():
            continue
        for line in path.read_text(errors="replace").splitlines():
            words = line.split("#")[0].split()
            if words[:1] in (["deb"], ["URIs:"]):
                for word in words[1:]:
                    if "://" in word and word.rstrip("/").endswith("/debian"):
                        return word.rstrip("/")
    return None
