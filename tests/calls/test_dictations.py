"""A sound recorded by telephone: the mobile is called, hears the words, speaks, and presses 1."""

import asyncio
import base64
import json
import os
import signal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calls.cast import Cast, Stopwatch
from calls.heard import house_sounds, names_of
from forrang.demo.behaviour import BUSY, Answers
from forrang.demo.phone import Ringing
from forrang.demo.sound import RATE, spans_in

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

LOW, HIGH = 600, 1300
"What is spoken; Hz."
NAME = "Sommerhilsen"

ASK = """
from django.utils import timezone
from forrang.domain.phone_number import PhoneNumber
from forrang.storage.dictations import ask_dictation
from forrang.storage.models import Customer, Membership
name, mobile, called = words
rows = Membership.objects.filter(customer__name=name, account__mobile=mobile)
rows.update(mobile_confirmed=timezone.now())
customer = Customer.objects.get(name=name).pk
assert ask_dictation(customer, PhoneNumber(mobile), called, "Kari Nordmann", "nb") is None
"""

TELL = """
import time
from django.db import transaction
from forrang.storage.changes import NewChange, ChangeKind, append_changes
from forrang.storage.models import Customer
name, mobile, age = words
customer = Customer.objects.get(name=name).pk
what = {"mobile": mobile, "dictation": "a" * 32, "language": "en", "asked": time.time() - float(age)}
with transaction.atomic():
    append_changes([NewChange(customer, ChangeKind.DICTATION, what)])
"""

FOUND = """
import base64, json
from forrang.storage.models import Dictation, Sound
sounds = Sound.objects.filter(customer__name=words[0]).order_by("made")
asked = Dictation.objects.filter(customer__name=words[0]).order_by("asked")
print(json.dumps({
    "sounds": [{
        "name": one.name, "by": one.by, "samples": base64.b64encode(bytes(one.samples)).decode(),
    } for one in sounds],
    "outcomes": [one.outcome for one in asked],
}))
"""


async def called(cast: Cast) -> Ringing:
    """Kari asks to be called, and it rings."""
    await cast.load()
    kari = cast.phone(cast.kari, Answers(after=0.2))
    await cast.in_storage(ASK, cast.customer, cast.kari, NAME)
    offer = await kari.rings()
    assert offer.shown == cast.number
    return offer


async def found(cast: Cast, outcome: str) -> list[dict[str, Any]]:
    """The customer's sounds, when something came of what was asked for."""
    watch = Stopwatch()
    while True:
        told = json.loads(await cast.in_storage(FOUND, cast.customer))
        if told["outcomes"] == [outcome]:
            break
        assert watch.seconds < 15, told["outcomes"]
        await asyncio.sleep(0.1)
    assert list(folder(cast).iterdir()) == []
    sounds: list[dict[str, Any]] = told["sounds"]
    return sounds


def folder(cast: Cast) -> Path:
    return cast.instance.recordings("dictation")


async def speaks(cast: Cast, offer: Ringing, *tones: int, seconds: float = 1.0) -> None:
    """After the tone, these for so long each, and then hash."""
    before = _written(cast)
    watch = Stopwatch()
    while not (size := _written(cast)) or size == before:  # anew it is shorter
        assert watch.seconds < 12
        await asyncio.sleep(0.02)
    for tone in tones:
        offer.sends(tone)
        await asyncio.sleep(seconds)
    offer.sends(None)
    await asyncio.sleep(0.3)
    await offer.press("#")


def _written(cast: Cast) -> int:
    """Bytes of the recording so far."""
    return sum(one.stat().st_size for one in folder(cast).glob("*.wav"))


def tones(sound: dict[str, Any]) -> list[int]:
    """The tones of a sound in order."""
    samples = np.frombuffer(base64.b64decode(sound["samples"]), dtype="<i2")
    spans = [one for one in spans_in(samples) if one.seconds > 0.3]
    heard = [tone for one in spans for tone in (LOW, HIGH) if tone in one.sounds]
    assert 1.2 < len(samples) / RATE < 4
    return heard


async def test_what_is_spoken_after_the_tone_is_a_sound_of_the_customers(cast: Cast) -> None:
    offer = await called(cast)
    ear = await offer.listen()  # before the answer, so that a busy machine misses no word
    await offer.answered()
    offer.sends(None)
    await speaks(cast, offer, LOW, HIGH)
    await asyncio.sleep(6.5)  # it is played, and what to press is said
    await offer.press("1")
    end = await offer.ended(10)
    assert not end.by_us
    heard = (await ear.stop()).samples
    words = names_of(house_sounds(cast), heard)
    assert words == ["speak-after-the-tone", "keep-or-again", "it-is-kept"]
    back = [tone for one in spans_in(heard) for tone in (LOW, HIGH) if tone in one.sounds]
    assert LOW in back and HIGH in back
    (sound,) = await found(cast, "kept")
    assert (sound["name"], sound["by"]) == (NAME, "Kari Nordmann")
    assert tones(sound) == [LOW, HIGH]
    assert await cast.records(0) == []  # it was no call of anybody's
    await cast.instance.until_empty()


async def test_two_records_anew_and_the_exchange_may_die_meanwhile(cast: Cast) -> None:
    offer = await called(cast)
    await offer.answered()
    offer.sends(None)
    await speaks(cast, offer, LOW, seconds=2)
    await asyncio.sleep(1)
    await offer.press("2")
    os.kill(cast.instance.exchange_pid, signal.SIGKILL)
    await asyncio.sleep(1)
    await speaks(cast, offer, HIGH, seconds=2)
    await asyncio.sleep(1)
    await offer.press("1")
    await asyncio.sleep(0.5)
    await offer.hang_up()  # before it is told that it is kept
    (sound,) = await found(cast, "kept")
    assert tones(sound) == [HIGH]


async def test_who_hangs_up_before_the_key_has_kept_nothing(cast: Cast) -> None:
    offer = await called(cast)
    await offer.answered()
    await speaks(cast, offer, LOW)
    await asyncio.sleep(1)
    await offer.hang_up()
    assert await found(cast, "dropped") == []


async def test_silence_is_no_sound(cast: Cast) -> None:
    offer = await called(cast)
    await offer.answered()
    offer.sends(None)
    await speaks(cast, offer)
    await asyncio.sleep(1)
    await offer.press("1")
    await offer.ended(10)
    assert await found(cast, "silent") == []


async def test_an_old_change_calls_nobody_and_a_busy_mobile_is_called_once(cast: Cast) -> None:
    await cast.load()
    kari = cast.phone(cast.kari, BUSY)
    await cast.in_storage(TELL, cast.customer, cast.kari, "121")
    await cast.in_storage(TELL, cast.customer, cast.kari, "100")
    await (await kari.rings()).ended()
    await cast.instance.until_empty()
    await asyncio.sleep(1.5)
    assert len(kari.offers) == 1
