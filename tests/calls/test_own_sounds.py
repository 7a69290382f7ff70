"""Sounds of a customer's own over real calls: as a message, and as the music of the line."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from calls.cast import Cast
from calls.heard import names_of
from forrang.demo.sound import MUSIC
from forrang.speech.speak import speak

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

ADD = """
import wave
from forrang.sounds.sound import Sound
from forrang.storage.models import Customer
from forrang.storage.sounds import add_sound
customer, path = words
with wave.open(path) as file:
    sound = Sound(file.readframes(file.getnframes()))
id = Customer.objects.get(name=customer).pk
add_sound(id, sound.id, sound.samples, sound.seconds, "Min egen", "Kari")
print(sound.id)
"""


async def keep(cast: Cast, path: Path, text: str) -> str:
    """Let the customer have the sound of a text; its id."""
    await asyncio.to_thread(speak, text, "nb", path)
    return (await cast.in_storage(ADD, cast.customer, str(path))).strip()


async def heard(call: Any, seconds: float, **known: Path) -> list[str]:
    ear = await call.listen()
    await asyncio.sleep(seconds)
    return names_of(known, (await ear.stop()).samples)


async def test_a_sound_of_ones_own_is_heard_at_once_after_the_save(
    cast: Cast, tmp_path: Path
) -> None:
    await cast.load(vip=None)
    path = tmp_path / "own.wav"
    id = await keep(cast, path, "Hei, du har ringt oss utenfor åpningstiden.")
    document = cast.document(vip=None)
    document["main_numbers"][0]["setup"] = {"message": {"sound": id}}
    await cast.instance.load(document)
    call = await cast.call(cast.ordinary(1))
    await call.answered()
    assert await heard(call, 5, own=path) == ["own"]
    await call.ended(15)


async def test_the_music_of_the_line_is_the_customers_own(cast: Cast, tmp_path: Path) -> None:
    await cast.load(vip=None)
    path = tmp_path / "own.wav"
    id = await keep(cast, path, "Dette er vår egen musikk, og den er bedre enn de andres.")
    before = await cast.waits(cast.ordinary(1))
    await before.until_hears(MUSIC)
    await cast.load(vip=None, music=id)
    call = await cast.waits(cast.ordinary(2))
    found = await heard(call, 9, own=path)
    assert found and set(found) == {"own"}
    assert await heard(before, 2, own=path) == []  # hears on what it heard
    await cast.load(vip=None)
    after = await cast.waits(cast.ordinary(3))
    assert await heard(after, 6, own=path) == []
    for one in (before, call, after):
        await one.hang_up()
