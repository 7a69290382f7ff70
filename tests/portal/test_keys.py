"""«Meny med tastevalg»: building one, its keys, and what goes with them."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.test import Client

from forrang.domain.call_setup import Menu
from forrang.domain.prompt import Prompt
from forrang.storage.publish import publish

from .cast import HEAD_OFFICE
from .conftest import logged_in, setup_of

ADDRESS = "/numbers/4722334455/edit/"
KEY_2 = "/numbers/4722334455/keys/2/edit/"
SAID = "Trykk 1 for time, 2 for faktura."


def test_a_menu_is_built_with_its_first_keys(kari: Client) -> None:
    text = shown(build(kari, follow=True))
    assert "Innringere hører menyen fra nå av." in text
    assert "Legg til tast" in text and "Svargruppen Resepsjon" in text
    there = menu()
    assert there.greeting == Prompt(say=SAID)
    assert [(one.key, one.name) for one in there.choices] == [("1", "Time"), ("2", "Faktura")]
    assert (there.wait_seconds, there.repeats, there.otherwise) == (8, 1, None)


def test_a_vip_list_that_overflowed_to_the_queue_goes_on_to(kari: Client) -> None:
    build(kari, vip="on")
    vip = number().vip
    assert vip is not None and vip.on and vip.overflow_to == "Resepsjon" and vip.skips_menu
    kari.post(ADDRESS, {"vip": "on", "ticks": "shown"})
    assert not number().vip.skips_menu


def test_a_menu_has_a_greeting_and_a_key(kari: Client) -> None:
    before = setup_of("Nordlys").version
    text = shown(kari.post(ADDRESS, {"kind": "menu", "greeting": "", "new_name_2": "Salg"}))
    assert "Skriv det som skal sies" in text
    assert "En meny har minst én tast. Velg hvor tast 1 går." in text
    assert "Velg hvor tast 2 går, eller tøm navnet." in text
    twice = {"new_to_1": "repeat", "new_to_2": "repeat", "new_key_2": "1"}
    text = shown(kari.post(ADDRESS, {"kind": "menu", "greeting": SAID, **twice}))
    assert "Tast 1 står her to ganger." in text
    assert setup_of("Nordlys").version == before


def test_greeting_and_keys_are_held_together(kari: Client) -> None:
    build(kari, greeting="Trykk 1 for time, 3 for faktura.")
    text = shown(kari.get(ADDRESS))
    assert "Hilsenen nevner tast 3, men den er ikke satt opp." in text
    assert "Tast 2 er satt opp, men hilsenen nevner den ikke." in text


def test_what_the_page_does_not_show_of_a_menu_stays(kari: Client) -> None:
    build(kari)
    change(lambda there: replace(there, wait_seconds=7.25, otherwise="2"))
    before = setup_of("Nordlys").version
    assert kari.post(ADDRESS, {"kind": "menu"}).status_code == 302
    assert setup_of("Nordlys").version == before


def test_a_key_gets_a_vip_list(kari: Client) -> None:
    build(kari)
    text = shown(kari.get(KEY_2))
    assert "<h1>Endre tast 2 Faktura" in text and "VIP-liste på tast 2" in text
    assert "Listen spørres når innringeren har tastet 2." in text
    text = shown(kari.post(KEY_2, {"vip": "on"}, follow=True))
    assert "Lagret. VIP-kø er på for tast 2 på 22 33 44 55." in text
    assert "Tast 2: VIP-liste" in text
    assert "VIP-liste, 0 oppføringer" in text
    vip = menu().choices[1].vip
    assert vip is not None and vip.on and menu().choices[0].vip is None


def test_without_the_service_a_key_has_no_vip_list(per: Client) -> None:
    address = "/numbers/4722334477/keys/1/edit/"
    to = {"new_to_1": "group:Kundesenter", "new_name_1": "Hjelp"}
    per.post("/numbers/4722334477/edit/", {"kind": "menu", "greeting": "Trykk 1", **to})
    assert "VIP" not in shown(per.get(address)) and "VIP" not in shown(
        per.get("/numbers/4722334477/edit/")
    )
    per.post(address, {"vip": "on"})
    number = setup_of("Fjord").document.main_numbers[0]
    assert number.setup.menu is not None and number.setup.menu.choices[0].vip is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("113", "113 er et nødnummer"),
        ("22 33 44 55", "er et av hovednumrene deres"),
        ("22 33", "4 sifre. Norske numre har 8, eller 5. Mangler det ett?"),
        ("", "Skriv et telefonnummer, for eksempel 411 11 111."),
    ],
)
def test_calls_are_forwarded_to_whole_numbers_of_others(
    kari: Client, typed: str, told: str
) -> None:
    build(kari)
    text = shown(kari.post(KEY_2, {"kind": "forward", "forward": typed}))
    assert told in text and "1 ting må rettes før vi kan lagre" in text
    assert menu().choices[1].setup.forward is None


def test_a_key_does_each_of_the_others(kari: Client) -> None:
    build(kari)
    kari.post(KEY_2, {"kind": "forward", "forward": "22 00 00 00"})
    assert menu().choices[1].setup.forward == "+4722000000"
    kari.post(KEY_2, {"kind": "message", "message": "Vi har flyttet."})
    assert menu().choices[1].setup.message == Prompt(say="Vi har flyttet.")
    kari.post(KEY_2, {"kind": "voicemail", "voicemail_seconds": "60"})
    voicemail = menu().choices[1].setup.voicemail
    assert voicemail is not None and (voicemail.greeting, voicemail.max_seconds) == (None, 60)
    kari.post(KEY_2, {"kind": "repeat"})
    assert menu().choices[1].setup.repeat and menu().choices[1].name == "Faktura"
    kari.post(KEY_2, {"kind": "queue", "group": "Resepsjon", "name": ""})
    queue = menu().choices[1].setup.queue
    assert queue is not None and queue.group == "Resepsjon" and menu().choices[1].name is None


def test_a_queue_says_what_comes_then(kari: Client) -> None:
    typed = {
        "vip": "on",
        "wait_then": "message",
        "wait_then_text": "Ring igjen.",
        "max_waiting": "5",
        "full_then": "forward",
        "full_then_number": "22 00 00 00",
        "nobody_then": "voicemail",
        "overflow_to": "",
        "welcome": "Velkommen.",
        "position": "on",
        "expected_wait": "on",
        "comfort": "Takk for at du venter.\n\nDet går snart.",
        "every_seconds": "30",
        "callback": "on",
        "callback_minutes": "2",
    }
    assert kari.post(ADDRESS, typed).status_code == 302
    queue = number().setup.queue
    assert queue is not None and queue.waited_too_long and queue.line_full and queue.announcements
    assert queue.waited_too_long.message == Prompt(say="Ring igjen.")
    assert queue.line_full.forward == "+4722000000" and queue.max_waiting == 5
    assert queue.all_logged_out is not None and queue.all_logged_out.voicemail is not None
    assert queue.nobody_logged_in == "leave"
    assert [one.say for one in queue.announcements.comfort] == [
        "Takk for at du venter.",
        "Det går snart.",
    ]
    assert (queue.announcements.position, queue.announcements.every_seconds) == (True, 30)
    assert queue.announcements.expected_wait
    assert queue.callback is not None
    assert (queue.callback.tries, queue.callback.retry_seconds) == (3, 120)
    before = setup_of("Nordlys").version
    kari.post(ADDRESS, {"vip": "on"})  # of a page that shows none of the others
    assert setup_of("Nordlys").version == before


def test_what_comes_then_is_complete(kari: Client) -> None:
    wrong = {"wait_then": "message", "nobody_then": "forward", "overflow_to": "Resepsjon"}
    text = shown(kari.post(ADDRESS, wrong))
    assert "3 ting må rettes før vi kan lagre" in text
    assert "Skriv det som skal sies, for eksempel «Ingen kan svare nå. Ring gjerne igjen.»" in text
    assert "Denne gruppen spørres allerede." in text
    # what is not chosen is not looked at
    beside = {"wait_then": "tone", "wait_then_number": "tull", "full_then": "forward", "vip": "on"}
    assert kari.post(ADDRESS, {**beside, "forward": "tull"}).status_code == 302


def test_another_kind_says_first_which_keys_go(kari: Client) -> None:
    build(kari)
    typed = {"kind": "queue", "group": "Resepsjon", "max_wait_minutes": "7"}
    text = shown(kari.post(ADDRESS, typed))
    assert "Tastene blir borte" in text and "Tast 2 Faktura" in text
    assert number().setup.menu is not None
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    assert kari.post(ADDRESS, sent).status_code == 302
    queue = number().setup.queue
    assert queue is not None and queue.max_wait_seconds == 420


def test_keys_come_and_go(kari: Client) -> None:
    build(kari)
    add = "/numbers/4722334455/add-key/"
    assert "<h1>Legg til tast" in shown(kari.get(add))
    kari.post(add, {"key": "*", "name": "Vakt", "kind": "forward", "forward": "22 00 00 00"})
    assert [one.key for one in menu().choices] == ["1", "2", "*"]
    assert "Endre tast *" in shown(kari.get("/numbers/4722334455/keys/star/edit/"))
    change(lambda there: replace(there, otherwise="2"))
    remove = "/numbers/4722334455/keys/2/remove/"
    text = shown(kari.get(remove))
    assert "Den gjelder når ingen tast trykkes." in text
    assert len(menu().choices) == 3
    assert "Tast 2 er fjernet." in shown(kari.post(remove, follow=True))
    assert [one.key for one in menu().choices] == ["1", "*"] and menu().otherwise is None
    kari.post("/numbers/4722334455/keys/star/remove/")
    last = "/numbers/4722334455/keys/1/remove/"
    assert "Den er eneste tast i menyen" in shown(kari.get(last))
    kari.post(last)
    assert len(menu().choices) == 1


def test_a_key_has_a_menu_of_its_own_three_levels_deep(kari: Client) -> None:
    build(kari)
    inner = {"kind": "menu", "greeting": "Trykk 1", "new_to_1": "repeat"}
    kari.post(KEY_2, inner)
    kari.post("/numbers/4722334455/keys/2.1/edit/", inner)
    deepest = "/numbers/4722334455/keys/2.1.1/edit/"
    text = shown(kari.get(deepest))
    assert 'value="menu"' not in text and "Tast 2, 1" in text
    kari.post(deepest, {"kind": "queue", "group": "Resepsjon"})
    there = menu().choices[1].setup.menu
    assert there is not None and there.choices[0].setup.menu is not None
    assert there.choices[0].setup.menu.choices[0].setup.queue is not None
    kari.post("/numbers/4722334455/keys/2/add-key/", {"key": "3", "kind": "repeat"})
    two = menu().choices[1].setup.menu
    assert two is not None and [one.key for one in two.choices] == ["1", "3"]


def test_a_key_that_is_not_there_is_not_found(kari: Client) -> None:
    assert kari.get(KEY_2).status_code == 404
    assert kari.get("/numbers/4722334455/add-key/").status_code == 404
    assert kari.post("/numbers/4722334455/keys/2/remove/").status_code == 404


def test_two_who_change_different_keys_are_both_heard(kari: Client) -> None:
    build(kari)
    version = setup_of("Nordlys").version
    logged_in("kari").post(KEY_2, {"name": "Regning", "based_on": version})
    response = kari.post(KEY_2, {"name": "Bilag", "based_on": version})
    text = shown(response)
    assert response.status_code == 409
    assert "Faktura" in text and "Regning" in text and "Bilag" in text
    assert "22 33 44 55 Hovedkontor, tast 2" in text
    assert "22 33 44 55 Hovedkontor, tast 2" in shown(kari.get("/history/"))


def build(client: Client, follow: bool = False, **typed: Any) -> Any:
    """A menu at the head office, with two keys."""
    form = {
        "kind": "menu",
        "greeting": SAID,
        "wait_seconds": "8",
        "new_key_1": "1",
        "new_name_1": "Time",
        "new_to_1": "group:Resepsjon",
        "new_key_2": "2",
        "new_name_2": "Faktura",
        "new_to_2": "group:Resepsjon",
    }
    return client.post(ADDRESS, {**form, **typed}, follow=follow)


def change(how: Any) -> None:
    """The provider changes the menu."""
    setup = setup_of("Nordlys")
    there = number()
    new = replace(there, setup=replace(there.setup, menu=how(menu())))
    numbers = tuple(new if one == there else one for one in setup.document.main_numbers)
    publish(replace(setup.document, main_numbers=numbers), "provider", based_on=setup.version)


def number() -> Any:
    """The head office."""
    numbers = setup_of("Nordlys").document.main_numbers
    return next(one for one in numbers if one.number == HEAD_OFFICE)


def menu() -> Menu:
    """Its menu."""
    found = number().setup.menu
    assert isinstance(found, Menu)
    return found


def shown(response: Any) -> str:
    """What the page says."""
    return unescape(response.content.decode()).replace("\xa0", " ")
