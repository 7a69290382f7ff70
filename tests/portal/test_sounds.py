"""«Lyder»: the prompt of a form, listening to it, and the customer's own sounds."""

import io
import wave

import numpy as np
import pytest
from django.test import Client

from forrang.domain.prompt import SAY_LENGTH, Prompt
from forrang.portal.sounds import speaking
from forrang.portal.sounds.prompt_field import PromptField, offer_sounds
from forrang.portal.tenancy import Person
from forrang.site.forms import Form
from forrang.sounds.sound import Sound
from forrang.storage.models import Account, Customer
from forrang.storage.sounds import add_sound

GREETING = "Velkommen til Nordlys."
TONE = Sound((8_000 * np.sin(np.arange(8_000) * 0.3)).astype("<i2").tobytes())
OTHER = Sound((8_000 * np.sin(np.arange(4_000) * 0.2)).astype("<i2").tobytes())


def keep(who: str, sound: Sound = TONE, name: str = "Velkomst") -> str:
    """Let a customer have a sound; its id."""
    customer = Customer.objects.get(name__startswith=who).pk
    add_sound(customer, sound.id, sound.samples, sound.seconds, name, "Kari Nordmann")
    return sound.id


class Greeting(Form):
    """As forms have it."""

    greeting = PromptField(label="Hilsen")
    closed = PromptField(label="Stengt", required=False)

    def __init__(self, data: object = None, greeting: Prompt | None = None):
        super().__init__(data, initial={"greeting": greeting})
        customer = Customer.objects.get(name__startswith="Nordlys")
        offer_sounds(self, Person(Account(), customer, True, 1))


def test_a_form_has_a_text_or_a_sound(customers: None) -> None:
    id = keep("Nordlys")
    form = Greeting({"greeting": f" {GREETING}\r\nHei. ", "closed_sound": id})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["greeting"] == Prompt(say=f"{GREETING}\nHei.")
    assert form.cleaned_data["closed"] == Prompt(sound=id)
    assert Greeting({"greeting": "Hei", "closed": " "}).is_valid()


def test_what_was_not_changed_is_not_changed(customers: None) -> None:
    id = keep("Nordlys")
    assert Greeting({"greeting": GREETING}, Prompt(say=GREETING)).changed_data == []
    assert Greeting({"greeting": "", "greeting_sound": id}, Prompt(sound=id)).changed_data == []
    assert Greeting({"greeting": "Nei"}, Prompt(say=GREETING)).changed_data == ["greeting"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"greeting": ""}, "choose a sound"),
        ({"greeting": "a" * (SAY_LENGTH + 3)}, "3 characters too long"),
        ({"greeting": "", "greeting_sound": "b" * 64}, "This sound is gone"),
    ],
)
def test_what_cannot_be_said_is_refused_with_the_mend(
    customers: None, typed: dict[str, str], told: str
) -> None:
    from django.utils import translation

    with translation.override("en"):
        form = Greeting(typed)
        assert told in str(form.errors["greeting"])


def test_another_customers_sound_is_no_choice(customers: None) -> None:
    id = keep("Fjord")
    assert not Greeting({"greeting": "", "greeting_sound": id}).is_valid()


def listened(client: Client, **typed: str) -> str:
    """What listening to a prompt says."""
    page = client.post("/sounds/listen/?field=greeting", typed)
    assert page.status_code == 200
    return page.content.decode()


def test_a_text_is_listened_to_before_it_is_saved(kari: Client, per: Client) -> None:
    page = listened(kari, greeting="Ring 22 33 44 55.")
    address = page.split('src="/sounds/text/')[1].split('"')[0]
    answer = kari.get(f"/sounds/text/{address}")
    assert answer["Content-Type"] == "audio/wav"
    with wave.open(io.BytesIO(answer.content)) as file:
        assert file.getframerate() == 8_000
        assert file.getnframes() > 8_000
    assert "tre tre" in page  # how it is read
    assert per.get(f"/sounds/text/{address}").status_code == 404


def test_a_browser_gets_the_part_that_it_asks_for(kari: Client) -> None:
    id = keep("Nordlys")
    whole = kari.get(f"/sounds/{id}/file/").content
    assert whole == TONE.wav()
    for asked, part in (("0-1", whole[:2]), ("44-", whole[44:]), ("-10", whole[-10:])):
        answer = kari.get(f"/sounds/{id}/file/", headers={"Range": f"bytes={asked}"})
        assert answer.status_code == 206
        assert answer.content == part
    answer = kari.get(f"/sounds/{id}/file/", headers={"Range": "bytes=99999999-"})
    assert answer.status_code == 416


def test_a_chosen_sound_is_listened_to(kari: Client) -> None:
    id = keep("Nordlys")
    assert f"/sounds/{id}/file/" in listened(kari, greeting=GREETING, greeting_sound=id)
    assert "<audio" not in listened(kari, greeting_sound=keep("Fjord", OTHER))


def test_nobody_listens_without_end(kari: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaking, "MOST", 2)
    assert "<audio" in listened(kari, greeting="En")
    assert "<audio" in listened(kari, greeting="To")
    assert "<audio" not in listened(kari, greeting="Tre")
    assert "<audio" not in listened(kari, greeting="a" * (SAY_LENGTH + 1))
