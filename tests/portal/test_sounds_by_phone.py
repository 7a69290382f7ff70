"""«Ring meg og ta opp»: who is called, how often, and what the page says of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forrang.sounds.sound import Sound
from forrang.storage import models
from forrang.storage.changes import ChangeKind
from forrang.storage.dictations import Outcome, answer_dictation, end_dictation, keep_dictation

KARI = "+4790000001"
TONE = Sound(bytes(range(200)) * 160)


@pytest.fixture(autouse=True)
def confirmed(customers: None) -> None:
    """Everybody's mobile is theirs."""
    models.Membership.objects.update(mobile_confirmed=timezone.now())


def asks(client: Client, name: str = "Sommerhilsen") -> str:
    """Ask to be called; what the page says then."""
    page = client.post("/sounds/call/", {"name": name}, follow=True)
    return str(page.content.decode()).replace("\xa0", " ")


def now(client: Client) -> str:
    return str(client.get("/sounds/call/now/").content.decode())


def told() -> list[dict[str, object]]:
    """What the exchange is told."""
    rows = models.Change.objects.filter(kind=ChangeKind.DICTATION).order_by("seq")
    return list(rows.values_list("what", flat=True))


def token() -> str:
    return str(told()[-1]["dictation"])


def test_it_works(kari: Client) -> None:
    assert "/sounds/call/" in kari.get("/sounds/").content.decode()
    page = asks(kari)
    assert "Vi ringer deg nå" in page and "900 00 001" in page
    assert 'hx-trigger="every 3s"' in page and "Oppdater" in page
    assert [one["mobile"] for one in told()] == [KARI]
    answer_dictation(token())
    assert "Du er i samtalen" in now(kari)
    keep_dictation(token(), TONE.id, TONE.samples, TONE.seconds)
    page = now(kari)
    assert "Sommerhilsen er lagt til." in page and f"/sounds/{TONE.id}/file/" in page
    assert "hx-trigger" not in page  # nothing more comes
    assert "Sommerhilsen" in kari.get("/sounds/").content.decode()
    history = kari.get("/history/").content.decode()
    assert "La til lyden Sommerhilsen" in history


def test_what_was_done_to_a_sound_is_in_the_history(kari: Client) -> None:
    asks(kari)
    keep_dictation(token(), TONE.id, TONE.samples, TONE.seconds)
    kari.post(f"/sounds/{TONE.id}/edit/", {"name": "Vinter", "was": "Sommerhilsen"})
    kari.post(f"/sounds/{TONE.id}/remove/")
    history = kari.get("/history/").content.decode()
    assert "Ga lyden Sommerhilsen navnet Vinter" in history
    assert "Fjernet lyden Vinter" in history
    assert "Denne lyden finnes ikke lenger." in now(kari)


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.DROPPED, "avsluttet før du trykket 1"),
        (Outcome.SILENT, "ingenting å høre"),
        (Outcome.FULL, "Det er ikke plass"),
        (Outcome.FAILED, "Si fra til leverandøren"),
    ],
)
def test_what_came_to_nothing_is_said_with_the_mend(
    kari: Client, outcome: Outcome, said: str
) -> None:
    asks(kari)
    end_dictation(token(), outcome)
    page = now(kari)
    assert "Ingenting ble lagret" in page and said in page
    assert 'name="name" value="Sommerhilsen"' in page and "Ring meg på nytt" in page


def test_nobody_answered_is_said(kari: Client) -> None:
    asks(kari)
    models.Dictation.objects.update(asked=timezone.now() - timedelta(seconds=76))
    assert "Ingen svarte på" in now(kari)


def test_a_name_is_needed(kari: Client) -> None:
    assert "Skriv et navn" in asks(kari, " ")
    assert told() == []


def test_only_a_confirmed_mobile_is_called(kari: Client) -> None:
    models.Membership.objects.update(mobile_confirmed=None)
    for page in (kari.get("/sounds/call/").content.decode(), asks(kari)):
        assert "/my/confirm/" in page
    assert told() == []


def test_not_twice_in_a_minute(kari: Client) -> None:
    asks(kari)
    answer = kari.post("/sounds/call/", {"name": "Vinter"})
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "Vi ringte for et øyeblikk siden" in page or "Be om" in page
    assert 'value="Vinter"' in page
    assert len(told()) == 1


def test_others_see_nothing_of_it_and_have_their_own(kari: Client, per: Client) -> None:
    asks(kari)
    keep_dictation(token(), TONE.id, TONE.samples, TONE.seconds)
    assert per.get("/sounds/call/now/")["Location"] == "/sounds/call/"
    assert TONE.id not in per.get("/sounds/").content.decode()
    asks(per, "Fjord")
    assert [one["mobile"] for one in told()] == [KARI, "+4790000011"]


def test_an_employee_is_refused(ola: Client) -> None:
    assert ola.get("/sounds/call/").status_code == 403
    assert ola.post("/sounds/call/", {"name": "Min"}).status_code == 403
    assert ola.get("/sounds/call/now/").status_code == 403
    assert told() == []
