"""Pasting many entries: how far it is, for whoever wants to be told."""

from datetime import date

import pytest
from django.db import connection

from forrang.domain.pasted_lines import PastedLine, read_lines
from forrang.storage import entries, models
from forrang.storage.entries import EntryList
from forrang.storage.pasting import TOLD, judge, paste
from forrang.storage.publish import publish

from .documents import a_customer

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]

TODAY = date(2026, 11, 25)


class Told:
    """What was told, one after the other, and whether all was kept then."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.totals: set[int] = set()
        self.kept: list[bool] = []

    def __call__(self, done: int, total: int) -> None:
        self.done.append(done)
        self.totals.add(total)
        self.kept.append(not connection.in_atomic_block)


@pytest.fixture
def the_list(database: str) -> EntryList:
    """An empty list."""
    return EntryList(publish(a_customer(), "provider").customer, "+4722334455")


def pasted(amount: int) -> list[PastedLine]:
    return list(read_lines(f"Kunde {at};4{2_000_000 + at}" for at in range(amount)))


@pytest.mark.parametrize("amount", [1, TOLD, 2 * TOLD + 1])
def test_looking_tells_how_far_it_is_up_to_the_last_line(the_list: EntryList, amount: int) -> None:
    told = Told()
    judge(the_list, pasted(amount), TODAY, told)
    assert told.done == [*range(0, amount, TOLD), amount]
    assert told.totals == {amount}


def test_lines_that_cannot_be_used_count_too(the_list: EntryList) -> None:
    lines, told = list(read_lines(["skjult"] * (TOLD + 1))), Told()
    judge(the_list, lines, TODAY, told)
    assert told.done == [0, TOLD, TOLD + 1]


def test_saving_tells_each_batch_and_the_last_when_all_is_kept(
    the_list: EntryList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries, "BATCH", 10)
    told = Told()
    judged = judge(the_list, pasted(25), TODAY)
    save = paste(the_list, judged, "Kari", told)
    assert told.done == [0, 10, 20, 25]
    assert told.totals == {25}
    assert told.kept == [False, False, False, True]
    assert models.EntrySave.objects.filter(pk=save).exists()


def test_only_what_is_written_is_told(the_list: EntryList) -> None:
    paste(the_list, judge(the_list, pasted(3), TODAY), "Kari")
    told = Told()
    paste(the_list, judge(the_list, pasted(5), TODAY), "Kari", told)
    assert (told.done, told.totals) == ([0, 2], {2})


def test_of_a_save_that_is_refused_nothing_is_told(the_list: EntryList) -> None:
    gone = EntryList(the_list.customer + 1, the_list.list_id)
    told = Told()
    with pytest.raises(models.Customer.DoesNotExist):
        paste(gone, judge(gone, pasted(3), TODAY), "Kari", told)
    assert told.done == []
