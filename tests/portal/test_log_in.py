"""«Logg inn»: any notation, one answer to all that is wrong, and to the right place then."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client, override_settings

from forrang.storage.models import Account, Membership
from forrang.storage.publish import publish

from .conftest import setup_of

WRONG = "Mobilnummeret eller passordet stemmer ikke."


@pytest.mark.parametrize(
    "mobile",
    ["90000001", "900 00 001", "+47 900 00 001", "004790000001", "4790000001", "900\xa000\xa0001"],
)
def test_the_mobile_number_in_any_notation(anonymous: Client, mobile: str) -> None:
    response = anonymous.post("/login/", {"mobile": mobile, "password": "nordlys-kari"})
    assert response.status_code == 302


def test_an_administrator_lands_at_the_setup(kari: Client) -> None:
    assert kari.get("/", follow=True).redirect_chain[-1][0] == "/setup/"


def test_an_employee_lands_at_their_own_page(ola: Client) -> None:
    assert ola.get("/", follow=True).redirect_chain[-1][0] == "/my/"


def test_an_address_asked_for_before_is_gone_to(anonymous: Client) -> None:
    asked = anonymous.get("/numbers/4722334455/edit/")
    response = anonymous.post(asked["Location"], {"mobile": "90000001", "password": "nordlys-kari"})
    assert response["Location"] == "/numbers/4722334455/edit/"


@pytest.mark.parametrize("after", ["https://example.net/", "//example.net", "javascript:1"])
def test_no_address_of_others_is_gone_to(anonymous: Client, after: str) -> None:
    data = {"mobile": "90000001", "password": "nordlys-kari", "next": after}
    assert anonymous.post("/login/", data)["Location"] == "/"


def test_unknown_number_and_wrong_password_get_the_same_answer(anonymous: Client) -> None:
    answers = [
        anonymous.post("/login/", {"mobile": mobile, "password": "wrong"})
        for mobile in ("900 00 001", "900 00 999")
    ]
    texts = [one.content.decode().replace("999", "001") for one in answers]
    strip = [text[text.index("<main") : text.index("</main>")] for text in texts]
    without_token = [one.split("csrfmiddlewaretoken")[0] for one in strip]
    assert [one.status_code for one in answers] == [200, 200]
    assert without_token[0] == without_token[1]
    assert WRONG in texts[0]
    assert 'value="900 00 001"' in texts[0]


@pytest.mark.parametrize("mobile", ["900 00 001", "900 00 999"])
def test_both_cost_one_hash(
    anonymous: Client, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed = []
    encode = MD5PasswordHasher.encode

    def count(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return str(encode(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    anonymous.post("/login/", {"mobile": mobile, "password": "wrong"})
    assert hashed == ["wrong"]


def test_an_account_without_a_password_is_nobodys(anonymous: Client) -> None:
    Account.objects.filter(mobile="+4790000001").update(password=None)
    assert (
        WRONG in anonymous.post("/login/", {"mobile": "90000001", "password": "x"}).content.decode()
    )


def test_somebody_who_was_removed_everywhere_is_out(kari: Client) -> None:
    Membership.objects.filter(account__mobile="+4790000001").delete()
    assert kari.get("/setup/", follow=True).redirect_chain[-1][0] == "/login/"
    response = Client().post("/login/", {"mobile": "90000001", "password": "nordlys-kari"})
    assert WRONG in response.content.decode()


def test_after_five_wrong_ones_nobody_may_try(anonymous: Client) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = anonymous.post("/login/", {"mobile": "90000001", "password": "wrong"})
    assert response.status_code == 429
    assert "For mange forsøk. Prøv igjen om 15 minutter." in response.content.decode()
    right = anonymous.post("/login/", {"mobile": "90000001", "password": "nordlys-kari"})
    assert right.status_code == 429
    other = anonymous.post("/login/", {"mobile": "90000002", "password": "nordlys-ola"})
    assert other.status_code == 302


@pytest.mark.parametrize(
    ("mobile", "told"),
    [
        ("", "Skriv et telefonnummer, for eksempel 411 11 111."),
        ("9000000", "7 sifre. Norske numre har 8, eller 5. Mangler det ett?"),
        ("Kari", "Et telefonnummer har bare sifre."),
    ],
)
def test_errors_stand_at_the_field(anonymous: Client, mobile: str, told: str) -> None:
    text = anonymous.post("/login/", {"mobile": mobile, "password": "x"}).content.decode()
    assert told in text
    assert 'aria-invalid="true"' in text
    assert 'aria-describedby="id_mobile_error"' in text
    assert "<title>Feil: Logg inn – Forrang</title>" in text


def test_who_belongs_to_two_companies_is_asked_which(customers: None) -> None:
    join_fjord()
    client = Client()
    response = client.post("/login/", {"mobile": "90000001", "password": "nordlys-kari"})
    assert response["Location"].startswith("/login/company/")
    page = client.get(response["Location"]).content.decode()
    assert "Nordlys Tannklinikk AS" in page and "Fjord Elektro AS" in page
    fjord = Membership.objects.get(
        account__mobile="+4790000001", customer__name__startswith="Fjord"
    )
    client.post("/login/company/", {"membership": fjord.pk})
    assert "Fjord Elektro AS" in client.get("/my/").content.decode()
    assert client.get("/setup/").status_code == 403
    assert client.get("/numbers/4722334455/edit/").status_code == 403


def test_a_company_of_others_cannot_be_chosen(kari: Client) -> None:
    foreign = Membership.objects.filter(customer__name__startswith="Fjord").first()
    assert foreign is not None
    assert kari.post("/login/company/", {"membership": foreign.pk}).status_code == 404


def test_logging_out_ends_it(kari: Client) -> None:
    assert kari.post("/logout/")["Location"] == "/login/"
    assert kari.get("/setup/").status_code == 302


def test_the_demos_passwords_are_told_in_the_demo_only(anonymous: Client) -> None:
    assert "nordlys-kari" not in anonymous.get("/login/").content.decode()
    with override_settings(FORRANG_DEMO=True):
        assert "nordlys-kari" in anonymous.get("/login/").content.decode()


def join_fjord() -> None:
    """Kari becomes an ordinary employee of Fjord too."""
    fjord, nordlys = setup_of("Fjord"), setup_of("Nordlys")
    kari = next(one for one in nordlys.document.employees if one.administrator)
    as_employee = replace(kari, administrator=False)
    document = replace(fjord.document, employees=(*fjord.document.employees, as_employee))
    publish(document, "provider")
