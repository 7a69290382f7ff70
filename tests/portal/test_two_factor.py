"""«To-trinns innlogging»: on, at log-in, off, and every way around it."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from forrang.site.second_step import pending
from forrang.storage.models import Account, Customer, SecondFactor, Staff
from forrang.storage.second_factors import code_at, second_factor
from forrang.storage.staff import add_staff

from .conftest import logged_in, setup_of

PASSWORD = "nordlys-kari"
STEP = timedelta(seconds=30)


class Who:
    """Somebody with a browser and, perhaps, an app."""

    def __init__(self, client: Client, site: str):
        self.client, self.site = client, site

    @property
    def pages(self) -> str:
        return "/provider/two-step/" if self.site == "provider" else "/my/two-step/"

    @property
    def password(self) -> str:
        return "polarnett-lise" if self.site == "provider" else PASSWORD

    @property
    def owner(self) -> Account | Staff:
        if self.site == "provider":
            return Staff.objects.get(name="Lise")
        return Account.objects.get(mobile="+4790000001")

    @property
    def secret(self) -> str:
        found = second_factor(self.owner)
        if found is not None:
            return str(found.secret)
        text = self.client.get(self.pages).content.decode()
        return re.search(r"second-secret num\">([^<]+)<", text)[1].replace(" ", "")  # type: ignore[index]

    def code(self, steps: int = 0) -> str:
        return code_at(self.secret, timezone.now() + steps * STEP)

    def turn_on(self) -> list[str]:
        secret = self.secret
        data = {"code": code_at(secret, timezone.now() - STEP), "password": self.password}
        answer = self.client.post(self.pages, data, follow=True)
        return re.findall(r"<code>([a-z0-9-]+)</code>", answer.content.decode())

    def logs_in(self, client: Client) -> str:
        if self.site == "provider":
            data = {"name": "Lise", "password": self.password}
            return str(client.post("/provider/login/", data)["Location"])
        data = {"mobile": "90000001", "password": self.password, "next": "/my/"}
        return str(client.post("/login/", data)["Location"])

    def is_in(self, client: Client) -> bool:
        page = "/provider/customers/" if self.site == "provider" else "/my/"
        return bool(client.get(page).status_code == 200)


@pytest.fixture(params=["portal", "provider"])
def who(customers: None, request: pytest.FixtureRequest) -> Who:
    if request.param == "portal":
        return Who(logged_in("kari"), "portal")
    add_staff("Lise", "polarnett-lise")
    found = Who(Client(), "provider")
    found.logs_in(found.client)
    return found


def text_of(answer: object) -> str:
    return answer.content.decode().replace("\xa0", " ")  # type: ignore[attr-defined, no-any-return]


def test_it_works(who: Who) -> None:
    codes = who.turn_on()
    assert len(codes) == 10
    stranger = Client()
    asked = who.logs_in(stranger)
    assert "/login/code/" in asked
    assert not who.is_in(stranger)
    assert stranger.post(asked, {"code": who.code()}).status_code == 302
    assert who.is_in(stranger)


def test_what_was_asked_for_is_gone_to(customers: None) -> None:
    who = Who(logged_in("kari"), "portal")
    who.turn_on()
    client = Client()
    asked = who.logs_in(client)
    assert client.post(asked, {"code": who.code()})["Location"] == "/my/"


def test_a_code_lets_in_once(who: Who) -> None:
    who.turn_on()
    code = who.code()
    first, second = Client(), Client()
    first.post(who.logs_in(first), {"code": code})
    answer = second.post(who.logs_in(second), {"code": code})
    assert "Koden stemmer ikke, eller den er brukt." in text_of(answer)
    assert who.is_in(first) and not who.is_in(second)


def test_a_recovery_code_lets_in_once(who: Who) -> None:
    codes = who.turn_on()
    first, second = Client(), Client()
    first.post(who.logs_in(first), {"code": codes[3].upper()})
    second.post(who.logs_in(second), {"code": codes[3]})
    assert who.is_in(first) and not who.is_in(second)
    assert "9</span> koder er igjen" in text_of(who.client.get(who.pages))


def test_guessing_ends_from_wherever_it_comes(who: Who) -> None:
    codes = who.turn_on()
    for n in range(settings.AXES_FAILURE_LIMIT):
        client = Client(REMOTE_ADDR=f"192.0.2.{n}")
        answer = client.post(who.logs_in(client), {"code": "000000"})
    assert answer.status_code == 429
    assert "For mange forsøk. Prøv igjen om 15 minutter." in text_of(answer)
    client = Client()
    assert client.post(who.logs_in(client), {"code": codes[0]}).status_code == 429
    assert not who.is_in(client)
    assert SecondFactor.objects.get().codes.count() == 10


def test_without_the_password_nobody_is_asked(who: Who) -> None:
    who.turn_on()
    for page in ("/login/code/", "/provider/login/code/"):
        assert Client().get(page)["Location"] in ("/login/", "/provider/login/")
        assert Client().post(page, {"code": who.code()}).status_code == 302


def test_the_step_is_of_one_site_only(who: Who) -> None:
    who.turn_on()
    client = Client()
    asked = who.logs_in(client)
    other = "/login/code/" if who.site == "provider" else "/provider/login/code/"
    assert client.post(other, {"code": who.code()}).status_code == 302
    assert not who.is_in(client)
    assert client.get(asked).status_code == 200


def test_the_step_has_an_end(who: Who, monkeypatch: pytest.MonkeyPatch) -> None:
    who.turn_on()
    client = Client()
    asked = who.logs_in(client)
    monkeypatch.setattr(pending, "LONGEST", -1)
    assert client.post(asked, {"code": who.code()}).status_code == 302
    assert not who.is_in(client)


def test_a_new_password_ends_the_step(who: Who) -> None:
    who.turn_on()
    client = Client()
    asked = who.logs_in(client)
    owner = who.owner
    owner.set_password("hest lampe korridor")
    owner.save()
    client.post(asked, {"code": who.code()})
    assert not who.is_in(client)


def test_turning_it_on_ends_other_sessions(who: Who) -> None:
    other = Client()
    who.logs_in(other)
    assert who.is_in(other)
    who.turn_on()
    assert who.is_in(who.client) and not who.is_in(other)
    text = text_of(who.client.get(f"{who.pages}codes/"))
    assert "To-trinns innlogging er på." not in text  # it was said on the page before


def test_it_is_said_in_the_strip(who: Who) -> None:
    data = {"code": who.code(), "password": who.password}
    text = text_of(who.client.post(who.pages, data, follow=True))
    assert "To-trinns innlogging er på." in text
    assert 'role="status"' in text


@pytest.mark.parametrize(
    ("code", "password", "told"),
    [
        ("", PASSWORD, "Skriv koden som appen viser, for eksempel 123 456."),
        ("12345", PASSWORD, "Koden har seks sifre. Du har tastet 5."),
        ("000000", PASSWORD, "Koden stemmer ikke. Sjekk at klokken på telefonen er riktig"),
        (None, "feil", "Passordet stemmer ikke. Skriv det du logger inn med."),
        (None, "", "Skriv passordet ditt."),
    ],
)
def test_it_needs_a_right_code_and_the_password(
    customers: None, code: str | None, password: str, told: str
) -> None:
    who = Who(logged_in("kari"), "portal")
    typed = who.code()
    typed = typed if code is None else code
    answer = who.client.post(who.pages, {"code": typed, "password": password})
    assert told in text_of(answer)
    assert 'aria-invalid="true"' in text_of(answer)
    assert second_factor(who.owner) is None


def test_a_picture_that_was_not_seen_is_not_proved(customers: None) -> None:
    client = logged_in("kari")
    answer = client.post("/my/two-step/", {"code": "000000", "password": PASSWORD})
    assert "Dette bildet er nytt. Skann det, og skriv koden." in text_of(answer)


def test_the_secret_stays_while_one_tries(who: Who) -> None:
    before = who.secret
    who.client.post(who.pages, {"code": "000000", "password": who.password})
    assert who.secret == before


def test_the_codes_are_shown_until_they_are_put_away(who: Who) -> None:
    codes = who.turn_on()
    there = f"{who.pages}codes/"
    assert codes[0] in text_of(who.client.get(there))
    who.client.post(there)
    assert who.client.get(there)["Location"] == who.pages
    assert codes[0] not in text_of(who.client.get(who.pages))


def test_it_is_turned_off_with_both(who: Who) -> None:
    who.turn_on()
    off = f"{who.pages}off/"
    for password, code in (("feil", who.code()), (who.password, "000000")):
        who.client.post(off, {"password": password, "code": code})
        assert second_factor(who.owner) is not None
    answer = who.client.post(off, {"password": who.password, "code": who.code()}, follow=True)
    assert "To-trinns innlogging er av." in text_of(answer)
    client = Client()
    who.logs_in(client)
    assert who.is_in(client)


def test_new_recovery_codes_end_the_old_ones(who: Who) -> None:
    old = who.turn_on()
    data = {"password": who.password, "code": who.code()}
    text = text_of(who.client.post(f"{who.pages}codes/new/", data, follow=True))
    new = re.findall(r"<code>([a-z0-9-]+)</code>", text)
    assert len(new) == 10 and not set(new) & set(old)
    client = Client()
    client.post(who.logs_in(client), {"code": old[0]})
    assert not who.is_in(client)


def test_when_it_is_off_there_is_nothing_to_turn_off(who: Who) -> None:
    for page in ("off/", "codes/new/", "codes/"):
        assert who.client.get(who.pages + page)["Location"] == who.pages


def test_the_picture_says_what_the_text_says(customers: None) -> None:
    text = text_of(logged_in("kari").get("/my/two-step/"))
    assert "<svg" in text and "style=" not in text[text.index("<main") :]
    assert "otpauth://totp/Forrang:" in text


def test_my_page_leads_there(kari: Client) -> None:
    text = text_of(kari.get("/my/"))
    assert 'href="/my/two-step/"' in text and 'href="/my/password/"' in text
    assert "To-trinns innlogging" in text


def change(client: Client, password: str, new: str) -> str:
    return text_of(client.post("/my/password/", {"password": password, "new": new}, follow=True))


def test_a_new_password_ends_other_sessions(kari: Client) -> None:
    other = logged_in("kari")
    assert "Du har fått nytt passord." in change(kari, PASSWORD, "hest lampe korridor")
    assert kari.get("/my/").status_code == 200
    assert other.get("/my/").status_code == 302
    assert Account.objects.get(mobile="+4790000001").check_password("hest lampe korridor")


@pytest.mark.parametrize(
    ("password", "new", "told"),
    [
        ("feil", "hest lampe korridor", "Passordet stemmer ikke. Skriv det du logger inn med."),
        (PASSWORD, "kort", "Passordet er for kort: 4 av 12 tegn."),
        (PASSWORD, PASSWORD, "Dette passordet har du fra før. Velg et annet."),
        (PASSWORD, "", "Skriv et nytt passord."),
    ],
)
def test_a_new_password_is_refused(kari: Client, password: str, new: str, told: str) -> None:
    assert told in change(kari, password, new)
    assert Account.objects.get(mobile="+4790000001").check_password(PASSWORD)


def test_guessing_the_old_password_ends_too(kari: Client) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = kari.post("/my/password/", {"password": "feil", "new": "hest lampe korridor"})
    assert answer.status_code == 429
    assert "For mange forsøk." in change(kari, PASSWORD, "hest lampe korridor")


def test_the_provider_turns_it_off_for_who_has_lost_all(customers: None) -> None:
    who = Who(logged_in("kari"), "portal")
    who.turn_on()
    add_staff("Lise", "polarnett-lise")
    lise = Client()
    lise.post("/provider/login/", {"name": "Lise", "password": "polarnett-lise"})
    nordlys, fjord = (setup_of(one).customer for one in ("Nordlys", "Fjord"))
    there, elsewhere = (
        f"/provider/customers/{Customer.objects.get(pk=one).public_id}/second-steps/"
        for one in (nordlys, fjord)
    )
    assert "Kari Nordmann" in text_of(lise.get(there))
    assert lise.post(elsewhere, {"mobile": "+4790000001"}).status_code == 404
    assert second_factor(who.owner) is not None
    answer = lise.post(there, {"mobile": "+4790000001"}, follow=True)
    assert "To-trinns innlogging er av for Kari Nordmann." in text_of(answer)
    assert second_factor(who.owner) is None
    assert "Slo av to-trinns innlogging: Kari Nordmann" in text_of(lise.get("/provider/history/"))
