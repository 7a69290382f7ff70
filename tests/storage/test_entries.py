"""Entries as rows: only what changed is written, and the exchange hears what it has to."""

from typing import Any

import pytest
from django.db import transaction

from forrang.domain.number_span import parse_span
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_entries import VipEntries
from forrang.domain.vip_list import Entry
from forrang.storage import entries as module
from forrang.storage import models
from forrang.storage.changes import changes_after, latest_seq
from forrang.storage.entries import EntryCounts, EntryList, change_entries, entries_of
from forrang.storage.publish import publish
from forrang.storage.setups import whole_document

from .documents import a_customer, numbers

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]

LIST = "+4722334455"


def _load(*entries: dict[str, Any]) -> tuple[EntryCounts, list[tuple[str, dict[str, Any]]]]:
    """Publish a list with these entries; what became of them, and what the exchange hears."""
    before = latest_seq()
    counts = publish(a_customer(entries=list(entries)), "provider").entries
    heard = [(str(one.kind), one.what) for one in changes_after(before, 5000)]
    return counts, [one for one in heard if one[0] not in ("setup", "service")]


def _ids() -> dict[str, int]:
    return dict(models.VipEntry.objects.values_list("typed", "id"))


def test_an_added_and_a_removed_entry() -> None:
    _load({"number": "41000001"}, {"number": "41000002"})
    counts, heard = _load(
        {"number": "41000002"}, {"range": "22990000-99", "last_day": "2027-01-31"}
    )
    assert counts == EntryCounts(added=1, removed=1)
    place = 474100000100000
    assert heard == [
        ("entry_removed", {"list": LIST, "low": place, "high": place, "digits": 10}),
        (
            "entry_added",
            {
                "list": LIST,
                "low": 472299000000000,
                "high": 472299009900000,
                "digits": 10,
                "entry": _ids()["22990000-99"],
                "last_day": 20849,
            },
        ),
    ]


def test_an_entry_that_is_edited_keeps_its_id() -> None:
    _load({"number": "41000001", "name": "Stor Kunde"}, {"number": "41000002"})
    before = _ids()
    counts, heard = _load(
        {"number": "+47 41000001", "name": "Større Kunde"}, {"number": "41000002"}
    )
    assert counts == EntryCounts(changed=1)
    assert heard == []  # names are nothing to the exchange
    assert _ids() == {"+47 41000001": before["41000001"], "41000002": before["41000002"]}
    counts, heard = _load({"number": "41000001", "last_day": "1960-01-01"}, {"number": "41000002"})
    assert counts == EntryCounts(changed=1)
    ((kind, what),) = heard
    assert (kind, what["entry"], what["last_day"]) == ("entry_added", before["41000001"], 1)


@pytest.mark.parametrize(("more", "kinds"), [(0, {"entry_added"}), (1, {"list_replaced"})])
def test_many_changes_at_once_are_one(
    monkeypatch: pytest.MonkeyPatch, more: int, kinds: set[str]
) -> None:
    monkeypatch.setattr(module, "ONE_BY_ONE", 20)
    monkeypatch.setattr(module, "BATCH", 7)
    counts, heard = _load(*numbers(41_000_000, 20 + more))
    assert counts.added == 20 + more
    assert {kind for kind, _ in heard} == kinds
    assert len(heard) == (1 if more else 20)


def test_a_thousand_are_told_one_by_one() -> None:
    assert module.ONE_BY_ONE == 1000


def test_entries_are_read_in_the_order_of_the_numbers_and_written_in_their_own() -> None:
    texts = ["42000002", "22990000-99", "41000001", "+46"]
    kinds = ["number", "range", "number", "prefix"]
    _load(*({kind: text} for kind, text in zip(kinds, texts, strict=True)))
    customer = models.Customer.objects.get().pk
    rows = list(entries_of(customer, LIST))
    assert rows == sorted(rows)
    entries = VipEntries.from_rows(rows)
    for number, text in (
        ("+4741000001", "41000001"),
        ("+4722990042", "22990000-99"),
        ("+46701234567", "+46"),
    ):
        found = entries.find(PhoneNumber(number), 1)
        assert found is not None
        assert found.entry == _ids()[text]
    vip = whole_document("Nordlys").main_numbers[0].vip
    assert vip is not None
    assert [one.typed for one in vip.entries] == texts


def test_single_entries_are_changed_without_the_others() -> None:
    _load(*numbers(41_000_000, 5))
    customer = models.Customer.objects.get().pk
    the_list = EntryList(customer, LIST)
    gone = parse_span(Entry(number="41000004").kind, "41000004")
    never = parse_span(Entry(number="41000009").kind, "41000009")
    with transaction.atomic():
        counts, heard = change_entries(
            the_list,
            [Entry(number="41000000"), Entry(number="42000000", name="Ny")],
            [gone, never],
            "Kari",
        )
    assert counts == EntryCounts(added=1, removed=1)
    assert [str(one.kind) for one in heard] == ["entry_removed", "entry_added"]
    assert set(_ids()) == {"41000000", "41000001", "41000002", "41000003", "42000000"}
    assert models.VipEntry.objects.get(typed="42000000").changed_by == "Kari"
    with transaction.atomic():
        assert change_entries(the_list, [Entry(number="42000000", name="Ny")], [gone], "Ola") == (
            EntryCounts(),
            [],
        )


def test_two_customers_may_have_the_same_entry() -> None:
    _load({"number": "41000001"})
    publish(a_customer("Fjord", "22334477", entries=[{"number": "41000001"}]), "provider")
    assert models.VipEntry.objects.count() == 2
    customer = models.Customer.objects.get(name="Fjord").pk
    assert list(entries_of(customer, LIST)) == []
    assert len(list(entries_of(customer, "+4722334477"))) == 1


def test_one_added_entry_costs_a_few_queries(exactly_queries: Any) -> None:
    _load(*numbers(41_000_000, 500))
    customer = models.Customer.objects.get().pk
    with transaction.atomic(), exactly_queries(5):
        change_entries(EntryList(customer, LIST), [Entry(number="42000000")], [], "Kari")
