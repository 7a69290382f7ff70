"""Menus over real calls: which prompt is heard, which keys count, and whose line a key leads to."""

import asyncio
from typing import Any

import pytest

from calls.cast import Cast
from calls.heard import house_sounds, names_of
from forrang.demo.behaviour import Answers, Rings
from forrang.demo.ear import Recording
from forrang.demo.sound import MUSIC

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

GREETING = "Velkommen til Nordlys Tannklinikk. Trykk en for time. Trykk to for akutt hjelp."
INNER = "Trykk en for nye pasienter."


class Clinic:
    """A customer whose main number has a menu."""

    def __init__(self, cast: Cast):
        self.cast = cast

    async def load(self, **menu: Any) -> None:
        """Key 1 leads to Ola, key 2 to Ola too, with a VIP list of its own that Kari answers."""
        document = self.cast.document(group={"members": [self.cast.ola]}, vip=None)
        queue = {"queue": {"group": "Resepsjon"}}
        vip = {
            "on": True,
            "entries": [{"number": self.cast.vip}],
            "answerers": [{"employee": self.cast.ola}],
            "overflow_after": "never",
        }
        told = {
            "greeting": {"say": GREETING},
            "choices": {1: queue, 2: {**queue, "vip": vip}, 3: {"message": {"say": INNER}}},
            "wait_seconds": 2,
            **menu,
        }
        document["main_numbers"][0]["setup"] = {"menu": told}
        await self.cast.instance.load(document)

    def heard(self, recording: Recording, *texts: str) -> list[str]:
        """What was heard of these texts and of all that the house says by itself, in order."""
        return names_of(house_sounds(self.cast, *texts), recording.samples)


@pytest.fixture
def clinic(cast: Cast) -> Clinic:
    return Clinic(cast)


async def test_the_greeting_is_heard_and_a_key_leads_to_its_line(
    cast: Cast, clinic: Clinic
) -> None:
    await clinic.load()
    ola = cast.phone(cast.ola, Rings())
    call, ear = await cast.listens(cast.ordinary(1))
    await call.answered()
    await asyncio.sleep(7.5)
    assert clinic.heard(await ear.stop(), GREETING, INNER) == [GREETING]
    assert not ola.offers
    await call.press("1")
    offer = await ola.rings()
    await call.until_hears(MUSIC)
    await ola.answer()
    await call.until_hears(offer.tone)
    await offer.hang_up()
    await call.ended()
    (record,) = await cast.records(1)
    assert record["outcome"] == "answered" and record["answered_by"] == cast.ola


async def test_a_key_counts_while_the_greeting_speaks_and_nobody_waits_for_its_end(
    cast: Cast, clinic: Clinic
) -> None:
    await clinic.load()
    ola = cast.phone(cast.ola, Answers(talk=1))
    call = await cast.call(cast.ordinary(1))
    await call.answered()
    await asyncio.sleep(1)
    await call.press("1")
    offer = await ola.rings(2)
    await call.until_hears(offer.tone, timeout=2)  # the greeting takes seven seconds
    await call.ended()


async def test_a_wrong_key_and_then_none_is_told_so_and_ends(cast: Cast, clinic: Clinic) -> None:
    await clinic.load(repeats=1)
    call = await cast.call(cast.ordinary(1))
    await call.answered()
    await asyncio.sleep(0.5)
    ear = await call.listen()
    await call.press("9")
    await call.ended(25)
    heard = clinic.heard(await ear.stop(), GREETING)
    assert heard == ["wrong-key", GREETING]
    (record,) = await cast.records(1)
    assert record["outcome"] == "no-key"


async def test_a_vip_under_a_key_passes_the_line_of_that_key_and_not_of_another(
    cast: Cast, clinic: Clinic
) -> None:
    await clinic.load()
    ola = cast.phone(cast.ola, Rings(), Answers(talk=0.3))
    talking = await cast.call(cast.ordinary(1))
    await talking.answered()
    await talking.press("1")
    offer = await ola.rings()
    await ola.answer()

    async def waits(caller: str, key: str) -> Any:
        call = await cast.call(caller)
        await call.answered()
        await call.press(key)
        await call.until_hears(MUSIC)
        return call

    calls = [await waits(cast.ordinary(2), "2"), await waits(cast.ordinary(3), "1")]
    calls.append(await waits(cast.vip, "1"))  # not on the list of key 1
    calls.append(await waits(cast.ordinary(4), "2"))
    vip = await waits(cast.vip, "2")
    await offer.hang_up()
    for call in (talking, vip, *calls):
        await call.ended(15)
    shown = [one.shown for one in ola.offers]
    assert shown == [
        cast.ordinary(1),
        cast.vip,
        cast.ordinary(2),
        cast.ordinary(3),
        cast.vip,
        cast.ordinary(4),
    ]
    keys = {(one["caller"], one["class"]) for one in await cast.records(6)}
    assert (cast.vip, "vip") in keys and (cast.vip, "ordinary") in keys
