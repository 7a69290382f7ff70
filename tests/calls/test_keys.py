"""A key in each of the three ways in which telephones send it: by RFC 4733, by SIP INFO, and as tones
in the sound where no telephone-event was offered. Each press counts once. SIPp sends the latter two.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from calls.cast import Cast
from calls.running import an_instance
from calls.stories import step_names
from forrang.demo.behaviour import Answers, Rings
from forrang.demo.ports import Ports
from forrang.sounds.g711 import to_alaw
from peers import needs
from peers.sipp import SippCaller, SippMobiles
from peers.sipp_scenario import Presses

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

RATE = 8000
"Samples a second."
TWO = (697, 1336)
"The tones of key 2; Hz."
LEVEL = 6000
"Amplitude of each of them."
SILENCE, PRESS = 1.0, 0.16
"Seconds before the tones and after them, and of the tones."


def tones(folder: Path) -> Path:
    """Key 2 as A-law, with silence around it."""
    time = np.arange(int(PRESS * RATE)) / RATE
    pressed = sum(LEVEL * np.sin(2 * np.pi * one * time) for one in TWO)
    silence = np.zeros(int(SILENCE * RATE))
    sound = np.concatenate([silence, pressed, silence]).astype(np.int16)
    path = folder / "key-2.alaw"
    path.write_bytes(to_alaw(sound))
    return path


@pytest.fixture
def ports() -> Iterator[Ports]:
    with Ports() as ports:
        yield ports


async def load(cast: Cast) -> None:
    """Key 2 leads to a menu that goes on to Ola by itself. Whoever is heard to press 2 twice comes to
    Aisha instead.
    """
    document = cast.document(
        vip=None,
        group={"members": [cast.ola], "ring_seconds": 20},
        groups=[{"name": "Twice", "members": [cast.aisha]}],
    )
    inner = {
        "greeting": {"say": "Trykk en."},
        "choices": {1: {"queue": {"group": "Resepsjon"}}, 2: {"queue": {"group": "Twice"}}},
        "wait_seconds": 2,
        "repeats": 0,
        "otherwise": 1,
    }
    menu = {
        "greeting": {"say": "Trykk to."},
        "choices": {1: {"queue": {"group": "Twice"}}, 2: {"menu": inner}},
        "wait_seconds": 20,
    }
    document["main_numbers"][0]["setup"] = {"menu": menu}
    await cast.instance.load(document)


async def pressed(cast: Cast) -> list[tuple[str | None, str]]:
    """The keys that counted for the only call, and where each led."""
    (record,) = await cast.records(1)
    assert (record["outcome"], record["answered_by"]) == ("answered", cast.ola)
    story: list[dict[str, Any]] = record["story"]
    return [
        (one["key"], one["leads_to"].removeprefix(cast.number))
        for one in story
        if one["step"] == "Pressed"
    ]


ONCE = [("2", "/2"), (None, "/2.1")]
"Key 2, and then the menu went on by itself."


async def test_a_key_by_rfc_4733_counts_once(cast: Cast) -> None:
    await load(cast)
    ola = cast.phone(cast.ola, Rings())
    call = await cast.waits(cast.ordinary(1))
    await call.press("2")
    offer = await ola.rings(15)
    await offer.answer()
    await offer.hang_up()
    await call.ended()
    assert await pressed(cast) == ONCE


@pytest.mark.parametrize("way", ["info", "tones"])
async def test_a_key_by_sip_info_and_as_tones_counts_once(
    cast: Cast, tmp_path: Path, ports: Ports, way: str
) -> None:
    program = needs.sipp()
    await load(cast)
    cast.phone(cast.ola, Answers(talk=0.3))
    in_band = tones(tmp_path) if way == "tones" else None
    presses = Presses("2", after=SILENCE, tones=in_band)
    from_ = f"<sip:{cast.ordinary(1)}@net.example>"
    sip = cast.instance.sip
    async with SippCaller(
        tmp_path, program, sip, ports, cast.number, from_, presses=presses
    ) as caller:
        await caller.call.ended(20)
        events = b"telephone-event" in caller.call.invite.raw
    assert events == (way == "info")
    assert await pressed(cast) == ONCE


async def test_an_answerer_takes_the_call_by_sip_info(tmp_path: Path, ports: Ports) -> None:
    program = needs.sipp()
    async with an_instance() as instance:
        cast = Cast(instance, None)  # type: ignore[arg-type]  # SIPp is the network here
        document = cast.document(vip=None, group={"members": [cast.ola], "ring_seconds": 20})
        for one in document["employees"]:
            one["confirm"] = one["mobile"] == cast.ola
        await instance.load(document)
        from_ = f"<sip:{cast.ordinary(1)}@net.example>"
        mobiles = SippMobiles(
            tmp_path, program, instance.trunk, ports, {cast.ola: Answers(talk=1.0)},
            presses=Presses("1", after=1.0),
        )  # fmt: skip
        caller = SippCaller(tmp_path, program, instance.sip, ports, cast.number, from_)
        async with mobiles, caller:
            await caller.call.ended(15)
        (record,) = await cast.records(1)
        assert (record["outcome"], record["answered_by"]) == ("answered", cast.ola)
        steps = step_names(record)
        assert steps.count("Offered") == 1 and steps.count("Missed") == 0, record["story"]
