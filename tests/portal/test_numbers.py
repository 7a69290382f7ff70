"""«Endre»: the guide's second and third step."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from forrang.domain.answer_group import AnswerGroup, Strategy
from forrang.storage.publish import publish

from .cast import HEAD_OFFICE
from .conftest import logged_in, setup_of

ADDRESS = "/numbers/4722334455/edit/"


def test_it_works(kari: Client) -> None:
    text = kari.get(ADDRESS).content.decode().replace("\xa0", " ")
    assert "<h1>Endre" in text and "22 33 44 55" in text
    assert "Ola Hansen og Aisha Khan er med." in text
    assert "Sist lagret i dag" in text and "av leverandøren" in text
    assert "VIP-kø" in text
    assert fields(text)["ring_seconds"] == "20"


def test_a_save_is_published(kari: Client) -> None:
    response = post(kari, strategy="all", ring_seconds="30", max_wait_minutes="5", vip="on")
    assert response.status_code == 302
    text = kari.get("/setup/").content.decode()
    assert "Lagret." in text and "Gjelder innen 2 sekunder, også for dem som venter." in text
    assert "Lagret." not in kari.get("/setup/").content.decode()
    document = setup_of("Nordlys").document
    assert document.groups[0].ringing.strategy is Strategy.ALL
    assert document.groups[0].ringing.ring_seconds == 30
    assert document.main_numbers[0].setup.queue.max_wait_seconds == 300
    assert document.main_numbers[0].vip is not None and document.main_numbers[0].vip.on


def test_what_is_not_changed_makes_no_version(kari: Client) -> None:
    before = setup_of("Nordlys").version
    post(kari, vip="on")
    assert setup_of("Nordlys").version == before


def test_ticking_vip_tells_what_it_means_and_undo_takes_it_back(kari: Client) -> None:
    post(kari)
    assert not vip_on()
    kari.get("/setup/")
    post(kari, vip="on")
    text = kari.get("/setup/").content.decode().replace("\xa0", " ")
    assert "Lagret. VIP-kø er på for 22 33 44 55 Hovedkontor." in text
    assert "til venstre igjen, med 3 oppføringer." in text
    assert "til da er køen som før" not in text
    undo = re.search(r'action="(/undo/\d+/)"', text)
    assert undo is not None
    kari.post(undo[1])
    assert not vip_on()


def test_unticking_keeps_the_list(kari: Client) -> None:
    entries = kari.get("/setup/").content.decode()
    assert "3 oppføringer" in entries
    post(kari)
    text = kari.get(ADDRESS).content.decode()
    assert "Listen med 3 oppføringer tas vare på" in text


def test_without_the_service_no_vip_box_shows_and_none_is_taken(per: Client) -> None:
    address = "/numbers/4722334477/edit/"
    assert "VIP" not in per.get(address).content.decode()
    post(per, address=address, group="Kundesenter", strategy="in-order", vip="on")
    assert setup_of("Fjord").document.main_numbers[0].vip is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"ring_seconds": "tjue"}, "Skriv et tall fra 5 til 120, for eksempel 20."),
        ({"ring_seconds": "4"}, "Skriv et tall fra 5 til 120, for eksempel 20."),
        ({"ring_seconds": ""}, "Skriv et tall fra 5 til 120, for eksempel 20."),
        ({"ring_seconds": "90", "max_wait_minutes": "1,5"}, "Må være lengre enn ringetiden."),
        ({"max_wait_minutes": "0"}, "Skriv et tall fra 1 til 1440, for eksempel 10."),
    ],
)
def test_errors_stand_at_the_field_and_nothing_is_saved(
    kari: Client, typed: dict[str, str], told: str
) -> None:
    before = setup_of("Nordlys").version
    response = post(kari, **typed)
    text = response.content.decode()
    assert response.status_code == 200
    assert told in text and "1 ting må rettes før vi kan lagre" in text
    assert "<title>Feil: Endre" in text
    for name, value in typed.items():
        assert fields(text).get(name, "") == value
    assert setup_of("Nordlys").version == before


def test_a_group_that_is_chosen_keeps_its_own_ringing(kari: Client) -> None:
    setup = setup_of("Nordlys")
    night = AnswerGroup("Vakt", members=setup.document.groups[0].members)
    night = replace(night, ringing=replace(night.ringing, ring_seconds=45))
    document = replace(setup.document, groups=(*setup.document.groups, night))
    publish(document, "Ola", based_on=setup.version)
    post(kari, group="Vakt", vip="on")
    document = setup_of("Nordlys").document
    assert document.main_numbers[0].setup.queue.group == "Vakt"
    assert [one.ringing.ring_seconds for one in document.groups] == [20, 45]


def test_two_who_save_the_same_are_told_and_lose_nothing(kari: Client) -> None:
    other = logged_in("kari")
    version = setup_of("Nordlys").version
    post(other, based_on=version, max_wait_minutes="7", vip="on")
    response = post(kari, based_on=version, max_wait_minutes="9", vip="on")
    text = response.content.decode()
    assert response.status_code == 409
    assert "Du lagret dette i et annet vindu kl." in text
    assert "10 minutter" in text and "7 minutter" in text and "9 minutter" in text
    assert setup_of("Nordlys").document.main_numbers[0].setup.queue.max_wait_seconds == 420
    again = kari.post("/conflict/", {"edit": fields(text)["edit"], "choice-0": "mine"})
    assert again["Location"] == "/setup/"
    assert setup_of("Nordlys").document.main_numbers[0].setup.queue.max_wait_seconds == 540


def test_two_who_save_different_things_are_both_heard(kari: Client) -> None:
    version = setup_of("Nordlys").version
    post(logged_in("kari"), based_on=version, ring_seconds="25", vip="on")
    assert post(kari, based_on=version, max_wait_minutes="9", vip="on").status_code == 302
    document = setup_of("Nordlys").document
    assert document.groups[0].ringing.ring_seconds == 25
    assert document.main_numbers[0].setup.queue.max_wait_seconds == 540


def test_a_version_that_never_was_is_not_there(kari: Client) -> None:
    assert post(kari, based_on=999).status_code == 404


def post(client: Client, address: str = ADDRESS, **typed: object) -> Any:
    """Send the form as the page shows it, with what is typed."""
    shown = {
        "based_on": setup_of("Nordlys").version,
        "group": "Resepsjon",
        "strategy": "longest-idle",
        "ring_seconds": "20",
        "max_wait_minutes": "10",
    }
    return client.post(address, {**shown, **typed})


def fields(text: str) -> dict[str, str]:
    """The values of the fields of a page."""
    return dict(re.findall(r'<input type="\w+" name="(\w+)" value="([^"]*)"', text))


def vip_on() -> bool:
    """Whether VIP queue is ticked for the head office."""
    numbers = setup_of("Nordlys").document.main_numbers
    number = next(one for one in numbers if one.number == HEAD_OFFICE)
    return number.vip is not None and number.vip.on
