"""When a call last came from an entry, kept with it: always what reading all the calls would say."""

import contextlib
import random
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection

from forrang.domain.number_span import NumberSpan
from forrang.domain.pasted_lines import read_lines
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.typed_entry import typed_entry
from forrang.domain.vip_list import Entry
from forrang.storage import models
from forrang.storage.entries import EntryList
from forrang.storage.entry_saves import (
    EntryChanged,
    EntryThere,
    add_entry,
    edit_entry,
    form_version,
    remove_entry,
    undo_entries,
)
from forrang.storage.last_calls import ask_for_all
from forrang.storage.pasting import judge, paste
from forrang.storage.publish import publish
from forrang.storage.records import store_records
from forrang.storage.vip_pages import share_of_calls

from .documents import a_customer
from .test_records import call_line

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]

LIST = "+4722334455"
TYPED = [
    "41111111", "41111112", "02800", "+46 8 000 00 10", "22990000-99", "22990050-54", "22 99 00*",
    "22990042", "+4722990042", "+46 8*", "46 12 34 56 78",
]  # fmt: skip
CALLERS = [
    "+4741111111", "+4741111112", "+4702800", "+4680000010", "+4722990042", "+4722990100",
    "+46800000", "+468000001", "+472299004", "+4790000002", "+4646123456",
]  # fmt: skip
"""Some are an entry's, some lie in series, some only look as if they did."""


@pytest.fixture
def the_list() -> EntryList:
    publish(a_customer(entries=[{"number": "41111111"}]), "provider")
    return EntryList(models.Customer.objects.get().pk, LIST)


def kept(the_list: EntryList) -> dict[str, float | None]:
    """What the entries say."""
    return dict(the_list.rows().values_list("typed", "last_called"))


def read(the_list: EntryList) -> dict[str, float | None]:
    """What all the calls say."""
    calls = list(
        models.CallRecord.objects.filter(
            customer_id=the_list.customer, main_number=the_list.list_id, caller__isnull=False
        ).values_list("caller", "arrived")
    )
    return {
        row.typed: max(
            (
                at
                for caller, at in calls
                if NumberSpan(row.low, row.high, row.digits).covers(PhoneNumber(caller))
            ),
            default=None,
        )
        for row in the_list.rows()
    }


@pytest.mark.parametrize("seed", range(6))
def test_it_is_what_reading_all_the_calls_would_say(the_list: EntryList, seed: int) -> None:
    chance = random.Random(seed)
    saves: list[int] = []
    acts = list(_acts(the_list, chance, saves))
    for n in range(60):
        chance.choice(acts)(n)
        assert kept(the_list) == read(the_list), n
    assert any(kept(the_list).values())
    the_list.rows().update(last_called=1.0)
    ask_for_all()
    assert kept(the_list) == read(the_list)


def _acts(
    the_list: EntryList, chance: random.Random, saves: list[int]
) -> Iterator[Callable[[int], None]]:
    """Everything that writes entries or calls."""

    def entry() -> Entry:
        typed = typed_entry(chance.choice(TYPED))
        return Entry(**{str(typed.kind): typed.text})

    def calls(n: int) -> None:
        lines = [
            call_line(
                the_list.customer,
                f"{n}-{at}",
                chance.choice([1000.0, 500.0]) + n,
                caller=chance.choice([*CALLERS, None]),
                main_number=chance.choice([LIST, LIST, "+4722334466"]),
            )
            for at in range(3)
        ]
        store_records(lines)
        store_records(lines[:1])

    def add(n: int) -> None:
        with contextlib.suppress(EntryThere):
            saves.append(add_entry(the_list, entry(), "Kari").id)

    def edit(n: int) -> None:
        row = chance.choice(list(the_list.rows()) or [None])
        if row is not None:
            try:
                made = edit_entry(the_list, row.pk, entry(), "Kari", form_version(row))
            except EntryThere:
                return
            saves.extend([made.id] if made else [])

    def remove(n: int) -> None:
        ids = list(the_list.rows().values_list("pk", flat=True))
        if ids:
            saves.append(remove_entry(the_list, chance.choice(ids), "Kari").id)

    def undo(n: int) -> None:
        if saves:
            with contextlib.suppress(EntryChanged):
                undo_entries(the_list, saves.pop(), "Kari")

    def paste_many(n: int) -> None:
        lines = read_lines(chance.sample(TYPED, 4))
        judged = judge(the_list, lines, date(2026, 1, 1))
        if any(one.entry for one in judged):
            saves.append(paste(the_list, judged, "Kari"))

    def load(n: int) -> None:
        typed = [typed_entry(one) for one in chance.sample(TYPED, 5)]
        entries = {one.span: {str(one.kind): one.text} for one in typed}
        publish(a_customer(entries=list(entries.values())), "provider")

    yield from (calls, calls, calls, add, add, edit, remove, undo, paste_many, load)


def test_another_customers_calls_are_not_theirs(the_list: EntryList) -> None:
    publish(a_customer("Fjord", "55 55 55 55"), "provider")
    fjord = models.Customer.objects.get(name="Fjord").pk
    store_records([call_line(fjord, "a", caller="+4741111111")])
    assert kept(the_list) == {"41111111": None}


def test_a_record_that_is_refused_tells_no_entry(the_list: EntryList) -> None:
    line = call_line(the_list.customer, "a", caller="+4741111111", outcome="x" * 100)
    if connection.vendor == "postgresql":  # SQLite knows no lengths
        with pytest.raises(Exception, match="too long"):
            store_records([line])
        assert kept(the_list) == {"41111111": None}


def test_the_list_of_a_key_counts_the_calls_that_stood_there(the_list: EntryList) -> None:
    of_key = EntryList(the_list.customer, f"{LIST}/2.1")
    for one in (the_list, of_key):
        with contextlib.suppress(EntryThere):
            add_entry(one, Entry(number="41111111"), "Kari")
    store_records([call_line(the_list.customer, "c1", 1000.0, keys="2")])
    assert (kept(the_list), kept(of_key)) == ({"41111111": 1000.0}, {"41111111": None})
    store_records([call_line(the_list.customer, "c2", 2000.0, keys="21")])
    assert (kept(the_list), kept(of_key)) == ({"41111111": 2000.0}, {"41111111": 2000.0})
    (row,) = of_key.rows()
    remove_entry(of_key, row.pk, "Kari")
    add_entry(of_key, Entry(number="41111111"), "Kari")
    assert kept(of_key) == {"41111111": 2000.0}, "an entry that is new asks the records"
    assert share_of_calls(of_key, 0.0) == (1, 1)
    assert share_of_calls(the_list, 0.0) == (2, 2)
