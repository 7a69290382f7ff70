"""Promises: kept, checked against the exchange's own core, and guarding every save."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from forrang.domain.document import read_document, write_document
from forrang.domain.promise import Expected, When
from forrang.portal.notice_mail import write_notice
from forrang.portal.promises.checking import check
from forrang.portal.promises.watching import check_due
from forrang.site.exchange import AWAY, answers_of_draft
from forrang.storage import models
from forrang.storage.notices import Told
from forrang.storage.promise_notices import BROKEN, unread_broken
from forrang.storage.promises import (
    PromiseChanged,
    change_promise,
    customers_due,
    promises_of,
)
from forrang.storage.publish import publish

from .conftest import setup_of
from .core import Core, the_core

KARI, OLA, AISHA = "+4790000001", "+4790000002", "+4790000003"
EDIT = "/groups/Resepsjon/edit/"
STRANGER, VIP = "400 00 031", "411 11 111"
OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def core(customers: None) -> Iterator[Core]:
    """The exchange's core."""
    with the_core() as core:
        yield core


def keep(client: Client, name: str = "Ordføreren når Ola", **changed: str) -> Any:
    """Keep a promise; the answer of the page."""
    typed = {
        "name": name,
        "caller": STRANGER,
        "to": "+4722334455",
        "keys": "",
        "weekday": "1",
        "day": "",
        "clock": "10:00",
        "counts": "first",
    }
    return client.post("/promises/new/", typed | changed)


def text_of(client: Client, address: str) -> str:
    """The words of a page."""
    return words(client.get(address))


def words(response: Any) -> str:
    """The words of an answer."""
    html = response.content.decode().replace("\xa0", " ")
    main = re.sub(r"^.*<main|</main>.*$", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def opened(client: Client, address: str) -> dict[str, str]:
    """What the form of the page carries of the promise."""
    return mark_in(client.get(address))


def mark_in(response: Any) -> dict[str, str]:
    """The same of an answer."""
    found = re.search(r'name="mark" value="(\w+)"', response.content.decode())
    assert found
    return {"mark": found[1]}


def nordlys() -> int:
    """The customer's id."""
    return setup_of("Nordlys").customer


def group(*members: str, **changed: str) -> dict[str, Any]:
    """What the form of the answer group has, with these members."""
    typed = {
        "name": "Resepsjon",
        "strategy": "longest-idle",
        "ring_seconds": "20",
        "wrap_up_seconds": "0",
        "rest_seconds": "15",
        "pause_after_misses": "0",
    }
    return typed | {"member": list(members)} | changed


def test_it_works(kari: Client, core: Core) -> None:
    assert "Ingenting er lovet ennå" in text_of(kari, "/promises/")
    response = keep(kari)
    assert response.status_code == 302
    text = text_of(kari, "/promises/")
    assert "Løftet «Ordføreren når Ola» er lagret. Ola Hansen spørres først." in text
    assert "400 00 031 ringer 22 33 44 55 Hovedkontor, hver tirsdag kl. 10:00" in text
    assert "Holder" in text and "Sjekket i dag" in text


def test_what_happens_offers_to_keep_its_answer(kari: Client, core: Core) -> None:
    asked = "from=411+11+111&to=%2B4722334455&date=&time=14%3A30"
    html = kari.get(f"/what-happens/?{asked}").content.decode().replace("&amp;", "&")
    assert f'href="/promises/new/?{asked}"' in html and "Behold som løfte" in html


def test_the_question_comes_from_what_happens(kari: Client, core: Core) -> None:
    asked = "?from=411+11+111&to=%2B4722334455&date=24.11.2026&time=14:30&keys=2"
    html = kari.get(f"/promises/new/{asked}").content.decode()
    for value in ("411 11 111", "14:30", "24.11.2026"):
        assert f'value="{value}"' in html
    assert '<option value="1" selected>' in html


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "Skriv et navn"),
        ({"caller": "12"}, "sifre"),
        ({"to": "+4722334477"}, "Velg et av hovednumrene deres."),
        ({"keys": "x"}, "Tastene er 0 til 9"),
        ({"clock": "25"}, "Det klokkeslettet finnes ikke."),
        ({"weekday": "day"}, "Hvilken dag?"),
        ({"weekday": "day", "day": "01.01.2020"}, "Datoen er passert."),
    ],
)
def test_each_error_stands_at_its_field(
    changed: dict[str, str], told: str, kari: Client, core: Core
) -> None:
    response = keep(kari, **changed)
    assert response.status_code == 200
    assert told in words(response)
    assert promises_of(nordlys()) == []


def test_with_the_exchange_away_nothing_can_be_promised(kari: Client) -> None:
    assert "bare den vet hva som ville skjedd" in words(keep(kari))


def test_a_save_that_breaks_a_promise_is_refused_with_what_was_typed(
    kari: Client, core: Core
) -> None:
    keep(kari)
    before = setup_of("Nordlys").version
    typed = group(AISHA, OLA, ring_seconds="35")
    response = kari.post(EDIT, typed)
    assert response.status_code == 409
    text = words(response)
    assert "Dette bryter et løfte" in text and "Ordføreren når Ola" in text
    assert "Lovet Ola Hansen spørres først" in text
    assert "Ville blitt Aisha Khan spørres først" in text
    html = response.content.decode()
    assert '<input type="hidden" name="ring_seconds" value="35">' in html
    assert setup_of("Nordlys").version == before
    assert promises_of(nordlys())[0].holds is True

    again = kari.post(EDIT, typed | {"promises-seen": "1"})
    assert again.status_code == 409 and "Ikke krysset av" in words(again)

    ids = re.search(r'name="promises-anyway" value="([\d,]+)"', html)
    assert ids
    saved = kari.post(EDIT, typed | {"promises-seen": "1", "promises-anyway": ids[1]})
    assert saved.status_code == 302
    assert setup_of("Nordlys").version == before + 1
    assert setup_of("Nordlys").document.groups[0].ringing.ring_seconds == 35
    text = text_of(kari, "/promises/")
    assert "1 løfte er brutt nå. «Ordføreren når Ola»" in text
    assert "Brutt" in text and "Er nå Aisha Khan spørres først" in text


def test_one_goes_back_to_the_page_as_typed(kari: Client, core: Core) -> None:
    keep(kari)
    back = kari.post(EDIT, group(AISHA, OLA, ring_seconds="35", **{"promises-back": "1"}))
    assert back.status_code == 200
    assert "det ville brutt «Ordføreren når Ola»" in words(back)
    html = back.content.decode()
    assert 'name="ring_seconds" value="35"' in html
    assert html.index(f'name="member" value="{AISHA}"') < html.index(f'name="member" value="{OLA}"')


def test_a_promise_that_is_broken_already_does_not_stop_other_saves(
    kari: Client, core: Core
) -> None:
    keep(kari)
    typed = group(AISHA, OLA)
    kari.post(EDIT, typed | {"promises-anyway": str(promises_of(nordlys())[0].id)})
    assert kari.post(EDIT, group(AISHA, OLA, ring_seconds="31")).status_code == 302


def test_a_save_that_breaks_none_says_nothing_of_them(kari: Client, core: Core) -> None:
    keep(kari)
    text_of(kari, "/setup/")
    assert kari.post(EDIT, group(OLA, AISHA, ring_seconds="31")).status_code == 302
    assert "løfte" not in text_of(kari, "/setup/").lower()
    (kept,) = promises_of(nordlys())
    assert kept.holds and kept.version == setup_of("Nordlys").version


def test_with_the_exchange_away_it_is_saved_and_checked_when_it_is_back(
    kari: Client, core: Core
) -> None:
    keep(kari)
    core.goes_away()
    assert kari.post(EDIT, group(AISHA, OLA)).status_code == 302
    text = text_of(kari, "/setup/")
    assert "Lagret." in text
    assert "Løftene ble ikke sjekket, siden sentralen ikke svarer." in text
    assert "Ikke sjekket" in text_of(kari, "/promises/")
    check_due()
    assert customers_due() == [nordlys()]

    core.comes_back()
    check_due()
    assert customers_due() == []
    assert [one.note for one in unread_broken(nordlys())] == ["Ordføreren når Ola"]
    assert "Løftet «Ordføreren når Ola» er brutt." in text_of(kari, "/setup/")
    assert "Er nå Aisha Khan spørres først" in text_of(kari, "/promises/")
    assert unread_broken(nordlys()) == []


def test_every_night_they_are_checked_and_a_broken_one_is_told_once(
    kari: Client, core: Core
) -> None:
    keep(kari)
    row = models.Promise.objects.get()
    assert row.due.astimezone(OSLO).time() == time(3) and row.due > timezone.now()
    assert customers_due() == []
    models.Promise.objects.update(due=timezone.now(), expected=Expected().plain)
    assert customers_due() == [nordlys()]
    check_due()
    assert [one.note for one in unread_broken(nordlys())] == ["Ordføreren når Ola"]
    models.Notice.objects.all().delete()
    models.Promise.objects.update(due=timezone.now())
    check_due()
    assert unread_broken(nordlys()) == []


def test_undoing_and_restoring_are_guarded_too(kari: Client, core: Core) -> None:
    kari.post(EDIT, group(AISHA, OLA))
    version = setup_of("Nordlys").version
    keep(kari, name="Aisha først")
    response = kari.post(f"/undo/{version}/", {"back": "/setup/"})
    assert response.status_code == 409
    assert '<input type="hidden" name="back" value="/setup/">' in response.content.decode()
    assert f'action="/undo/{version}/"' in response.content.decode()
    assert setup_of("Nordlys").version == version


def test_one_is_changed_and_its_answer_stays_unless_asked(kari: Client, core: Core) -> None:
    keep(kari)
    (kept,) = promises_of(nordlys())
    models.Promise.objects.update(expected=Expected(((0.0, (KARI,)),)).plain)  # type: ignore[arg-type]
    address = f"/promises/{kept.id}/edit/"
    typed = {
        "name": "Nytt navn",
        "caller": STRANGER,
        "to": "+4722334455",
        "weekday": "1",
        "clock": "10:00",
        "counts": "first",
    }

    def save(**changed: str) -> int:
        return int(kari.post(address, typed | opened(kari, address) | changed).status_code)

    assert save() == 302
    assert promises_of(nordlys())[0].promised.expected.asked[0][1] == (KARI,)
    assert promises_of(nordlys())[0].holds is False
    assert save(renew="1") == 302
    (kept,) = promises_of(nordlys())
    assert kept.promised.expected.asked[0][1] == (OLA, AISHA) and kept.holds
    assert save(caller=VIP) == 302
    assert promises_of(nordlys())[0].promised.expected.asked[0][1] == (KARI,)


def test_who_changes_one_that_was_changed_meanwhile_sees_it_first(kari: Client, core: Core) -> None:
    keep(kari)
    (kept,) = promises_of(nordlys())
    address = f"/promises/{kept.id}/edit/"
    typed = {
        "caller": STRANGER,
        "to": "+4722334455",
        "weekday": "1",
        "clock": "10:00",
        "counts": "first",
    }
    before = opened(kari, address)
    assert kari.post(address, typed | before | {"name": "Kari sitt"}).status_code == 302
    response = kari.post(address, typed | before | {"name": "Ola sitt", "clock": "11:00"})
    assert response.status_code == 409
    text = words(response)
    assert "Dette løftet ble endret mens du hadde siden åpen" in text
    assert "Nå står det: «Kari sitt». 400 00 031 ringer" in text and "kl. 10:00" in text
    assert 'value="Ola sitt"' in response.content.decode()
    assert [one.promised.name for one in promises_of(nordlys())] == ["Kari sitt"]
    mine = typed | mark_in(response) | {"name": "Ola sitt", "clock": "11:00"}
    assert kari.post(address, mine).status_code == 302
    assert [one.promised.name for one in promises_of(nordlys())] == ["Ola sitt"]


def test_of_two_who_save_at_once_one_is_told(kari: Client, core: Core) -> None:
    keep(kari)
    (kept,) = promises_of(nordlys())
    mine = replace(kept.promised, name="Ola sitt")
    change_promise(nordlys(), kept.id, mine, kept.promised.mark)
    with pytest.raises(PromiseChanged):
        change_promise(nordlys(), kept.id, mine, kept.promised.mark)


def test_one_is_removed_and_put_back(kari: Client, core: Core) -> None:
    keep(kari)
    (kept,) = promises_of(nordlys())
    assert kari.post(f"/promises/{kept.id}/remove/").status_code == 302
    text = text_of(kari, "/promises/")
    assert "er fjernet." in text and "Ingenting er lovet ennå" in text
    assert kari.post(EDIT, group(AISHA, OLA)).status_code == 302
    assert kari.post(f"/promises/{kept.id}/restore/").status_code == 302
    assert len(promises_of(nordlys())) == 1


def test_another_customers_promise_is_not_there(kari: Client, per: Client, core: Core) -> None:
    keep(kari)
    (kept,) = promises_of(nordlys())
    for act in ("edit", "remove", "restore"):
        assert per.post(f"/promises/{kept.id}/{act}/").status_code == 404
    assert "Ordføreren" not in text_of(per, "/promises/")
    assert len(promises_of(nordlys())) == 1


def test_a_draft_is_asked_without_the_running_exchange_knowing(kari: Client, core: Core) -> None:
    setup = setup_of("Nordlys")
    groups = tuple(replace(one, members=(AISHA,)) for one in setup.document.groups)  # type: ignore[arg-type]
    draft = write_document(replace(setup.document, groups=groups))
    question = {"caller": "+4740000031", "number": "+4722334455", "at": 1e9}
    asked = {"customer": setup.customer, "document": draft, "questions": [question]}
    found = answers_of_draft(asked)
    assert found and found[0]["offers"] == [{"after": 0, "to": [AISHA]}]
    before = write_document(setup.document)
    now = answers_of_draft(asked | {"document": before})
    assert now and now[0]["offers"] == [{"after": 0, "to": [OLA, AISHA]}]


@pytest.mark.parametrize(
    "changed",
    [
        {"customer": 999},
        {"document": {"forrang": 1}},
        {"questions": [{"caller": "", "number": "x", "at": 0}]},
        {"questions": [{"caller": "", "number": "+4722334455", "at": -1}]},
        {"questions": [{"caller": "", "number": "+4722334455", "at": 0, "keys": "a"}]},
        {"questions": [{"caller": "", "number": "+4722334455", "at": 0}] * 201},
        {"questions": "?"},
    ],
)
def test_a_draft_that_cannot_be_read_is_refused(
    changed: dict[str, Any], customers: None, core: Core
) -> None:
    setup = setup_of("Nordlys")
    draft = {"customer": setup.customer, "document": write_document(setup.document)}
    assert answers_of_draft(draft | {"questions": []} | changed) is AWAY


def test_a_weekday_is_an_ordinary_one(customers: None) -> None:
    plain = write_document(setup_of("Nordlys").document)
    plain["main_numbers"][0]["opening_hours"] = {
        "week": {"fri": ["08:00-16:00"]},
        "exceptions": [{"from": "2027-01-08", "to": "2027-01-08"}],
    }
    (number,) = read_document(plain).main_numbers
    friday = When(time(10), weekday=4)
    # 25 December and 1 January are public holidays, 8 January has hours of its own
    start = datetime(2026, 12, 19, 12, tzinfo=OSLO)
    assert friday.next(OSLO, start, number) == datetime(2027, 1, 15, 10, tzinfo=OSLO)
    assert friday.next(OSLO, start, None) == datetime(2026, 12, 25, 10, tzinfo=OSLO)


def test_one_day_is_asked_until_it_is_past(customers: None) -> None:
    day = datetime(2026, 12, 24, 10, tzinfo=OSLO)
    when = When(time(10), day=day.date())
    assert when.next(OSLO, day.astimezone(UTC), None) == day
    assert when.next(OSLO, day + timedelta(minutes=1), None) is None


def test_what_counts_of_an_answer() -> None:
    both = Expected(((0.0, (KARI, OLA)), (30.0, (KARI, OLA, AISHA))))  # type: ignore[arg-type]
    other = Expected(((0.0, (KARI, AISHA)),))  # type: ignore[arg-type]
    closed = Expected(sent="message", closed=True)
    assert both.holds(other, only_first=True) and not both.holds(other, only_first=False)
    assert not both.holds(closed, only_first=True) and not closed.holds(both, only_first=True)
    assert closed.holds(Expected(sent="message", closed=True), only_first=True)
    for one in (both, other, closed):
        assert Expected.read(one.plain) == one


def test_loading_is_not_refused(kari: Client, core: Core) -> None:
    keep(kari)
    setup = setup_of("Nordlys")
    groups = tuple(replace(one, members=(AISHA,)) for one in setup.document.groups)  # type: ignore[arg-type]
    publish(replace(setup.document, groups=groups), "provider")
    found = check(setup.customer)
    assert found and not found[0].holds


def test_a_broken_promise_goes_by_mail_in_the_readers_language(customers: None) -> None:
    told = Told("1", BROKEN, "7", "Ordføreren når Ola", 0.0, "Nordlys")
    for language, subject in (
        ("nb", "Løftet «Ordføreren når Ola» er brutt."),
        ("en", "The promise «Ordføreren når Ola» is broken."),
    ):
        mail = write_notice(told, language)
        assert mail is not None and mail[0] == subject
