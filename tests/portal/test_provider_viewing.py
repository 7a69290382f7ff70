"""Seeing the portal as a customer: read-only, at one place, for half an hour, and told."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from forrang.site.viewing import COOKIE, KEPT, LONGEST
from forrang.storage.acts import newest_acts
from forrang.storage.models import Customer
from forrang.storage.staff import add_staff, remove_staff, set_staff_password

from .conftest import logged_in
from .routes import FREE, routes

ALL = [one for one in routes() if one.name not in FREE]
every = pytest.mark.parametrize("route", ALL, ids=lambda one: one.name)


@pytest.fixture
def viewer(customers: None) -> Client:
    """One of the provider's people, who looks at Nordlys' portal."""
    add_staff("Lise", "polarnett-lise")
    return looks(Client())


def looks(client: Client, at: str = "Nordlys") -> Client:
    client.post("/provider/login/", {"name": "Lise", "password": "polarnett-lise"})
    customer = Customer.objects.get(name__startswith=at)
    answer = client.post(f"/provider/customers/{customer.public_id}/view/")
    assert answer["Location"] == "/setup/"
    return client


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def everything() -> dict[str, list[object]]:
    """All rows but those of sessions."""
    return {
        one._meta.db_table: list(one.objects.order_by("pk").values())
        for one in apps.get_app_config("storage").get_models()
    }


def test_it_works(viewer: Client) -> None:
    page = text_of(viewer, "/setup/")
    assert "Du ser portalen som Nordlys Tannklinikk AS." in page and "Avslutt" in page
    assert (
        "22 33 44 55" in page and "Lise" in page and "Kari Nordmann" not in page.split("<main")[0]
    )
    assert "Fjord" not in page
    answer = viewer.post("/provider/view/end/")
    assert answer["Location"].startswith("/provider/customers/")
    assert viewer.get("/setup/")["Location"].startswith("/login/")
    assert [one.kind for one in newest_acts(by="Lise")] == ["view-ended", "viewed"]


@every
def test_every_write_is_refused_and_changes_nothing(route: object, viewer: Client) -> None:
    before = everything()
    for method in (viewer.post, viewer.put, viewer.patch, viewer.delete):
        answer = method(route.address(), {})  # type: ignore[attr-defined, operator]
        assert answer.status_code == 403
        assert "Ingenting kan endres herfra." in answer.content.decode()
    assert everything() == before


@every
def test_reading_changes_nothing_and_does_not_fail(route: object, viewer: Client) -> None:
    before = everything()
    answer = viewer.get(route.address())  # type: ignore[attr-defined]
    assert answer.status_code in (200, 204, 302, 404, 405, 406)
    assert everything() == before


def test_another_customers_things_are_not_there(viewer: Client) -> None:
    for one in ALL:
        if one.parts and "version" not in one.parts:
            assert viewer.get(one.address(foreign=True)).status_code in (404, 405), one.name


def test_it_is_over_after_half_an_hour(viewer: Client) -> None:
    session = viewer.session.__class__(viewer.cookies[COOKIE].value)
    left = session[KEPT]["until"] - timezone.now().timestamp()
    assert LONGEST - timedelta(minutes=1) < timedelta(seconds=left) <= LONGEST
    session[KEPT] = session[KEPT] | {"until": timezone.now().timestamp() - 1}
    session.save()
    assert viewer.get("/setup/")["Location"] == "/provider/customers/"
    assert viewer.get("/setup/")["Location"].startswith("/login/")  # the cookie is gone


def test_it_ends_with_the_log_in_of_whoever_looks(viewer: Client) -> None:
    set_staff_password("Lise", "another-one")
    assert viewer.get("/setup/")["Location"] == "/provider/customers/"
    set_staff_password("Lise", "polarnett-lise")
    other = looks(Client())
    remove_staff("Lise")
    assert other.get("/setup/")["Location"] == "/provider/customers/"


def test_a_write_never_falls_back_on_another_log_in(viewer: Client) -> None:
    both = looks(logged_in("kari"), "Fjord")
    assert "Fjord Elektro AS" in text_of(both, "/setup/")
    assert both.post("/numbers/4722334455/edit/").status_code == 403
    set_staff_password("Lise", "another-one")
    before = everything()
    assert both.post("/services/order/", {"what": "main-number"}).status_code == 302
    assert everything() == before
    assert "Nordlys" in text_of(both, "/setup/")  # her own again


def test_only_staff_begin_it_and_only_its_own_cookie_opens_it(kari: Client) -> None:
    add_staff("Lise", "polarnett-lise")
    fjord = Customer.objects.get(name__startswith="Fjord")
    answer = kari.post(f"/provider/customers/{fjord.public_id}/view/")
    assert answer["Location"].startswith("/provider/login/")
    assert COOKIE not in kari.cookies
    for key in (kari.cookies["sessionid"].value, "nonsense"):
        thief = Client()
        thief.cookies[COOKIE] = key
        assert thief.get("/setup/")["Location"] == "/provider/customers/"
    viewer = looks(Client())
    thief = Client()
    thief.cookies["sessionid"] = viewer.cookies[COOKIE].value
    assert thief.get("/setup/")["Location"].startswith("/login/")
    thief.cookies["forrang_provider"] = viewer.cookies[COOKIE].value
    assert thief.get("/provider/customers/").status_code == 302


def test_language_is_chosen_as_anywhere(viewer: Client) -> None:
    viewer.post("/preferences/", {"language": "en"})
    assert "You see the portal as Nordlys Tannklinikk AS." in text_of(viewer, "/setup/")


def test_a_withheld_number_stays_withheld(viewer: Client, kari: Client) -> None:
    for path in ("/calls/", "/setup/"):
        if kari.get(path).status_code == 200:
            assert ("Skjult nummer" in text_of(kari, path)) == (
                "Skjult nummer" in text_of(viewer, path)
            )
