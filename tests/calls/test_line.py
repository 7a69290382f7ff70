"""The line over real calls: who comes first, who answers, and what everybody hears."""

import asyncio

import pytest

from calls.cast import Cast
from calls.stories import step_names
from forrang.demo.behaviour import Answers, Rings
from forrang.demo.sound import MUSIC, SILENCE

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]


async def test_two_people_talk_and_hear_each_other(cast: Cast) -> None:
    await cast.load(vip=None)
    ola = cast.phone(cast.ola, Rings())
    call = await cast.waits(cast.ordinary(1))
    await call.until_hears(MUSIC)
    offer = await ola.rings()
    assert offer.shown == cast.ordinary(1)
    await ola.answer()
    await call.until_hears(offer.tone)
    assert call.tone is not None
    await offer.until_hears(call.tone)
    await offer.hang_up()
    await call.ended()
    (record,) = await cast.records(1)
    assert record["answered_by"] == cast.ola
    assert record["outcome"] == "answered"
    assert record["caller"] == cast.ordinary(1)


async def test_ordinary_callers_are_served_in_the_order_in_which_they_came(cast: Cast) -> None:
    await cast.load(vip=None, group={"members": [cast.ola]})
    ola = cast.phone(cast.ola, Answers(talk=0.3))
    calls = []
    for n in range(1, 5):
        calls.append(await cast.waits(cast.ordinary(n)))
    for call in calls:
        await call.ended(10)
    assert [offer.shown for offer in ola.offers] == [cast.ordinary(n) for n in range(1, 5)]


async def test_a_vip_passes_three_waiting_callers(cast: Cast) -> None:
    await cast.load(group={"members": [cast.ola]}, vip={"answerers": [{"employee": cast.ola}]})
    ola = cast.phone(cast.ola, Rings(), Answers(talk=0.3))
    first, offer = await cast.talk(ola, cast.ordinary(1))
    waiting = [await cast.waits(cast.ordinary(n)) for n in (2, 3, 4)]
    vip = await cast.waits(cast.vip)
    await vip.until_hears(MUSIC)
    await offer.hang_up()
    await vip.ended(10)
    for call in (first, *waiting):
        await call.ended(10)
    shown = [one.shown for one in ola.offers]
    assert shown == [cast.ordinary(1), cast.vip, *map(cast.ordinary, (2, 3, 4))]
    records = await cast.records_by_caller(5)
    assert records[cast.vip]["class"] == "vip"
    assert records[cast.ordinary(2)]["overtaken"] == 1
    assert records[cast.vip]["overtaken"] == 0


async def test_a_waiting_vip_holds_back_no_ordinary_call(cast: Cast) -> None:
    await cast.load()
    kari, ola = cast.phone(cast.kari, Answers()), cast.phone(cast.ola, Answers())
    talking = await cast.waits(cast.vip)
    await kari.rings()
    await talking.until_hears(kari.offer.tone)
    waiting = await cast.waits(cast.vip_2)
    ordinary = await cast.waits(cast.ordinary(1))
    offer = await ola.rings()
    await ordinary.until_hears(offer.tone)
    assert await waiting.hears() == {MUSIC}
    await kari.hang_up()
    second = await kari.rings()
    assert second.shown == cast.vip_2
    for call in (talking, waiting, ordinary):
        await call.hang_up()


async def test_a_vip_is_answered_by_the_chosen_person_and_then_overflows(cast: Cast) -> None:
    await cast.load(vip={"overflow_after": 2, "ring_seconds": 1, "rest_seconds": 10})
    kari, ola = cast.phone(cast.kari, Rings()), cast.phone(cast.ola, Answers())
    vip = await cast.waits(cast.vip)
    rung = await kari.rings()
    offered = await ola.rings()
    assert 1.8 < offered.at - rung.at < 3.0
    await vip.until_hears(offered.tone)
    await vip.hang_up()
    (record,) = await cast.records(1)
    assert record["answered_by"] == cast.ola
    steps = step_names(record)
    assert steps == ["Arrived", "Offered", "Missed", "Overflowed", "Offered", "Answered", "Ended"]


async def test_no_music_is_heard_in_a_talk_and_none_after_it(cast: Cast) -> None:
    await cast.load(vip=None)
    ola = cast.phone(cast.ola, Answers())
    call = await cast.waits(cast.ordinary(1))
    await ola.rings()
    await call.until_hears(ola.offer.tone)
    assert await call.hears(1.0) == {ola.offer.tone}
    ola.offer.sends(None)
    await asyncio.sleep(0.3)
    assert await call.hears(0.6) == {SILENCE}
    await call.hang_up()
    await ola.offers[0].ended()
