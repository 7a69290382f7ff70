"""«Trykk 1 for å ta samtalen» over real calls: only the key gets the caller."""

import asyncio
from typing import Any

import pytest

from calls.cast import Cast
from calls.heard import house_sounds, names_of
from forrang.demo.behaviour import Answers, Rings
from forrang.demo.outside_call import OutsideCall
from forrang.demo.phone import Ringing
from forrang.demo.sound import MUSIC

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]


async def load(cast: Cast, **group: Any) -> None:
    """Ola presses a key to take calls, Aisha does not."""
    document = cast.document(vip=None, group={"ring_seconds": 20, **group})
    for one in document["employees"]:
        one["confirm"] = one["mobile"] == cast.ola
    document["main_numbers"][0]["name"] = "Nordlys"
    await cast.instance.load(document)


async def ola_is_asked(cast: Cast) -> tuple[OutsideCall, Ringing]:
    """A caller, and the offer that Ola, who is alone, has just answered."""
    await load(cast, members=[cast.ola])
    ola = cast.phone(cast.ola, Rings())
    call, offer = await cast.talk(ola, cast.ordinary(1))
    return call, offer


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
    call, offer = await ola_is_asked(cast)
    ear = await offer.listen()
    await offer.press("2")
    await asyncio.sleep(1)
    await call.until_hears(MUSIC)
    await asyncio.sleep(3)
    words = names_of(house_sounds(cast), (await ear.stop()).samples)
    assert words[-1:] == ["press-one"]
    await offer.press("1")
    await asyncio.sleep(0.5)
    await call.until_hears(offer.tone or 0, timeout=2)
    await call.hang_up()
    (record,) = await cast.records(1)
    assert (record["outcome"], record["answered_by"]) == ("answered", cast.ola)


async def test_the_key_counts_while_it_is_asked_for(cast: Cast) -> None:
    call, offer = await ola_is_asked(cast)
    await asyncio.sleep(0.4)
    await offer.press("1")
    await asyncio.sleep(0.5)
    await call.until_hears(offer.tone or 0, timeout=1.5)
    await offer.hang_up()
    await call.ended()
    await cast.instance.until_empty()


async def test_a_caller_who_gives_up_ends_the_asking(cast: Cast) -> None:
    call, offer = await ola_is_asked(cast)
    await asyncio.sleep(0.4)
    await call.hang_up()
    await offer.ended(2)
    (record,) = await cast.records(1)
    assert record["outcome"] == "gave-up"
    await cast.instance.until_empty()
