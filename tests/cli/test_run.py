"""`forrang run` where it cannot run: one clear line, exit status 2, nothing half-made, nothing left."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import forrang
from forrang.cli.main import main
from forrang.demo.ports import Ports
from peers import needs


class Folder:
    """An instance that is not there yet: a folder, and free ports."""

    def __init__(self, folder: Path, ports: Ports):
        self.folder = folder
        self.data = folder / "data"
        self.environment = {
            **os.environ,
            "FORRANG_DATA": str(self.data),
            "FORRANG_SIP": ports.address(),
            "FORRANG_ARI": ports.address(),
            "FORRANG_HTTP": ports.address(),
            "FORRANG_TRUNK": ports.address(),
            "FORRANG_RTP": ports.span(20),
            "FORRANG_DEMO": "0",
            "DATABASE_URL": "",
        }

    def run(self, timeout: float = 60, **settings: str) -> str:
        """Run it; the one line that it ends with. Exit status 2, and no process is left."""
        done = subprocess.run(
            [sys.executable, "-m", "forrang.cli.main", "run"],
            env={**self.environment, **settings},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        assert done.returncode == 2, (done.returncode, done.stderr)
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        assert self.processes() == []
        *steps, line = done.stderr.splitlines()
        assert all(step.endswith(" …") or "new customer" in step for step in steps), done.stderr
        return line

    def processes(self) -> list[str]:
        """The command lines of what runs for it."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                environment = (folder / "environ").read_bytes().split(b"\0")
                if f"FORRANG_DATA={self.data}".encode() in environment:
                    found.append((folder / "cmdline").read_bytes().decode())
        return found

    def made(self) -> set[str]:
        """What lies in the data directory."""
        return {one.name for one in self.data.iterdir()} if self.data.exists() else set()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    """A folder of one's own."""
    with Ports() as ports:
        yield Folder(tmp_path, ports)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("FORRANG_HTTP", "8000"),
        ("FORRANG_HTTP", "127.0.0.1:http"),
        ("FORRANG_SIP", "127.0.0.1"),
        ("FORRANG_SIP", "127.0.0.1:0"),
        ("FORRANG_SIP", "127.0.0.1:65536"),
        ("FORRANG_RTP", "20000"),
        ("FORRANG_RTP", "29999-20000"),
        ("FORRANG_RTP", "80-90"),
        ("FORRANG_ARI", "10.0.0.1:8088"),
        ("FORRANG_ARI", ":8088"),
        ("FORRANG_TRUNK", "trunk"),
        ("FORRANG_DEMO", "yes"),
        ("FORRANG_DATA", "/tmp/" + "x" * 90),
    ],
)
def test_a_setting_that_cannot_be_used(
    variable: str,
    value: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORRANG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv(variable, value)
    assert main(["run"]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith(f"{variable}: ")
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.engine
@pytest.mark.parametrize(
    ("variable", "kind"),
    [
        ("FORRANG_SIP", socket.SOCK_DGRAM),
        ("FORRANG_SIP", socket.SOCK_STREAM),
        ("FORRANG_ARI", socket.SOCK_STREAM),
        ("FORRANG_HTTP", socket.SOCK_STREAM),
    ],
)
def test_a_port_that_is_taken(folder: Folder, variable: str, kind: socket.SocketKind) -> None:
    needs.engine()
    address = folder.environment[variable]
    host, _, port = address.rpartition(":")
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind((host, int(port)))
        if kind is socket.SOCK_STREAM:
            taken.listen()
        line = folder.run()
    assert line.startswith(f"{variable}: {address} cannot be listened on (Address already in use)")
    assert folder.made() <= {"run.lock"}


@pytest.mark.engine
@pytest.mark.parametrize(
    ("variable", "other"), [("FORRANG_HTTP", "FORRANG_ARI"), ("FORRANG_ARI", "FORRANG_SIP")]
)
def test_one_port_for_two_things(folder: Folder, variable: str, other: str) -> None:
    needs.engine()
    try:
        line = folder.run(**{variable: folder.environment[other]}, timeout=3)
    finally:
        assert folder.processes() == []
    assert folder.environment[other] in line
    assert folder.made() <= {"run.lock"}


@pytest.mark.engine
def test_a_data_directory_that_is_taken(folder: Folder) -> None:
    needs.engine()
    folder.data.mkdir()
    with (folder.data / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        line = folder.run()
    assert line == f"FORRANG_DATA: an instance runs in {folder.data} already"
    assert folder.made() == {"run.lock"}


@pytest.mark.engine
@pytest.mark.parametrize("inside", [False, True])
def test_a_data_directory_that_is_a_file(folder: Folder, inside: bool) -> None:
    needs.engine()
    (folder.folder / "letter").write_text("Dear Kari")
    data = folder.folder / "letter" / "data" if inside else folder.folder / "letter"
    line = folder.run(FORRANG_DATA=str(data))
    assert line.startswith(f"FORRANG_DATA: {data}")
    assert (folder.folder / "letter").read_text() == "Dear Kari"


@pytest.mark.engine
@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://x", "the database cannot be opened: DATABASE_URL begins with sqlite:/// or"),
        ("postgresql://forrang@/forrang?host=/nowhere", "the database: "),
    ],
)
def test_a_database_that_is_not_there(folder: Folder, url: str, told: str) -> None:
    needs.engine()
    assert folder.run(DATABASE_URL=url).startswith(told)
    assert "asterisk" not in folder.made()


@pytest.mark.engine
def test_a_demo_document_that_is_broken(folder: Folder) -> None:
    needs.engine()
    copy = folder.folder / "src"
    (source,) = forrang.__path__
    shutil.copytree(source, copy / "forrang", ignore=shutil.ignore_patterns("__pycache__"))
    demo = copy / "forrang" / "storage" / "demo" / "nordlys.yaml"
    text = demo.read_text()
    demo.write_text(text.replace("ring_seconds: 20", "ring_seconds: 0"))
    number = text[: text.index("ring_seconds")].count("\n") + 1
    path = os.pathsep.join([str(copy), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    line = folder.run(FORRANG_DEMO="1", PYTHONPATH=path)
    told = "groups[0].ring_seconds: a number from 0.5 to 600 is expected"
    assert line == f"{demo}:{number}: {told}"
    assert "asterisk" not in folder.made()


def _mmdebstrap(folder: Folder, script: str) -> str:
    """A PATH on which nothing is but an mmdebstrap of the test's own."""
    if shutil.which("asterisk", path=f"{os.environ['PATH']}:/usr/sbin"):
        pytest.skip("Asterisk is installed on this machine: nothing has to be unpacked")
    tools = folder.folder / "tools"
    tools.mkdir()
    (tools / "mmdebstrap").write_text(f"#!/bin/sh\n{script}\n")
    (tools / "mmdebstrap").chmod(0o755)
    return str(tools)


def test_no_engine_and_no_mirror(folder: Folder) -> None:
    path = _mmdebstrap(folder, 'echo "E: Could not connect" >&2; exit 1')
    engine, mirror = folder.folder / "engine", "http://127.0.0.1:9/debian"
    line = folder.run(PATH=path, FORRANG_ENGINE=str(engine), FORRANG_DEBIAN_MIRROR=mirror)
    told = f"the telephone engine could not be unpacked from {mirror}: E: Could not connect"
    assert line.startswith(told)
    assert "FORRANG_DEBIAN_MIRROR" in line
    assert not engine.exists()
    assert not folder.data.exists()
    assert [one for one in folder.folder.iterdir() if one.name.startswith(".engine-")] == []


def test_no_engine_and_a_system_that_is_not_debians(folder: Folder) -> None:
    path = _mmdebstrap(folder, "")
    (folder.folder / "tools" / "mmdebstrap").unlink()
    line = folder.run(PATH=path, FORRANG_ENGINE=str(folder.folder / "engine"))
    assert line == "install Asterisk 22.5 or newer: this system is not Debian's"
    assert not folder.data.exists()
