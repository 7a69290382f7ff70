"""The setups on our own disk come back as they were, or not at all."""

from pathlib import Path

import pytest

from exchange.setups import ANNA, BEN, MAIN, VIP, entries, setup
from forrang.domain.number_span import NumberSpan
from forrang.domain.phone_number import PhoneNumber
from forrang.exchange import snapshot_files
from forrang.exchange.snapshot_files import SnapshotFiles


def _written(folder: Path) -> SnapshotFiles:
    files = SnapshotFiles(folder)
    files.begin_anew()
    files.write_setup(1, 4, setup())
    files.write_list(1, MAIN, entries(VIP))
    files.write_seq(17)
    return files


def _found(folder: Path, number: PhoneNumber) -> int | None:
    read = SnapshotFiles(folder).read()
    assert read is not None
    found = read[1][0].lists[MAIN].find(number, 20_000)
    return None if found is None else found.entry


def test_everything_comes_back(tmp_path: Path) -> None:
    _written(tmp_path / "s")
    read = SnapshotFiles(tmp_path / "s").read()
    assert read is not None
    seq, (snapshot,) = read
    assert (seq, snapshot.customer, snapshot.version) == (17, 1, 4)
    assert snapshot.document == setup()
    assert _found(tmp_path / "s", VIP) == 1
    assert _found(tmp_path / "s", ANNA) is None


def test_changed_entries_are_laid_on(tmp_path: Path) -> None:
    files = _written(tmp_path / "s")
    files.log_entry(1, MAIN, NumberSpan.of(ANNA), 2, 0)
    files.log_entry(1, MAIN, NumberSpan.of(VIP), 0, 0)
    wide = NumberSpan(474800000000000, 474899999999999, 10)
    files.log_entry(1, MAIN, wide, 3, 0)
    assert _found(tmp_path / "s", ANNA) == 2
    assert _found(tmp_path / "s", BEN) == 3
    assert _found(tmp_path / "s", VIP) is None


def test_a_long_log_is_laid_into_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_files, "LOG_LIMIT", 2)
    files = _written(tmp_path / "s")
    asked = [files.log_entry(1, MAIN, NumberSpan.of(ANNA), n, 0) for n in (2, 3, 4)]
    assert asked == [False, False, False]
    assert not list((tmp_path / "s" / "1").glob("*.log"))
    assert _found(tmp_path / "s", ANNA) == 4


def test_a_long_log_beside_a_torn_list_asks_for_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot_files, "LOG_LIMIT", 0)
    files = _written(tmp_path / "s")
    (tmp_path / "s" / "1" / f"{MAIN}.list").write_bytes(b"{}")
    assert files.log_entry(1, MAIN, NumberSpan.of(ANNA), 2, 0)


@pytest.mark.parametrize("name", ["seq", "1/setup", f"1/{MAIN}.list"])
@pytest.mark.parametrize("content", [b"", b"{}", b'{"form": 0, "seq": 1}', b'{"numbers": 9}\n'])
def test_a_damaged_file_makes_all_be_read_anew(tmp_path: Path, name: str, content: bytes) -> None:
    _written(tmp_path / "s")
    path = tmp_path / "s" / name
    assert path.exists()
    path.write_bytes(content)
    assert SnapshotFiles(tmp_path / "s").read() is None


def test_a_torn_line_of_the_log_is_left_out(tmp_path: Path) -> None:
    files = _written(tmp_path / "s")
    files.log_entry(1, MAIN, NumberSpan.of(ANNA), 2, 0)
    (log,) = (tmp_path / "s" / "1").glob("*.log")
    log.write_bytes(log.read_bytes() + b"[4748")
    assert _found(tmp_path / "s", ANNA) == 2


def test_nothing_is_nothing(tmp_path: Path) -> None:
    assert SnapshotFiles(tmp_path / "none").read() is None
