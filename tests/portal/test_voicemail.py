"""Voicemail: administrators hear every message, others those of where they answer; each by mail."""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client, override_settings

from forrang.domain.call_setup import CallSetup
from forrang.domain.destination import Voicemail
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.voicemails import When, voicemails, with_changed_voicemails
from forrang.portal.voicemail.forms import WHEN
from forrang.portal.voicemail.mail import write_message
from forrang.settings import MailServer
from forrang.site.postman import deliver
from forrang.storage.models import Account, CallRecord, Customer, OutgoingMail, VoicemailMessage
from forrang.storage.publish import publish
from forrang.storage.records import store_records
from forrang.storage.voicemail import keep_message
from forrang.storage.voicemail_mail import lay_messages

from .cast import FJORD, HEAD_OFFICE
from .conftest import setup_of
from .test_email import Mailbox, mailbox
from .test_provider_viewing import viewer

__all__ = ["mailbox", "viewer"]

SOUND = bytes(range(256)) * 40
KARI, OLA = "+4790000001", "+4790000002"
VIP, STRANGER = "+4741111111", "+4733000000"


@pytest.fixture
def message(customers: None) -> Iterator[str]:
    """One that a VIP left at Nordlys' head office."""
    yield left("Nordlys", "1.1", caller=VIP)


def left(
    name: str,
    id: str,
    *,
    number: str = HEAD_OFFICE,
    caller: str | None = STRANGER,
    keys: str = "",
    ago: float = 60.0,
    told: tuple[str, ...] = (),
) -> str:
    """A message of a call."""
    customer = Customer.objects.get(name__startswith=name).pk
    at = time.time() - ago
    story: list[dict[str, Any]] = [{"step": "Arrived", "at": at - 20}]
    if keys:
        leads_to = f"{number}/{keys}"
        story.append({"step": "Pressed", "at": at - 19, "key": keys, "leads_to": leads_to})
    sent = {"step": "Sent", "at": at - 15, "to": "voicemail", "number": None, "notify": told}
    line = {
        "kind": "CallRecord", "customer": customer, "id": id, "main_number": number,
        "caller": caller, "withheld": caller is None, "vip": caller == VIP,
        "standing": {"why": "on-list" if caller == VIP else "not-on-list", "entry": None},
        "arrived": at - 20, "place_from": at - 20, "ended": at, "waited_seconds": 0.0,
        "answered_by": None, "outcome": "voicemail", "overtaken": 0, "story": [*story, sent],
        "keys": keys,
    }  # fmt: skip
    store_records([line])
    assert keep_message(id, SOUND, 72.4)
    return id


def text(client: Client, address: str = "/voicemail/", **sent: str) -> str:
    answer = client.post(address, sent, follow=True) if sent else client.get(address, follow=True)
    return answer.content.decode().replace("\xa0", " ")


def with_voicemail(name: str, told: tuple[str, ...] = ()) -> Document:
    """The customer's first number only takes messages."""
    setup = setup_of(name)
    first, *others = setup.document.main_numbers
    voicemail = Voicemail(notify=tuple(PhoneNumber(one) for one in told))
    changed = replace(first, setup=CallSetup(voicemail=voicemail))
    document = replace(setup.document, main_numbers=(changed, *others))
    publish(document, "Kari Nordmann", based_on=setup.version)
    return document


def test_it_works(kari: Client, message: str) -> None:
    page = text(kari)
    assert "Talemeldinger" in page and "Stor Kunde" in page and "411 11 111" in page
    assert "1:12" in page and 'href="tel:+4741111111"' in page
    assert f'src="/voicemail/{message}/sound/"' in page
    assert "1 ny" in text(kari, "/setup/")
    heard = text(kari, f"/voicemail/{message}/heard/", back="/voicemail/?show=heard")
    assert "Hørt av Kari Nordmann" in heard and "1 ny" not in heard
    assert "1 ny" in text(kari, f"/voicemail/{message}/new/", back="/voicemail/")


def test_without_voicemail_nothing_leads_there(kari: Client) -> None:
    assert "Talemeldinger" not in text(kari, "/setup/")
    assert "Ingen nummer tar imot meldinger ennå." in text(kari)


def test_where_calls_can_go_to_voicemail_the_page_is_in_the_tree(kari: Client) -> None:
    with_voicemail("Nordlys")
    assert "Talemeldinger" in text(kari, "/setup/")
    assert "Når en innringer legger igjen en melding, står den her" in text(kari)


def test_the_sound_comes_whole_in_parts_and_as_a_file(kari: Client, message: str) -> None:
    whole = kari.get(f"/voicemail/{message}/sound/")
    assert whole.status_code == 200 and whole["Content-Type"] == "audio/wav"
    assert whole["Accept-Ranges"] == "bytes" and whole.content[:4] == b"RIFF"
    assert "no-store" in whole["Cache-Control"]
    part = kari.get(f"/voicemail/{message}/sound/", headers={"Range": "bytes=44-143"})
    assert part.status_code == 206 and part.content == whole.content[44:144]
    assert part["Content-Range"] == f"bytes 44-143/{len(whole.content)}"
    file = kari.get(f"/voicemail/{message}/file/")
    assert file.content == whole.content
    assert file["Content-Disposition"].startswith('attachment; filename="melding-')
    assert "41111111" not in file["Content-Disposition"]


@pytest.mark.parametrize("what", ["sound", "file"])
def test_another_customers_sound_is_not_there(per: Client, message: str, what: str) -> None:
    assert per.get(f"/voicemail/{message}/{what}/").status_code == 404


def test_the_providers_people_see_that_there_is_one_and_hear_nothing(viewer: Client) -> None:
    message = left("Nordlys", "1.1")
    page = text(viewer)
    assert "33 00 00 00" in page and "Bare kundens egne folk kan lytte." in page
    assert "<audio" not in page
    for what in ("sound", "file"):
        assert viewer.get(f"/voicemail/{message}/{what}/").status_code == 404


@pytest.mark.parametrize("what", ["heard", "new", "delete", "undo"])
def test_another_customers_message_is_not_touched(per: Client, message: str, what: str) -> None:
    assert per.post(f"/voicemail/{message}/{what}/").status_code == 404
    row = VoicemailMessage.objects.get()
    assert row.heard is None and row.deleted is None
    assert "Stor Kunde" not in text(per)


def test_an_employee_hears_those_of_where_they_answer(ola: Client, message: str) -> None:
    left("Nordlys", "1.2", caller=STRANGER, keys="9")  # a key that is gone: administrators alone
    page = text(ola)
    assert "Stor Kunde" in page and "33 00 00 00" not in page
    assert "Talemeldinger" in text(ola, "/my/")
    assert ola.get("/voicemail/1.1/sound/").status_code == 200
    assert ola.get("/voicemail/1.2/sound/").status_code == 404
    assert ola.post("/voicemail/1.2/delete/").status_code == 404
    assert ola.get("/voicemail/settings/").status_code == 403


def test_who_answers_nowhere_hears_nothing(ola: Client, message: str) -> None:
    setup = setup_of("Nordlys")
    groups = tuple(
        replace(one, members=tuple(who for who in one.members if who != OLA))
        for one in setup.document.groups
    )
    numbers = tuple(
        one if one.vip is None else replace(one, vip=replace(one.vip, answerers=()))
        for one in setup.document.main_numbers
    )
    document = replace(setup.document, groups=groups, main_numbers=numbers)
    publish(document, "Kari Nordmann", based_on=setup.version)
    assert "Stor Kunde" not in text(ola)
    assert ola.get(f"/voicemail/{message}/sound/").status_code == 404


def test_of_a_withheld_caller_there_is_no_number(kari: Client) -> None:
    left("Nordlys", "1.1", caller=None)
    page = text(kari)
    assert "Skjult nummer" in page and "tel:" not in page


def test_without_the_service_nothing_of_vip_shows(per: Client) -> None:
    left("Fjord", "1.1", number=FJORD, caller=VIP)
    page = text(per)
    assert "411 11 111" in page and "VIP" not in page.split("<main", 1)[1]


def test_what_is_deleted_can_be_put_back(kari: Client, message: str) -> None:
    page = text(kari, f"/voicemail/{message}/delete/", back="/voicemail/")
    assert "Meldingen er slettet." in page and "Stor Kunde" not in page
    assert kari.get(f"/voicemail/{message}/sound/").status_code == 404
    page = text(kari, f"/voicemail/{message}/undo/", back="/voicemail/")
    assert "Meldingen er tilbake." in page and "Stor Kunde" in page
    assert CallRecord.objects.filter(pk=message).exists()


def test_it_goes_back_to_nobody_elses_page(kari: Client, message: str) -> None:
    for back in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = kari.post(f"/voicemail/{message}/heard/", {"back": back})
        assert answer["Location"] == "/voicemail/"


def test_it_is_filtered(kari: Client, message: str) -> None:
    left("Nordlys", "1.2", ago=3 * 86_400)
    kari.post("/voicemail/1.2/heard/")
    assert "33 00 00 00" in text(kari)
    assert "33 00 00 00" not in text(kari, "/voicemail/?show=new")
    assert "Stor Kunde" not in text(kari, "/voicemail/?show=heard")
    assert "Ingen melding er slik." in text(kari, "/voicemail/?day=01.01.2020")
    assert "Den dagen finnes ikke." in text(kari, "/voicemail/?day=nei")
    assert "Stor Kunde" in text(kari, "/voicemail/?before=x&to=%2B4700")


def test_how_long_they_are_kept_and_who_gets_mail_is_saved(kari: Client) -> None:
    with_voicemail("Nordlys")
    Account.objects.filter(mobile=OLA).update(email="ola@example.com")
    page = text(kari, "/voicemail/settings/")
    assert "Hovedkontor: Alle samtaler" in page
    assert "Kari Nordmann (har ingen e-postadresse på Min side)" in page
    based_on = str(setup_of("Nordlys").version)
    sent = {"kept_days": "30", "told-0": OLA, "based_on": based_on}
    assert "Lagret." in text(kari, "/voicemail/settings/", **sent)
    document = setup_of("Nordlys").document
    assert document.voicemail_kept_days == 30
    assert [one.voicemail.notify for one in voicemails(document)] == [(OLA,)]
    assert 'i <span class="num">30</span> dager' in text(kari)


def test_a_save_keeps_what_the_page_does_not_show(kari: Client) -> None:
    before = with_voicemail("Nordlys")
    based_on = str(setup_of("Nordlys").version)
    text(kari, "/voicemail/settings/", kept_days="90", based_on=based_on)
    assert setup_of("Nordlys").document.main_numbers == before.main_numbers


@pytest.mark.parametrize("typed", ["", "0", "3651", "tre", "1,5"])
def test_days_that_are_none_are_refused_at_their_field(kari: Client, typed: str) -> None:
    page = text(kari, "/voicemail/settings/", kept_days=typed, based_on="1")
    assert "Skriv et tall fra 1 til 3650, for eksempel 90." in page
    assert setup_of("Nordlys").document.voicemail_kept_days == 90


def test_two_who_save_the_same_are_told(kari: Client) -> None:
    based_on = str(setup_of("Nordlys").version)
    for days in ("30", "60"):
        answer = kari.post("/voicemail/settings/", {"kept_days": days, "based_on": based_on})
    assert answer.status_code == 409
    assert setup_of("Nordlys").document.voicemail_kept_days == 30


def test_each_message_goes_by_mail_with_its_sound(
    customers: None, mailbox: tuple[Mailbox, MailServer]
) -> None:
    box, server = mailbox
    Account.objects.filter(mobile=OLA).update(email="ola@example.com", language="nb")
    Account.objects.filter(mobile=KARI).update(email="kari@example.com", language="en")
    left("Nordlys", "1.1", caller=VIP, told=(KARI, OLA))
    left("Nordlys", "1.2", caller=None, told=(OLA,), ago=50)
    with override_settings(FORRANG_ADDRESS="https://forrang.example.com"):
        assert lay_messages(write_message) == 2
    assert (lay_messages(write_message), deliver(server)) == (0, 3)
    first, second, withheld = box.got
    assert (first["To"], first["Subject"]) == ("kari@example.com", "Message from Stor Kunde AS")
    assert (second["To"], second["Subject"]) == ("ola@example.com", "Melding fra Stor Kunde AS")
    assert withheld["Subject"] == "Melding fra Skjult nummer"
    body = second.get_body()
    assert body is not None
    said = body.get_content()
    assert "Stor Kunde AS la igjen en melding hos Hovedkontor (22 33 44 55)." in said
    assert "Nummer: 411 11 111" in said and "1:12" in said
    assert "https://forrang.example.com/voicemail/" in said and "Nordlys" in said
    (sound,) = second.iter_attachments()
    assert sound.get_content_type() == "audio/wav"
    assert sound.get_content()[:4] == b"RIFF" and len(sound.get_content()) == 44 + 2 * len(SOUND)
    whole = withheld.get_body()
    assert whole is not None and "Nummer:" not in whole.get_content()


def test_a_removed_employee_gets_none(customers: None) -> None:
    """The setup that the call met named them; they are no member any more."""
    Account.objects.filter(mobile="+4790000011").update(email="per@example.com")
    left("Nordlys", "1.1", told=("+4790000011",))
    assert lay_messages(write_message) == 1
    assert OutgoingMail.objects.count() == 0


def test_in_english(kari: Client, message: str) -> None:
    kari.post("/preferences/", {"language": "en", "next": "/"})
    page = text(kari)
    assert "Voicemail messages" in page and "Call back" in page


def test_every_voicemail_can_be_named(customers: None) -> None:
    assert set(WHEN) == set(When)
    document = with_voicemail("Nordlys")
    assert with_changed_voicemails(document, lambda one: one.voicemail) == document
