"""Messages of callers reach the database once each, however often it was away or we were killed."""

import asyncio
import os
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from forrang.exchange import carrying
from forrang.exchange.voicemail import FORGOTTEN_SECONDS, LARGEST, SWEEP_SECONDS, Messages

RATE = 8_000


class Database:
    """Takes messages of calls that have a record, or is away."""

    def __init__(self, *records: str) -> None:
        self.records = set(records)
        self.away = False
        self.carried = True
        self.kept: list[tuple[str, float]] = []
        self.nothing: list[str] = []
        self.swept: list[float] = []

    def keep(self, call: str, sound: bytes | None, seconds: float) -> bool:
        if self.away:
            raise ConnectionError("away")
        if call not in self.records:
            return False
        if sound is None:
            self.nothing.append(call)
            return True
        self.kept.append((call, seconds))
        return True

    def remove_old(self, now: float) -> int:
        if self.away:
            raise ConnectionError("away")
        self.swept.append(now)
        return 0


class House:
    """The engine's folder, and a clock that the test moves."""

    def __init__(self, folder: Path, database: Database):
        self.folder = folder / "voicemail"
        self.database = database
        self.now = time.time()
        self.messages = self.anew()

    def anew(self) -> Messages:
        """As after a restart: nothing is remembered."""
        database = self.database
        return Messages(
            self.folder,
            database.keep,
            database.remove_old,
            lambda: database.carried,
            lambda: self.now,
        )

    def recorded(self, call: str, *parts: tuple[float, float], idle: float = 5.0) -> Path:
        """A recording of parts, each with its amplitude and seconds."""
        self.folder.mkdir(exist_ok=True)
        path = self.folder / f"{call}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            for level, seconds in parts:
                tone = level * np.sin(2 * np.pi * 450 * np.arange(int(seconds * RATE)) / RATE)
                file.writeframes(tone.astype("<i2").tobytes())
        os.utime(path, (self.now - idle,) * 2)
        return path


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, Database("1.1"))


def test_a_message_is_kept_without_the_silence_and_its_file_removed(house: House) -> None:
    path = house.recorded("1.1", (0, 2), (6000, 3), (0, 4))
    house.messages.carry_once()
    ((call, seconds),) = house.database.kept
    assert call == "1.1" and seconds == pytest.approx(3.5, abs=0.05)
    assert not path.exists()


def test_nobody_has_left_one_yet(house: House) -> None:
    house.messages.carry_once()
    assert house.database.kept == []


def test_one_that_is_still_recorded_is_left_alone(house: House) -> None:
    path = house.recorded("1.1", (6000, 3), idle=0.5)
    house.messages.carry_once()
    assert path.exists() and house.database.kept == []
    house.now += 3
    house.messages.carry_once()
    assert [call for call, _ in house.database.kept] == ["1.1"]


def test_it_waits_for_the_record_of_its_call(house: House) -> None:
    path = house.recorded("1.2", (6000, 3))
    house.messages.carry_once()
    assert path.exists()
    house.database.records.add("1.2")
    house.messages.carry_once()
    assert [call for call, _ in house.database.kept] == ["1.2"]


def test_one_whose_customer_is_gone_is_removed_and_none_before_every_record_is_there(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    path = house.recorded("1.2", (6000, 3), idle=FORGOTTEN_SECONDS + 1)
    house.database.carried = False
    house.messages.carry_once()
    assert path.exists()
    house.database.carried = True
    house.messages.carry_once()
    assert not path.exists() and "1.2" not in caplog.text


@pytest.mark.parametrize(
    "parts", [((0, 3),), ((6000, 0.1), (0, 2)), ((60, 5),)], ids=["silence", "a click", "noise"]
)
def test_where_nobody_speaks_there_is_no_message(
    house: House, parts: tuple[tuple[float, float], ...]
) -> None:
    path = house.recorded("1.1", *parts)
    house.messages.carry_once()
    assert (house.database.kept, house.database.nothing) == ([], ["1.1"])
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all, and no data either"])
def test_what_is_no_recording_holds_up_nothing(house: House, content: bytes) -> None:
    house.recorded("1.1", (6000, 3))
    broken = house.folder / "1.0.wav"
    broken.write_bytes(content)
    os.utime(broken, (house.now - 60,) * 2)
    house.database.records.add("1.0")
    house.messages.carry_once()
    assert [call for call, _ in house.database.kept] == ["1.1"]
    assert list(house.folder.iterdir()) == []


def test_a_recording_whose_head_was_never_finished_is_read(house: House) -> None:
    path = house.recorded("1.1", (6000, 3))
    data = bytearray(path.read_bytes())
    data[4:8] = data[40:44] = bytes(4)
    path.write_bytes(data)
    os.utime(path, (house.now - 5,) * 2)
    house.messages.carry_once()
    ((_, seconds),) = house.database.kept
    assert seconds == pytest.approx(3.0, abs=0.05)


def test_nothing_in_the_folder_leads_elsewhere(house: House, tmp_path: Path) -> None:
    secret = house.recorded("1.1", (6000, 3)).rename(tmp_path / "secret.wav")
    link = house.folder / "1.1.wav"
    link.symlink_to(secret)
    os.utime(link, (house.now - 5,) * 2, follow_symlinks=False)
    house.messages.carry_once()
    assert house.database.kept == [] and secret.exists() and not link.is_symlink()


def test_a_huge_file_is_not_read_whole(house: House) -> None:
    path = house.recorded("1.1", (6000, 3))
    os.truncate(path, LARGEST * 20)
    os.utime(path, (house.now - 5,) * 2)
    house.messages.carry_once()
    ((_, seconds),) = house.database.kept
    assert seconds == pytest.approx(3.3, abs=0.05)


def test_with_the_database_away_it_is_tried_until_it_is_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "RETRY_SECONDS", (0.01,))
    path = house.recorded("1.1", (6000, 3))
    house.database.away = True

    async def day() -> None:
        carrying = asyncio.create_task(house.messages.carry())
        await asyncio.sleep(0.1)
        assert path.exists() and house.database.kept == []
        house.database.away = False
        while path.exists():
            await asyncio.sleep(0.01)
        carrying.cancel()

    asyncio.run(asyncio.wait_for(day(), 20))
    assert [call for call, _ in house.database.kept] == ["1.1"]


def test_killed_after_it_was_kept_it_comes_again_and_then_goes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = house.recorded("1.1", (6000, 3))

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "unlink", killed)
        house.messages.carry_once()
    assert path.exists()
    house.anew().carry_once()
    assert not path.exists() and len(house.database.kept) == 2  # which rows make one of


def test_what_was_kept_long_enough_is_looked_for_once_an_hour(house: House) -> None:
    for _ in range(3):
        house.messages.carry_once()
    assert len(house.database.swept) == 1
    house.now += SWEEP_SECONDS
    house.messages.carry_once()
    assert len(house.database.swept) == 2
