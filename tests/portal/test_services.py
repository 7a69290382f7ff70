"""«Tjenester»: ordering, withdrawing, and hearing what the provider answered."""

import pytest
from django.test import Client

from forrang.domain.document import Service
from forrang.storage.models import Change, Customer, Notice
from forrang.storage.orders import (
    MAIN_NUMBER,
    NothingToDo,
    activate,
    decline,
    order,
    service_states,
    take_back_activation,
    turn_off,
    waiting_orders,
)

from .conftest import logged_in, setup_of

VIP = {"what": "vip-list"}


def fjord() -> int:
    return Customer.objects.get(name__startswith="Fjord").pk


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\xa0", " ")


def the_notice() -> str:
    """The id of the one that there is."""
    return str(Notice.objects.get().pk)


def test_what_is_activated_is_not_ordered_again(kari: Client) -> None:
    page = text_of(kari, "/services/")
    assert "Aktivert" in page
    assert "Bestill VIP-liste" not in page
    assert "Dere har det, eller det er bestilt fra før." in text_of_post(kari, "order", VIP)
    assert waiting_orders() == []


def text_of_post(client: Client, act: str, data: dict[str, str]) -> str:
    answer = client.post(f"/services/{act}/", data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def test_an_order_waits_until_it_is_withdrawn(per: Client) -> None:
    assert "Bestill VIP-liste" in text_of(per, "/services/")
    page = text_of_post(per, "order", VIP)
    assert "Leverandøren aktiverer tjenesten, og du får beskjed." in page
    assert "Bestilt i dag" in page
    (found,) = waiting_orders()
    assert (found.what, found.by, found.name) == ("vip-list", "Per Fjord", "Fjord Elektro AS")
    assert "Bestillingen er trukket tilbake." in text_of_post(per, "withdraw", VIP)
    assert waiting_orders() == []
    assert "har svart på bestillingen" in text_of_post(per, "withdraw", VIP)


def test_only_what_there_is_can_be_ordered(per: Client) -> None:
    for act in ("order", "withdraw"):
        assert per.post(f"/services/{act}/", {"what": "recording"}).status_code == 404
        assert per.post(f"/services/{act}/").status_code == 404


def test_an_order_changes_no_call(per: Client) -> None:
    before = Change.objects.count()
    text_of_post(per, "order", VIP)
    text_of_post(per, "order", {"what": MAIN_NUMBER})
    assert Change.objects.count() == before
    assert setup_of("Fjord").document.services == ()


def test_the_administrator_is_told_once_in_the_strip_and_until_read_on_the_page(
    per: Client,
) -> None:
    activate(fjord(), Service.VIP_LIST, "Lise")
    assert "VIP-liste er aktivert." in text_of(per, "/setup/")
    assert "VIP-liste er aktivert." not in text_of(per, "/setup/")
    page = text_of(per, "/services/")
    assert page.count("VIP-liste er aktivert.") == 2  # once hidden, in the button's words
    per.post("/services/read/", {"notice": the_notice()})
    assert "VIP-liste er aktivert." not in text_of(per, "/services/")


def test_nobody_else_reads_or_is_told(per: Client, kari: Client, ola: Client) -> None:
    activate(fjord(), Service.VIP_LIST, "Lise")
    kari.post("/services/read/", {"notice": the_notice()})
    assert "VIP-liste er aktivert." in text_of(per, "/services/")
    assert "er aktivert" not in text_of(kari, "/setup/")
    assert "er aktivert" not in text_of(ola, "/my/")


def test_employees_are_not_told(per: Client) -> None:
    activate(fjord(), Service.VIP_LIST, "Lise")
    assert "er aktivert" not in text_of(logged_in("liv"), "/my/")


def test_declined_and_turned_off_are_told(per: Client) -> None:
    order(fjord(), Service.VIP_LIST, "Per Fjord")
    decline(fjord(), Service.VIP_LIST, "Lise", "Papers are missing.")
    assert "Leverandøren avslo bestillingen: VIP-liste." in text_of(per, "/services/")
    assert waiting_orders() == []
    activate(fjord(), Service.VIP_LIST, "Lise")
    turn_off(fjord(), Service.VIP_LIST, "Lise")
    page = text_of(per, "/services/")
    assert "VIP-liste er slått av av leverandøren." in page
    assert "Slått av av leverandøren. Listene er tatt vare på." in page
    assert "er aktivert." not in page  # what was said before is out of date
    assert "Bestill VIP-liste" in page


def test_what_was_turned_off_can_be_ordered_again(per: Client) -> None:
    order(fjord(), Service.VIP_LIST, "Per Fjord")
    activate(fjord(), Service.VIP_LIST, "Lise")
    turn_off(fjord(), Service.VIP_LIST, "Lise")
    assert waiting_orders() == []
    order(fjord(), Service.VIP_LIST, "Per Fjord")
    assert [one.what for one in waiting_orders()] == ["vip-list"]


def test_undoing_an_activation_lets_the_order_wait_again(per: Client) -> None:
    order(fjord(), Service.VIP_LIST, "Per Fjord")
    before = service_states(fjord())
    activate(fjord(), Service.VIP_LIST, "Lise")
    assert waiting_orders() == []
    take_back_activation(fjord(), Service.VIP_LIST, "Lise")
    assert service_states(fjord()) == before
    assert "er aktivert" not in text_of(per, "/services/")
    with pytest.raises(NothingToDo):
        take_back_activation(fjord(), Service.VIP_LIST, "Lise")


def test_activating_reaches_the_table_of_changes(customers: None) -> None:
    activate(fjord(), Service.VIP_LIST, "Lise")
    newest = Change.objects.order_by("-seq").first()
    assert newest is not None
    assert (newest.customer_id, newest.kind) == (fjord(), "service")
    assert newest.what == {"service": "vip-list", "active": True}
    with pytest.raises(NothingToDo):
        activate(fjord(), Service.VIP_LIST, "Lise")
    assert Change.objects.order_by("-seq").first() == newest


def test_in_english(per: Client) -> None:
    per.cookies["language"] = "en"
    assert "Order VIP list" in text_of(per, "/services/")
    assert "Ordered today" in text_of_post(per, "order", VIP)
