"""Sounds on the real engine: a caller is sent the files as they are, and the engine codes nothing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from calls.cast import Cast
from calls.instance import Instance
from calls.running import a_network, an_instance
from forrang.asterisk.connection import authorization
from forrang.demo import configuration
from forrang.demo.hearing import hear
from forrang.sounds.files import SoundFiles
from forrang.sounds.sound import Sound

from .making import chirps

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

PLAYED = (chirps(2.5, 8_000) * 32_767).astype("<i2")
OTHER = (chirps(2.5, 8_000)[::-1] * 32_767).astype("<i2")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def instance() -> AsyncIterator[Instance]:
    """An instance of their own."""
    async with an_instance() as running:
        yield running


@pytest.mark.parametrize("codec", ["alaw", "ulaw"])
async def test_a_caller_is_sent_the_files_as_they_are(
    instance: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, codec: str
) -> None:
    sound = Sound(PLAYED.tobytes())
    files = SoundFiles(instance.data / "sounds", {sound.id: sound.samples}.get)
    files.ensure([sound.id])
    only = configuration._PJSIP.replace("allow = alaw", f"allow = {codec}")
    monkeypatch.setattr(configuration, "_PJSIP", only)
    async with a_network(instance, tmp_path) as network:
        cast = Cast(instance, network)
        await cast.load()
        call = await cast.waits(cast.ordinary(1))
        (channel,) = [one for one in await instance.engine("channels") if one["state"] == "Up"]
        music = await _variable(instance, channel["id"], "audiowriteformat")
        ear = await call.listen()
        await _ask(instance, f"channels/{channel['id']}/play?media=sound:{files.path(sound.id)}")
        await asyncio.sleep(1)
        played = await _variable(instance, channel["id"], "audiowriteformat")
        await asyncio.sleep(2.5)
        heard = await ear.stop()
        await call.hang_up()
    assert (music, played) == (codec, codec)
    found = hear(heard.samples, {"played": PLAYED, "other": OTHER})
    assert [one.name for one in found] == ["played"]
    assert found[0].score > 0.9


async def _ask(instance: Instance, path: str, method: str = "POST") -> Any:
    password = (instance.data / "asterisk" / "password").read_text()
    url = f"http://{instance.environment['FORRANG_ARI']}/ari/{path}"
    async with (
        aiohttp.ClientSession(headers=authorization("forrang", password)) as session,
        session.request(method, url) as response,
    ):
        assert response.status < 300, await response.text()
        return await response.json()


async def _variable(instance: Instance, channel: str, name: str) -> str:
    path = f"channels/{channel}/variable?variable=CHANNEL({name})"
    value: str = (await _ask(instance, path, "GET"))["value"]
    return value
