"""How far a paste is, asked while it runs."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from forrang.portal.paste_many.progress import LONGEST, MOST, PASTES, Far, Pastes, Stage
from forrang.storage.models import Customer, VipEntry

ON_BOTH_DATABASES = True
HERE = "/numbers/4722334455/vip/paste/"
TOKEN = "a-token"


def customer(name: str) -> int:
    found: int = Customer.objects.get(name__startswith=name).pk
    return found


def asked(client: Client, token: str = TOKEN) -> Any:
    """What the page is told; None when nothing is known."""
    answer = client.get(f"{HERE}progress/", {"token": token})
    assert answer.status_code in (200, 204)
    return answer.json() if answer.status_code == 200 else None


@pytest.mark.parametrize(
    ("language", "stage", "words"),
    [
        ("nb", Stage.READING, "Leser linje 4 000 av 10 000"),
        ("nb", Stage.LOOKING, "Ser på linje 4 000 av 10 000"),
        ("nb", Stage.SAVING, "Lagrer 4 000 av 10 000"),
        ("en", Stage.READING, "Reading line 4,000 of 10,000"),
        ("en", Stage.LOOKING, "Looking at line 4,000 of 10,000"),
        ("en", Stage.SAVING, "Saving 4,000 of 10,000"),
    ],
)
def test_the_words_are_in_the_language_of_who_waits(
    kari: Client, language: str, stage: Stage, words: str
) -> None:
    kari.cookies["language"] = language
    with PASTES.running(customer("Nordlys"), TOKEN, saves=True) as tell:
        assert asked(kari) is None  # nothing was told yet
        tell(stage, 4_000, 10_000)
        told = asked(kari)
    assert told["words"].replace("\xa0", " ") == words
    assert (told["stage"], told["done"], told["total"]) == (stage, 4_000, 10_000)
    assert 0 < told["share"] < 1
    assert asked(kari) is None  # it has ended


def test_of_an_unknown_token_nothing_is_known(kari: Client) -> None:
    with PASTES.running(customer("Nordlys"), "", saves=False) as tell:
        tell(Stage.LOOKING, 1, 2)
        assert asked(kari, "another") is None
        assert asked(kari, "") is None


def test_another_customers_token_tells_nothing(kari: Client) -> None:
    with PASTES.running(customer("Fjord"), TOKEN, saves=False) as tell:
        tell(Stage.LOOKING, 1, 2)
        assert asked(kari) is None


def test_it_is_known_while_the_form_is_answered(kari: Client) -> None:
    page = kari.get(HERE).content.decode()
    token = page.split('name="progress" value="')[1].split('"')[0]
    seen: list[Far | None] = []

    def look(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(('SELECT "vip_entry"', "INSERT INTO vip_entry")):
            seen.append(PASTES.far(customer("Nordlys"), token))
        return execute(sql, *rest)

    lines = "\n".join(f"Kunde {at};4{2_000_000 + at}" for at in range(4_500))
    connection.ensure_connection()
    with connection.execute_wrapper(look):
        kari.post(HERE, {"lines": lines, "act": "save", "progress": token})
    assert VipEntry.objects.filter(name__startswith="Kunde ").count() == 4_500
    told = [(one.stage, one.done) for one in seen if one is not None and one.total == 4_500]
    assert told[0] == (Stage.READING, 4_500)
    assert {done for stage, done in told if stage is Stage.SAVING} == {0, 2_000, 4_000}
    shares = [one.share for one in seen if one is not None]
    assert shares == sorted(shares)
    assert asked(kari, token) is None


def test_each_page_has_a_token_of_its_own(kari: Client) -> None:
    def token() -> str:
        return kari.get(HERE).content.decode().split('name="progress" value="')[1].split('"')[0]

    assert len({token(), token()}) == 2


def test_nothing_is_kept_of_a_paste_that_failed() -> None:
    pastes = Pastes()
    with pytest.raises(KeyError), pastes.running(1, TOKEN, saves=False) as tell:
        tell(Stage.LOOKING, 1, 2)
        raise KeyError
    assert pastes.far(1, TOKEN) is None


def test_the_second_with_a_token_is_not_forgotten_with_the_first() -> None:
    pastes = Pastes()
    first, second = (pastes.running(1, TOKEN, saves=False) for _ in range(2))
    first.__enter__()
    tell = second.__enter__()
    first.__exit__(None, None, None)
    tell(Stage.LOOKING, 1, 2)
    assert pastes.far(1, TOKEN) is not None
    second.__exit__(None, None, None)


def test_no_more_than_so_many_are_kept_nor_longer() -> None:
    now = 0.0
    pastes = Pastes(lambda: now)
    begun = [pastes.running(1, str(at), saves=False) for at in range(MOST + 1)]
    for one in begun:
        one.__enter__()(Stage.LOOKING, 1, 2)
    assert pastes.far(1, "0") is None  # the first made room
    assert pastes.far(1, "1") is not None
    assert pastes.far(1, str(MOST)) is not None
    now = LONGEST + 1
    assert pastes.far(1, "1") is None
    for one in begun:
        one.__exit__(None, None, None)
