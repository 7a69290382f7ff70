"""«Hva skjer når noen ringer?» with menus, hours and what comes after the line: from the core that
takes calls.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.call_setup import CallSetup, Destination, Queue, Voicemail
from forrang.domain.main_number import MainNumber
from forrang.domain.prompt import Prompt
from forrang.domain.vip_list import Answerer, Entry, VipList, VipWhenClosed
from forrang.storage.entries import EntryList
from forrang.storage.entry_saves import add_entry
from forrang.storage.models import Customer
from forrang.storage.publish import publish

from .conftest import setup_of
from .core import the_core
from .menus import AISHA, DOCTORS, SERVICE, closed, number_with_menu, publish_menu

EVA = "+4741234567"


@pytest.fixture(autouse=True)
def _menu(customers: None) -> Iterator[None]:
    publish_menu()
    add(DOCTORS, EVA, "Dr. Eva")


def add(list_id: str, number: str, name: str) -> None:
    customer = Customer.objects.get(name__startswith="Nordlys").pk
    add_entry(EntryList(customer, list_id), Entry(number=number, name=name), "Kari")


def asked(client: Client, keys: str = "", caller: str = EVA, **more: Any) -> str:
    query = {"from": caller, "to": SERVICE, "keys": keys, **more}
    with the_core():
        found = client.get("/what-happens/", query).content.decode().replace("\xa0", " ")
    return str(found)


def in_order(text: str, *words: str) -> None:
    at = 0
    for one in words:
        assert one in text[at:], one
        at = text.index(one, at)


def test_a_vip_under_a_key(kari: Client) -> None:
    found = asked(kari, "2")
    in_order(
        found, "Det ringer hos Ola Hansen", "Dr. Eva er VIP", "Menyen leses opp",
        "1 Resepsjonen, 2 Leger", "2 tastes", "Tast 2: Leger.", "Treff på VIP-listen", "«Dr. Eva»",
        "Plass 1 i køen", "I køen til Servicetelefon, tast 2: Leger.", "Resepsjon",
        "Innringeren hører en tone",
    )  # fmt: skip
    assert 'href="/numbers/4722334466/keys/2/vip/"' in found


def test_the_same_caller_under_another_key(kari: Client) -> None:
    found = asked(kari, "1")
    in_order(found, "Det ringer hos", "1 tastes", "Ingen VIP-liste her", "Plass 1 i køen")
    assert "Dr. Eva" not in found


def test_keys_are_read_as_people_write_them(kari: Client) -> None:
    in_order(asked(kari, "4, 1"), "4 tastes", "Menyen til Tast 4: Annet", "1 tastes", "Timer")
    assert "Taster er 0 til 9" in asked(kari, "x")


def test_without_a_key(kari: Client) -> None:
    found = asked(kari)
    in_order(found, "Innringeren hører menyen", "Ingen tast trykkes", "til slutt hører")


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("3", "Samtalen viderekobles til 22 00 00 00"),
        ("*", "Innringeren kan legge igjen en beskjed"),
        ("7", "Innringeren hører menyen"),
    ],
)
def test_where_no_line_is(kari: Client, keys: str, told: str) -> None:
    assert told in asked(kari, keys)


def test_a_vip_of_the_main_number_goes_before_the_menu(kari: Client) -> None:
    vip = VipList(on=True, answerers=(Answerer(employee=AISHA),), skips_menu=False)
    publish_menu(replace(number_with_menu(), vip=vip))
    add(SERVICE, "+4741234568", "Ordfører")
    found = asked(kari, "1", "+4741234568")
    in_order(found, "Ordfører er VIP", "Treff på VIP-listen", "Menyen leses opp", "Alltid først.")


def test_a_vip_who_skips_the_menu(kari: Client) -> None:
    publish_menu(replace(number_with_menu(), vip=VipList(True, (), (Answerer(employee=AISHA),))))
    add(SERVICE, "+4741234568", "Ordfører")
    found = asked(kari, "1", "+4741234568")
    in_order(found, "Det ringer hos Aisha Khan", "Treff på VIP-listen", "Plass 1 i køen")
    assert "Menyen leses opp" not in found


def test_when_it_is_closed(kari: Client) -> None:
    publish_menu(closed(number_with_menu(), Destination(message=Prompt(say="Vi har stengt."))))
    found = asked(kari, "2")
    in_order(
        found, "Stengt", "Det er stengt", "Utenom åpningstiden.", "Innringeren hører en beskjed"
    )
    assert 'href="/numbers/4722334466/hours/"' in found


def test_a_vip_is_taken_when_it_is_closed(kari: Client) -> None:
    vip = VipList(on=True, answerers=(Answerer(employee=AISHA),), when_closed=VipWhenClosed())
    publish_menu(closed(replace(number_with_menu(), vip=vip)))
    add(SERVICE, EVA, "Dr. Eva")
    in_order(asked(kari), "Det ringer hos Aisha Khan", "En VIP tas imot likevel.")


def test_what_comes_after_the_line_and_whom_it_overflows_to(kari: Client) -> None:
    setup = setup_of("Nordlys")
    groups = (*setup.document.groups, AnswerGroup("Vakt", ("+4790000001",)))  # type: ignore[arg-type]
    publish(replace(setup.document, groups=groups), "provider")
    then = Destination(voicemail=Voicemail())
    queue = Queue("Resepsjon", overflow_to="Vakt", overflow_after=20, waited_too_long=then)
    publish_menu(MainNumber(SERVICE, CallSetup(queue=queue), name="Servicetelefon"))
    in_order(
        asked(kari), "Etter 20 sekunder spørres også Vakt", "Ingen har svart i tide.",
        "Kari Nordmann", "Innringeren kan legge igjen en beskjed.",
    )  # fmt: skip


def test_without_the_service_nothing_says_vip(kari: Client) -> None:
    setup = setup_of("Nordlys")
    publish(replace(setup.document, services=()), "provider")
    assert "VIP" not in asked(kari, "2")


def test_only_who_has_a_menu_is_asked_for_keys(kari: Client) -> None:
    assert "Taster" in kari.get("/what-happens/").content.decode()
    publish_menu(MainNumber(SERVICE, CallSetup(queue=Queue("Resepsjon"))))
    assert "Taster" not in kari.get("/what-happens/").content.decode()
