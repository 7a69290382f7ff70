"""Settings that cannot be used: one clear line, exit status 2, and nothing half-made."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from forrang.storage.demo import DOCUMENTS


def _forrang(tmp_path: Path, *words: object, **environment: str) -> tuple[int, str, str]:
    """A command in a process of its own; exit status, output and errors."""
    done = subprocess.run(
        [sys.executable, "-m", "forrang.cli.main", *map(os.fsencode, map(str, words))],
        env={"PATH": os.environ["PATH"], "FORRANG_DATA": str(tmp_path / "data"), **environment},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://x", "DATABASE_URL begins with sqlite:/// or postgresql://"),
        ("forrang.sqlite3", "DATABASE_URL begins with sqlite:/// or postgresql://"),
        ("postgresql://forrang:secret@[", "DATABASE_URL cannot be read; it is like postgresql://"),
        ("postgresql://localhost", "DATABASE_URL names no database"),
    ],
)
def test_an_address_that_is_none(tmp_path: Path, url: str, told: str) -> None:
    status, out, error = _forrang(tmp_path, "load", DOCUMENTS[0], DATABASE_URL=url)
    assert (status, out) == (2, "")
    assert told in error
    assert error.count("\n") == 1
    assert "secret" not in error
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    url = f"postgresql://forrang@/forrang?host={tmp_path}"
    status, out, error = _forrang(tmp_path, "calls", DATABASE_URL=url)
    assert (status, out) == (2, "")
    assert error.startswith("the database: ")
    assert error.count("\n") == 1


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/none/forrang.sqlite3"
    status, out, error = _forrang(tmp_path, "load", DOCUMENTS[0], DATABASE_URL=url)
    assert (status, out) == (2, "")
    path = f"{tmp_path}/none/forrang.sqlite3"
    assert error == f"the database cannot be opened: {path}: No such file or directory\n"
    assert not (tmp_path / "none").exists()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "forrang.sqlite3"
    file.write_text("a letter" * 200)
    status, out, error = _forrang(tmp_path, "calls", DATABASE_URL=f"sqlite:///{file}")
    assert (status, out, error) == (2, "", "the database: file is not a database\n")
    assert file.read_text() == "a letter" * 200


def test_a_data_directory_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a letter")
    status, out, error = _forrang(tmp_path, "load", DOCUMENTS[0])
    assert (status, out) == (2, "")
    path = f"{tmp_path}/data/secret-key"
    assert error == f"the database cannot be opened: {path}: Not a directory\n"


def test_a_data_directory_whose_path_is_too_long(tmp_path: Path) -> None:
    status, _, error = _forrang(tmp_path, "calls", FORRANG_DATA=str(tmp_path / ("x" * 100)))
    assert status == 2
    assert "FORRANG_DATA: " in error
    assert list(tmp_path.iterdir()) == []


def test_a_bad_document_makes_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("forrang: 1\n")
    assert _forrang(tmp_path, "load", "bad.yaml") == (
        2,
        "",
        "bad.yaml:1: customer: this field is missing\n",
    )
    assert not (tmp_path / "data").exists()


def test_the_first_command_makes_what_it_needs_for_its_owner_alone(tmp_path: Path) -> None:
    assert _forrang(tmp_path, "load", DOCUMENTS[0])[0] == 0
    data = tmp_path / "data"
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    for name in ("secret-key", "forrang.sqlite3"):
        assert stat.S_IMODE((data / name).stat().st_mode) == 0o600
    assert _forrang(tmp_path, "dump", "\udcff")[0] == 2
    assert "customer: Fjord Elektro AS" in _forrang(tmp_path, "dump", "Fjord Elektro AS")[1]


def test_commands_that_start_at_once_make_one_database(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as threads:
        done = list(threads.map(lambda _: _forrang(tmp_path, "load", DOCUMENTS[0]), range(3)))
    assert [(status, error) for status, _, error in done] == [(0, "")] * 3
    assert sum("new customer" in out for _, out, _ in done) == 1


def test_a_command_that_only_reads_makes_nothing(tmp_path: Path) -> None:
    for words in (("calls",), ("dump", "Nordlys"), ("who-answers", "41111111", "22334455")):
        status, out, error = _forrang(tmp_path, *words)
        assert (status, out) == (2, "")
        assert error.startswith(f"FORRANG_DATA: there is no instance in {tmp_path}/data")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "public", ["forrang.example.com", "http://forrang.example.com", "https://a/b", "https://a:0"]
)
def test_a_public_address_that_is_none(tmp_path: Path, public: str) -> None:
    status, out, error = _forrang(tmp_path, "doctor", FORRANG_PUBLIC=public)
    assert (status, out) == (2, "")
    told = "FORRANG_PUBLIC: https:// and a host are expected, like https://forrang.example.com"
    assert told in error
    assert error.count("\n") == 1
