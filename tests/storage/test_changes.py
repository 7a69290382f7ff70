"""The ordered table of changes: commit order, no gaps, nothing skipped."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from forrang.domain.phone_number import PhoneNumber
from forrang.storage import changes, models
from forrang.storage.changes import (
    KEPT,
    Change,
    ChangeKind,
    NewChange,
    TooFarBehind,
    append_changes,
    changes_after,
    latest_seq,
    prune_changes,
    wish_presence,
)

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]

WRITERS = 6
ROUNDS = 25


@pytest.fixture
def customer(database: str) -> int:
    """Somebody for the changes to be about."""
    return models.Customer.objects.create(name="Nordlys").pk


def _append(customer: int, *marks: int) -> None:
    with transaction.atomic(durable=True):
        append_changes([NewChange(customer, ChangeKind.SETUP, {"version": mark}) for mark in marks])


def _marks(found: list[Change]) -> list[int]:
    return [one.what["version"] for one in found]


def test_it_counts_from_one(customer: int) -> None:
    assert latest_seq() == 0
    assert changes_after(0, 10) == []
    _append(customer, 7, 8)
    assert latest_seq() == 2
    assert changes_after(0, 10) == [
        Change(1, customer, ChangeKind.SETUP, {"version": 7}),
        Change(2, customer, ChangeKind.SETUP, {"version": 8}),
    ]
    assert _marks(changes_after(1, 10)) == [8]
    assert _marks(changes_after(0, 1)) == [7]
    assert changes_after(2, 10) == []


def test_a_rolled_back_change_leaves_no_gap(customer: int) -> None:
    _append(customer, 1)
    with pytest.raises(ZeroDivisionError), transaction.atomic(durable=True):
        append_changes([NewChange(customer, ChangeKind.SETUP, {"version": 2})])
        raise ZeroDivisionError
    _append(customer, 3)
    assert [(one.seq, one.what["version"]) for one in changes_after(0, 10)] == [(1, 1), (2, 3)]


def test_a_reader_sees_concurrent_writers_in_the_order_of_their_commits(customer: int) -> None:
    """A reader that always asks from where it is misses nothing, although transactions that began
    first may end last.
    """

    def write(writer: int) -> None:
        chance = random.Random(writer)
        for at in range(ROUNDS):
            with transaction.atomic(durable=True):
                if connection.vendor == "postgresql":  # work before the lock, side by side
                    models.Customer.objects.create(name=f"{writer} {at}")
                    time.sleep(chance.random() * 0.01)
                append_changes(
                    [
                        NewChange(customer, ChangeKind.SETUP, {"version": writer * 1000 + at})
                        for _ in range(chance.choice([1, 1, 3]))
                    ]
                )
                time.sleep(chance.random() * 0.005)  # between the number and the commit
        connection.close()

    seen: list[Change] = []
    with ThreadPoolExecutor(WRITERS) as writers:
        running = [writers.submit(write, writer) for writer in range(WRITERS)]
        while not all(one.done() for one in running) or len(seen) < latest_seq():
            seen += changes_after(seen[-1].seq if seen else 0, 5)
    for one in running:
        one.result()
    assert [one.seq for one in seen] == list(range(1, models.Change.objects.count() + 1))
    for writer in range(WRITERS):
        marks = [mark for mark in _marks(seen) if mark // 1000 == writer]
        assert list(dict.fromkeys(marks)) == [writer * 1000 + at for at in range(ROUNDS)]


def test_pruning_takes_what_is_old_and_leaves_the_newest(customer: int) -> None:
    _append(customer, 1, 2, 3)
    assert prune_changes() == 0
    models.Change.objects.filter(seq__lte=2).update(at=timezone.now() - KEPT - timedelta(hours=1))
    assert prune_changes() == 2
    assert _marks(changes_after(2, 10)) == [3]
    models.Change.objects.update(at=timezone.now() - KEPT - timedelta(hours=1))
    assert prune_changes() == 0
    assert latest_seq() == 3
    _append(customer, 4)
    assert latest_seq() == 4


def test_whoever_writes_prunes_now_and_then(customer: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "PRUNED_EVERY", 10)
    _append(customer, *range(8))
    models.Change.objects.filter(seq__lte=5).update(at=timezone.now() - KEPT - timedelta(hours=1))
    _append(customer, 8)
    assert models.Change.objects.count() == 9
    _append(customer, 9, 10)
    assert _marks(changes_after(5, 99)) == [5, 6, 7, 8, 9, 10]
    assert models.Change.objects.count() == 6


def test_pruning_leaves_no_hole_when_the_clock_was_set_back(customer: int) -> None:
    _append(customer, 1, 2, 3)
    models.Change.objects.filter(seq=2).update(at=timezone.now() - KEPT - timedelta(hours=1))
    assert prune_changes() == 0


def test_a_reader_that_is_too_far_behind_is_told(customer: int) -> None:
    _append(customer, 1, 2, 3)
    models.Change.objects.filter(seq__lte=2).delete()
    for seq in (0, 1):
        with pytest.raises(TooFarBehind):
            changes_after(seq, 10)
    assert _marks(changes_after(2, 10)) == [3]


def test_a_reader_of_another_table_is_told(customer: int) -> None:
    """The database was put back from a backup, and the reader is ahead of it."""
    _append(customer, 1)
    with pytest.raises(TooFarBehind):
        changes_after(2, 10)


def test_a_wish_is_a_change(customer: int) -> None:
    wish_presence(customer, PhoneNumber("+4790000001"), "pause", until=1e9)
    wish_presence(customer, PhoneNumber("+4790000001"), "out", "group:Resepsjon")
    assert [one.what for one in changes_after(0, 10)] == [
        {"mobile": "+4790000001", "place": None, "wish": "pause", "until": 1e9},
        {"mobile": "+4790000001", "place": "group:Resepsjon", "wish": "out", "until": None},
    ]
    assert {one.kind for one in changes_after(0, 10)} == {ChangeKind.PRESENCE}
