"""A process that may compute and nothing else, since what it reads was made by strangers.

The child has its input and its output, two files in memory, and calls `confine` when all its
libraries are loaded and before it reads a byte. From then on it cannot open a file or a socket (the
limit of open files is none), start a process or a thread, write more than its output may be long, or
take more memory and time than it was given. Where we are root it becomes a user that nobody is;
where the system lets it, it leaves the network too. The parent kills it, and whatever it may have
started, when its time is over.
"""

import ctypes
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO

SECONDS = 30
"""How long a child may work, by the clock and by the processor."""

MEMORY = 700_000_000
"""Bytes of addresses that it may have, libraries included; they are some 150 millions."""

STRANGER = 60_600
"""The user and group that it becomes: in the range that systemd leaves to nobody, so that it can
signal and look at no process of anybody, not even the engine's, which are `nobody`'s."""

_CLONE_NEWUSER, _CLONE_NEWIPC, _CLONE_NEWNET = 0x10000000, 0x08000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38

_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",  # its threads' stacks alone would pass the limit of memory
    "OMP_NUM_THREADS": "1",
}


class Exceeded(Exception):
    """It took too much time or memory, or tried to write too much."""


class Died(Exception):
    """It ended in another way than by its own will; `str()` says how."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may have."""

    output: int
    "Bytes that it may write."
    seconds: float = SECONDS
    "By the clock."


def run(words: Sequence[str], given: bytes, limits: Limits) -> bytes:
    """What Python writes when it is started with `words` and given `given`. Raises `Exceeded` and
    `Died`. Blocks for as long as it works.
    """
    with _memory_file(given) as source, _memory_file(b"") as target:
        child = subprocess.Popen(
            [sys.executable, "-I", *words, str(limits.output)],
            stdin=source,
            stdout=target,
            stderr=subprocess.DEVNULL,  # libraries quote what they read
            cwd="/",
            env=_ENVIRONMENT,
            start_new_session=True,
        )
        try:
            status = child.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            raise Exceeded from None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        if status in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ, EXCEEDED):
            raise Exceeded
        if status != 0:
            raise Died(f"signal {-status}" if status < 0 else f"exit status {status}")
        target.seek(0)
        return target.read(limits.output)


EXCEEDED = 75
"""Exit status of a child that noticed itself that its memory is at an end."""


def confine() -> None:
    """Give up everything that a computation does not need. The process's last word says how many
    bytes it may write.
    """
    output = int(sys.argv[-1])
    libc = ctypes.CDLL(None, use_errno=True)
    root = os.getuid() == 0
    spaces = _CLONE_NEWNET | _CLONE_NEWIPC | (0 if root else _CLONE_NEWUSER)
    libc.unshare(spaces)  # refused in many containers: then what follows has to do
    if root:
        os.setgroups([])
        os.setresgid(STRANGER, STRANGER, STRANGER)
        os.setresuid(STRANGER, STRANGER, STRANGER)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(kind, (most, most))


@contextmanager
def _memory_file(content: bytes) -> Iterator[BinaryIO]:
    """A file in memory. Through pipes a child could write without end, and both would have to be
    served at once.
    """
    with os.fdopen(os.memfd_create("sound"), "r+b") as file:
        file.write(content)
        file.seek(0)
        yield file
