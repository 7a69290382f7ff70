"""Answer groups: the cards, a new one, editing members and ringing, removing."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forrang.acd.events import CallArrived, Miss, OfferFailed
from forrang.domain.answer_group import AnswerGroup
from forrang.domain.destination import Voicemail
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.prompt import Prompt
from forrang.domain.vip_list import Answerer
from forrang.storage.publish import publish

from .cast import HEAD_OFFICE
from .conftest import setup_of
from .core import the_core
from .test_people import (
    AISHA,
    KARI,
    OLA,
    english,  # noqa: F401
    text_of,
    wishes,
)

RINGING = {
    "strategy": "longest-idle",
    "ring_seconds": "20",
    "wrap_up_seconds": "0",
    "rest_seconds": "15",
    "pause_after_misses": "0",
}
EDIT = "/groups/Resepsjon/edit/"


def document() -> Document:
    """Nordlys' setup as it is now."""
    return setup_of("Nordlys").document


def group(name: str = "Resepsjon") -> AnswerGroup:
    """One of its groups."""
    return next(one for one in document().groups if one.name == name)


def inside(response: Any) -> list[str]:
    """The members, as a page has them."""
    return re.findall(r'name="member" value="(\+\d+)"', text_of(response))


def fields(**other: Any) -> dict[str, Any]:
    """The form, filled in as the group is."""
    return {"name": "Resepsjon", "member": [OLA, AISHA], **RINGING, **other}


def test_a_card_says_how_it_rings_and_for_which_numbers(kari: Client) -> None:
    text = text_of(kari.get("/groups/"))
    for told in ("Resepsjon", "Longest idle first", "rings 20 seconds", "22 33 44 55", "Ola"):
        assert told in text


def test_a_new_group(kari: Client) -> None:
    new = fields(name="Akuttvakt / natt", member=[KARI], strategy="in-order")
    assert kari.post("/groups/new/", new).status_code == 302
    assert group("Akuttvakt / natt").members == (KARI,)
    assert kari.get("/groups/Akuttvakt%20/%20natt/edit/").status_code == 200
    assert "answers for no number yet" in text_of(kari.get("/groups/"))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "Type a name"),
        ("name", "Resepsjon", "There is a group Resepsjon already."),
        ("name", "..", "Type a name with letters"),
        ("ring_seconds", "2", "Type a number from 5 to 120, for example 20."),
        ("rest_seconds", "0", "Type a number from 1 to 3600"),
        ("pause_after_misses", "-1", "Type a number from 0 to 100"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    kari: Client, field: str, value: str, told: str
) -> None:
    response = kari.post("/groups/new/", fields(**{"name": "Ny", field: value}))
    assert response.status_code == 200
    assert told in text_of(response)
    assert len(document().groups) == 1


def test_what_is_saved_is_what_was_typed(kari: Client) -> None:
    new = fields(
        strategy="all",
        ring_seconds="25",
        wrap_up_seconds="30",
        rest_seconds="20",
        pause_after_misses="3",
        member=[AISHA, KARI],
    )
    assert kari.post(EDIT, new).status_code == 302
    ringing = group().ringing
    assert group().members == (AISHA, KARI)
    assert ringing.strategy == "all"
    assert (ringing.ring_seconds, ringing.wrap_up_seconds, ringing.rest_seconds) == (25, 30, 20)
    assert ringing.pause_after_misses == 3
    assert "In force within 2 seconds" in text_of(kari.get("/groups/"))


@pytest.mark.parametrize(
    ("act", "told", "order"),
    [
        (f"down {OLA}", "Ola Hansen is now no. 2 of 2.", [AISHA, OLA]),
        (f"up {AISHA}", "Aisha Khan is now no. 1 of 2.", [AISHA, OLA]),
        (f"up {OLA}", "Ola Hansen is now no. 1 of 2.", [OLA, AISHA]),
        (f"remove {OLA}", "Ola Hansen is no longer in the group.", [AISHA]),
        ("up +4799999999", "", [OLA, AISHA]),
    ],
)
def test_a_button_moves_a_member_and_saves_nothing(
    kari: Client, act: str, told: str, order: list[str]
) -> None:
    response = kari.post(EDIT, fields(act=act, ring_seconds="33", name="Annet navn"))
    assert told in text_of(response)
    assert inside(response) == order
    assert 'value="33"' in text_of(response)
    assert 'value="Annet navn"' in text_of(response)
    assert group().members == (OLA, AISHA)


def test_somebody_is_added_by_a_button(kari: Client) -> None:
    response = kari.post(EDIT, fields(act="add", add=KARI))
    assert "Kari Nordmann is in the group." in text_of(response)
    assert inside(response) == [OLA, AISHA, KARI]
    assert "Choose whom to add." in text_of(kari.post(EDIT, fields(act="add", add="")))


def test_a_stranger_cannot_be_put_in(kari: Client) -> None:
    kari.post(EDIT, fields(member=[OLA, "+4790000011", "nonsense"]))
    assert group().members == (OLA,)


def test_a_renamed_group_is_renamed_everywhere_and_who_is_logged_out_stays_so(
    kari: Client,
) -> None:
    from forrang.storage.records import store_records

    setup = setup_of("Nordlys")
    (number,) = setup.document.main_numbers
    assert number.vip is not None
    vip = replace(number.vip, answerers=(Answerer(group="Resepsjon"),))
    publish(replace(setup.document, main_numbers=(replace(number, vip=vip),)), "Kari", "", 1)
    line = {"customer": setup.customer, "mobile": OLA, "state": "paused", "at": 1.0, "id": "1"}
    place = {"place": "group:Resepsjon", "until": 9e9, "kind": "PresenceChanged"}
    store_records([{**line, **place}])
    assert kari.post(EDIT, fields(name="Mottak")).status_code == 302
    (number,) = document().main_numbers
    assert number.setup.queue.group == "Mottak"
    assert number.vip is not None
    assert number.vip.answerers == (Answerer(group="Mottak"),)
    (wish,) = wishes()
    assert wish.what == {"mobile": OLA, "place": "group:Mottak", "wish": "pause", "until": 9e9}


def test_a_group_in_use_is_not_removed_and_the_places_are_named(kari: Client) -> None:
    text = text_of(kari.get("/groups/Resepsjon/remove/"))
    assert "is in use" in text
    assert 'href="/numbers/4722334455/edit/"' in text
    assert kari.post("/groups/Resepsjon/remove/").status_code == 409
    assert group()


def test_a_group_that_nothing_uses_is_removed(kari: Client) -> None:
    kari.post("/groups/new/", fields(name="Ny"))
    assert kari.post("/groups/Ny/remove/", {"based_on": "2"}).status_code == 302
    assert [one.name for one in document().groups] == ["Resepsjon"]


def test_a_group_that_somebody_uses_meanwhile_is_kept(kari: Client) -> None:
    kari.post("/groups/new/", fields(name="Ny"))
    (number,) = document().main_numbers
    queue = replace(number.setup.queue, group="Ny")
    ringing = replace(number, setup=replace(number.setup, queue=queue))
    publish(replace(document(), main_numbers=(ringing,)), "Ola", "", 2)
    assert kari.post("/groups/Ny/remove/", {"based_on": "2"}).status_code == 409
    assert group("Ny")


def test_who_saved_first_is_told_and_nothing_typed_is_lost(kari: Client) -> None:
    kari.post(EDIT, fields(ring_seconds="25", based_on="1"))
    response = kari.post(EDIT, fields(ring_seconds="30", based_on="1"))
    assert response.status_code == 409
    text = text_of(response)
    assert "25 seconds" in text and "30 seconds" in text
    edit = text.split('name="edit" value="')[1].split('"')[0]
    kari.post("/conflict/", {"edit": edit, "choice-0": "mine"})
    assert group().ringing.ring_seconds == 30


def test_a_rest_after_a_miss_is_told_as_one_and_not_as_wrap_up(kari: Client) -> None:
    with the_core() as core:
        core.arrives(CallArrived("a", HEAD_OFFICE, PhoneNumber("+4740000031")))
        board = core.boards.of_number[HEAD_OFFICE].board
        ((offer, rung),) = board.house.offers.items()
        core.happens(HEAD_OFFICE, OfferFailed(offer, Miss.REFUSED))
        text = text_of(kari.get("/groups/"))
    assert rung.person.mobile in (OLA, AISHA)
    assert re.search(r"Resting until \d\d:\d\d: did not answer", text)
    assert "Wrap-up until" not in text


def test_a_group_that_takes_messages_is_saved_as_typed_and_shown(kari: Client) -> None:
    typed = {
        "ticks": "1",
        "takes_messages": "on",
        "greeting": "Resepsjonen her.",
        "messages_seconds": "60",
        "messages_told": ["", OLA],
    }
    kari.post(EDIT, fields(**typed))
    greeting = Prompt(say="Resepsjonen her.")
    assert group().voicemail == Voicemail(greeting, 60, (OLA,))
    assert "takes messages" in text_of(kari.get("/groups/"))
    page = text_of(kari.get(EDIT))
    assert "Resepsjonen her." in page
    assert re.search(r'name="takes_messages"[^>]* checked', page)
    edit = text_of(kari.get(reverse("edit-number", args=[HEAD_OFFICE])))
    assert "As the answer group has it: voicemail in Resepsjon, otherwise a tone" in edit
    settings = text_of(kari.get("/voicemail/settings/"))
    assert "Resepsjon: When nobody answers" in settings


@pytest.fixture
def takes_messages(kari: Client) -> Voicemail:
    """The group takes messages."""
    typed = {"greeting": "Hei.", "messages_seconds": "60", "messages_told": ["", OLA]}
    kari.post(EDIT, fields(ticks="1", takes_messages="on", **typed))
    made = group().voicemail
    assert made is not None
    return made


def test_what_a_page_did_not_show_of_it_stays(kari: Client, takes_messages: Voicemail) -> None:
    kari.post(EDIT, fields(ring_seconds="25"))
    assert group().ringing.ring_seconds == 25
    assert group().voicemail == takes_messages


def test_without_the_tick_it_takes_none_and_nothing_of_it_need_be_right(
    kari: Client, takes_messages: Voicemail
) -> None:
    kari.post(EDIT, fields(ticks="1", messages_seconds="much", messages_told=[""]))
    assert group().voicemail is None


def test_a_wrong_length_is_told_beside_its_field(kari: Client) -> None:
    typed = fields(ticks="1", takes_messages="on", messages_seconds="4", messages_told=[""])
    response = kari.post(EDIT, typed)
    assert 'id="id_messages_seconds_error"' in text_of(response)
    assert group().voicemail is None


def test_a_button_of_a_member_keeps_what_was_typed_of_it(kari: Client) -> None:
    typed = {"greeting": "Ny hilsen", "messages_seconds": "90", "messages_told": ["", AISHA]}
    page = text_of(
        kari.post(EDIT, fields(ticks="1", takes_messages="on", act=f"remove {OLA}", **typed))
    )
    assert "Ny hilsen" in page and 'value="90"' in page
    assert re.search(r'name="takes_messages"[^>]* checked', page)
    told = re.search(rf'name="messages_told" value="{re.escape(AISHA)}"[^>]*', page)
    assert told is not None and "checked" in told[0]


def test_whom_it_tells_follows_them(kari: Client, takes_messages: Voicemail) -> None:
    assert OLA in takes_messages.notify
    kari.post(reverse("remove-employee", args=[OLA]))
    assert group().voicemail == replace(takes_messages, notify=())


def test_its_messages_are_heard_by_who_answers_and_by_nobody_of_fjord(
    kari: Client, per: Client, takes_messages: Voicemail
) -> None:
    assert kari.get("/voicemail/").status_code == 200
    assert "Hei." not in text_of(per.get("/voicemail/settings/"))


def test_the_picture_leads_from_the_longest_wait_to_the_group(
    kari: Client, takes_messages: Voicemail
) -> None:
    page = text_of(kari.get(reverse("flow", args=[HEAD_OFFICE])))
    assert "Resepsjon&#x27;s voicemail: «Hei.»" in page
    assert 'href="/groups/Resepsjon/edit/"' in page
