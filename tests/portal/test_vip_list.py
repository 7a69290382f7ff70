"""«VIP-liste»: the page, its entries one by one, its settings, and its check of itself."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forrang.domain.answer_group import Strategy
from forrang.domain.vip_list import ALWAYS_FIRST, Answerer, VipList
from forrang.storage.changes import changes_after, latest_seq
from forrang.storage.list_sizes import count_all_lists
from forrang.storage.models import VipEntry
from forrang.storage.publish import publish
from forrang.storage.records import store_records

from .cast import HEAD_OFFICE, today
from .conftest import logged_in, setup_of

ON_BOTH_DATABASES = True
ADDRESS = "/numbers/4722334455/vip/"
KARI, OLA = "employee:+4790000001", "employee:+4790000002"


def test_it_works(kari: Client) -> None:
    text = shown(kari)
    assert "<h1>VIP-liste</h1>" in text and "VIP-kø er på" in text
    assert "Nummer på listen" in text and "Viser 1–3 av 3" in text
    for there in ("Stor Kunde AS", "+47 411 11 111", "+47 22 99 00 00–99", "Serie: 100 numre"):
        assert there in text
    assert "31. des. 2030" in text
    assert "Kari Nordmann" in text and "Alltid først" in text
    assert "Med 15 minutters forsprang ville VIP-en fått plass 2." in text
    assert "Tjenesten er aktivert, og VIP-kø er på" in text


def test_the_tree_leads_here(kari: Client) -> None:
    text = kari.get("/setup/").content.decode()
    assert re.search(rf'href="{ADDRESS}"', text)
    assert re.search(rf'href="{ADDRESS}" aria-current="page"', shown(kari))


def test_an_entry_is_added_at_once(kari: Client) -> None:
    before = latest_seq()
    text = add(kari, number="0047 412 34 567", name="Mona Eksempel", note="Styreleder")
    assert "Mona Eksempel, 0047 412 34 567, er lagt til på listen." in text
    assert "Sammenlignes som +47 412 34 567" in text
    row = VipEntry.objects.get(name="Mona Eksempel")
    assert (row.low, row.digits, row.changed_by) == (474123456700000, 10, "Kari Nordmann")
    (change,) = changes_after(before, 10)
    assert (change.kind, change.what["entry"]) == ("entry_added", row.pk)


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("22 99 01 00 - 22 99 01 99", "+47 22 99 01 00–99"),
        ("22 98 00 00-99", "+47 22 98 00 00–99"),
        ("22 97*", "+47 22 97 …"),
        ("+46 8 000 00 10", "+46 8 000 00 10"),
        ("02800", "+47 02800"),
    ],
)
def test_numbers_in_any_notation(kari: Client, typed: str, compared: str) -> None:
    assert f"Sammenlignes som {compared}" in add(kari, number=typed)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"number": ""}, "Skriv et telefonnummer, for eksempel 411 11 111."),
        ({"number": "1234567"}, "7 sifre. Norske numre har 8, eller 5. Mangler det ett?"),
        ({"number": "08-123 456 78"}, "Ser ut som et svensk nummer."),
        ({"number": "41111112 41111113"}, "Her står det to numre. Skriv ett per linje."),
        ({"number": "skjult"}, "Skjulte numre kan ikke kjennes igjen"),
        ({"number": "113"}, "113 er et nødnummer og kan ikke stå på en liste."),
        ({"number": "22990099-00"}, "Serien går baklengs. Bytt om på numrene."),
        ({"number": "22*"}, "Serien har 1 000 000 numre. Del den, høyst 10 000 i hver."),
        ({"number": "+47 41111111"}, "Finnes fra før: Stor Kunde AS."),
        ({"number": "41111112.0"}, "Mente du 41111112?"),
        ({"number": "41111112", "last_day": "01.02.2020"}, "Datoen er passert."),
        ({"number": "41111112", "last_day": "31.31.2030"}, "Skriv dagen som dd.mm.åååå"),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_is_saved(
    kari: Client, typed: dict[str, str], told: str
) -> None:
    response = kari.post(f"{ADDRESS}add/", {"name": "Mona", **typed})
    text = plain(response.content.decode())
    assert response.status_code == 200
    assert "<title>Feil:" in text and "1 ting må rettes" in text
    assert told in text.split("Nummer på listen")[1]
    assert 'value="Mona"' in text and f'value="{typed["number"]}"' in text
    assert VipEntry.objects.count() == 3


def test_the_entry_that_is_there_can_be_opened(kari: Client) -> None:
    text = kari.post(f"{ADDRESS}add/", {"number": "41111111"}).content.decode()
    assert f'href="{ADDRESS}{entry("Stor Kunde AS").pk}/edit/"' in text


def test_a_removed_entry_comes_back_with_its_id_also_after_a_reload(kari: Client) -> None:
    row = entry("Stor Kunde AS")
    response = kari.post(f"{ADDRESS}{row.pk}/remove/", follow=True)
    address = response.redirect_chain[-1][0]
    assert not VipEntry.objects.filter(pk=row.pk).exists()
    for _ in range(2):  # and once more: a reload
        text = plain(kari.get(address).content.decode())
        assert "Stor Kunde AS, +47 411 11 111, er fjernet fra listen." in text
    before = latest_seq()
    text = plain(kari.post(undo_in(text), follow=True).content.decode())
    assert "Angret." in text
    assert entry("Stor Kunde AS").pk == row.pk
    assert [one.kind for one in changes_after(before, 10)] == ["entry_added"]


def test_undo_refuses_to_overwrite_what_is_newer(kari: Client) -> None:
    text = plain(
        kari.post(f"{ADDRESS}{entry('Stor Kunde AS').pk}/remove/", follow=True).content.decode()
    )
    add(kari, number="41111111", name="Ny Kunde")
    text = plain(kari.post(undo_in(text), follow=True).content.decode())
    assert "Ikke angret: Kari Nordmann har endret det samme siden." in text
    assert entry("Ny Kunde") and not VipEntry.objects.filter(name="Stor Kunde AS").exists()


def test_an_edited_entry_keeps_its_row(kari: Client) -> None:
    row, before = entry("Stor Kunde AS"), latest_seq()
    address = f"{ADDRESS}{row.pk}/edit/"
    form = hidden(kari.get(address).content.decode())
    kari.post(address, {**form, "number": "41111119", "name": "Større Kunde"})
    now = entry("Større Kunde")
    assert (now.pk, now.typed, now.note) == (row.pk, "41111119", None)
    kinds = [one.kind for one in changes_after(before, 10)]
    assert kinds == ["entry_removed", "entry_added"]


def test_an_edit_on_something_newer_is_a_conflict(kari: Client) -> None:
    address = f"{ADDRESS}{entry('Stor Kunde AS').pk}/edit/"
    form = hidden(kari.get(address).content.decode())
    kari.post(address, {**form, "number": "+47 411 11 111", "name": "En"})
    response = kari.post(address, {**form, "number": "+47 411 11 111", "name": "To"})
    text = response.content.decode()
    assert response.status_code == 409
    assert 'value="To"' in text and "Nå står det:" in text
    kari.post(address, {**hidden(text), "number": "+47 411 11 111", "name": "To"})
    assert entry("To").typed == "+47 411 11 111"


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("0047 41111111", {"Stor Kunde AS"}),
        ("411 11", {"Stor Kunde AS"}),
        ("22 99 00 17", {"Oslo Tannteknikk"}),
        ("22 99", {"Oslo Tannteknikk"}),
        ("INGRID", {"Ingrid Berg"}),
        ("samme dag", {"Stor Kunde AS"}),
        ("finnes ikke", set()),
        ("\0 %_", set()),
    ],
)
def test_search(kari: Client, wanted: str, names: set[str]) -> None:
    text = kari.get(ADDRESS, {"q": wanted}).content.decode()
    table = text.split("vip-table")[-1].split("vip-answering")[0] if "vip-table" in text else ""
    known = {"Stor Kunde AS", "Ingrid Berg", "Oslo Tannteknikk"}
    assert {one for one in known if one in table} == names


def test_what_should_be_looked_at(kari: Client) -> None:
    soon = today() + timedelta(days=7)
    add(kari, number="22 99 00 17", name="Fjellheim vaktrom")
    add(kari, number="900 00 077", name="Ingrid Fiktiv", last_day=f"{soon:%d.%m.%Y}")
    VipEntry.objects.filter(name="Ingrid Berg").update(last_day=soon - timedelta(days=8))
    text = shown(kari)
    assert "1 nummer dekkes allerede av en serie. <a" in text
    assert "1 oppføring går ut om 7 dager. <a" in text
    assert "1 har gått ut og teller ikke." in text
    assert "Bør ses på (3)" in text
    for tag in ("Dekkes av serie", "7 dager igjen", "Utløpt"):
        assert tag in text
    looked = kari.get(ADDRESS, {"which": "look"}).content.decode()
    assert "Fjellheim vaktrom" in looked and "Stor Kunde AS" not in looked


def test_when_each_last_called_and_that_too_many_go_first(kari: Client) -> None:
    customer, now = setup_of("Nordlys").customer, timezone.now().timestamp()
    callers = ["+4741111111"] * 5 + ["+4722990042"] + [None] * 4
    store_records(
        {
            "kind": "CallRecord", "id": str(at), "customer": customer, "main_number": HEAD_OFFICE,
            "caller": caller, "withheld": caller is None, "vip": caller is not None,
            "standing": {}, "arrived": now - at, "place_from": now, "ended": now,
            "waited_seconds": 1, "answered_by": None, "outcome": "answered", "overtaken": 0,
            "story": [],
        }
        for at, caller in enumerate(callers)
    )  # fmt: skip
    text = shown(kari)
    assert "60 % av samtalene kom fra listen." in text
    assert text.count("I dag ") == 2
    never = kari.get(ADDRESS, {"which": "never"}).content.decode()
    assert "Ingrid Berg" in never and "Stor Kunde AS" not in never
    assert "Oslo Tannteknikk" not in never


def test_settings_are_saved_and_can_be_undone(kari: Client) -> None:
    sent = {"strategy": "all", "ring_seconds": "25", "overflow": "never", "head": "minutes"}
    text = settings(kari, answerer=[OLA, KARI, "group:Resepsjon"], head_minutes="15", **sent)
    assert "Gjelder innen 2 sekunder" in text
    vip = saved_list()
    assert vip.answerers == (
        Answerer(employee=setup_of("Nordlys").document.employees[1].mobile),
        Answerer(employee=setup_of("Nordlys").document.employees[0].mobile),
        Answerer(group="Resepsjon"),
    )
    assert (vip.overflow_after, vip.head_start, vip.on) == (None, 900, True)
    assert (vip.ringing.strategy, vip.ringing.ring_seconds) == (Strategy.ALL, 25)
    undo = re.search(r'action="(/undo/\d+/)"', text)
    assert undo is not None
    kari.post(undo[1])
    assert saved_list().head_start == ALWAYS_FIRST


def test_what_is_not_changed_makes_no_version(kari: Client) -> None:
    before = setup_of("Nordlys").version
    settings(kari)
    assert setup_of("Nordlys").version == before


def test_answerers_move_without_being_saved(kari: Client) -> None:
    before = setup_of("Nordlys").version
    sent = {"answerer": [KARI, OLA], "arrange": "up:1", "head": "minutes", "head_minutes": "7"}
    text = settings(kari, **sent)
    assert "Ola Hansen er nå nr. 1 av 2." in text
    assert re.findall(r'name="answerer" value="([^"]+)"', text) == [OLA, KARI]
    assert 'value="7"' in text
    text = settings(kari, answerer=[KARI], arrange="add", add="group:Resepsjon")
    assert re.findall(r'name="answerer" value="([^"]+)"', text) == [KARI, "group:Resepsjon"]
    text = settings(kari, answerer=[KARI], arrange="remove:0")
    assert "Ingen er valgt ennå. Til da tilbys VIP-ene til Resepsjon" in text
    assert setup_of("Nordlys").version == before


def test_a_stranger_cannot_be_made_an_answerer(kari: Client) -> None:
    settings(kari, answerer=["employee:+4790000011", "group:Kundesenter", KARI, KARI])
    assert len(saved_list().answerers) == 1


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"ring_seconds": "4"}, "Skriv et tall fra 5 til 120, for eksempel 20."),
        ({"overflow": "after", "overflow_after": "x"}, "Skriv et tall fra 1 til 3600"),
        ({"head": "minutes", "head_minutes": ""}, "Skriv et tall fra 1 til 10080"),
    ],
)
def test_a_wrong_setting_is_told(kari: Client, sent: dict[str, str], told: str) -> None:
    before = setup_of("Nordlys").version
    text = settings(kari, **sent)
    assert told in text.split("vip-answering")[1] and "<title>Feil:" in text
    assert setup_of("Nordlys").version == before


def test_an_amount_that_does_not_count_is_not_asked_for(kari: Client) -> None:
    settings(kari, overflow="at-once", overflow_after="x", head="always", head_minutes="x")
    assert saved_list().overflow_after == 0


def test_two_who_save_at_once_collide(kari: Client) -> None:
    other, version = logged_in("kari"), setup_of("Nordlys").version
    settings(other, ring_seconds="30")
    response = post_settings(kari, based_on=str(version), ring_seconds="40")
    text = plain(response.content.decode())
    assert response.status_code == 409
    assert "30 sekunder" in text and "40 sekunder" in text
    assert saved_list().ringing.ring_seconds == 30
    edit = text.split('name="edit" value="')[1].split('"')[0]
    kari.post("/conflict/", {"edit": edit, "choice-0": "mine"})
    assert saved_list().ringing.ring_seconds == 40


def test_the_empty_list_teaches_and_takes_the_first_number(kari: Client) -> None:
    VipEntry.objects.all().delete()
    count_all_lists()
    text = shown(kari)
    assert "Hvem skal slippe å vente?" in text and "Listen er tom, så køen er som før." in text
    assert 'name="number"' in text and "vip-table" not in text
    assert "Nummer på listen" in add(kari, number="41111111")


def test_a_list_that_is_off_says_so(kari: Client) -> None:
    kari.post("/numbers/4722334455/edit/", {"group": "Resepsjon", "strategy": "longest-idle",
        "ring_seconds": "20", "max_wait_minutes": "10"})  # fmt: skip
    text = shown(kari)
    assert "VIP-kø er slått av. Listen er tatt vare på, men brukes ikke." in text
    assert 'href="/numbers/4722334455/edit/">Slå på VIP-kø' in text


def test_without_the_service_there_is_no_such_page(per: Client) -> None:
    for address in ("", "add/", "1/edit/", "1/remove/", "undo/1/"):
        path = f"/numbers/4722334477/vip/{address}"
        assert {per.get(path).status_code, per.post(path).status_code} <= {404, 405}


def test_a_list_that_was_never_ticked_leads_to_the_tick(per: Client) -> None:
    document = setup_of("Fjord").document
    from dataclasses import replace

    from forrang.domain.document import Service

    publish(replace(document, services=(Service.VIP_LIST,)), "provider")
    response = per.get("/numbers/4722334477/vip/")
    assert response["Location"] == "/numbers/4722334477/edit/"
    assert per.post("/numbers/4722334477/vip/add/", {"number": "41111111"}).status_code == 404


def test_the_entries_of_others_are_not_there(kari: Client) -> None:
    VipEntry.objects.filter(name="Ingrid Berg").update(list_id="+4722334466")
    count_all_lists()
    foreign = entry("Ingrid Berg").pk
    assert kari.get(f"{ADDRESS}{foreign}/edit/").status_code == 404
    assert kari.post(f"{ADDRESS}{foreign}/remove/").status_code == 404


def test_english(kari: Client) -> None:
    kari.post("/preferences/", {"language": "en"})
    text = shown(kari)
    assert "The list checks itself" in text and "Series: 100 numbers" in text
    assert not re.search(r"besvarer|oppføring|Nummer på", text)


def shown(client: Client) -> str:
    """The page."""
    return plain(client.get(ADDRESS).content.decode())


def add(client: Client, **values: str) -> str:
    """What the page says after adding."""
    return plain(client.post(f"{ADDRESS}add/", values, follow=True).content.decode())


def settings(client: Client, **values: Any) -> str:
    """What the page says after saving its settings."""
    return plain(post_settings(client, **values).content.decode())


def post_settings(client: Client, **values: Any) -> Any:
    """Save the settings as they are loaded, but for `values`."""
    form = {
        "answerer": [KARI],
        "strategy": "in-order",
        "ring_seconds": "20",
        "overflow": "after",
        "overflow_after": "30",
        "head": "always",
        "head_minutes": "15",
        "based_on": str(setup_of("Nordlys").version),
    }
    return client.post(ADDRESS, form | values, follow=True)


def saved_list() -> VipList:
    """The list as it is saved."""
    vip = setup_of("Nordlys").document.main_numbers[0].vip
    assert vip is not None
    return vip


def entry(name: str) -> VipEntry:
    """The row of an entry."""
    return VipEntry.objects.get(name=name)


def hidden(text: str) -> dict[str, str]:
    """The hidden field that says what the form was made from."""
    found = re.search(r'name="row_version" value="([^"]+)"', text)
    assert found is not None
    return {"row_version": found[1]}


def undo_in(text: str) -> str:
    """Where «Angre» goes."""
    found = re.search(rf'action="({ADDRESS}undo/\d+/)', text)
    assert found is not None
    return found[1]


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\xa0", " ")
