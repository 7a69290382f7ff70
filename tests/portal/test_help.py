"""«Hjelp» and «Tilgjengelighet»: for each what concerns them, with links that lead somewhere."""

import re
from dataclasses import replace

import pytest
from django.test import Client

from forrang.storage.publish import publish

from .conftest import setup_of


def text_of(client: Client, page: str = "/help/") -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def main_of(text: str) -> str:
    return text[text.index("<main") : text.index("</main>")]


def test_it_works(kari: Client) -> None:
    text = main_of(text_of(kari))
    for word in ("«Endre»", "«VIP-kø»", "«Lagre»", "«VIP-liste»", "«Admin»", "Bedriftens oppsett"):
        assert word in text
    assert 'href="/numbers/4722334455/edit/"' in text
    assert 'href="/numbers/4722334455/vip/"' in text
    assert "VIP gir plass i køen, aldri rett til opplysninger" in text


def test_english_is_whole(kari: Client) -> None:
    kari.post("/preferences/", {"language": "en"})
    text = main_of(text_of(kari))
    assert "How to set up a VIP list" in text and 'Tick "VIP queue"' in text
    assert not re.search(r"[«»]", text)


@pytest.mark.parametrize("who", ["kari", "ola", "per"])
def test_every_link_leads_somewhere(who: str, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(who)
    links = re.findall(r'href="(/[^"]*)"', main_of(text_of(client)))
    assert links
    for one in links:
        assert client.get(one).status_code == 200, one


@pytest.mark.parametrize("who", ["per", "anonymous"])
def test_nothing_of_vip_before_it_is_activated(who: str, request: pytest.FixtureRequest) -> None:
    text = text_of(request.getfixturevalue(who))
    assert "VIP" not in text


def test_before_activation_it_says_where_to_order(per: Client) -> None:
    assert 'href="/services/"' in main_of(text_of(per))


def test_an_employee_reads_how_to_answer_and_whom_to_ask(ola: Client) -> None:
    text = main_of(text_of(ola))
    assert "Hvordan svare på samtaler" in text
    assert "Kari Nordmann" in text and "900 00 001" in text
    assert "Hvordan sette opp VIP-liste" not in text
    assert 'href="/setup/"' not in text


def test_the_only_administrator_is_told_so(kari: Client) -> None:
    assert "Du er eneste administrator." in text_of(kari)


def test_nobody_is_left_when_there_is_no_administrator(ola: Client) -> None:
    document = setup_of("Nordlys").document
    people = tuple(replace(one, administrator=False) for one in document.employees)
    publish(replace(document, employees=people), "provider")
    assert "Ingen er administrator. Spør leverandøren." in text_of(ola)


def test_trying_it_is_for_the_demo_alone(kari: Client) -> None:
    assert "La noen ringe under" not in text_of(kari)


def test_a_stranger_reads_how_to_get_in(anonymous: Client) -> None:
    text = text_of(anonymous)
    assert "Hvordan logge inn" in text
    assert "Kari" not in text and "Nordlys" not in text


@pytest.mark.parametrize("who", ["kari", "ola", "anonymous"])
def test_the_footer_leads_there(who: str, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(who)
    text = text_of(client, "/login/" if who == "anonymous" else "/my/")
    assert 'href="/help/"' in text and 'href="/accessibility/"' in text


def test_accessibility_says_what_was_not_checked(anonymous: Client) -> None:
    text = text_of(anonymous, "/accessibility/")
    assert "Hva som ikke er sjekket" in text and "WCAG 2.1" in text
