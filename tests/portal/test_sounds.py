"""«Lyder»: the prompt of a form, listening to it, and the customer's own sounds."""

import io
import re
import wave
from dataclasses import replace

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forrang.domain.call_setup import CallSetup
from forrang.domain.prompt import SAY_LENGTH, Prompt
from forrang.portal.sounds import speaking
from forrang.portal.sounds.prompt_field import PromptField, offer_sounds
from forrang.portal.sounds.words import told
from forrang.portal.tenancy import Person
from forrang.site.forms import Form
from forrang.sounds.fault import Code, SoundFault, What
from forrang.sounds.sound import Sound
from forrang.storage.models import Account, Customer
from forrang.storage.publish import publish
from forrang.storage.sounds import add_sound, sounds_of
from sounds.making import chirps, encoded
from sounds.making import wav as wav_of

from .conftest import setup_of

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


def uploads(client: Client, content: bytes, file: str = "hilsen.wav", **more: str) -> str:
    """The page after an upload."""
    answer = client.post(
        "/sounds/", {"file": SimpleUploadedFile(file, content), **more}, follow=True
    )
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def kept(who: str = "Nordlys") -> list[str]:
    """The names of a customer's sounds."""
    return [one.name for one in sounds_of(Customer.objects.get(name__startswith=who).pk)]


def says(sound: str) -> None:
    """Let Nordlys' first main number tell a sound, and hang up."""
    setup = setup_of("Nordlys")
    number = replace(setup.document.main_numbers[0], setup=CallSetup(message=Prompt(sound=sound)))
    numbers = (number, *setup.document.main_numbers[1:])
    publish(replace(setup.document, main_numbers=numbers), "Kari", based_on=setup.version)


def test_an_upload_stands_in_the_list(kari: Client) -> None:
    page = uploads(kari, wav_of(chirps(1)), "Sommer_hilsen.wav")
    assert "<strong>Sommer hilsen er lagt til.</strong>" in page
    assert page.count("<audio") == 2  # its own, and the recorder's
    assert kept() == ["Sommer hilsen"]
    assert kept("Fjord") == []


def test_the_same_sound_is_not_there_twice(kari: Client) -> None:
    uploads(kari, wav_of(chirps(1)), name="Den ene")
    assert "Denne lyden finnes fra før: Den ene." in uploads(kari, wav_of(chirps(1)), name="To")
    assert kept() == ["Den ene"]


def test_what_a_browser_records_has_the_time_as_its_name(kari: Client) -> None:
    uploads(kari, encoded(chirps(1), "webm", "libopus"), "Opptak")
    assert [re.sub(r"\d", "0", one) for one in kept()] == ["Opptak 00.00.0000 00:00"]


@pytest.mark.parametrize(
    ("content", "mend"),
    [
        (b"", "Filen er tom. Velg den på nytt"),
        (b"%PDF-1.7 " * 100, "Dette er et dokument og ingen lydfil"),
        (b"MZ" + bytes(1000), "Dette er et program og ingen lydfil"),
        (wav_of(chirps(1))[:9000], "Slutten av filen mangler."),
        (wav_of(chirps(1) * 0), "Det er ingenting å høre i den."),
        (b"RIFF" + bytes(20_000_001), "Filen er på 20,0 MB"),
    ],
    ids=["empty", "pdf", "program", "cut", "silent", "huge"],
)
def test_what_is_no_sound_is_refused_with_the_mend(kari: Client, content: bytes, mend: str) -> None:
    page = uploads(kari, content, "hilsen.mp3")
    assert mend in page
    assert 'aria-invalid="true"' in page
    assert kept() == []


def test_without_a_file_the_page_says_so(kari: Client) -> None:
    assert "Velg en lydfil" in kari.post("/sounds/", {"name": "Tom"}).content.decode()


def test_every_fault_has_its_words(customers: None) -> None:
    values = {"megabytes": 21.5, "limit": 600, "channels": 9, "hertz": 384_000, "what": "FLAC"}
    for code in Code:
        given = {**values, "what": What.PROGRAM} if code is Code.NOT_SOUND else values
        assert "%" not in told(SoundFault(code, **given))
    for what in What:
        assert told(SoundFault(Code.NOT_SOUND, what=what))


def test_a_sound_gets_another_name(kari: Client) -> None:
    id = keep("Nordlys")
    assert "Skriv et navn" in kari.post(f"/sounds/{id}/edit/", {"name": ""}).content.decode()
    page = kari.post(f"/sounds/{id}/edit/", {"name": "Vinter", "was": "Velkomst"}, follow=True)
    assert "Lyden heter Vinter nå." in page.content.decode()
    assert kept() == ["Vinter"]


def test_who_names_a_sound_that_was_named_meanwhile_is_told(kari: Client) -> None:
    id = keep("Nordlys")
    address = f"/sounds/{id}/edit/"
    opened = kari.get(address).content.decode()
    was = re.search(r'name="was" value="([^"]+)"', opened)
    assert was and was[1] == "Velkomst"
    kari.post(address, {"name": "Vinter", "was": "Velkomst"})
    page = kari.post(address, {"name": "Sommer", "was": "Velkomst"}).content.decode()
    assert "Den fikk navnet «Vinter» mens du hadde siden åpen." in page
    assert 'value="Sommer"' in page and 'name="was" value="Vinter"' in page
    assert kept() == ["Vinter"]
    assert kari.post(address, {"name": "Sommer", "was": "Vinter"}).status_code == 302
    assert kept() == ["Sommer"]


def test_a_sound_that_callers_hear_is_not_removed(kari: Client) -> None:
    id = keep("Nordlys")
    says(id)
    listed = kari.get("/sounds/").content.decode()
    assert "Høres på" in listed
    answer = kari.post(f"/sounds/{id}/remove/")
    assert answer.status_code == 409
    assert "/numbers/4722334455/edit/" in answer.content.decode()
    assert kept() == ["Velkomst"]


def test_a_sound_that_nobody_hears_is_removed(kari: Client) -> None:
    id = keep("Nordlys")
    assert "Ingen innringer hører den." in kari.get(f"/sounds/{id}/remove/").content.decode()
    kari.post(f"/sounds/{id}/remove/")
    assert kept() == []
    assert kari.get(f"/sounds/{id}/file/").status_code == 404


def test_another_customers_sound_is_not_there(kari: Client) -> None:
    id = keep("Fjord")
    for page in ("edit", "remove", "file"):
        assert kari.get(f"/sounds/{id}/{page}/").status_code == 404
        assert kari.post(f"/sounds/{id}/{page}/", {"name": "Min"}).status_code in (404, 405)
    assert kept("Fjord") == ["Velkomst"]


def test_the_page_alone_may_use_the_microphone(kari: Client) -> None:
    answer = kari.get("/sounds/")
    assert "microphone=(self)" in answer["Permissions-Policy"]
    assert "media-src 'self' blob:" in answer["Content-Security-Policy"]
    assert "blob:" not in kari.get("/setup/")["Content-Security-Policy"]


def test_the_music_of_the_line_is_chosen_and_can_be_undone(kari: Client) -> None:
    id = keep("Nordlys")
    page = kari.post("/sounds/music/", {"music": id}, follow=True).content.decode()
    assert setup_of("Nordlys").document.music == id
    assert "De som ringer fra nå av, hører den" in page
    assert f'<option value="{id}" selected>' in page
    assert kari.post(f"/sounds/{id}/remove/").status_code == 409
    kari.post("/sounds/music/", {"music": ""})
    assert setup_of("Nordlys").document.music is None


def test_music_of_others_is_refused(kari: Client) -> None:
    page = kari.post("/sounds/music/", {"music": keep("Fjord")}, follow=True)
    assert "Ikke lagret: denne lyden finnes ikke lenger." in page.content.decode()
    assert setup_of("Nordlys").document.music is None


def test_a_page_with_many_prompts_has_the_script_once(kari: Client) -> None:
    page = kari.get("/numbers/4722334455/edit/").content.decode()
    assert page.count("hx-post") > 1
    assert page.count("htmx-4") == 1
