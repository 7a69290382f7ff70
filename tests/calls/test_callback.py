"""«Trykk 1 for å bli ringt opp» over real calls: the place is kept, also through a killed exchange."""

import os
import signal

import pytest

from calls.cast import Cast
from forrang.demo.behaviour import Answers, Rings
from forrang.demo.sound import MUSIC

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]


async def test_a_caller_hangs_up_keeps_the_place_and_is_called_when_the_turn_comes(
    cast: Cast,
) -> None:
    await cast.load(vip=None, group={"members": [cast.ola]}, queue={"callback": {}})
    ola = cast.phone(cast.ola, Rings(), Rings(), Answers(talk=0.3))
    talking, offer = await cast.talk(ola, cast.ordinary(1))
    first = await cast.waits(cast.ordinary(2))
    await first.until_hears(MUSIC)
    await first.press("1")
    await first.ended(20)  # told that we call, and hung up
    caller = cast.phone(cast.ordinary(2), Answers(talk=1.5))
    second = await cast.waits(cast.ordinary(3))
    await cast.until(lambda board: len(board["calls"]) == 3)
    await offer.hang_up()
    turn = await ola.rings()
    assert turn.shown == cast.ordinary(2)
    await ola.answer()
    rung = await caller.rings()
    assert rung.shown == cast.number
    await rung.until_hears(turn.tone)
    assert rung.tone is not None
    await turn.until_hears(rung.tone)
    for call in (talking, second):
        await call.ended(15)
    records = await cast.records_by_caller(3)
    back = records[cast.ordinary(2)]
    assert (back["outcome"], back["answered_by"]) == ("answered", cast.ola)


async def test_who_waits_to_be_called_back_outlives_the_exchange(cast: Cast) -> None:
    await cast.load(vip=None, group={"members": [cast.ola]}, queue={"callback": {}})
    ola = cast.phone(cast.ola, Rings(), Answers(talk=1))
    await cast.waits(cast.ordinary(1))
    offer = await ola.rings()
    await ola.answer()
    call = await cast.waits(cast.ordinary(2))
    await call.press("1")
    await call.ended(20)
    caller = cast.phone(cast.ordinary(2), Answers(talk=1))
    os.kill(cast.instance.exchange_pid, signal.SIGKILL)
    await cast.instance.until_back()
    await cast.until(lambda board: len(board["calls"]) == 2)
    await offer.hang_up()
    assert (await caller.rings(10)).shown == cast.number
