"""Voicemail as rows: each message once, seen by whom it concerns, and gone when its days are over."""

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.storage import models
from forrang.storage.outgoing_mail import Attachment
from forrang.storage.publish import publish
from forrang.storage.records import store_records
from forrang.storage.voicemail import (
    PAGE,
    UNDO,
    Box,
    Wanted,
    any_messages,
    delete_message,
    keep_message,
    mark_heard,
    mark_new,
    message_sound,
    new_messages,
    one_message,
    page_of_messages,
    put_back,
    remove_old_messages,
)
from forrang.storage.voicemail_mail import LeftMessage, lay_messages

from .documents import a_customer

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]

MAIN, FJORD = PhoneNumber("+4722334455"), PhoneNumber("+4722334477")
SOUND = bytes(range(256)) * 100
KARI = "+4790000001"


@pytest.fixture
def nordlys() -> int:
    return publish(a_customer(), "provider").customer


@pytest.fixture
def fjord() -> int:
    return publish(a_customer("Fjord", "22 33 44 77"), "provider").customer


def record(customer: int, id: str, *, number: str = MAIN, outcome: str = "voicemail",
           ended: float | None = None, keys: str = "", told: tuple[str, ...] = ()) -> None:  # fmt: skip
    """A call that came to voicemail, by a key of a menu."""
    ended = time.time() if ended is None else ended
    story: list[dict[str, Any]] = [{"step": "Arrived", "at": ended - 30}]
    if keys:
        story.append({"step": "InMenu", "at": ended - 29, "point": number})
        leads_to = f"{number}/{keys}"
        story.append({"step": "Pressed", "at": ended - 28, "key": keys, "leads_to": leads_to})
    sent = {"step": "Sent", "at": ended - 27, "to": "voicemail", "number": None, "notify": told}
    story += [sent, {"step": "Ended", "at": ended, "outcome": outcome}]
    line = {
        "kind": "CallRecord", "customer": customer, "id": id, "main_number": number,
        "caller": "+4741111111", "withheld": False, "vip": False, "standing": {"why": "not-on-list"},
        "arrived": ended - 30, "place_from": ended - 30, "ended": ended, "waited_seconds": 0.0,
        "answered_by": None, "outcome": outcome, "overtaken": 0, "story": story, "keys": keys,
    }  # fmt: skip
    store_records([line])


def kept(customer: int, id: str = "1.1", **more: Any) -> Box:
    record(customer, id, **more)
    assert keep_message(id, SOUND, 3.2)
    return Box(customer, None)


def calls(box: Box, wanted: Wanted | None = None, before: float | None = None) -> list[str]:
    return [one.call for one in page_of_messages(box, wanted or Wanted(), before)[0]]


def test_a_message_is_kept_once_however_often_it_comes(nordlys: int) -> None:
    box = kept(nordlys)
    assert keep_message("1.1", SOUND[:8], 9.0)
    ((found,), older) = page_of_messages(box, Wanted())
    assert (found.call, found.point, found.seconds, found.heard) == ("1.1", MAIN, 3.2, None)
    assert found.record["caller"] == "+4741111111" and older is None
    assert message_sound(box, "1.1") == SOUND


def test_it_waits_for_the_record_of_its_call(nordlys: int) -> None:
    assert not keep_message("1.1", SOUND, 3.2)
    assert not any_messages(Box(nordlys, None))


@pytest.mark.parametrize("outcome", ["gave-up", "waited-too-long", "answered"])
def test_who_left_none_has_none(nordlys: int, outcome: str) -> None:
    record(nordlys, "1.1", outcome=outcome)
    assert keep_message("1.1", SOUND, 3.2)
    assert not any_messages(Box(nordlys, None))


def test_one_that_was_cut_off_is_kept(nordlys: int) -> None:
    assert calls(kept(nordlys, outcome="lost")) == ["1.1"]


def test_nothing_said_leaves_the_record_alone(nordlys: int) -> None:
    record(nordlys, "1.1")
    assert keep_message("1.1", None, 0.0)
    assert not any_messages(Box(nordlys, None))
    assert models.CallRecord.objects.filter(pk="1.1").exists()


def test_it_belongs_to_the_point_that_the_story_names_last(nordlys: int) -> None:
    box = kept(nordlys, keys="2")
    assert [one.point for one in page_of_messages(box, Wanted())[0]] == [f"{MAIN}/2"]
    assert calls(Box(nordlys, frozenset({f"{MAIN}/2"}))) == ["1.1"]
    assert calls(Box(nordlys, frozenset({MAIN}))) == []


def test_nothing_crosses_between_customers(nordlys: int, fjord: int) -> None:
    kept(nordlys)
    for box in (Box(fjord, None), Box(nordlys, frozenset())):
        assert calls(box) == [] and one_message(box, "1.1") is None
        assert message_sound(box, "1.1") is None and new_messages(box) == 0
        assert not mark_heard(box, "1.1", "Per") and not mark_new(box, "1.1")
        assert not delete_message(box, "1.1") and not put_back(box, "1.1")
    assert new_messages(Box(nordlys, None)) == 1


def test_who_heard_it_first_stays(nordlys: int) -> None:
    box = kept(nordlys)
    assert mark_heard(box, "1.1", "Kari") and mark_heard(box, "1.1", "Ola")
    found = one_message(box, "1.1")
    assert found is not None and found.heard is not None and found.heard_by == "Kari"
    assert new_messages(box) == 0
    assert mark_new(box, "1.1") and new_messages(box) == 1


def test_it_is_found_by_what_it_is(nordlys: int) -> None:
    now = time.time()
    box = kept(nordlys, "1.1", ended=now - 10)
    kept(nordlys, "1.2", ended=now - 100_000)
    mark_heard(box, "1.2", "Kari")
    assert calls(box) == ["1.1", "1.2"]
    assert calls(box, Wanted(new=True)) == ["1.1"]
    assert calls(box, Wanted(new=False)) == ["1.2"]
    assert calls(box, Wanted(main_number=FJORD)) == []
    assert calls(box, Wanted(day=(now - 200_000, now - 50_000))) == ["1.2"]


def test_page_by_page_nothing_is_left_out(nordlys: int) -> None:
    now = time.time()
    for n in range(PAGE + 1):
        box = kept(nordlys, f"1.{n}", ended=now - n)
    found, before = page_of_messages(box, Wanted())
    assert len(found) == PAGE and before == found[-1].left
    assert calls(box, before=before) == [f"1.{PAGE}"]


def test_what_is_deleted_is_seen_by_nobody_and_can_be_put_back(nordlys: int) -> None:
    box = kept(nordlys)
    assert delete_message(box, "1.1") and not delete_message(box, "1.1")
    assert calls(box) == [] and message_sound(box, "1.1") is None and new_messages(box) == 0
    assert keep_message("1.1", SOUND, 3.2) and calls(box) == []
    assert put_back(box, "1.1") and calls(box) == ["1.1"]


def test_a_day_after_it_was_deleted_it_is_gone(nordlys: int) -> None:
    box, now = kept(nordlys), time.time()
    delete_message(box, "1.1")
    assert remove_old_messages(now + UNDO.total_seconds() - 60) == 0
    assert remove_old_messages(now + UNDO.total_seconds() + 60) == 1
    assert not put_back(box, "1.1")


def test_too_late_is_too_late_also_before_it_is_removed(nordlys: int) -> None:
    box = kept(nordlys)
    models.VoicemailMessage.objects.update(deleted=timezone.now() - UNDO - timedelta(seconds=1))
    assert not put_back(box, "1.1")


def test_after_the_customers_days_the_sound_is_gone_and_the_record_stays(
    nordlys: int, fjord: int
) -> None:
    now = time.time()
    publish(_keeping(a_customer(), 2), "Kari")
    kept(nordlys, "1.1", ended=now - 2 * 86_400 - 5)
    kept(nordlys, "1.2", ended=now - 2 * 86_400 + 60)
    kept(fjord, "1.3", ended=now - 50 * 86_400, number=FJORD)  # 90 days, where nothing else is said
    assert remove_old_messages(now) == 1
    left = models.VoicemailMessage.objects.order_by("pk").values_list("pk", flat=True)
    assert list(left) == ["1.2", "1.3"]
    assert models.CallRecord.objects.count() == 3


def test_sqlite_leaves_nothing_of_a_sound_that_is_removed(
    nordlys: int, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not database.startswith("sqlite"):
        pytest.skip("PostgreSQL gives the room away when it vacuums")
    record(nordlys, "1.1", ended=time.time() - 91 * 86_400)
    keep_message("1.1", b"nobody shall hear this" * 1000, 2.75)
    path = database.removeprefix("sqlite:///")
    options = connection.settings_dict["OPTIONS"]  # as where SQLite was built so
    as_built = f"{options['init_command']}; PRAGMA secure_delete = OFF"
    monkeypatch.setitem(options, "init_command", as_built)
    _ask("PRAGMA wal_checkpoint(TRUNCATE)")
    assert _in_files(path, b"nobody shall hear this")
    remove_old_messages(time.time())
    _ask("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not _in_files(path, b"nobody shall hear this")


def test_each_message_is_mailed_once_to_whom_the_setup_names(nordlys: int) -> None:
    models.Account.objects.filter(mobile=KARI).update(email="kari@example.com", language="en")
    kept(nordlys, "1.1", told=(KARI, "+4790000009"))
    kept(nordlys, "1.2")
    kept(nordlys, "1.3", told=(KARI,), ended=time.time() - 2 * 86_400)  # no news
    written: list[tuple[LeftMessage, str]] = []

    def write(message: LeftMessage, language: str) -> Any:
        written.append((message, language))
        return "New", "Text", Attachment("a.wav", "audio/wav", message.sound)

    assert (lay_messages(write), lay_messages(write)) == (2, 0)
    ((message, language),) = written
    assert (message.call, language, message.sound) == ("1.1", "en", SOUND)
    mail = models.OutgoingMail.objects.get()
    assert mail.to == "kari@example.com" and mail.attachments.get().content_type == "audio/wav"


def _ask(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _keeping(document: Document, days: int) -> Document:
    return replace(document, voicemail_kept_days=days)


def _in_files(path: str, what: bytes) -> bool:
    files = Path(path).parent.glob(f"{Path(path).name}*")
    return any(what in one.read_bytes() for one in files)
