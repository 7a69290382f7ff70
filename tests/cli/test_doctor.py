"""`forrang doctor` where nothing runs; beside a running instance it is tested with the supervisor."""

from pathlib import Path

import pytest

from forrang.cli.main import main
from peers import needs


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORRANG_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.mark.engine
def test_before_the_first_start_all_is_well_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORRANG_ENGINE", str(needs.engine()))
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["ok", "settings"], ["ok", "engine"], ["ok", "database"], ["ok", "instance"],
    ]  # fmt: skip
    assert "none yet" in lines[2]
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_there_is_bad_and_says_what_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORRANG_ENGINE", str(tmp_path / "engine"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none/forrang.sqlite3")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "BAD  database" in told
    if "BAD  engine" in told:  # where none is installed
        assert "`forrang engine install` gets one" in told
    assert list(tmp_path.iterdir()) == []
