"""The ledger: every record reaches the database, once, however often the database was away."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from exchange.setups import ANNA, KARI, MAIN
from forrang.acd.events import ORDINARY
from forrang.acd.records import (
    Arrived,
    CallRecord,
    Ended,
    Notice,
    NoticeKind,
    Outcome,
    PresenceChanged,
    State,
)
from forrang.exchange import carrying
from forrang.exchange.ledger import Ledger


def _record(id: str) -> CallRecord:
    return CallRecord(
        id=id,
        main_number=MAIN,
        caller=ANNA,
        withheld=False,
        vip=False,
        standing=ORDINARY,
        arrived=1.0,
        place_from=1.0,
        ended=2.0,
        waited_seconds=1.0,
        answered_by=None,
        outcome=Outcome.GAVE_UP,
        overtaken=0,
        story=(Arrived(1.0, ORDINARY, None), Ended(2.0, Outcome.GAVE_UP)),
    )


class Database:
    """Takes batches, or is away."""

    def __init__(self) -> None:
        self.away = False
        self.tries = 0
        self.batches: list[list[dict[str, Any]]] = []

    def store(self, lines: list[dict[str, Any]]) -> None:
        self.tries += 1
        if self.away:
            raise ConnectionError("away")
        json.dumps(lines)
        self.batches.append(lines)

    @property
    def ids(self) -> list[str]:
        return [line["id"] for batch in self.batches for line in batch]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "RETRY_SECONDS", (0.01,))


async def _carried(ledger: Ledger, until: int, database: Database) -> None:
    writing = asyncio.create_task(ledger.write())
    async with asyncio.timeout(5):
        while len(database.ids) < until:
            await asyncio.sleep(0.005)
    writing.cancel()


async def test_records_are_carried_in_order(tmp_path: Path) -> None:
    database = Database()
    ledger = Ledger(tmp_path / "ledger", database.store)
    for n in range(5):
        ledger.append(1, _record(f"c{n}"))
    await _carried(ledger, 5, database)
    assert database.ids == [f"c{n}" for n in range(5)]


async def test_what_waits_outlives_a_database_that_is_away_and_our_own_death(
    tmp_path: Path,
) -> None:
    database = Database()
    database.away = True
    ledger = Ledger(tmp_path / "ledger", database.store)
    ledger.append(1, _record("c1"))
    writing = asyncio.create_task(ledger.write())
    async with asyncio.timeout(5):
        while database.tries < 3:
            await asyncio.sleep(0.005)
    assert ledger.waiting_bytes > 0
    writing.cancel()
    database.away = False
    again = Ledger(tmp_path / "ledger", database.store)
    again.append(1, _record("c2"))
    await _carried(again, 2, database)
    assert database.ids == ["c1", "c2"]


async def test_a_torn_line_costs_itself(tmp_path: Path) -> None:
    database = Database()
    ledger = Ledger(tmp_path / "ledger", database.store)
    ledger.append(1, _record("c1"))
    with (tmp_path / "ledger").open("ab") as file:
        file.write(b'{"id": "torn\n')
    ledger.append(1, _record("c2"))
    await _carried(ledger, 2, database)
    assert database.ids == ["c1", "c2"]


async def test_the_newest_calls_are_known_after_they_were_carried(tmp_path: Path) -> None:
    database = Database()
    ledger = Ledger(tmp_path / "ledger", database.store)
    ledger.append(1, _record("c1"))
    await _carried(ledger, 1, database)
    assert Ledger(tmp_path / "ledger", database.store).newest_calls() == {"c1"}


async def test_each_kind_has_what_the_database_wants(tmp_path: Path) -> None:
    database = Database()
    ledger = Ledger(tmp_path / "ledger", database.store)
    ledger.append(7, PresenceChanged(3.0, KARI, "group:Resepsjon", State.PAUSED, 9.0))
    ledger.append(7, Notice(4.0, NoticeKind.TRUNK_FAULT))
    ledger.append(7, _record("c1"))
    await _carried(ledger, 3, database)
    presence, notice, call = (line for batch in database.batches for line in batch)
    assert (presence["kind"], presence["customer"], presence["state"]) == (
        "PresenceChanged",
        7,
        "paused",
    )
    assert (notice["kind"], notice["notice"]) == ("Notice", "trunk-fault")
    assert [step["step"] for step in call["story"]] == ["Arrived", "Ended"]
    assert len({presence["id"], notice["id"], call["id"]}) == 3
