"""Every step of a call in words: menus, keys, hours, and where a call is sent."""

from typing import Any

import pytest
from django.test import Client

from forrang.acd.events import CallArrived, KeyPressed
from forrang.acd.records import Outcome, Step
from forrang.domain.phone_number import PhoneNumber
from forrang.portal.live import line, relay, story, words
from forrang.site.exchange import calls_now
from forrang.storage.records import store_records

from .conftest import setup_of
from .core import the_core
from .menus import DOCTORS, FORWARDED, SERVICE, closed, number_with_menu, publish_menu
from .test_live import nordlys, record, text

EVA = "+4740000031"
ORDINARY = {"why": "not-on-list", "entry": None}
ON_LIST = {"why": "on-list", "entry": None}


def telling(*steps: dict[str, Any]) -> list[story.Told]:
    """A call to the service number in words."""
    call = {"main_number": SERVICE, "arrived": 0.0}
    given = [{"at": float(at), **one} for at, one in enumerate(steps)]
    return story.told_story(call, given, setup_of("Nordlys").document)


def arrived(standing: dict[str, Any]) -> dict[str, Any]:
    return {"step": "Arrived", "standing": standing, "place_kept_from": None}


def stood(point: str, standing: dict[str, Any]) -> dict[str, Any]:
    return {"step": "StoodInLine", "point": point, "standing": standing, "place_kept_from": None}


def pressed(key: str | None, to: str | None) -> dict[str, Any]:
    return {"step": "Pressed", "key": key, "leads_to": to}


MENU = {"step": "InMenu", "point": SERVICE}


@pytest.fixture(autouse=True)
def _menu(customers: None) -> None:
    publish_menu()


def test_every_step_and_every_end_has_words() -> None:
    assert set(story._TELL) == {one.__name__ for one in Step.__args__}
    assert set(words.OUTCOME) == set(words.ENDED) == {str(one) for one in Outcome}


def test_a_way_through_the_menu() -> None:
    told = telling(
        arrived(ORDINARY), MENU, pressed("7", None), MENU, pressed("2", DOCTORS),
        stood(DOCTORS, ON_LIST), {"step": "Overflowed", "why": "waited"},
        {"step": "Ended", "outcome": "gave-up"},
    )  # fmt: skip
    assert [(one.what, one.why) for one in told[1:5]] == [
        ("Hørte menyen", ""),
        ("Tastet 7", "Den tasten gjør ingenting her."),
        ("Hørte menyen", ""),
        ("Tastet 2", "Tast 2: Leger."),
    ]
    assert told[5].what == "Står i kø hos Servicetelefon, tast 2: Leger" and told[5].vip
    assert told[6].what == "Også de vanlige besvarerne kan spørres"


def test_no_key_and_the_key_that_counts_then() -> None:
    told = telling(arrived(ORDINARY), MENU, pressed(None, f"{SERVICE}/1"))
    assert (told[2].what, told[2].why) == (
        "Trykket ingen tast",
        "Da gjelder dette som tastet: Tast 1: Resepsjonen.",
    )
    told = telling(arrived(ORDINARY), MENU, pressed("9", f"{SERVICE}/1"))
    assert told[2].why.startswith("Den tasten gjør ingenting her. Da gjelder")
    told = telling(arrived(ORDINARY), MENU, pressed("9", SERVICE))
    assert told[2].why == "Menyen leses opp en gang til."


def test_a_vip_of_the_main_number_is_one_behind_its_keys() -> None:
    told = telling(arrived(ON_LIST), MENU, pressed("1", f"{SERVICE}/1"),
                   stood(f"{SERVICE}/1", ORDINARY))  # fmt: skip
    assert told[3].why == "Står på VIP-listen til hovednummeret, og kommer derfor foran her også."
    assert told[3].vip


def test_nothing_is_said_of_a_list_that_never_was() -> None:
    off = {"why": "vip-queue-off", "entry": None}
    told = telling(arrived(off), MENU, pressed("1", f"{SERVICE}/1"), stood(f"{SERVICE}/1", off))
    assert (told[0].why, told[3].why) == ("", "")


def test_what_came_after_the_line_is_not_told_twice() -> None:
    told = telling(
        arrived(ORDINARY), {"step": "LeftLine", "why": "waited-too-long"},
        {"step": "Sent", "to": "forward", "number": FORWARDED},
        {"step": "Missed", "to": FORWARDED, "why": "busy"},
        {"step": "Ended", "outcome": "waited-too-long"},
    )  # fmt: skip
    said = [one.what.replace("\xa0", " ") for one in told[1:]]
    assert said == [
        "Den lengste ventetiden gikk ut", "Ble viderekoblet til 22 00 00 00",
        "22 00 00 00 tok ikke samtalen", "Samtalen ble avsluttet",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "name", "told"),
    [
        ("week", None, "Utenom åpningstiden."),
        ("closed-now", None, "Stengt for hånd."),
        ("exception", "Planleggingsdag", "Planleggingsdag."),
        ("exception", None, "Et avvik fra åpningstiden."),
        ("holiday", "2026-12-25", "Første juledag."),
    ],
)
def test_why_it_was_closed(why: str, name: str | None, told: str) -> None:
    step = {"step": "Closed", "point": SERVICE, "why": why, "text": name, "taken": False}
    found = telling(arrived(ORDINARY), step)[1]
    assert (found.what, found.why) == ("Det var stengt", told)
    found = telling(arrived(ON_LIST), step | {"point": DOCTORS, "taken": True})[1]
    assert found.what == "Stengt: Tast 2: Leger"
    assert found.why == f"{told} En VIP tas imot likevel."


def test_the_log_has_the_key_and_can_be_asked_for_it(kari: Client) -> None:
    store_records([
        record("a", main_number=SERVICE, keys="2"),
        record("b", main_number=SERVICE, keys="", outcome="no-key", answered_by=None),
        record("c", main_number=SERVICE, keys="3", outcome="forwarded", answered_by=FORWARDED),
    ])  # fmt: skip
    found = text(kari, "/calls/")
    for said in (
        "Tast 2: Leger",
        "Tast 3: Vakt",
        "Ingen tast trykket",
        "22 00 00 00, Viderekoblet",
    ):
        assert said in found, said
    only = kari.get("/calls/", {"to": DOCTORS}).content.decode()
    assert "/calls/a/" in only and "/calls/c/" not in only
    only = kari.get("/calls/", {"outcome": "no-key"}).content.decode()
    assert "/calls/b/" in only and "/calls/a/" not in only
    assert (
        "Servicetelefon, Tast 2: Leger" in b"".join(kari.get("/calls/download/calls.csv")).decode()
    )


def test_who_hears_the_menu_does_not_wait() -> None:
    with the_core() as core:
        core.arrives(CallArrived("c1", SERVICE, PhoneNumber(EVA)))
        moment = relay.Moment(calls_now(nordlys().customer.pk), 1e10)
        assert line.lines(nordlys(), moment) == []
        (other,) = line.elsewhere(nordlys(), moment)
        assert other.what == "Hører menyen til Servicetelefon."
        core.happens(SERVICE, KeyPressed("c1", "2"))
        moment = relay.Moment(calls_now(nordlys().customer.pk), 1e10)
        assert line.elsewhere(nordlys(), moment) == []
        (only,) = line.lines(nordlys(), moment)
        assert (only.number, only.place) == (SERVICE, "Servicetelefon, tast 2: Leger")
        assert "Ringer hos" in only.rows[0].why


def test_lines_of_two_keys_are_two() -> None:
    with the_core() as core:
        for id, key in (("c1", "1"), ("c2", "2")):
            core.arrives(CallArrived(id, SERVICE, None))
            core.happens(SERVICE, KeyPressed(id, key))
        moment = relay.Moment(calls_now(nordlys().customer.pk), 1e10)
        assert [one.place.partition(", ")[2] for one in line.lines(nordlys(), moment)] == [
            "tast 1: Resepsjonen",
            "tast 2: Leger",
        ]


def test_who_is_closed_out_hears_a_message() -> None:
    publish_menu(closed(number_with_menu()))
    with the_core() as core:
        core.arrives(CallArrived("c1", SERVICE, PhoneNumber(EVA)))
        moment = relay.Moment(calls_now(nordlys().customer.pk), 1e10)
        (other,) = line.elsewhere(nordlys(), moment)
        assert other.what == "Hører en beskjed fra Servicetelefon."
