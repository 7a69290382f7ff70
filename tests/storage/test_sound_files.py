"""From a saved setup to the files that the engine plays, and what is refused on the way."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from forrang.domain.call_setup import CallSetup
from forrang.domain.document import Document
from forrang.domain.prompt import Language, Prompt, sound_of
from forrang.domain.schema import DocumentFault
from forrang.exchange.sounds import SWEEP_SECONDS, Sounds
from forrang.sounds.coded import ENDS
from forrang.sounds.files import KEPT_SECONDS
from forrang.sounds.sound import Sound
from forrang.storage.publish import publish
from forrang.storage.setups import current_setup
from forrang.storage.sounds import add_sound

from .documents import a_customer

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]

TONE = Sound(bytes(range(200)) * 160)
CLOSED = "Vi har stengt."


def says(document: Document, prompt: Prompt) -> Document:
    """The customer, whose number tells a message and hangs up."""
    (number,) = document.main_numbers
    told = replace(number, setup=CallSetup(message=prompt), vip=None)
    return replace(document, main_numbers=(told,))


def spoken(text: str) -> str:
    return sound_of(Prompt(say=text), Language.NB)


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def customer_with(sound: Sound) -> int:
    customer = publish(a_customer(), "provider").customer
    add_sound(customer, sound.id, sound.samples, sound.seconds, "Stengt", "Kari")
    return customer


def test_a_setups_texts_and_sounds_become_files(tmp_path: Path) -> None:
    customer = customer_with(TONE)
    sounds = Sounds(tmp_path)
    document = says(a_customer(), Prompt(sound=TONE.id))
    publish(document, "Kari", based_on=1)
    sounds.make(customer, current_setup(customer).document)
    assert names(tmp_path) == {f"{TONE.id}{end}" for end in ENDS}
    assert (tmp_path / f"{TONE.id}.alaw").read_bytes() == TONE.alaw()
    sounds.make(customer, says(document, Prompt(say=CLOSED)))
    assert {f"{spoken(CLOSED)}{end}" for end in ENDS} <= names(tmp_path)


def test_what_was_spoken_is_not_spoken_again(tmp_path: Path) -> None:
    document = says(a_customer(), Prompt(say=CLOSED))
    Sounds(tmp_path).make(1, document)
    before = {one: one.stat().st_ino for one in tmp_path.iterdir()}
    Sounds(tmp_path).make(1, document)
    assert before == {one: one.stat().st_ino for one in tmp_path.iterdir()}


def test_a_sound_that_is_gone_costs_nothing_else(tmp_path: Path) -> None:
    Sounds(tmp_path).make(1, says(a_customer(), Prompt(sound=TONE.id)))
    assert names(tmp_path) == set()


def test_files_that_no_setup_names_any_more_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nb").mkdir()
    (tmp_path / "made").touch()
    sounds = Sounds(tmp_path)
    sounds.make(1, says(a_customer(), Prompt(say="Før.")))
    sounds.make(2, says(a_customer(), Prompt(say="Hos andre.")))
    sounds.make(1, says(a_customer(), Prompt(say=CLOSED)))
    old = time.time() - 2 * KEPT_SECONDS
    for one in tmp_path.iterdir():
        os.utime(one, (old, old))
    sounds.sweep()
    assert f"{spoken('Før.')}.ulaw" in names(tmp_path)  # not yet
    later = time.monotonic() + SWEEP_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    sounds.sweep()
    ends = [f"{spoken(one)}{end}" for one in (CLOSED, "Hos andre.") for end in ENDS]
    assert names(tmp_path) == {"nb", "made", *ends}


def test_a_save_that_names_a_sound_of_nobody_is_refused() -> None:
    customer = publish(a_customer(), "provider").customer
    with pytest.raises(DocumentFault) as refused:
        publish(says(a_customer(), Prompt(sound=TONE.id)), "Kari", based_on=1)
    (fault,) = refused.value.faults
    assert fault.path == ("main_numbers", 0, "setup", "message", "sound")
    assert current_setup(customer).version == 1


def test_another_customers_sound_is_refused() -> None:
    customer_with(TONE)
    publish(a_customer("Fjord", "22 33 44 77"), "provider")
    with pytest.raises(DocumentFault, match="no sound of this customer"):
        publish(says(a_customer("Fjord", "22 33 44 77"), Prompt(sound=TONE.id)), "Per", based_on=1)


def test_loading_names_the_line(
    forrang: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    publish(a_customer(), "provider")
    from forrang.domain.document import write_document

    plain: Any = write_document(says(a_customer(), Prompt(sound=TONE.id)))
    file = tmp_path / "nordlys.yaml"
    with file.open("w") as out:
        YAML().dump(plain, out)
    line = next(at for at, one in enumerate(file.read_text().splitlines(), 1) if TONE.id in one)
    status, _, told = forrang("load", file)
    assert status == 2
    assert f"nordlys.yaml:{line}: main_numbers[0].setup.message.sound: " in told
