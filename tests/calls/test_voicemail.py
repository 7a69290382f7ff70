"""Voicemail over real calls: what a caller says after the greeting is kept, as it was said."""

import asyncio
import base64
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from calls.cast import Cast, Stopwatch
from calls.heard import house_sounds, names_of
from forrang.demo.behaviour import Refuses
from forrang.demo.ear import Recording
from forrang.demo.outside_call import OutsideCall
from forrang.demo.sound import RATE, spans_in
from forrang.sounds.g711 import from_alaw

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

GREETING = "Hei. Legg igjen en beskjed etter tonen."
LOW, HIGH = 600, 1300
"What the caller says; Hz."


async def load(cast: Cast, **voicemail: Any) -> None:
    """A main number that takes messages."""
    document = cast.document(vip=None)
    told = {"greeting": {"say": GREETING}, "max_seconds": 30, **voicemail}
    document["main_numbers"][0]["setup"] = {"voicemail": told}
    await cast.instance.load(document)


async def until_told(cast: Cast, call: OutsideCall) -> Recording:
    """Until the greeting and the tone are over."""
    ear = call.ear or await call.listen()
    await cast.until(lambda board: _recording(cast), timeout=12)
    await asyncio.sleep(0.2)
    return await ear.stop()


def _recording(cast: Cast) -> list[Path]:
    return list(cast.instance.recordings("voicemail").glob("*.wav"))


async def kept(cast: Cast, count: int, timeout: float = 12.0) -> list[dict[str, Any]]:
    """So many messages, oldest first."""
    watch, found = Stopwatch(), list[dict[str, Any]]()
    while len(found) < count and watch.seconds < timeout:
        found = json.loads(await cast.in_storage(_FOUND, cast.customer))
        await asyncio.sleep(0.1)
    assert len(found) == count, found
    return found


_FOUND = """
import base64, json
from forrang.storage.models import VoicemailMessage
rows = VoicemailMessage.objects.filter(customer__name=words[0]).order_by("left")
print(json.dumps([{
    "call": one.call_id, "point": one.point, "seconds": one.seconds,
    "sound": base64.b64encode(bytes(one.sound)).decode(),
} for one in rows]))
"""


def said(message: dict[str, Any]) -> dict[int, float]:
    """The tones of a message in order, and how long each was; a lost packet parts none."""
    sound = from_alaw(base64.b64decode(message["sound"]))
    assert len(sound) / RATE == pytest.approx(message["seconds"], abs=0.01)
    found: dict[int, float] = {}
    for span in spans_in(sound):
        for tone in (LOW, HIGH):
            if tone in span.sounds:
                found[tone] = found.get(tone, 0.0) + span.seconds
    return found


async def test_what_is_said_after_the_greeting_is_kept(cast: Cast) -> None:
    await load(cast)
    call, _ = await cast.listens(cast.ordinary(1))
    await call.answered()
    call.sends(None)
    heard = await until_told(cast, call)
    await asyncio.sleep(1)
    call.sends(LOW)
    await asyncio.sleep(2)
    call.sends(HIGH)
    await asyncio.sleep(1)
    call.sends(None)
    await asyncio.sleep(1.5)
    await call.hang_up()
    (record,) = await cast.records(1)
    assert record["outcome"] == "voicemail"
    (message,) = await kept(cast, 1)
    assert message["call"] == record["id"] and message["point"] == cast.number
    assert list(said(message)) == [LOW, HIGH]
    assert list(said(message).values()) == pytest.approx([2, 1], abs=0.5)
    assert message["seconds"] == pytest.approx(3.5, abs=0.7)  # not the silence around it
    known = house_sounds(cast, GREETING, tone="tone.wav")
    names = names_of(known, heard.samples)  # so short a tone may be lost on a busy machine
    assert names in ([GREETING, "tone"], [GREETING])
    assert _recording(cast) == []


async def test_who_hangs_up_at_once_leaves_nothing_but_the_record(cast: Cast) -> None:
    await load(cast)
    call = await cast.call(cast.ordinary(1))
    await call.answered()
    await asyncio.sleep(0.5)
    await call.hang_up()
    silent = await cast.call(cast.ordinary(2))
    await silent.answered()
    silent.sends(None)
    await until_told(cast, silent)
    await asyncio.sleep(2.5)
    await silent.hang_up()
    records = await cast.records(2)
    assert [one["outcome"] for one in records] == ["gave-up", "voicemail"]
    watch = Stopwatch()
    while _recording(cast):
        assert watch.seconds < 10
        await asyncio.sleep(0.1)
    await kept(cast, 0, timeout=0)


async def test_who_waited_in_vain_leaves_the_group_a_message(cast: Cast) -> None:
    told = {"voicemail": {"greeting": {"say": GREETING}, "max_seconds": 30}}
    await cast.load(vip=None, group=told, queue={"max_wait_seconds": 2})
    for one in (cast.ola, cast.aisha):
        cast.phone(one, Refuses(486))
    call, _ = await cast.listens(cast.ordinary(1))
    await call.answered()
    call.sends(LOW)
    heard = await until_told(cast, call)
    await asyncio.sleep(2.5)
    await call.hang_up()
    (record,) = await cast.records(1)
    assert record["outcome"] == "voicemail"
    (message,) = await kept(cast, 1)
    assert message["call"] == record["id"] and message["point"] == cast.number
    assert list(said(message)) == [LOW]
    names = names_of(house_sounds(cast, GREETING, tone="tone.wav"), heard.samples)
    assert names in ([GREETING, "tone"], [GREETING])


async def test_an_exchange_that_is_killed_keeps_each_message_once(cast: Cast) -> None:
    await load(cast)
    call = await cast.call(cast.ordinary(1))
    await call.answered()
    call.sends(LOW)
    await until_told(cast, call)
    os.kill(cast.instance.exchange_pid, signal.SIGKILL)
    await asyncio.sleep(2)
    await call.hang_up()
    for _ in range(3):
        await asyncio.sleep(1)
        os.kill(cast.instance.exchange_pid, signal.SIGKILL)
    (record,) = await cast.instance.until_records(cast.number, 1, timeout=20)
    (message,) = await kept(cast, 1, timeout=20)
    assert message["call"] == record["id"]
    assert list(said(message)) == [LOW]
    await cast.instance.until_back()  # it may have done all that before it was killed last
