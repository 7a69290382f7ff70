"""The converter's process can compute and nothing else: each test is a child that tries."""

import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from forrang.sounds.confine import Died, Exceeded, Limits, run

LIMITS = Limits(output=1000, seconds=20)


def tries(script: str, given: bytes = b"", limits: Limits = LIMITS) -> str:
    """What a child writes that confines itself and then does this; a fault's name, if there is one."""
    whole = (
        "import os, signal, socket, subprocess, sys, threading, time\n"
        "from forrang.sounds.confine import confine\n"
        "confine()\n"
        "try:\n"
        + "".join(f"    {line}\n" for line in script.splitlines())
        + "except BaseException as fault:\n"
        "    os.write(1, type(fault).__name__.encode() + b' ' + str(fault).encode())\n"
        "    os._exit(0)\n"
    )
    return run(["-c", whole], given, limits).decode()


def test_it_reads_its_input_and_writes_its_output() -> None:
    assert tries("os.write(1, sys.stdin.buffer.read().upper())", b"sound") == "SOUND"


def test_it_opens_no_file() -> None:
    assert "Too many open files" in tries("open('/etc/passwd').read()")


def test_it_writes_no_file(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    assert "Too many open files" in tries(f"open({str(tmp_path / 'it')!r}, 'w')")
    assert not list(tmp_path.iterdir())


def test_it_opens_no_socket() -> None:
    assert "Too many open files" in tries("socket.socket()")
    assert "Too many open files" in tries("socket.socketpair()")


def test_it_starts_no_process_and_no_thread() -> None:
    assert "BlockingIOError" in tries("os.fork()")
    assert "RuntimeError" in tries("threading.Thread(target=print).start()")
    assert "Error" in tries("subprocess.run(['/bin/true'])")


def test_it_has_no_more_memory_than_it_was_given() -> None:
    assert tries("bytearray(1_000_000_000)").startswith("MemoryError")
    assert tries("bytearray(300_000_000); os.write(1, b'enough')") == "enough"


def test_it_has_no_more_time_than_it_was_given() -> None:
    begun = time.monotonic()
    with pytest.raises(Exceeded):
        tries("time.sleep(60)", limits=Limits(1000, seconds=1))
    with pytest.raises(Exceeded):
        tries("while True: pass", limits=Limits(1000, seconds=1))
    assert time.monotonic() - begun < 15


def test_it_computes_no_longer_than_it_was_given() -> None:
    script = "import resource; os.write(1, str(resource.getrlimit(resource.RLIMIT_CPU)).encode())"
    assert tries(script) == "(30, 30)"


def test_it_writes_no_more_than_it_was_given() -> None:
    with pytest.raises(Exceeded):
        tries("signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\nos.write(1, bytes(1001))\n" * 2)
    assert tries("os.write(1, b'x' * 1000)") == "x" * 1000


def test_it_gets_no_limit_back() -> None:
    script = "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))"
    assert tries(script).startswith("ValueError")


def test_it_sees_nothing_of_ours() -> None:
    assert tries("os.write(1, ' '.join(sorted(os.environ)).encode())") == (
        "LC_ALL OMP_NUM_THREADS OPENBLAS_NUM_THREADS PATH"
    )
    assert tries("os.write(1, os.getcwd().encode())") == "/"


def test_nothing_that_we_have_open_is_open_there() -> None:
    reader, writer = os.pipe()
    os.set_inheritable(writer, True)
    try:
        assert "Bad file descriptor" in tries(f"os.write({writer}, b'x')")
    finally:
        os.close(reader)
        os.close(writer)


@pytest.mark.skipif(os.getuid() != 0, reason="it stays who it is, where it is not root")
def test_it_is_not_root_and_signals_nobody() -> None:
    sleeper = subprocess.Popen(["sleep", "60"], user="nobody")
    try:
        assert tries("os.write(1, str(os.getresuid()).encode())") == "(60600, 60600, 60600)"
        assert tries(f"os.kill({sleeper.pid}, signal.SIGKILL)").startswith("PermissionError")
        assert sleeper.poll() is None
    finally:
        sleeper.kill()
        sleeper.wait()


def test_what_it_started_before_ends_with_it() -> None:
    """A program that is no Python of ours might have started something: its whole group is ended."""
    script = (
        "import os, time\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    time.sleep(60)\n"
        "os.write(1, str(child).encode())\n"
    )
    pid = int(run(["-c", script], b"", LIMITS))
    deadline = time.monotonic() + 5
    while _runs(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_how_it_died_is_told() -> None:
    with pytest.raises(Died, match="exit status 3"):
        run(["-c", "import sys; sys.exit(3)"], b"", LIMITS)
    with pytest.raises(Died, match="signal 11"):
        run(["-c", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"], b"", LIMITS)
