"""Where VIPs go after the longest wait, and how each voicemail takes its messages: greeting, longest
message and who gets them by mail, in every form that can send a call there.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.destination import Destination, Voicemail
from forrang.domain.prompt import Prompt
from forrang.domain.vip_list import VipList
from forrang.domain.voicemails import When, voicemails
from forrang.storage.models import Account
from forrang.storage.publish import publish

from . import test_hours, test_vip_list
from .conftest import setup_of
from .core import the_core

EDIT, LIST = "/numbers/4722334455/edit/", test_vip_list.ADDRESS
KARI, OLA, PER = "+4790000001", "+4790000002", "+4790000011"
SAID = Prompt(say="Legg igjen en beskjed.")


@pytest.fixture(autouse=True)
def _customers(customers: None) -> Iterator[None]:
    yield


def vip(client: Client, **typed: Any) -> str:
    """What the list's page says after saving it with these."""
    return test_vip_list.settings(client, **typed)


def test_a_vip_may_go_to_a_voicemail_of_their_own(kari: Client) -> None:
    text = vip(
        kari, wait_then="voicemail", wait_then_text=SAID.say, wait_then_seconds="90",
        wait_then_told=["", KARI, OLA],
    )  # fmt: skip
    assert "Lagret." in text and "Etter lengste ventetid" in text
    voicemail = Voicemail(SAID, 90, (KARI, OLA))  # type: ignore[arg-type]
    assert test_vip_list.saved_list().waited_too_long == Destination(voicemail=voicemail)
    assert "Innringeren kan legge igjen en beskjed" in told(kari, "/history/")


@pytest.mark.parametrize(
    ("typed", "then"),
    [
        ({"wait_then": "forward", "wait_then_number": "411 11 111"}, {"forward": "+4741111111"}),
        ({"wait_then": "message", "wait_then_text": SAID.say}, {"message": SAID}),
    ],
)
def test_or_elsewhere_and_back_to_where_everybody_goes(
    kari: Client, typed: dict[str, str], then: dict[str, Any]
) -> None:
    vip(kari, **typed)
    assert test_vip_list.saved_list().waited_too_long == Destination(**then)
    vip(kari, wait_then="like-everybody")
    assert test_vip_list.saved_list().waited_too_long is None
    assert "Det samme som med alle" in told(kari, "/history/")


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"wait_then": "message"}, "Skriv det som skal sies"),
        ({"wait_then": "forward"}, "Skriv et telefonnummer, for eksempel 411 11 111."),
        ({"wait_then": "forward", "wait_then_number": "22 33 44 55"}, "et av hovednumrene deres"),
        ({"wait_then": "forward", "wait_then_number": "112"}, "nødnummer"),
        ({"wait_then": "voicemail", "wait_then_seconds": "3"}, "Skriv et tall fra 5 til 600"),
    ],
)
def test_what_is_wrong_stands_at_its_field(kari: Client, typed: dict[str, str], error: str) -> None:
    before = setup_of("Nordlys").version
    text = vip(kari, **typed)
    assert error in text.split('id="after-wait"')[1] and "<title>Feil:" in text
    assert setup_of("Nordlys").version == before


def test_a_page_that_did_not_ask_changes_nothing_of_it(kari: Client) -> None:
    vip(kari, wait_then="voicemail", wait_then_seconds="90", wait_then_told=[OLA])
    there = test_vip_list.saved_list().waited_too_long
    vip(kari, ring_seconds="33")
    assert test_vip_list.saved_list().waited_too_long == there is not None
    kari.post(EDIT, {"kind": "queue", "max_wait_minutes": "7", "vip": "on", "ticks": "shown"})
    assert test_vip_list.saved_list().waited_too_long == there


def test_two_who_send_vips_to_different_places_collide(kari: Client) -> None:
    version = str(setup_of("Nordlys").version)
    vip(kari, wait_then="message", wait_then_text="Den ene.")
    typed = {"wait_then": "message", "wait_then_text": "Den andre.", "based_on": version}
    answer = test_vip_list.post_settings(kari, **typed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Etter lengste ventetid" in text and "Den ene." in text and "Den andre." in text


def test_the_page_says_what_comes_for_everybody(kari: Client) -> None:
    text = told(kari, LIST)
    assert "Lengste ventetid er 10 min, og da for alle: en tone, og samtalen avsluttes." in text
    assert f'href="{EDIT}"' in text.split('id="after-wait"')[1]


def test_what_happens_and_the_picture_tell_it(kari: Client) -> None:
    vip(kari, wait_then="forward", wait_then_number="411 22 333", overflow="never")
    query = {"from": "411 11 111", "to": "+4722334455"}
    with the_core():
        answer = kari.get("/what-happens/", query).content.decode().replace("\xa0", " ")
    assert "Innringeren viderekobles. Det er VIP-listen som sier det." in answer
    assert (
        "til 411 22 333"
        in told(kari, "/numbers/4722334455/").split("flow-is-vip-waited-too-long")[1]
    )


PLACES = {
    "number": (EDIT, "voicemail", {"kind": "voicemail", "vip": "on"}, When.ALWAYS),
    "wait": (EDIT, "wait_then", {"kind": "queue", "wait_then": "voicemail"}, When.WAITED_TOO_LONG),
    "full": (
        EDIT, "full_then", {"kind": "queue", "max_waiting": "4", "full_then": "voicemail"},
        When.LINE_FULL,
    ),
    "nobody": (
        EDIT, "nobody_then", {"kind": "queue", "nobody_then": "voicemail"}, When.ALL_LOGGED_OUT,
    ),
    "closed": (test_hours.ADDRESS, "closed", {"closed": "voicemail"}, When.CLOSED),
    "vip": (LIST, "wait_then", {"wait_then": "voicemail"}, When.VIP_WAITED_TOO_LONG),
}  # fmt: skip
"""Where a form can send a call to voicemail: address, the fields' name, what chooses it, when."""


def send(client: Client, place: str, **typed: Any) -> Any:
    address, name, chosen, _when = PLACES[place]
    typed = chosen | {f"{name}_{field}": value for field, value in typed.items()}
    if address == LIST:
        return test_vip_list.post_settings(client, **typed)
    if address == EDIT:
        return client.post(EDIT, typed)
    return test_hours.post(client, **typed)


def saved(place: str) -> Voicemail:
    when = PLACES[place][3]
    found = voicemails(setup_of("Nordlys").document)
    return next(one.voicemail for one in found if one.when is when)


@pytest.mark.parametrize("place", PLACES)
def test_every_voicemail_says_how_long_and_for_whom(kari: Client, place: str) -> None:
    send(kari, place, seconds="60", told=["", OLA])
    assert saved(place) == Voicemail(None, 60, (OLA,))  # type: ignore[arg-type]
    send(kari, place)  # a page that did not ask
    assert saved(place).max_seconds == 60 and saved(place).notify == (OLA,)
    text = told(kari, PLACES[place][0])
    name = PLACES[place][1]
    assert (
        f'name="{name}_told" value="{OLA}"' in text and f'name="{name}_seconds" value="60"' in text
    )
    send(kari, place, seconds="60", told=[""])
    assert saved(place).notify == ()


@pytest.mark.parametrize("place", PLACES)
def test_nobody_else_gets_mail_and_no_message_is_endless(kari: Client, place: str) -> None:
    before = setup_of("Nordlys").version
    text = send(kari, place, seconds="601", told=[PER]).content.decode()
    assert "Skriv et tall fra 5 til 600, for eksempel 120." in text
    assert f"{PER} er ikke" in text or PER in text.split("field-error")[-1]
    assert setup_of("Nordlys").version == before


@pytest.mark.parametrize("address", [EDIT, test_hours.ADDRESS, LIST, "/voicemail/settings/"])
def test_who_has_no_address_is_named_with_the_way_to_one(kari: Client, address: str) -> None:
    send(kari, "wait", seconds="60", told=[OLA])
    Account.objects.filter(mobile=OLA).update(email="ola@nordlys.example")
    address = f"{address}?start=1" if address == test_hours.ADDRESS else address
    text = told(kari, address)
    assert "Kari Nordmann (har ingen e-postadresse på Min side)" in text
    assert "Ola Hansen (har ingen" not in text and "Ola Hansen</label>" in text
    assert '<a href="/my/email/">Hver enkelt skriver inn sin egen på Min side</a>' in text
    Account.objects.update(email="alle@nordlys.example")
    assert "Uten adresse kommer det ingen e-post. <a" not in told(kari, address)


def test_a_list_keeps_its_place_when_its_number_gets_a_menu(kari: Client) -> None:
    document = setup_of("Nordlys").document
    then = Destination(voicemail=Voicemail(SAID))
    number = document.main_numbers[0]
    groups = (*document.groups, AnswerGroup("Vakt"))
    with_place = replace(number, vip=replace(number.vip or VipList(), waited_too_long=then))
    numbers = (with_place, *document.main_numbers[1:])
    publish(replace(document, groups=groups, main_numbers=numbers), "provider")
    menu = {"kind": "menu", "greeting": "Trykk 1.", "new_to_1": "repeat", "vip": "on"}
    kari.post(EDIT, menu | {"confirmed": "1"})
    assert test_vip_list.saved_list().waited_too_long == then
    assert "Legg igjen en beskjed." in told(kari, LIST)


def told(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode().replace("\xa0", " ")
