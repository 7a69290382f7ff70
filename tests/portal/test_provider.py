"""The provider's site: its own log-in, and what staff do there."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from django.utils import timezone

from forrang.domain.document import Service
from forrang.provider.access import ANYBODY, STAFF
from forrang.provider.sessions import COOKIE
from forrang.storage.models import (
    Account,
    Act,
    CallRecord,
    Change,
    Customer,
    MainNumberAssignment,
    Notice,
    OutgoingMail,
    Staff,
)
from forrang.storage.orders import MAIN_NUMBER, order, waiting_orders
from forrang.storage.outgoing_mail import lay_mail, mail_failed
from forrang.storage.setups import current_setup
from forrang.storage.staff import add_staff

from .conftest import logged_in, setup_of
from .core import the_core
from .routes import _routes

ALL = [one for one in _routes(get_resolver().url_patterns, ()) if one.name.startswith("provider")]
FOR_STAFF = [one for one in ALL if one.audience == STAFF]
every = pytest.mark.parametrize("route", FOR_STAFF, ids=lambda one: one.name)


@pytest.fixture
def lise(customers: None) -> Client:
    """One of the provider's people."""
    add_staff("Lise", "polarnett-lise")
    return staff_logged_in()


def staff_logged_in(password: str = "polarnett-lise") -> Client:
    client = Client()
    log_in(client, "Lise", password)
    return client


def log_in(client: Client, name: str, password: str) -> int:
    return client.post("/provider/login/", {"name": name, "password": password}).status_code


def fjord() -> Customer:
    return Customer.objects.get(name__startswith="Fjord")


def address(route: object, customer: Customer) -> str:
    number = current_setup(customer.pk).document.main_numbers[0].number
    parts = {
        "digits": number[1:],
        "public_id": customer.public_id,
        "service": "vip-list",
        "what": MAIN_NUMBER,
    }
    return reverse(route.name, kwargs={one: parts[one] for one in route.parts})  # type: ignore[attr-defined]


def act(client: Client, path: str, **data: str) -> str:
    answer = client.post(f"/provider/customers/{fjord().public_id}/{path}", data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def test_every_route_says_for_whom_it_is() -> None:
    assert {one.audience for one in ALL} == {ANYBODY, STAFF}
    assert len(FOR_STAFF) > 10


@every
def test_a_stranger_and_a_customer_are_asked_to_log_in(route: object, kari: Client) -> None:
    there = address(route, fjord())
    for client in (Client(), kari):
        for answer in (client.get(there), client.post(there)):
            if answer.status_code != 405:
                assert answer.status_code == 302
                assert answer["Location"].startswith("/provider/login/")
    assert setup_of("Fjord").document.services == ()


@every
def test_staff_are_let_in_and_nothing_is_cached(route: object, lise: Client) -> None:
    nordlys = Customer.objects.get(name__startswith="Nordlys")
    order(nordlys.pk, MAIN_NUMBER, "Kari Nordmann")
    answer = lise.get(address(route, nordlys))
    if answer.status_code == 302:  # there is no second step to do anything about
        assert answer["Location"] == "/provider/two-step/"
        return
    assert answer.status_code in (200, 405)
    if answer.status_code == 200:
        assert "no-store" in answer["Cache-Control"]
        assert "Lise" in answer.content.decode()


def test_staff_see_nothing_of_the_portal(lise: Client) -> None:
    for path in ("/", "/setup/", "/my/", "/services/", "/numbers/4722334455/edit/"):
        answer = lise.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/login/")
        assert "Nordlys" not in answer.content.decode()


def test_a_sessions_key_opens_nothing_under_the_other_cookie(lise: Client, kari: Client) -> None:
    thief = Client()
    thief.cookies[COOKIE] = kari.cookies["sessionid"].value
    assert thief.get("/provider/customers/").status_code == 302
    thief = Client()
    thief.cookies["sessionid"] = lise.cookies[COOKIE].value
    assert thief.get("/setup/").status_code == 302


def test_both_log_ins_live_side_by_side_in_one_browser(lise: Client) -> None:
    both = logged_in("kari")
    both.cookies[COOKIE] = lise.cookies[COOKIE].value
    page = text_of(both, "/provider/customers/")
    assert "Lise" in page and "Kari Nordmann" not in page
    assert "Lise" not in text_of(both, "/setup/")
    both.post("/provider/logout/")
    assert both.get("/provider/customers/").status_code == 302
    assert both.get("/setup/").status_code == 200


def test_the_cookie_is_of_the_providers_site_alone(lise: Client) -> None:
    cookie = lise.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/provider/", True, "Lax")
    assert "sessionid" not in lise.cookies


def test_wrong_passwords_are_counted_and_locked(customers: None) -> None:
    add_staff("Lise", "polarnett-lise")
    client = Client()
    for name, password in (("Lise", "wrong"), ("Nobody", "polarnett-lise")):
        answer = client.post("/provider/login/", {"name": name, "password": password})
        assert "stemmer ikke" in answer.content.decode()
    for _ in range(4):
        log_in(client, "Lise", "wrong")
    assert log_in(client, "Lise", "polarnett-lise") == 429
    assert log_in(client, "900 00 001", "nordlys-kari") == 200  # a customer's opens nothing here


def test_a_new_password_ends_the_sessions(lise: Client) -> None:
    assert lise.get("/provider/orders/").status_code == 200
    Staff.objects.update(password=make_password("another-one"))
    assert lise.get("/provider/orders/").status_code == 302


def test_one_comes_where_one_wanted_but_never_elsewhere(customers: None) -> None:
    add_staff("Lise", "polarnett-lise")
    data = {"name": "Lise", "password": "polarnett-lise"}
    for wanted, after in (
        ("/provider/orders/", "/provider/orders/"),
        ("/setup/", "/provider/customers/"),
        ("https://elsewhere.example/provider/", "/provider/customers/"),
    ):
        answer = Client().post("/provider/login/", data | {"next": wanted})
        assert answer["Location"] == after


def test_a_form_of_another_site_is_refused(lise: Client) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = lise.cookies
    there = f"/provider/customers/{fjord().public_id}/services/vip-list/activate/"
    assert client.post(there).status_code == 403


def test_activating_an_order(lise: Client, per: Client) -> None:
    order(fjord().pk, Service.VIP_LIST, "Per Fjord")
    assert "Fjord Elektro AS" in text_of(lise, "/provider/orders/")
    assert "VIP" not in text_of(per, "/numbers/4722334477/edit/")
    page = act(lise, "services/vip-list/activate/")
    assert "VIP-liste er aktivert." in page
    assert "Per Fjord ser VIP-kø under «Endre» fra nå av, og har fått beskjed." in page
    assert "i dag" in page
    newest = Change.objects.order_by("-seq").first()
    assert newest is not None and newest.what == {"service": "vip-list", "active": True}
    page = text_of(per, "/numbers/4722334477/edit/")  # whatever page comes next
    assert "VIP-kø" in page and "VIP-liste er aktivert." in page
    assert "er aktivert fra før" in act(lise, "services/vip-list/activate/")
    act(lise, "services/vip-list/activate/undo/")
    assert [one.what for one in waiting_orders()] == ["vip-list"]


def test_declining(lise: Client, per: Client) -> None:
    order(fjord().pk, Service.VIP_LIST, "Per Fjord")
    assert "VIP-liste" in text_of(
        lise, f"/provider/customers/{fjord().public_id}/decline/vip-list/"
    )
    said = act(lise, "decline/vip-list/", note="Avtalen mangler.")
    assert "Bestillingen er avslått: VIP-liste." in said
    assert "Avtalen mangler." in text_of(per, "/setup/")
    assert "Avtalen mangler." in text_of(lise, "/provider/history/?kind=declined")
    assert waiting_orders() == []
    assert "finnes ikke lenger" in act(lise, "decline/vip-list/")


def test_turning_off_says_first_what_stops(lise: Client, kari: Client) -> None:
    nordlys = Customer.objects.get(name__startswith="Nordlys")
    there = f"/provider/customers/{nordlys.public_id}/services/vip-list/turn-off/"
    page = text_of(lise, there)
    assert "1 VIP-liste skjules og tas vare på." in page
    assert "3 oppføringer teller ikke lenger." in page
    assert "Samtaler som pågår, fullføres." in page
    assert setup_of("Nordlys").document.services  # not yet
    assert "VIP-liste er slått av." in lise.post(there, follow=True).content.decode()
    assert setup_of("Nordlys").document.services == ()
    assert "VIP-liste er slått av av leverandøren." in text_of(kari, "/setup/")
    assert lise.get(there).status_code == 404


def test_what_is_unknown_is_not_there(lise: Client) -> None:
    known = f"/provider/customers/{fjord().public_id}"
    assert lise.get("/provider/customers/nobody/").status_code == 404
    assert lise.post(f"{known}/services/recording/activate/").status_code == 404
    assert lise.post(f"{known}/decline/recording/").status_code == 404
    assert 'href="/provider/"' in lise.get("/provider/nothing/").content.decode()


def test_assigning_a_number_answers_the_order(lise: Client, per: Client) -> None:
    order(fjord().pk, MAIN_NUMBER, "Per Fjord")
    page = act(lise, "numbers/add/", number="22 11 00 99", name="Lager", group="Kundesenter")
    assert "22 11 00 99 er tildelt." in page
    assert waiting_orders() == []
    new = setup_of("Fjord").document.main_numbers[-1]
    assert (new.number, new.name, new.setup.queue.group) == (
        "+4722110099",
        "Lager",
        "Kundesenter",
    )
    assert "22 11 00 99" in text_of(lise, "/provider/numbers/?find=2211")
    assert "Dere har et nytt hovednummer: 22 11 00 99." in text_of(per, "/setup/")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("22 33 44 55", "Nordlys Tannklinikk AS har dette nummeret."),
        ("900 00 011", "mobilnummeret til en ansatt"),
        ("2233", "4 sifre"),
        ("", "Skriv et telefonnummer"),
    ],
)
def test_a_number_that_cannot_be_assigned(lise: Client, number: str, told: str) -> None:
    before = MainNumberAssignment.objects.count()
    assert told in act(lise, "numbers/add/", number=number, group="Kundesenter")
    assert MainNumberAssignment.objects.count() == before
    assert setup_of("Fjord").version == 1


def test_finding_a_customer(lise: Client) -> None:
    for wanted in ("fjord", "22 33 44 77"):
        page = text_of(lise, f"/provider/customers/?find={wanted}")
        assert "Fjord Elektro" in page and "Nordlys" not in page
    assert "Ingen kunde har" in text_of(lise, "/provider/customers/?find=zzz")


def test_what_is_unwell(lise: Client) -> None:
    assert "Borte" in text_of(lise, "/provider/health/")  # no exchange runs here
    at = timezone.now() - timedelta(minutes=5)
    Notice.objects.create(
        id="one", customer=fjord(), to="provider", kind="trunk-fault", at=at.timestamp()
    )
    page = text_of(lise, "/provider/health/")
    assert "Trunken tok ikke imot en samtale til en besvarer." in page
    assert "sentralen er borte" in text_of(lise, "/provider/trunks/")
    lise.post("/provider/health/read/", {"notice": "one"})
    assert "Trunken tok ikke imot" not in text_of(lise, "/provider/health/")


def test_the_history_tells_who(lise: Client) -> None:
    act(lise, "services/vip-list/activate/")
    page = text_of(lise, "/provider/history/")
    assert "Aktiverte: VIP-liste" in page
    assert "Tildelte 22 33 44 77" in page


def test_the_history_is_filtered(lise: Client) -> None:
    act(lise, "services/vip-list/activate/")
    nordlys = Customer.objects.get(name__startswith="Nordlys")
    for query, there, not_there in (
        (f"customer={nordlys.public_id}", "22 33 44 55", "22 33 44 77"),
        ("by=Lise", "Aktiverte: VIP-liste", "Tildelte"),
        ("kind=assigned", "Tildelte 22 33 44 77", "Aktiverte: VIP"),
        ("kind=saved", "Lagret oppsett 1", "Tildelte 22"),
        ("kind=nonsense&before=x&customer=nobody", "Tildelte 22 33 44 77", "Ingenting slikt"),
        ("before=1000", "Ingenting slikt har skjedd", "Tildelte 22"),
    ):
        page = text_of(lise, f"/provider/history/?{query}")
        assert there in page and not_there not in page, query


def test_the_history_has_pages(lise: Client) -> None:
    now = timezone.now()
    Act.objects.bulk_create(
        Act(
            customer=fjord(),
            by=f"N{n}",
            kind="assigned",
            what="+4722334477",
            at=now + timedelta(seconds=n),
        )
        for n in range(150)
    )
    page = text_of(lise, "/provider/history/?kind=assigned")
    assert "N149<" in page and "N49<" not in page
    older = page.split('<p><a href="')[1].split('"')[0].replace("&amp;", "&")
    page = text_of(lise, f"/provider/history/{older}")
    assert "N49<" in page and "N50<" not in page


@override_settings(FORRANG_TRUNK="192.0.2.1:5060")
def test_in_english(lise: Client) -> None:
    lise.cookies["language"] = "en"
    assert "192.0.2.1:5060" in text_of(lise, "/provider/trunks/")
    assert "Customers" in text_of(lise, "/provider/customers/")


def test_taking_a_number_back_says_first_what_happens(lise: Client, kari: Client) -> None:
    nordlys = Customer.objects.get(name__startswith="Nordlys")
    there = f"/provider/customers/{nordlys.public_id}/numbers/4722334455/take-back/"
    page = text_of(lise, there)
    assert "nummeret ikke er i bruk" in page and "3 oppføringer" in page
    assert "Kunden har ikke noe hovednummer igjen." in page
    assert setup_of("Nordlys").document.main_numbers  # not yet
    page = lise.post(there, follow=True).content.decode().replace("\xa0", " ")
    assert "22 33 44 55 er tatt tilbake." in page
    assert setup_of("Nordlys").document.main_numbers == ()
    assert not MainNumberAssignment.objects.filter(number="+4722334455").exists()
    newest = Change.objects.order_by("-seq").first()
    assert newest is not None and newest.customer == nordlys
    assert "Leverandøren tok tilbake hovednummeret 22 33 44 55." in text_of(kari, "/setup/")
    assert "Tok tilbake 22 33 44 55" in text_of(lise, "/provider/history/")
    assert lise.post(there).status_code == 404
    assert "er tildelt" in act(lise, "numbers/add/", number="22334455", group="Kundesenter")


def test_a_number_of_another_customer_is_not_taken_back_here(lise: Client) -> None:
    for digits in ("4722334455", "12", "x"):
        there = f"/provider/customers/{fjord().public_id}/numbers/{digits}/take-back/"
        assert {lise.get(there).status_code, lise.post(there).status_code} == {404}
    assert setup_of("Nordlys").document.main_numbers


NEW = {"name": "Bakeriet AS", "administrator": "Mia Berg", "mobile": "900 00 077", "group": "Disk"}


def test_a_new_customer_has_an_administrator_who_is_not_confirmed(lise: Client) -> None:
    page = lise.post("/provider/customers/add/", NEW, follow=True).content.decode()
    assert "Bakeriet AS er nå kunde." in page and "Mia Berg" in page
    setup = setup_of("Bakeriet")
    assert setup.document.unconfirmed == ("+4790000077",)
    assert setup.document.employees[0].administrator
    account = Account.objects.get(mobile="+4790000077")
    assert account.password is None
    assert "Opprettet kunden" in text_of(lise, "/provider/history/?by=Lise")
    bakery = Customer.objects.get(name="Bakeriet AS")
    data = {"number": "22 11 00 98", "group": "Disk"}
    there = f"/provider/customers/{bakery.public_id}/numbers/add/"
    assert "22 11 00 98" in lise.post(there, data, follow=True).content.decode().replace(
        "\xa0", " "
    )


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": "Fjord Elektro AS"}, "En kunde har dette navnet."),
        ({"name": ""}, "Skriv et navn, for eksempel Nordlys"),
        ({"administrator": ""}, "Skriv et navn, for eksempel Kari"),
        ({"mobile": "9000"}, "4 sifre"),
        ({"group": ""}, "Skriv et navn, for eksempel Resepsjon."),
    ],
)
def test_a_customer_that_cannot_be(lise: Client, wrong: dict[str, str], told: str) -> None:
    before = setup_of("Fjord")
    page = lise.post("/provider/customers/add/", NEW | wrong).content.decode()
    assert told in page
    assert Customer.objects.count() == 2
    assert setup_of("Fjord") == before


def test_a_well_instance_says_so(lise: Client) -> None:
    with the_core() as core:
        core.health["calls"] = 3
        answer = lise.get("/provider/health/")
        page = answer.content.decode().replace("\xa0", " ")
        assert "Alt er bra." in page and "3 samtaler nå." in page
        assert answer["Refresh"] == "30"
        page = text_of(lise, "/provider/trunks/")
        assert "Åpen" in page and "Ingen ennå" in page


@pytest.mark.parametrize(
    ("fact", "value", "told"),
    [
        ("engine", "away", "Ingen kan ringe eller svare"),
        ("database", "away", "Sentralen får ikke lest den"),
        ("stumbled", 2, "2 hendelser"),
        ("records_waiting_bytes", 5_000_000, "Henger etter"),
    ],
)
def test_what_is_unwell_is_told_with_its_mend(
    lise: Client, fact: str, value: object, told: str
) -> None:
    with the_core() as core:
        assert told not in text_of(lise, "/provider/health/")
        core.health[fact] = value
        page = text_of(lise, "/provider/health/")
        assert told in page and "1 del må ses på." in page


def test_calls_to_numbers_that_nobody_has_are_counted(lise: Client) -> None:
    with the_core() as core:
        core.health["unknown_numbers"] = 7
        page = text_of(lise, "/provider/health/")
        assert "7 samtaler" in page and "Alt er bra." in page


def test_mail_that_waits_is_told(lise: Client) -> None:
    assert "E-post" not in text_of(lise, "/provider/health/")
    with override_settings(FORRANG_MAIL=True):
        assert "Ingen e-post venter." in text_of(lise, "/provider/health/")
        lay_mail("kari@example.com", "Hei", "Hei.")
        mail_failed(OutgoingMail.objects.get().pk, "refused 451", for_good=False)
        page = text_of(lise, "/provider/health/")
        assert "1 venter på e-postserveren" in page and "kari@example.com" not in page


def test_the_trunk_tells_its_last_calls(lise: Client) -> None:
    now = timezone.now().timestamp()
    CallRecord.objects.create(
        id="one",
        customer=fjord(),
        main_number="+4722334477",
        withheld=False,
        vip=False,
        why={},
        arrived=now - 60,
        place_from=now - 60,
        ended=now,
        waited_seconds=1,
        outcome="answered",
        overtaken=0,
        story=[{"step": "Offered", "at": now - 50}],
    )
    page = text_of(lise, "/provider/trunks/")
    assert page.count(">i dag") + page.count(">i går") == 2
