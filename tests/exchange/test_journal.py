"""The journal: what is written is read back, and what is torn costs no more than itself."""

import logging
from pathlib import Path

import pytest

from exchange.setups import ANNA, MAIN, setup
from forrang.acd.events import CallArrived, CallerLeft, DeadlinePassed, SetupChanged
from forrang.exchange.journal import Journal

ARRIVED = CallArrived("c1", MAIN, ANNA)


def _journal(folder: Path) -> Journal:
    journal = Journal(folder)
    journal.read()
    return journal


def _events(folder: Path) -> list[object]:
    return [line.event for line in Journal(folder).read()[1]]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    journal.checkpoint({"calls": 1})
    written = [ARRIVED, SetupChanged(2, setup()), DeadlinePassed(), CallerLeft("c1", True)]
    for at, event in enumerate(written):
        journal.append(event, float(at), 7)
    state, lines = Journal(tmp_path).read()
    assert state == {"calls": 1}
    assert [line.event for line in lines] == written
    assert [(line.at, line.version) for line in lines] == [(0, 7), (1, 7), (2, 7), (3, 7)]


def test_a_checkpoint_makes_the_lines_before_it_unnecessary(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    journal.checkpoint({"n": 1})
    journal.append(ARRIVED, 1.0, 1)
    journal.checkpoint({"n": 2})
    journal.append(CallerLeft("c1"), 2.0, 1)
    state, lines = Journal(tmp_path).read()
    assert state == {"n": 2}
    assert [line.event for line in lines] == [CallerLeft("c1")]
    assert len(list(tmp_path.glob("journal-*"))) == 1


def test_the_event_that_made_the_core_raise_is_left_out(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    journal.checkpoint({})
    journal.append(ARRIVED, 1.0, 1)
    journal.append(CallerLeft("c1"), 2.0, 1)
    journal.skip_last()
    journal.append(DeadlinePassed(), 3.0, 1)
    assert _events(tmp_path) == [ARRIVED, DeadlinePassed()]


@pytest.mark.parametrize("torn", range(1, 20))
def test_a_torn_last_line_costs_itself(tmp_path: Path, torn: int) -> None:
    journal = _journal(tmp_path)
    journal.checkpoint({})
    journal.append(DeadlinePassed(), 1.0, 1)
    journal.append(ARRIVED, 2.0, 1)
    (path,) = tmp_path.glob("journal-*")
    path.write_bytes(path.read_bytes()[:-torn])
    assert _events(tmp_path) == [DeadlinePassed()]


def test_appending_goes_on_behind_what_was_read(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    journal.checkpoint({})
    journal.append(ARRIVED, 1.0, 1)
    again = _journal(tmp_path)
    again.append(CallerLeft("c1"), 2.0, 1)
    assert _events(tmp_path) == [ARRIVED, CallerLeft("c1")]


@pytest.mark.parametrize("content", [b"", b"\0\0", b"{}", b'{"core": 1}', b"[]"])
def test_a_checkpoint_that_cannot_be_read_is_none(tmp_path: Path, content: bytes) -> None:
    _journal(tmp_path).checkpoint({"n": 1})
    (tmp_path / "checkpoint").write_bytes(content)
    assert Journal(tmp_path).read() == (None, [])


def test_lines_of_another_core_are_not_replayed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = _journal(tmp_path)
    journal.checkpoint({"n": 1})
    journal.append(ARRIVED, 1.0, 1)
    monkeypatch.setattr("forrang.exchange.journal.CORE", 999)
    assert Journal(tmp_path).read() == (None, [])


def test_a_full_disk_is_an_alarm_and_no_more(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal = _journal(tmp_path)
    journal.checkpoint({})
    journal._file = -1  # every write fails from here on
    with caplog.at_level(logging.ERROR):
        journal.append(ARRIVED, 1.0, 1)
    assert "cannot be written" in caplog.text
    assert ANNA not in caplog.records[0].getMessage()
