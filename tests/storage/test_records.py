"""What the exchange wrote down: each line once, however often it comes."""

import logging
from typing import Any

import pytest

from forrang.domain.phone_number import PhoneNumber
from forrang.storage import models
from forrang.storage.publish import publish
from forrang.storage.records import Presence, newest_calls, presence_of, store_records

from .documents import fjord, nordlys

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]

KARI = PhoneNumber("+4790000001")


def call_line(customer: int, id: str, arrived: float = 1000.0, **other: Any) -> dict[str, Any]:
    """A call record as it stands in the exchange's ledger."""
    return {
        "kind": "CallRecord",
        "customer": customer,
        "id": id,
        "main_number": "+4722334455",
        "caller": "+4741111111",
        "withheld": False,
        "vip": True,
        "standing": {"matched": 7},
        "arrived": arrived,
        "place_from": arrived,
        "ended": arrived + 60,
        "waited_seconds": 3.25,
        "answered_by": KARI,
        "outcome": "answered",
        "overtaken": 0,
        "story": [{"step": "Arrived"}],
    } | other


def presence_line(customer: int, at: float, state: str, **other: Any) -> dict[str, Any]:
    """A presence fact as it stands there."""
    return {
        "kind": "PresenceChanged",
        "customer": customer,
        "id": f"{customer}-{at}",
        "mobile": KARI,
        "place": "group:Resepsjon",
        "state": state,
        "until": None,
        "at": at,
    } | other


def notice_line(customer: int, id: str, notice: str, **other: Any) -> dict[str, Any]:
    """A notice as it stands there."""
    return {
        "kind": "Notice",
        "customer": customer,
        "id": id,
        "notice": notice,
        "mobile": None,
        "place": None,
        "at": 1000.0,
    } | other


@pytest.fixture
def customer(database: str) -> int:
    """Kari's."""
    return publish(nordlys(), "provider").customer


def test_a_call_is_kept_as_it_was_told(customer: int) -> None:
    line = call_line(customer, "c1", keys="21")
    store_records([line])
    (kept,) = newest_calls()
    assert kept.pop("customer") == "Nordlys Tannklinikk AS"
    assert kept.pop("keys") == "2.1"
    assert kept.pop("why") == line["standing"]
    assert kept == {key: line[key] for key in kept}


def test_twice_is_once(customer: int) -> None:
    batch = [
        call_line(customer, "c1"),
        call_line(customer, "c2"),
        presence_line(customer, 10.0, "out"),
        notice_line(customer, "n1", "trunk-fault"),
    ]
    store_records(batch)
    store_records([*batch, call_line(customer, "c3"), call_line(customer, "c3")])
    store_records(reversed(batch))
    assert sorted(one["id"] for one in newest_calls()) == ["c1", "c2", "c3"]
    assert models.Notice.objects.count() == 1
    assert models.Presence.objects.count() == 1


def test_a_call_stays_as_it_was_written_first(customer: int) -> None:
    store_records([call_line(customer, "c1", outcome="answered")])
    store_records([call_line(customer, "c1", outcome="lost")])
    assert newest_calls()[0]["outcome"] == "answered"


def test_all_or_none(customer: int) -> None:
    broken = call_line(customer, "c2")
    del broken["outcome"]
    with pytest.raises(KeyError):
        store_records(
            [notice_line(customer, "n1", "trunk-fault"), call_line(customer, "c1"), broken]
        )
    with pytest.raises(KeyError):
        store_records([call_line(customer, "c1"), {"kind": "Notice", "customer": customer}])
    assert newest_calls() == []
    assert models.Notice.objects.count() == 0


def test_what_the_database_can_never_take_does_not_hold_back_the_others(
    customer: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        store_records(
            [
                call_line(customer + 1, "of nobody"),
                {"kind": "Unheard", "customer": customer},
                {},
                call_line(customer, "c1"),
            ]
        )
    assert [one["id"] for one in newest_calls()] == ["c1"]
    assert len(caplog.records) == 3


def test_newest_first_and_of_one_customer(customer: int) -> None:
    other = publish(fjord(), "provider").customer
    for at in range(4):
        store_records([call_line((customer, other)[at % 2], f"c{at}", arrived=at)])
    assert [one["id"] for one in newest_calls()] == ["c3", "c2", "c1", "c0"]
    assert [one["id"] for one in newest_calls(limit=1)] == ["c3"]
    assert [one["id"] for one in newest_calls(customer=other)] == ["c3", "c1"]


def test_older_news_of_presence_never_undoes_newer(customer: int) -> None:
    store_records(
        [
            presence_line(customer, 10.0, "out"),
            presence_line(customer, 20.0, "paused", until=99.5),
            presence_line(customer, 15.0, "in"),
        ]
    )
    assert presence_of(customer) == [Presence(KARI, "group:Resepsjon", "paused", 99.5, 20.0)]
    store_records([presence_line(customer, 30.0, "in")])
    assert presence_of(customer) == [Presence(KARI, "group:Resepsjon", "in", None, 30.0)]


def test_presence_is_per_place_and_customer(customer: int) -> None:
    other = publish(fjord(), "provider").customer
    store_records(
        [
            presence_line(customer, 10.0, "out"),
            presence_line(customer, 10.0, "in", place="list:+4722334455"),
            presence_line(other, 10.0, "paused"),
        ]
    )
    assert [(one.place, one.state) for one in presence_of(customer)] == [
        ("group:Resepsjon", "out"),
        ("list:+4722334455", "in"),
    ]
    assert [one.state for one in presence_of(other)] == ["paused"]


def test_a_notice_goes_to_whom_it_concerns(customer: int) -> None:
    store_records(
        [
            notice_line(
                customer, "n1", "paused-after-misses", mobile=KARI, place="group:Resepsjon"
            ),
            notice_line(customer, "n2", "trunk-fault"),
        ]
    )
    kept = models.Notice.objects.order_by("id").values_list(
        "to", "kind", "mobile", "place", "at", "read"
    )
    assert list(kept) == [
        ("customer", "paused-after-misses", KARI, "group:Resepsjon", 1000.0, None),
        ("provider", "trunk-fault", None, None, 1000.0, None),
    ]
