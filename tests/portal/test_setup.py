"""«Bedriftens oppsett» and undoing a save."""

from dataclasses import replace

from django.test import Client

from forrang.domain.document import Document
from forrang.domain.vip_list import VipList
from forrang.storage.list_sizes import count_all_lists
from forrang.storage.models import VipEntry
from forrang.storage.publish import publish

from .cast import HEAD_OFFICE
from .conftest import setup_of


def test_it_works(kari: Client) -> None:
    text = kari.get("/setup/").content.decode().replace("\xa0", " ")
    assert "Hovednumrene til Nordlys Tannklinikk AS" in text
    assert "22 33 44 55" in text
    assert "Går til svargruppen" in text and "Resepsjon" in text
    assert "3 oppføringer" in text
    assert "<title>Bedriftens oppsett – Forrang</title>" in text


def test_it_works_in_english(kari: Client) -> None:
    kari.post("/preferences/", {"language": "en", "next": "/setup/"})
    text = kari.get("/setup/").content.decode()
    assert 'lang="en"' in text
    assert "Company setup" in text and "3 entries" in text
    assert "oppsett" not in text


def test_the_language_goes_with_the_person(kari: Client) -> None:
    kari.post("/preferences/", {"language": "en", "appearance": "dark", "next": "/setup/"})
    other = Client()
    other.post("/login/", {"mobile": "90000001", "password": "nordlys-kari"})
    text = other.get("/setup/").content.decode()
    assert 'lang="en" data-color-scheme="dark"' in text


def test_preferences_lead_nowhere_else(kari: Client) -> None:
    data = {"language": "en", "next": "https://example.net/"}
    assert kari.post("/preferences/", data)["Location"] == "/"


def test_without_the_exchange_the_page_says_so(kari: Client) -> None:
    assert "Vi kan ikke se hvem som venter akkurat nå." in kari.get("/setup/").content.decode()


def test_with_many_numbers_one_searches(kari: Client) -> None:
    setup = setup_of("Nordlys")
    (first,) = setup.document.main_numbers
    more = [
        replace(first, number=f"+47223344{n}", name=f"Avd {n}", vip=None) for n in range(60, 73)
    ]
    publish(replace(setup.document, main_numbers=(first, *more)), "provider")
    assert "Finn hovednummer" in kari.get("/setup/").content.decode()
    found = kari.get("/setup/?find=Avd 61").content.decode().replace("\xa0", " ")
    assert found.count('class="card"') == 1
    assert found.count('class="card-head"') == 1
    assert "Ingen hovednumre har" in kari.get("/setup/?find=nowhere").content.decode()


def test_without_a_main_number_it_says_what_to_do(kari: Client) -> None:
    publish(replace(setup_of("Nordlys").document, main_numbers=()), "provider")
    assert "Dere har ikke noe hovednummer ennå." in kari.get("/setup/").content.decode()


def test_undo_puts_back_what_a_save_changed(kari: Client) -> None:
    save(ring_seconds=40)
    version = setup_of("Nordlys").version
    text = kari.post(f"/undo/{version}/", follow=True).content.decode()
    assert "Angret." in text
    assert ring_seconds() == 20


def test_undo_keeps_what_others_saved_since(kari: Client) -> None:
    save(ring_seconds=40)
    version = setup_of("Nordlys").version
    publish(waiting(300), "Ola", based_on=version)
    kari.post(f"/undo/{version}/")
    assert ring_seconds() == 20
    queue = setup_of("Nordlys").document.main_numbers[0].setup.queue
    assert queue.max_wait_seconds == 300


def test_undo_is_refused_when_the_same_was_changed_since(kari: Client) -> None:
    save(ring_seconds=40)
    version = setup_of("Nordlys").version
    save(ring_seconds=50, by="Ola Hansen")
    text = kari.post(f"/undo/{version}/", follow=True).content.decode()
    assert "Ikke angret: Ola Hansen endret det samme i dag" in text
    assert ring_seconds() == 50


def test_undoing_the_first_tick_keeps_the_list(kari: Client) -> None:
    document = setup_of("Nordlys").document
    (number,) = document.main_numbers
    untouched = replace(document, main_numbers=(replace(number, vip=None),))
    publish(untouched, "provider")  # as if there had never been a list
    version = setup_of("Nordlys").version
    publish(document_with_list(untouched), "Kari", based_on=version)
    customer = setup_of("Nordlys").customer
    VipEntry.objects.create(
        customer_id=customer, list_id=HEAD_OFFICE, kind="number", typed="41111111",
        low=4741111111, high=4741111111, digits=10, changed_by="Kari", changed="2026-01-01T00:00Z",
    )  # fmt: skip
    count_all_lists()
    kari.post(f"/undo/{version + 1}/")
    (number,) = setup_of("Nordlys").document.main_numbers
    assert number.vip is not None and not number.vip.on
    assert VipEntry.objects.filter(customer_id=customer).count() == 1


def save(ring_seconds: float, by: str = "Kari Nordmann") -> None:
    """Let the answer group ring so long."""
    setup = setup_of("Nordlys")
    (group,) = setup.document.groups
    ringing = replace(group.ringing, ring_seconds=ring_seconds)
    document = replace(setup.document, groups=(replace(group, ringing=ringing),))
    publish(document, by, based_on=setup.version)


def waiting(seconds: float) -> Document:
    """The setup with another longest wait."""
    document = setup_of("Nordlys").document
    (number,) = document.main_numbers
    queue = replace(number.setup.queue, max_wait_seconds=seconds)
    new = replace(number, setup=replace(number.setup, queue=queue))
    return replace(document, main_numbers=(new,))


def document_with_list(document: Document) -> Document:
    """The setup with VIP queue ticked."""
    (number,) = document.main_numbers
    return replace(document, main_numbers=(replace(number, vip=VipList(on=True)),))


def ring_seconds() -> float:
    """How long the answer group rings now."""
    return setup_of("Nordlys").document.groups[0].ringing.ring_seconds
