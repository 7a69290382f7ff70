"""Sounds recorded by telephone: who is called, how often, and what is kept, once."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from forrang.domain.phone_number import PhoneNumber
from forrang.exchange.dictation import DictationCall
from forrang.exchange.snapshot_files import SnapshotFiles
from forrang.exchange.snapshots import Snapshots
from forrang.exchange.sounds import Sounds
from forrang.storage import models, sounds
from forrang.storage.changes import ChangeKind, changes_after, latest_seq
from forrang.storage.dictations import (
    CALLS_AN_HOUR,
    FORGOTTEN,
    UNANSWERED,
    NotConfirmed,
    Outcome,
    answer_dictation,
    ask_dictation,
    end_dictation,
    keep_dictation,
    newest_dictation,
)
from forrang.storage.sounds import sounds_of
from forrang.storage.spoken_codes import NotYet

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]

KARI, OLA = (PhoneNumber(f"+479000000{i}") for i in (1, 2))
SAMPLES = bytes(range(200)) * 160
ID = hashlib.sha256(SAMPLES).hexdigest()


@pytest.fixture
def nordlys(database: str) -> int:
    """Kari, whose mobile is confirmed, and Ola, whose is not."""
    customer = models.Customer.objects.create(name="Nordlys", version=1)
    for mobile, confirmed in ((KARI, timezone.now()), (OLA, None)):
        account = models.Account.objects.create_user(mobile, "et gammelt passord")
        models.Membership.objects.create(
            account=account, customer=customer, mobile_confirmed=confirmed
        )
    return int(customer.pk)


def _ask(customer: int, mobile: PhoneNumber = KARI, name: str = "Sommer") -> NotYet | None:
    return ask_dictation(customer, mobile, name, "Kari Nordmann", "nb")


def _told() -> list[dict[str, Any]]:
    return [one.what for one in changes_after(0, 500) if one.kind is ChangeKind.DICTATION]


def _later(by: timedelta) -> None:
    """Let time have passed."""
    for one in models.Dictation.objects.all():
        models.Dictation.objects.filter(pk=one.pk).update(asked=one.asked - by)


def _outcome(customer: int) -> Outcome | None:
    found = newest_dictation(customer, KARI)
    assert found is not None
    return found.outcome


def test_what_was_said_is_kept_under_its_name_once(nordlys: int) -> None:
    assert _ask(nordlys) is None
    (what,) = _told()
    assert (what["mobile"], what["language"]) == (KARI, "nb")
    answer_dictation(what["dictation"])
    assert _outcome(nordlys) is None
    keep_dictation(what["dictation"], ID, SAMPLES, 2.0)
    (kept,) = sounds_of(nordlys)
    assert (kept.id, kept.name, kept.by) == (ID, "Sommer", "Kari Nordmann")
    found = newest_dictation(nordlys, KARI)
    assert found is not None and (found.outcome, found.sound) == (Outcome.KEPT, ID)
    sounds.remove_sound(nordlys, ID, "Kari Nordmann")
    keep_dictation(what["dictation"], ID, SAMPLES, 2.0)  # a file that was not removed in time
    end_dictation(what["dictation"], Outcome.DROPPED)
    assert sounds_of(nordlys) == [] and _outcome(nordlys) is Outcome.KEPT


def test_nobody_asked_for_it_is_nothing(nordlys: int) -> None:
    keep_dictation("f" * 32, ID, SAMPLES, 2.0)
    assert sounds_of(nordlys) == []


def test_no_room_is_said(nordlys: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "MOST_BYTES", 10)
    _ask(nordlys)
    keep_dictation(_told()[0]["dictation"], ID, SAMPLES, 2.0)
    assert _outcome(nordlys) is Outcome.FULL and sounds_of(nordlys) == []


def test_only_a_confirmed_mobile_of_the_customers_is_called(nordlys: int) -> None:
    fjord = models.Customer.objects.create(name="Fjord", version=1).pk
    for customer, mobile in ((nordlys, OLA), (fjord, KARI), (nordlys, PhoneNumber("+4790000009"))):
        with pytest.raises(NotConfirmed):
            _ask(customer, mobile)
    assert _told() == []


def test_not_twice_in_a_minute_and_not_eleven_times_an_hour(nordlys: int) -> None:
    assert _ask(nordlys) is None
    for _time in range(CALLS_AN_HOUR - 1):
        refused = _ask(nordlys)
        assert refused is not None and not refused.often
        _later(timedelta(seconds=61))
        assert _ask(nordlys) is None
    _later(timedelta(seconds=61))
    refused = _ask(nordlys)
    assert refused is not None and refused.often
    assert timedelta(minutes=40) < refused.wait < timedelta(minutes=51)
    _later(refused.wait)
    assert _ask(nordlys) is None


def test_what_nobody_hears_of_again_came_to_nothing(nordlys: int) -> None:
    _ask(nordlys)
    _later(UNANSWERED)
    assert _outcome(nordlys) is Outcome.UNANSWERED
    answer_dictation(_told()[0]["dictation"])
    assert _outcome(nordlys) is None
    _later(FORGOTTEN - UNANSWERED)
    assert _outcome(nordlys) is Outcome.DROPPED


def test_another_customer_and_another_person_see_nothing_of_it(nordlys: int) -> None:
    fjord = models.Customer.objects.create(name="Fjord", version=1).pk
    _ask(nordlys)
    assert newest_dictation(fjord, KARI) is None
    assert newest_dictation(nordlys, OLA) is None


def test_the_exchange_reads_it_once(nordlys: int, tmp_path: Any) -> None:
    _ask(nordlys)
    token, seq = _told()[0]["dictation"], latest_seq()
    snapshots = Snapshots(SnapshotFiles(tmp_path / "snapshots"), Sounds(tmp_path), lambda _: None)
    read, news = snapshots._read_batch(seq - 1)
    (call,) = news
    assert read == seq and isinstance(call, DictationCall)
    assert (call.mobile, call.token, call.language) == (KARI, token, "nb")
    assert _told() == [{}]
    assert snapshots._read_batch(seq - 1) == (seq, [])


def test_reading_all_anew_calls_nobody(nordlys: int, tmp_path: Any) -> None:
    _ask(nordlys)
    models.Customer.objects.all().update(version=0)
    files = SnapshotFiles(tmp_path / "snapshots")
    files.read()
    Snapshots(files, Sounds(tmp_path), lambda _: None)._read_all()
    assert _told() == [{}]
