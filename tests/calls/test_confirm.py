"""«Trykk 1 for å ta samtalen» over real calls: only the key gets the caller."""

import asyncio
import wave
from typing import Any

import numpy as np
import pytest

from calls.cast import Cast
from forrang.demo.behaviour import Answers, Rings
from forrang.demo.ear import Recording
from forrang.demo.hearing import hear
from forrang.demo.sound import MUSIC

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]


async def load(cast: Cast, **group: Any) -> None:
    """Ola presses a key to take calls, Aisha does not."""
    document = cast.document(vip=None, group={"ring_seconds": 20, **group})
    for one in document["employees"]:
        one["confirm"] = one["mobile"] == cast.ola
    document["main_numbers"][0]["name"] = "Nordlys"
    await cast.instance.load(document)


def asked(cast: Cast, recording: Recording) -> list[str]:
    """Which of the words that every house has were heard, in order."""
    folder = cast.instance.data / "asterisk" / "sounds" / "nb"
    known = {}
    for path in folder.glob("*-*.wav"):
        with wave.open(str(path)) as file:
            known[path.stem] = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    return [one.name for one in hear(recording.samples, known)]


async def test_a_mobiles_voicemail_never_gets_the_caller_and_the_next_is_asked(cast: Cast) -> None:
    await load(cast)
    ola, aisha = cast.phone(cast.ola, Answers()), cast.phone(cast.aisha, Rings())
    call = await cast.waits(cast.ordinary(1))
    ear = await call.listen()
    voicemail = await ola.rings()
    await voicemail.answered()
    begun = asyncio.get_running_loop().time()
    offer = await aisha.rings(12)
    assert 7.5 < asyncio.get_running_loop().time() - begun < 10
    await voicemail.ended()
    recording = await ear.stop()
    assert MUSIC in recording.sounds and voicemail.tone not in recording.sounds
    assert recording.longest_silence < 0.5
    await aisha.answer()
    await call.until_hears(offer.tone or 0)
    await call.hang_up()
    (record,) = await cast.records(1)
    assert record["answered_by"] == cast.aisha


async def test_the_key_gets_the_caller_and_another_one_does_not(cast: Cast) -> None:
    await load(cast, members=[cast.ola])
    ola = cast.phone(cast.ola, Rings())
    call = await cast.waits(cast.ordinary(1))
    offer = await ola.rings()
    await offer.answer()
    ear = await offer.listen()
    await offer.press("2")
    await asyncio.sleep(1)
    await call.until_hears(MUSIC)
    await asyncio.sleep(3)
    words = asked(cast, await ear.stop())
    assert words[-1:] == ["press-one"]
    await offer.press("1")
    await asyncio.sleep(0.5)
    await call.until_hears(offer.tone or 0, timeout=2)
    await call.hang_up()
    (record,) = await cast.records(1)
    assert (record["outcome"], record["answered_by"]) == ("answered", cast.ola)


async def test_the_key_counts_while_it_is_asked_for(cast: Cast) -> None:
    await load(cast, members=[cast.ola])
    ola = cast.phone(cast.ola, Rings())
    call = await cast.waits(cast.ordinary(1))
    offer = await ola.rings()
    await offer.answer()
    await asyncio.sleep(0.4)
    await offer.press("1")
    await asyncio.sleep(0.5)
    await call.until_hears(offer.tone or 0, timeout=1.5)
    await offer.hang_up()
    await call.ended()
    await cast.instance.until_empty()


async def test_a_caller_who_gives_up_ends_the_asking(cast: Cast) -> None:
    await load(cast, members=[cast.ola])
    ola = cast.phone(cast.ola, Rings())
    call = await cast.waits(cast.ordinary(1))
    offer = await ola.rings()
    await offer.answer()
    await asyncio.sleep(0.4)
    await call.hang_up()
    await offer.ended(2)
    (record,) = await cast.records(1)
    assert record["outcome"] == "gave-up"
    await cast.instance.until_empty()
