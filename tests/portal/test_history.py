"""«Historikk»: what was saved, taking it back, versions; and choosing where two saved the same."""

from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from html import unescape
from typing import Any, get_args, get_type_hints

import pytest
from django.test import Client
from django.utils import timezone

from forrang.domain.answer_group import Strategy
from forrang.domain.differences import put
from forrang.domain.document import Document
from forrang.portal.history.words import BESIDE, FIELDS
from forrang.storage.acts import ActKind, newest_acts
from forrang.storage.models import Customer, EntrySave, Membership, SetupVersion
from forrang.storage.publish import publish
from forrang.storage.undo import KEPT

from .cast import HEAD_OFFICE, today
from .conftest import logged_in, setup_of

RING = ("groups", "Resepsjon", "ringing", "ring_seconds")
STRATEGY = ("groups", "Resepsjon", "ringing", "strategy")
WAIT = ("main_numbers", str(HEAD_OFFICE), "setup", "queue", "max_wait_seconds")
NUMBER = "/numbers/4722334455/edit/"


def test_it_works(kari: Client) -> None:
    save(RING, 30.0)
    text = shown(kari.get("/history/"))
    assert "<title>Historikk – Forrang</title>" in text
    assert "Kari Nordmann" in text
    assert "Ringetid" in text and "Svargruppen Resepsjon" in text
    assert "20 sekunder" in text and "30 sekunder" in text
    assert "Oppsettet ble laget." in text and "Leverandøren" in text
    kari.post("/preferences/", {"language": "en", "next": "/history/"})
    text = shown(kari.get("/history/"))
    assert "Ring time" in text and "30 seconds" in text and "sekunder" not in text


def test_entries_are_told_with_what_they_were(kari: Client) -> None:
    kari.post("/numbers/4722334455/vip/add/", {"number": "41122333", "name": "Ny Kunde"})
    text = shown(kari.get("/history/"))
    assert "VIP-listen til 22 33 44 55 Hovedkontor" in text
    assert "41122333" in text and "Ny Kunde" in text


def test_presence_that_another_set_is_told(kari: Client) -> None:
    address = "/employees/4790000002/presence/"
    kari.post(address, {"wish": "out", "place": "group:Resepsjon"})
    kari.post("/my/presence/", {"wish": "out"})
    text = shown(kari.get("/history/?thing=employee:%2B4790000002"))
    assert "Logget ut Ola Hansen: Resepsjon" in text
    assert "Kari Nordmann: " not in shown(kari.get("/history/"))
    assert not newest_acts(kind=ActKind.PRESENCE)


def test_entries_are_undone_once(kari: Client) -> None:
    kari.post("/numbers/4722334455/vip/add/", {"number": "41122333", "name": "Ny Kunde"})
    save_id = EntrySave.objects.get().pk
    address = f"/history/entries/{save_id}/undo/"
    assert f'action="{address}"' in shown(kari.get("/history/"))
    text = shown(kari.post(address, {"back": "/history/?page=1"}, follow=True))
    assert "Angret." in text and "Listen er som før." in text
    assert "Ikke angret: det er endret siden." in shown(kari.post(address, follow=True))


def test_entries_of_others_are_not_there(kari: Client, per: Client) -> None:
    kari.post("/numbers/4722334455/vip/add/", {"number": "41122333", "name": "Ny Kunde"})
    address = f"/history/entries/{EntrySave.objects.get().pk}/undo/"
    assert per.post(address).status_code == 404
    assert kari.post("/history/entries/999/undo/").status_code == 404
    assert kari.get(address).status_code == 405
    assert EntrySave.objects.count() == 1


def test_nothing_of_vip_shows_before_the_service(per: Client) -> None:
    per.post("/services/vip-list/order/")
    document = setup_of("Fjord").document
    number = document.main_numbers[0]
    publish(replace(document, main_numbers=(replace(number, name="Nytt"),)), "Per", based_on=1)
    text = shown(per.get("/history/"))
    assert "Nytt" in text and "VIP" not in text
    assert "VIP" not in shown(per.get("/history/2/"))


def test_nobody_sees_another_customers(kari: Client, per: Client) -> None:
    save(RING, 30.0)
    assert "Nordmann" not in shown(per.get("/history/"))
    assert not events(shown(per.get("/history/?thing=group:Resepsjon")))
    assert per.get("/history/2/").status_code == 404
    assert per.get("/history/2/restore/").status_code == 404
    assert per.post("/undo/2/").status_code == 404


def test_it_is_filtered(kari: Client) -> None:
    save(RING, 30.0)
    save(("time_zone",), "Europe/Paris", by="Aisha Khan")
    save(WAIT, 300.0)
    of = {
        "thing=group:Resepsjon": ("2", "1"),
        f"thing=number:%2B{HEAD_OFFICE[1:]}": ("4", "2", "1"),
        "by=Aisha+Khan": ("3",),
        "by=Aisha+Khan&thing=group:Resepsjon": (),
        f"day={today():%d.%m.%Y}": ("4", "3", "2", "1"),
        "day=01.01.2020": (),
        "thing=group:Nobody": (),
    }
    for query, versions in of.items():
        text = shown(kari.get(f"/history/?{query}"))
        assert tuple(events(text)) == versions, query
    assert "Ingenting passer." in shown(kari.get("/history/?day=01.01.2020"))
    for query in ("page=0", "page=999999999", "page=x", "thing=x:y", "thing=number:x", "by=%00"):
        assert kari.get(f"/history/?{query}").status_code == 200, query


def test_the_edit_page_leads_to_its_own_history(kari: Client) -> None:
    assert 'href="/history/?thing=number%3A%2B4722334455"' in shown(kari.get(NUMBER))


def test_there_are_fifty_on_a_page(kari: Client) -> None:
    rows = SetupVersion.objects.filter(customer__name__startswith="Nordlys")
    kept = rows.get()
    plain = kept.document
    SetupVersion.objects.bulk_create(
        SetupVersion(customer=kept.customer, number=n, document=plain, by="Kari")
        for n in range(2, 61)
    )
    Customer.objects.filter(pk=kept.customer_id).update(version=60)
    first, second = (shown(kari.get(f"/history/?page={n}")) for n in (1, 2))
    assert first.count("history-head") == 50 and second.count("history-head") >= 10
    assert "Eldre" in first and "Nyere" in second
    assert kari.get("/history/11/").status_code == 200
    assert kari.get("/history/10/").status_code == 404
    assert 'href="/history/10/"' not in second


def test_undo_goes_back_to_where_it_was_saved(kari: Client) -> None:
    shown_form = {"based_on": "1", "group": "Resepsjon", "strategy": "longest-idle"}
    typed = {**shown_form, "ring_seconds": "20", "max_wait_minutes": "7", "vip": "on"}
    text = shown(kari.post(NUMBER, typed, follow=True))
    assert f'<input type="hidden" name="back" value="{NUMBER}">' in text
    assert kari.post("/undo/2/", {"back": NUMBER})["Location"] == NUMBER
    assert wait() == 600
    for elsewhere in ("https://example.net/", "//example.net/", "/\\example.net"):
        assert kari.post("/undo/3/", {"back": elsewhere})["Location"] == "/setup/"


def test_undo_is_over_after_thirty_days(kari: Client) -> None:
    save(RING, 30.0)
    assert 'action="/undo/2/"' in shown(kari.get("/history/"))
    old = timezone.now() - KEPT - timedelta(minutes=1)
    SetupVersion.objects.filter(number=2).update(at=old)
    assert 'action="/undo/2/"' not in shown(kari.get("/history/"))
    assert "Ikke angret: Det ble lagret for mer enn 30 dager siden." in undo(kari, 2)
    assert ring() == 30


def test_undo_says_who_changed_the_same(kari: Client) -> None:
    save(RING, 30.0)
    save(RING, 40.0, by="Aisha Khan")
    save(WAIT, 300.0, by="Ola Hansen")
    text = shown(kari.get("/history/"))
    assert "Endret igjen siden" in text and 'action="/undo/2/"' not in text
    assert "Ikke angret: Aisha Khan endret det samme i dag" in undo(kari, 2)
    assert ring() == 40
    assert "Angret." in undo(kari, 3)
    assert ring() == 30 and wait() == 300


def test_undo_brings_back_a_confirmed_mobile_and_no_other(kari: Client) -> None:
    add, mobile = "/employees/add/", "+4790000009"
    kari.post(add, {"name": "Siri Test", "mobile": "900 00 009", "based_on": "1"})
    for who in ("4790000002", "4790000009"):
        kari.post(f"/employees/{who}/remove/", {"based_on": str(setup_of("Nordlys").version)})
    assert "bekreftes på nytt" not in shown(kari.get("/employees/4790000003/remove/"))
    undo(kari, 3)
    undo(kari, 4)
    document = setup_of("Nordlys").document
    assert [one.mobile[-1] for one in document.employees] == ["1", "2", "3", "9"]
    assert document.unconfirmed == (mobile,)
    kari.post("/employees/4790000002/remove/", {"based_on": "6"})
    kari.post(add, {"name": "Ola Hansen", "mobile": "900 00 002", "based_on": "7"})
    assert "+4790000002" in setup_of("Nordlys").document.unconfirmed


def test_restoring_brings_back_a_confirmed_mobile(kari: Client) -> None:
    kari.post("/employees/4790000002/remove/", {"based_on": "1"})
    kari.post("/history/1/restore/", {"based_on": "2"})
    assert setup_of("Nordlys").document.unconfirmed == ()
    assert "+4790000002" in [one.mobile for one in setup_of("Nordlys").document.employees]


def test_undo_leaves_an_administrator(kari: Client) -> None:
    ola, kari_ = ("employees", "+4790000002"), ("employees", "+4790000001")
    save((*ola, "administrator"), True)
    save((*kari_, "administrator"), False)
    other = logged_in("ola")
    assert "Ingen ville være administrator lenger." in undo(other, 2)
    assert Membership.objects.filter(customer__name__startswith="Nordlys", administrator=True)


def test_a_version_is_looked_at_and_compared(kari: Client) -> None:
    save(RING, 30.0)
    text = shown(kari.get("/history/1/"))
    assert "Versjon 1" in text and "20 sekunder" in text and "Lengste ventetid" in text
    assert "Stor Kunde" not in text
    text = shown(kari.get("/history/2/?with=1"))
    assert "Fra versjon 1 til versjon 2" in text
    assert "20 sekunder" in text and "30 sekunder" in text and "Lengste ventetid" not in text
    assert kari.get("/history/1/?with=99").status_code == 404
    assert kari.get("/history/99/").status_code == 404


def test_a_version_is_restored_as_a_new_one(kari: Client) -> None:
    save(RING, 30.0)
    save(WAIT, 300.0)
    text = shown(kari.get("/history/1/restore/"))
    assert "Gjenopprette versjon 1?" in text and "5 minutter" in text and "10 minutter" in text
    text = shown(kari.post("/history/1/restore/", {"based_on": "3"}, follow=True))
    assert "Versjon 1 er gjenopprettet." in text and "Gjenopprettet versjon 1" in text
    assert (ring(), wait(), setup_of("Nordlys").version) == (20, 600, 4)
    undo(kari, 4)
    assert (ring(), wait()) == (30, 300)


def test_restoring_keeps_lists_and_collides_with_what_is_newer(kari: Client) -> None:
    save(("main_numbers", str(HEAD_OFFICE), "vip"), None)
    save(
        ("main_numbers", str(HEAD_OFFICE), "vip"), setup_of("Nordlys").document.main_numbers[0].vip
    )
    save(RING, 30.0)
    save(RING, 40.0, by="Aisha Khan")
    newest = setup_of("Nordlys").version
    response = kari.post("/history/1/restore/", {"based_on": str(newest - 1)})
    assert response.status_code == 409
    assert "Aisha Khan lagret før deg" in shown(response)
    assert ring() == 40


def test_restoring_what_takes_ones_own_rights_leads_out(kari: Client) -> None:
    save(("employees", "+4790000002", "administrator"), True)
    other = logged_in("ola")
    assert "Dette endrer seg" in shown(other.get("/history/1/restore/"))
    response = other.post("/history/1/restore/", {"based_on": "2"})
    assert response["Location"] == "/"
    assert other.get("/history/").status_code == 403


def test_restoring_what_cannot_be_is_refused(kari: Client) -> None:
    nobody = setup_of("Nordlys").document
    for mobile in [one.mobile for one in nobody.employees if one.administrator]:
        nobody = put(nobody, ("employees", mobile, "administrator"), False)
    publish(nobody, "provider")
    save(("employees", "+4790000001", "administrator"), True)
    response = kari.post("/history/2/restore/", {"based_on": "3"})
    assert response.status_code == 409
    assert "Ikke gjenopprettet: Ingen ville være administrator lenger." in shown(response)
    assert setup_of("Nordlys").version == 3
    assert kari.get("/history/3/restore/")["Location"] == "/history/3/"


def test_two_administrators_in_two_browsers(kari: Client) -> None:
    save(("employees", "+4790000002", "administrator"), True)
    ola, version = logged_in("ola"), setup_of("Nordlys").version
    typed = {"based_on": str(version), "group": "Resepsjon", "strategy": "longest-idle"}
    ola.post(NUMBER, {**typed, "ring_seconds": "15", "max_wait_minutes": "12", "vip": "on"})
    response = kari.post(NUMBER, {**typed, "ring_seconds": "30", "max_wait_minutes": "10"})
    text = shown(response)
    assert response.status_code == 409
    assert "<h1>Ola Hansen lagret før deg</h1>" in text
    assert "Dere endret det samme" in text and "Disse går fint sammen" in text
    same, together = text.split("Disse går fint sammen", 1)
    assert "20 sekunder" in same and "15 sekunder" in same and "30 sekunder" in same
    assert "12 minutter" in together and "VIP-kø" in together
    assert 'name="choice-0" value="theirs" checked' in text
    assert 'name="choice-0" value="mine"' in text
    assert ring() == 15
    kept = kari.post("/conflict/", {"edit": edit(text), "choice-0": "theirs"})
    assert kept["Location"] == "/setup/"
    assert (ring(), wait(), vip_on()) == (15, 720, False)


def test_choosing_ones_own(kari: Client) -> None:
    text = collided(kari)
    kari.post("/conflict/", {"edit": edit(text), "choice-0": "mine"})
    assert (ring(), wait()) == (30, 720)
    assert setup_of("Nordlys").document.groups[0].ringing.strategy is Strategy.LONGEST_IDLE


def test_it_may_collide_again_and_nothing_is_lost(kari: Client) -> None:
    text = collided(kari)
    save(STRATEGY, Strategy.ALL, by="Aisha Khan")
    response = kari.post("/conflict/", {"edit": edit(text), "choice-0": "mine"})
    text = shown(response)
    assert response.status_code == 409
    assert "Aisha Khan lagret før deg" in text and "Dere endret det samme" not in text
    assert "30 sekunder" in text and "Alle samtidig" in text
    assert kari.post("/conflict/", {"edit": edit(text)}).status_code == 302
    assert (ring(), wait()) == (30, 720)
    assert setup_of("Nordlys").document.groups[0].ringing.strategy is Strategy.ALL


def test_what_cannot_go_together_is_said_and_asked_again(kari: Client) -> None:
    fields = {"name": "Vakt", "strategy": "all", "ring_seconds": "20", "wrap_up_seconds": "0"}
    fields |= {"rest_seconds": "15", "pause_after_misses": "0", "member": "+4790000002"}
    kari.post("/groups/new/", {**fields, "based_on": "1"})
    save(("groups", "Vakt"), None, by="Aisha Khan")
    version = setup_of("Nordlys").version
    save(WAIT, 300.0, by="Aisha Khan")
    typed = {"based_on": str(version - 1), "group": "Vakt", "strategy": "longest-idle"}
    typed |= {"ring_seconds": "20", "max_wait_minutes": "10", "vip": "on"}
    response = kari.post(NUMBER, typed)
    assert response.status_code == 409
    response = kari.post("/conflict/", {"edit": edit(shown(response)), "choice-0": "mine"})
    assert response.status_code == 409
    assert "Ikke lagret:" in shown(response)


@pytest.mark.parametrize("sent", ["", "x", "x:y:z"])
def test_what_is_not_ours_is_not_saved(kari: Client, sent: str) -> None:
    assert kari.post("/conflict/", {"edit": sent}).status_code == 400
    assert kari.get("/conflict/").status_code == 405


def test_another_customers_conflict_is_not_ours(kari: Client, per: Client) -> None:
    text = collided(kari)
    assert per.post("/conflict/", {"edit": edit(text)}).status_code == 400


def test_every_field_of_a_setup_has_words() -> None:
    missing = [key for key in _fields(Document) if key not in FIELDS and key not in BESIDE]
    assert not missing, f"give them a line in portal/history/words.py: {missing}"


def _fields(cls: Any, seen: tuple[Any, ...] = ()) -> list[tuple[type, str]]:
    found: list[tuple[type, str]] = []
    if cls in seen:  # a menu's keys have menus
        return found
    hints = get_type_hints(cls)
    for one in fields(cls):
        found.append((cls, one.name))
        if (cls, one.name) in BESIDE and one.name not in ("employees", "groups", "main_numbers"):
            continue
        kind = hints[one.name]
        for inner in (kind, *get_args(kind)):
            if is_dataclass(inner):
                found += _fields(inner, (*seen, cls))
    return found


def collided(client: Client) -> str:
    """The page that somebody gets whose ring time is somebody else's now."""
    version = setup_of("Nordlys").version
    save(RING, 15.0, by="Aisha Khan")
    save(WAIT, 720.0, by="Aisha Khan")
    typed = {"based_on": str(version), "group": "Resepsjon", "strategy": "longest-idle"}
    typed |= {"ring_seconds": "30", "max_wait_minutes": "10", "vip": "on"}
    response = client.post(NUMBER, typed)
    assert response.status_code == 409
    return shown(response)


def save(path: tuple[str, ...], value: Any, by: str = "Kari Nordmann") -> None:
    """Somebody saves one change."""
    setup = setup_of("Nordlys")
    publish(put(setup.document, path, value), by, based_on=setup.version)


def ring() -> float:
    """Resepsjon's ring time."""
    return setup_of("Nordlys").document.groups[0].ringing.ring_seconds


def wait() -> float:
    """The head office's longest wait."""
    return setup_of("Nordlys").document.main_numbers[0].setup.queue.max_wait_seconds


def vip_on() -> bool:
    """Whether the head office's VIP queue is ticked."""
    vip = setup_of("Nordlys").document.main_numbers[0].vip
    return vip is not None and vip.on


def undo(client: Client, version: int) -> str:
    """Undo a save and read what is said."""
    return shown(client.post(f"/undo/{version}/", {"back": "/history/"}, follow=True))


def events(text: str) -> list[str]:
    """The versions of the events of a page."""
    return [part.split('"')[0] for part in text.split('id="event-setup-')[1:]]


def edit(text: str) -> str:
    """What the page carries."""
    return text.split('name="edit" value="')[1].split('"')[0]


def shown(response: Any) -> str:
    """The text of a page."""
    return unescape(response.content.decode()).replace("\xa0", " ")
