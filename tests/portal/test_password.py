"""The first and a forgotten password, and a mobile's confirmation, by digits that are read out."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from forrang.storage.changes import ChangeKind, changes_after, latest_seq
from forrang.storage.models import Account, CodeAsked, Membership, SpokenCode
from forrang.storage.second_factors import code_at, new_secret, turn_on
from forrang.storage.spoken_codes import ASKED_AN_HOUR, CALLS_AN_HOUR

from .conftest import setup_of
from .core import Core, the_core

NEW = "tre tilfeldige ord"
OLD_PASSWORD = {"mobile": "90000001", "password": "nordlys-kari"}


@pytest.fixture
def core(customers: None) -> Iterator[Core]:
    """The exchange."""
    with the_core() as running:
        yield running


def digits() -> str:
    """What the exchange is to read out, as the newest change says."""
    told = [one.what for one in changes_after(0, 500) if one.kind is ChangeKind.SPOKEN_CODE]
    return str(told[-1]["digits"]) if told else ""


def called() -> list[str]:
    """Who is to be called."""
    changes = changes_after(0, 500)
    return [one.what["mobile"] for one in changes if one.kind is ChangeKind.SPOKEN_CODE]


def ask(client: Client, mobile: str = "900 00 001") -> str:
    """Step 1; the page of step 2."""
    response = client.post("/password/", {"mobile": mobile}, follow=True)
    assert response.redirect_chain == [("/password/code/", 302)], response.content.decode()
    return str(response.content.decode())


def later(seconds: float) -> None:
    """Let time have passed."""
    by = timedelta(seconds=seconds)
    for asked in CodeAsked.objects.all():
        CodeAsked.objects.filter(pk=asked.pk).update(at=asked.at - by)
    for code in SpokenCode.objects.all():
        SpokenCode.objects.filter(pk=code.pk).update(made=code.made - by)


def save(client: Client, code: str, password: str = NEW) -> tuple[int, str]:
    """Step 2; status, and where to or what is said."""
    response = client.post("/password/code/", {"code": code, "password": password})
    return response.status_code, response.headers.get("Location") or response.content.decode()


def test_it_works(anonymous: Client) -> None:
    page = ask(anonymous)
    assert 'Er <span class="num">900 00 001</span> registrert her, ringer vi nå' in page.replace(
        "\xa0", " "
    )
    assert called() == ["+4790000001"]
    assert save(anonymous, digits()) == (302, "/")
    assert anonymous.get("/", follow=True).redirect_chain[-1][0] == "/setup/"
    with_new = {**OLD_PASSWORD, "password": NEW}
    assert Client().post("/login/", with_new).status_code == 302
    assert Client().post("/login/", OLD_PASSWORD).status_code == 200


def test_the_log_in_page_leads_here(anonymous: Client) -> None:
    text = anonymous.get("/login/").content.decode()
    assert '<a href="/password/">Glemt passord, eller første gang her?</a>' in text


def test_a_first_password(anonymous: Client) -> None:
    Account.objects.filter(mobile="+4790000002").update(password=None)
    ask(anonymous, "90000002")
    assert save(anonymous, digits())[0] == 302
    assert anonymous.get("/", follow=True).redirect_chain[-1][0] == "/my/"


def test_other_sessions_of_that_account_end(kari: Client, ola: Client) -> None:
    stranger = Client()
    ask(stranger)
    save(stranger, digits())
    assert kari.get("/setup/").status_code == 302
    assert ola.get("/my/").status_code == 200
    assert stranger.get("/setup/").status_code == 200


def test_who_heard_the_digits_is_rung_from_now_on(anonymous: Client) -> None:
    Membership.objects.update(mobile_confirmed=None)
    ask(anonymous, "90000002")
    save(anonymous, digits())
    assert "+4790000002" not in setup_of("Nordlys").document.unconfirmed
    assert "+4790000001" in setup_of("Nordlys").document.unconfirmed


def test_an_unknown_number_gets_the_same_pages_and_no_call(anonymous: Client) -> None:
    known, unknown = Client(), Client()
    pages = [ask(known, "900 00 001"), ask(unknown, "900 00 999")]
    assert called() == ["+4790000001"]
    wrong = "000000" if digits() != "000000" else "111111"
    for client in (known, unknown):
        for _ in range(6):
            pages.append(save(client, wrong)[1])
        again = client.post("/password/code/", {"again": "1"})
        assert again.status_code == 429
        pages.append(again.content.decode())
    texts = [_plain(one) for one in pages]
    assert texts[0] == texts[1]
    assert texts[2:9] == texts[9:]
    assert "Koden stemmer ikke." in texts[2] and "Koden er brukt eller for gammel." in texts[7]


def _plain(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")].replace("\xa0", " ")
    main = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main)
    return re.sub(r"\d+ sekund", "n sekund", main.replace("900 00 999", "900 00 001"))


def test_both_cost_one_hash(anonymous: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []
    encode = MD5PasswordHasher.encode

    def count(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return str(encode(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    counts = []
    for mobile in ("900 00 001", "900 00 999"):
        client = Client()
        ask(client, mobile)
        counts.append([len(hashed)])
        for _ in range(6):
            save(client, "000000" if digits() != "000000" else "111111")
            counts[-1].append(len(hashed))
        hashed.clear()
    assert counts[0] == counts[1] == list(range(1, 8))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("", "Skriv de seks sifrene, for eksempel 417 260."),
        ("41 72", "Koden har seks sifre. Du har tastet 4."),
        ("4172601", "Koden har seks sifre. Du har tastet 7."),
        ("41726o", "Koden har seks sifre. Du har tastet 5."),
    ],
)
def test_errors_of_the_code_stand_at_its_field(anonymous: Client, code: str, told: str) -> None:
    ask(anonymous)
    status, text = save(anonymous, code)
    assert status == 200 and told in text
    assert 'aria-describedby="id_code_helptext id_code_error"' in text
    assert "<title>Feil: Skriv koden – Forrang</title>" in text


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("", "Skriv et nytt passord."),
        ("kortkort", "Passordet er for kort: 8 av 12 tegn."),
        ("qwerty123456", "Mange bruker dette passordet."),
        ("123456789012", "Passordet har bare sifre."),
    ],
)
def test_a_weak_password_is_told_and_costs_no_try(
    anonymous: Client, password: str, told: str
) -> None:
    ask(anonymous)
    assert told in save(anonymous, digits(), password)[1]
    assert SpokenCode.objects.get().tries == 0
    assert save(anonymous, digits())[0] == 302


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", "{0}\xa0{1}", " {0}{1} "])
def test_the_code_in_any_usual_form(anonymous: Client, typed: str) -> None:
    ask(anonymous)
    code = digits()
    assert save(anonymous, typed.format(code[:3], code[3:]))[0] == 302


def test_a_code_works_once(anonymous: Client) -> None:
    ask(anonymous)
    code = digits()
    save(anonymous, code)
    ask_page = Client()
    session = ask_page.session
    session["password_mobile"] = "+4790000001"
    session.save()
    assert "Koden er brukt eller for gammel. Be om en ny." in save(ask_page, code)[1]


def test_a_code_that_is_too_old(anonymous: Client) -> None:
    ask(anonymous)
    code = digits()
    later(10 * 60)
    assert "Koden er brukt eller for gammel. Be om en ny." in save(anonymous, code)[1]


def test_the_code_page_is_reached_through_the_first_alone(anonymous: Client) -> None:
    response = anonymous.get("/password/code/")
    assert (response.status_code, response["Location"]) == (302, "/password/")
    anonymous.post("/password/code/", {"again": "1"})
    assert called() == []


def test_calling_again_after_a_minute(anonymous: Client) -> None:
    page = ask(anonymous)
    assert "(om 60 sekunder)" in page
    refused = anonymous.post("/password/code/", {"again": "1"})
    assert refused.status_code == 429
    assert "Vi ringte for litt siden. Be om det igjen om" in refused.content.decode()
    later(61)
    assert anonymous.post("/password/code/", {"again": "1"}).status_code == 302
    assert called() == ["+4790000001"] * 2


def test_three_calls_an_hour(anonymous: Client) -> None:
    for _ in range(CALLS_AN_HOUR):
        ask(anonymous)
        later(120)
    refused = anonymous.post("/password/", {"mobile": "900 00 001"})
    assert refused.status_code == 429
    assert "For mange forsøk. Prøv igjen om 54 minutter." in refused.content.decode()
    assert len(called()) == CALLS_AN_HOUR


def test_ten_an_hour_from_one_address(anonymous: Client) -> None:
    for i in range(ASKED_AN_HOUR):
        ask(anonymous, f"411 11 {i:03}")
    assert anonymous.post("/password/", {"mobile": "900 00 001"}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    ask(elsewhere)


def test_whoever_goes_back_has_the_call_of_a_moment_ago(anonymous: Client) -> None:
    ask(anonymous)
    ask(anonymous)
    assert called() == ["+4790000001"]
    assert save(anonymous, digits())[0] == 302


def test_the_language_of_the_page_is_spoken(anonymous: Client) -> None:
    anonymous.cookies["language"] = "en"
    page = ask(anonymous)
    assert "we are calling now and read out six digits twice." in page
    assert changes_after(0, 500)[-1].what["language"] == "en"


def test_the_page_says_when_the_exchange_is_away(anonymous: Client) -> None:
    assert "Sentralen er borte, så ingen blir oppringt nå." in ask(anonymous)


def test_nothing_is_told_where_there_is_an_exchange(anonymous: Client, core: Core) -> None:
    page = ask(anonymous)
    assert "Sentralen er borte" not in page
    assert "demoen" not in page and digits() not in page


def test_outside_the_demo_no_page_has_the_digits(anonymous: Client) -> None:
    page = ask(anonymous).replace("\xa0", "").replace(" ", "")
    assert digits() and digits() not in page
    assert "simulerte" not in page


def test_in_a_demo_without_telephones_nothing_is_shown(anonymous: Client) -> None:
    with override_settings(FORRANG_DEMO=True):
        page = ask(anonymous)
    assert "simulerte" not in page


# Confirming


@pytest.fixture
def unconfirmed(customers: None) -> None:
    """Nobody's mobile is confirmed."""
    Membership.objects.update(mobile_confirmed=None)


@pytest.mark.usefixtures("unconfirmed")
def test_one_confirms_ones_own_mobile(ola: Client) -> None:
    assert (
        '<a href="/my/confirm/">Ring meg og les opp en kode</a>' in ola.get("/my/").content.decode()
    )
    assert 'name="code"' not in ola.get("/my/confirm/").content.decode()
    assert ola.post("/my/confirm/", {"call": "1"})["Location"] == "/my/confirm/"
    assert 'name="code"' in ola.get("/my/confirm/").content.decode()
    before = latest_seq()
    code = digits()
    assert ola.post("/my/confirm/", {"code": code})["Location"] == "/my/"
    assert "+4790000002" not in setup_of("Nordlys").document.unconfirmed
    assert [one.kind for one in changes_after(before, 9)] == [ChangeKind.SETUP]
    page = ola.get("/my/").content.decode()
    assert "Nummeret er bekreftet." in page and "/my/confirm/" not in page
    assert ola.get("/my/confirm/")["Location"] == "/my/"


@pytest.mark.usefixtures("unconfirmed")
def test_an_administrator_confirms_an_employees(kari: Client) -> None:
    address = "/employees/4790000002/confirm/"
    page = kari.get("/employees/4790000002/edit/").content.decode()
    assert f'<a href="{address}">Ring Ola Hansen og les opp en kode</a>' in page
    kari.post(address, {"call": "1"})
    assert called() == ["+4790000002"]
    assert kari.post(address, {"code": digits()})["Location"] == "/employees/4790000002/edit/"
    assert "+4790000002" not in setup_of("Nordlys").document.unconfirmed


@pytest.mark.usefixtures("unconfirmed")
def test_a_wrong_code_confirms_nothing(ola: Client) -> None:
    ola.post("/my/confirm/", {"call": "1"})
    wrong = "000000" if digits() != "000000" else "111111"
    text = ola.post("/my/confirm/", {"code": wrong}).content.decode()
    assert "Koden stemmer ikke. Sjekk sifrene, eller be om en ny." in text
    assert "+4790000002" in setup_of("Nordlys").document.unconfirmed


@pytest.mark.usefixtures("unconfirmed")
def test_a_code_for_a_password_confirms_nothing_here(ola: Client) -> None:
    ask(Client(), "90000002")
    assert "Koden er brukt" in ola.post("/my/confirm/", {"code": digits()}).content.decode()


@pytest.mark.usefixtures("unconfirmed")
def test_the_call_shows_the_customers_own_number(per: Client) -> None:
    per.post("/my/confirm/", {"call": "1"})
    change = changes_after(0, 500)[-1]
    assert change.kind is ChangeKind.SPOKEN_CODE
    assert change.customer == setup_of("Fjord").customer


@pytest.mark.usefixtures("unconfirmed")
def test_too_soon_and_too_often(ola: Client) -> None:
    ola.post("/my/confirm/", {"call": "1"})
    refused = ola.post("/my/confirm/", {"call": "1"})
    assert refused.status_code == 429
    assert "Vi ringte for litt siden." in refused.content.decode()
    assert 'name="code"' in refused.content.decode()


@pytest.mark.usefixtures("unconfirmed")
def test_nobody_confirms_a_strangers(kari: Client, ola: Client) -> None:
    assert kari.post("/employees/4790000011/confirm/", {"call": "1"}).status_code == 404
    assert ola.post("/employees/4790000001/confirm/", {"call": "1"}).status_code == 403
    assert called() == []


def test_a_confirmed_mobile_is_not_called(ola: Client, kari: Client) -> None:
    assert ola.post("/my/confirm/", {"call": "1"})["Location"] == "/my/"
    assert (
        kari.post("/employees/4790000002/confirm/", {"call": "1"})["Location"]
        == "/employees/4790000002/edit/"
    )
    assert called() == []


def test_a_second_step_is_asked_for_all_the_same(anonymous: Client) -> None:
    now, secret = timezone.now(), new_secret()
    kari = Account.objects.get(mobile="+4790000001")
    assert turn_on(kari, secret, code_at(secret, now), now)
    ask(anonymous)
    assert save(anonymous, digits())[1].startswith("/login/code/")
    assert anonymous.get("/setup/").status_code == 302
