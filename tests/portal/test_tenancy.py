"""Every route with every role, and with what is another customer's."""

import pytest
from django.test import Client
from django.urls import reverse

from forrang.portal.access import ADMINISTRATORS, ANYBODY

from .conftest import logged_in
from .routes import FREE, Route, routes

ALL = [one for one in routes() if one.name not in FREE]
GUARDED = [one for one in ALL if one.audience != ANYBODY]
WITH_IDS = [one for one in ALL if one.parts]
METHOD_NOT_ALLOWED = 405

every = pytest.mark.parametrize("route", ALL, ids=lambda one: one.name)
guarded = pytest.mark.parametrize("route", GUARDED, ids=lambda one: one.name)
with_ids = pytest.mark.parametrize("route", WITH_IDS, ids=lambda one: one.name)


def both(client: Client, address: str) -> list[int]:
    """The statuses of reading and of writing; a method that a route has not is no answer."""
    found = [client.get(address).status_code, client.post(address).status_code]
    return [one for one in found if one != METHOD_NOT_ALLOWED]


def text_of(client: Client, address: str) -> str:
    """What a page says; a stream says it bit by bit, and has tests of its own."""
    response = client.get(address)
    if getattr(response, "streaming", False):
        return ""
    return response.content.decode().replace("\xa0", " ")


@every
def test_a_route_says_for_whom_it_is(route: Route) -> None:
    assert route.audience is not None, "put @for_administrators or its like on the view"


@guarded
def test_a_stranger_is_asked_to_log_in(route: Route, anonymous: Client) -> None:
    for answer in (anonymous.get(route.address()), anonymous.post(route.address())):
        if answer.status_code != METHOD_NOT_ALLOWED:
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("login"))


@guarded
def test_an_employee_is_refused_what_is_for_administrators(route: Route, ola: Client) -> None:
    found = both(ola, route.address())
    assert found
    if route.audience == ADMINISTRATORS:
        assert set(found) == {403}
    else:
        assert 403 not in found
        assert max(found) < 500


@every
def test_an_administrator_is_let_in(route: Route, kari: Client) -> None:
    found = both(kari, route.address())
    assert 403 not in found
    assert max(found) < 500


@with_ids
def test_what_is_another_customers_is_not_there(route: Route, kari: Client) -> None:
    assert set(both(kari, route.address(foreign=True))) == {404}


@with_ids
def test_what_is_ours_is_not_there_for_another_customer(route: Route, per: Client) -> None:
    if "version" not in route.parts:  # everybody has a first version
        assert set(both(per, route.address())) == {404}


@guarded
def test_no_page_shows_anything_of_another_customer(
    route: Route, kari: Client, per: Client
) -> None:
    for client, others in ((kari, ("Fjord", "22 33 44 77")), (per, ("Nordlys", "22 33 44 55"))):
        text = text_of(client, route.address())
        for one in others:
            assert one not in text


@every
def test_a_form_of_another_site_is_refused(route: Route, customers: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = logged_in("kari").cookies
    assert client.post(route.address()).status_code in (403, METHOD_NOT_ALLOWED)


@guarded
def test_no_cache_keeps_a_page(route: Route, kari: Client) -> None:
    response = kari.get(route.address())
    if response.status_code == 200:
        assert "no-store" in response["Cache-Control"]


def test_before_activation_nothing_says_vip(per: Client) -> None:
    for route in GUARDED:
        if not route.parts and route.name != "services":  # where it is ordered
            assert "VIP" not in text_of(per, route.address()), route.name
    assert "VIP" not in per.get("/numbers/4722334477/edit/").content.decode()
