"""Keys of a menu on the pages that tell of numbers: the company setup, groups and «Min side»."""

from dataclasses import replace

import pytest
from django.test import Client

from forrang.acd.events import CallArrived, KeyPressed
from forrang.domain.call_setup import CallSetup
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.prompt import Prompt
from forrang.domain.vip_list import Answerer, VipList, VipWhenClosed
from forrang.storage.publish import publish

from .conftest import setup_of
from .core import the_core
from .menus import AISHA, FORWARDED, OLA, SERVICE, number_with_menu, publish_menu
from .test_live import text


@pytest.fixture(autouse=True)
def _menu(customers: None) -> None:
    publish_menu()


def test_the_company_setup_says_what_each_number_does(kari: Client) -> None:
    found = text(kari, "/setup/")
    assert "Leser opp en meny: 1 Resepsjonen, 2 Leger, 3 Vakt, 4 Annet, * Beskjed." in found
    assert "Tast 2: Leger" in found and 'href="/numbers/4722334466/keys/2/vip/"' in found
    for setup, said in (
        (CallSetup(forward=FORWARDED), "Viderekobler til 22 00 00 00."),
        (CallSetup(message=Prompt(say="Hei.")), "Leser opp en beskjed, og samtalen avsluttes."),
    ):
        publish_menu(MainNumber(SERVICE, setup))
        assert said in text(kari, "/setup/")


def test_who_may_answer_behind_keys_is_counted(kari: Client) -> None:
    with the_core():
        card = text(kari, "/setup/").partition("number-4722334466")[2]
        assert "2 av 2" in card


def test_a_group_says_behind_which_keys_it_answers(kari: Client) -> None:
    found = text(kari, "/groups/")
    assert '22 33 44 66</span>, <span class="num">tast 1</span>: Resepsjonen' in found
    found = text(kari, "/groups/Resepsjon/remove/")
    assert "tast 2</span>: Leger" in found


def test_who_must_wait_behind_a_key(kari: Client) -> None:
    setup = setup_of("Nordlys")
    empty = tuple(replace(one, members=()) for one in setup.document.groups)
    publish(replace(setup.document, groups=empty), "provider")
    with the_core():
        found = text(kari, "/groups/")
    assert 'De som taster <span class="num">2</span> på <span class="num">22 33 44 66' in found


def test_my_page_says_which_key(ola: Client) -> None:
    found = text(ola, "/my/")
    assert "VIP – Servicetelefon, tast 2: Leger" in found
    with the_core() as core:
        core.arrives(CallArrived("c1", SERVICE, PhoneNumber("+4740000031")))
        core.happens(SERVICE, KeyPressed("c1", "1"))
        found = text(ola, "/my/")
    assert "Servicetelefon, Tast 1: Resepsjonen" in found


def test_who_answers_only_when_it_is_closed_has_a_seat(ola: Client) -> None:
    late = VipWhenClosed(None, (Answerer(employee=OLA),))
    vip = VipList(on=True, answerers=(Answerer(employee=AISHA),), when_closed=late)
    publish_menu(replace(number_with_menu(), vip=vip))
    assert "VIP – Servicetelefon" in text(ola, "/my/")
