"""Faults of the exchange while callers hear menus and announcements, ring elsewhere, or speak.

Each point has the setup that it is about, and one caller, who has one record in the end.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from calls.faults import Round
from forrang.demo.behaviour import Rings
from forrang.demo.outside_call import OutsideCall
from forrang.demo.phone import Ringing
from forrang.demo.sound import MUSIC

LONG = (
    "Velkommen til Nordlys Tannklinikk. Vi svarer deg så snart en av oss er ledig. Takk for tiden."
)
"""Some seven seconds: it speaks while the exchange dies and comes back."""


async def _load(round: Round, setup: dict[str, Any], *, confirm: bool = False) -> None:
    cast = round.cast
    document = cast.document(vip=None, group={"members": [cast.ola], "ring_seconds": 15})
    document["main_numbers"][0]["setup"] = setup
    for one in document["employees"]:
        one["confirm"] = confirm
    await cast.instance.load(document)


async def _one_record(round: Round, outcome: str) -> dict[str, Any]:
    (record,) = await round.cast.records(1)
    assert record["outcome"] == outcome, record
    await round.instance.until_empty()
    return record


async def _taken(round: Round, call: OutsideCall, offer: Ringing) -> None:
    await offer.answer()
    await call.until_hears(offer.tone or 0)
    await offer.hang_up()
    await call.ended()
    assert len(round.cast.network.phone(round.cast.ola).offers) == 1
    await _one_record(round, "answered")


async def menu_is_told(round: Round) -> None:
    """A caller hears a menu; the key counts when it is back, also while the greeting speaks on."""
    choices = {1: {"queue": {"group": "Resepsjon"}}}
    await _load(round, {"menu": {"greeting": {"say": LONG}, "choices": choices, "repeats": 5}})
    ola = round.cast.phone(round.cast.ola, Rings())
    call = await round.cast.waits(round.cast.ordinary(1))
    await asyncio.sleep(round.random.uniform(0.2, 1.0))
    round.kill()
    await round.back()
    await call.press("1")
    await _taken(round, call, await ola.rings())


async def menu_after_the_gap(round: Round) -> None:
    """A caller arrives while nobody is there, and hears the menu then."""
    choices = {1: {"queue": {"group": "Resepsjon"}}}
    await _load(round, {"menu": {"greeting": {"say": LONG}, "choices": choices, "repeats": 5}})
    ola = round.cast.phone(round.cast.ola, Rings())
    round.kill()
    call = await round.cast.call(round.cast.ordinary(1))
    await call.answered(8)
    await round.back()
    await round.cast.until_waiting(1)  # it is let in from the music some time after
    await call.press("1")
    await _taken(round, call, await ola.rings())


async def something_is_told(round: Round) -> None:
    """A caller in line hears an announcement, which is cut by an answer when it is back."""
    await _load(round, {"queue": {"group": "Resepsjon", "welcome": {"say": LONG}}})
    ola = round.cast.phone(round.cast.ola, Rings())
    call = await round.cast.waits(round.cast.ordinary(1))
    offer = await ola.rings()
    round.kill()
    await round.back()
    await _taken(round, call, offer)


async def asked_to_press(round: Round) -> None:
    """Who picked up is asked for the key, and presses it when it is back."""
    await _load(round, {"queue": {"group": "Resepsjon"}}, confirm=True)
    ola = round.cast.phone(round.cast.ola, Rings())
    call = await round.cast.waits(round.cast.ordinary(1))
    offer = await ola.rings()
    await offer.answer()
    await asyncio.sleep(round.random.uniform(0.1, 0.5))
    round.kill()
    await round.back()
    assert (await call.hears()) == {MUSIC}
    await offer.press("1")
    await call.until_hears(offer.tone or 0)
    await call.hang_up()
    await _one_record(round, "answered")


async def forwarded(round: Round) -> None:
    """A call rings at another number, and is answered there when it is back."""
    other = f"+4721{round.cast.n:03}000"
    await _load(round, {"forward": other})
    there = round.cast.phone(other, Rings())
    call = await round.cast.call(round.cast.ordinary(1))
    offer = await there.rings()
    round.kill()
    await round.back()
    await offer.answer()
    await call.until_hears(offer.tone or 0)
    await call.hang_up()
    assert len(there.offers) == 1
    record = await _one_record(round, "forwarded")
    assert record["answered_by"] == other


async def message_is_left(round: Round) -> None:
    """A caller speaks after the tone; what they said before and after is one message."""
    await _load(round, {"voicemail": {"greeting": {"say": "Hei."}}})
    call = await round.cast.waits(round.cast.ordinary(1))
    await asyncio.sleep(3)
    round.kill()
    await round.back()
    await asyncio.sleep(1)
    assert call.end is None, "the message was cut"
    await call.hang_up()
    await _one_record(round, "voicemail")


FLOW_POINTS: tuple[Callable[[Round], Awaitable[None]], ...] = (
    menu_is_told,
    menu_after_the_gap,
    something_is_told,
    asked_to_press,
    forwarded,
    message_is_left,
)
"""Where it dies."""
