"""The engine's folder of recordings: what is done is kept once, and nothing else is taken from it."""

import os
import wave
from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone

from forrang.domain.phone_number import PhoneNumber
from forrang.exchange.dictated import Dictated
from forrang.storage import models
from forrang.storage.changes import changes_after
from forrang.storage.dictations import FORGOTTEN, Outcome, ask_dictation, newest_dictation
from forrang.storage.sounds import sounds_of

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("database")]

KARI = PhoneNumber("+4790000001")


class Call:
    """A call that Kari asked for, and the folder that the engine records in."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir()
        row = models.Customer.objects.create(name="Nordlys", version=1)
        account = models.Account.objects.create_user(KARI, "et gammelt passord")
        models.Membership.objects.create(
            account=account, customer=row, mobile_confirmed=timezone.now()
        )
        self.customer = int(row.pk)
        assert ask_dictation(self.customer, KARI, "Sommer", "Kari Nordmann", "nb") is None
        self.token = str(changes_after(0, 9)[-1].what["dictation"])

    def marks(self, ending: str, said: str = "") -> Path:
        """What the dialplan writes."""
        mark = self.folder / f"{self.token}.{ending}"
        mark.write_text(said)
        return mark

    def speaks(self, seconds: float = 2.0, loudness: float = 8_000) -> Path:
        """A recording of a tone."""
        path = self.folder / f"{self.token}.wav"
        samples = loudness * np.sin(np.arange(int(8_000 * seconds)) * 0.3)
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8_000)
            file.writeframes(samples.astype("<i2").tobytes())
        return path

    def carry(self, later: float = 0.0) -> list[str]:
        """Empty the folder; the names of the customer's sounds then."""
        now = timezone.now().timestamp() + later
        Dictated(self.folder, lambda: now).carry_once()
        return [one.name for one in sounds_of(self.customer)]

    @property
    def left(self) -> list[str]:
        return sorted(os.listdir(self.folder))

    @property
    def outcome(self) -> Outcome | None:
        found = newest_dictation(self.customer, KARI)
        assert found is not None
        return found.outcome


@pytest.fixture
def call(database: str, tmp_path: Path) -> Call:
    return Call(tmp_path / "dictation")


def test_it_is_kept_when_the_call_is_over_and_not_before(call: Call) -> None:
    call.marks("answered", "yes")
    recording = call.speaks()
    assert call.carry() == [] and call.left == [recording.name]
    found = newest_dictation(call.customer, KARI)
    assert found is not None and found.answered
    call.marks("over", "keep\n")
    assert call.carry() == ["Sommer"]
    assert call.left == [] and call.outcome is Outcome.KEPT


def test_what_was_kept_before_somebody_died_is_not_kept_twice(call: Call) -> None:
    for loudness in (8_000, 4_000):
        call.speaks(seconds=loudness / 4_000)
        call.marks("over", "keep")
        assert call.carry() == ["Sommer"] and call.left == []


def test_a_mark_that_is_just_being_written_is_waited_for(call: Call) -> None:
    call.speaks()
    mark = call.marks("over")
    assert call.carry() == [] and mark.exists() and call.outcome is None
    call.marks("over", "keep")
    assert call.carry() == ["Sommer"]


def test_what_nobody_pressed_1_for_is_removed_unread(call: Call) -> None:
    call.speaks()
    call.marks("over", "drop")
    assert call.carry() == [] and call.left == [] and call.outcome is Outcome.DROPPED


@pytest.mark.parametrize("data", [b"", b"RIFF", b"%PDF-1.7 " * 100])
def test_what_is_no_sound_is_told_and_removed(call: Call, data: bytes) -> None:
    call.speaks().write_bytes(data)
    call.marks("over", "keep")
    assert call.carry() == [] and call.left == []
    assert call.outcome in (Outcome.FAILED, Outcome.SILENT)


def test_silence_is_told(call: Call) -> None:
    call.speaks(loudness=0)
    call.marks("over", "keep")
    assert call.carry() == [] and call.outcome is Outcome.SILENT


def test_nothing_in_the_folder_leads_elsewhere(call: Call, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.wav"
    call.speaks().rename(elsewhere)
    (call.folder / f"{call.token}.wav").symlink_to(elsewhere)
    call.marks("over", "keep")
    assert call.carry() == [] and call.left == [] and elsewhere.exists()


def test_what_the_engine_died_with_goes_after_a_while(call: Call) -> None:
    call.speaks()
    (call.folder / "something.over").write_text("keep")
    assert call.carry(FORGOTTEN.total_seconds() - 5) == [] and len(call.left) == 2
    assert call.carry(FORGOTTEN.total_seconds() + 5) == [] and call.left == []
