"""Corners: own people, lines that are cut, our own offer that comes back, what a call costs."""

from typing import Any

import pytest

from calls.cast import Cast
from calls.stories import step_names
from forrang.demo.behaviour import Answers, Forwards, Rings
from forrang.demo.caller import Caller
from forrang.demo.sound import MUSIC

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

LINE_CUT = 41
"Q.850: temporary failure."


def doing(board: dict[str, Any], mobile: str) -> str:
    """What somebody is doing."""
    return str(board["people"][mobile]["doing"]["doing"])


# Own people


async def test_an_employee_whose_number_is_asserted_is_in_a_call(cast: Cast) -> None:
    await cast.load(vip=None, group={"ring_seconds": 30})
    ola, aisha = cast.phone(cast.ola, Rings()), cast.phone(cast.aisha, Rings())
    asserted = (f"<tel:{cast.ola}>",)
    call = await cast.waits(Caller(cast.ola, asserted=asserted))
    offer = await aisha.rings()
    assert offer.shown == cast.ola
    await offer.answer()
    other = await cast.waits(cast.ordinary(1))
    assert doing(await cast.board(), cast.ola) == "calling-in"
    assert await other.hears() == {MUSIC}
    assert not ola.offers
    await call.hang_up()
    offered = await ola.rings()  # their call is over: they are free
    assert offered.shown == cast.ordinary(1)
    await other.hang_up()
    await cast.records(2)


async def test_an_employee_whose_number_nobody_asserts_is_only_not_offered_their_own_call(
    cast: Cast,
) -> None:
    await cast.load(vip=None, group={"members": [cast.ola], "ring_seconds": 30})
    ola = cast.phone(cast.ola, Rings())
    own = await cast.waits(cast.ola)
    other = await cast.waits(cast.ordinary(1))
    offer = await ola.rings()
    assert offer.shown == cast.ordinary(1)
    await offer.answer()
    await offer.hang_up()
    await other.ended()
    await cast.until_free(cast.ola)
    assert await own.hears() == {MUSIC}
    assert len(ola.offers) == 1
    await own.hang_up()
    await cast.records(2)


# Lines that are cut


async def test_a_talk_whose_answerer_is_cut_off_stands_in_line_again(cast: Cast) -> None:
    await cast.load(vip=None, group={"ring_seconds": 30})
    ola, aisha = cast.phone(cast.ola, Rings()), cast.phone(cast.aisha, Rings())
    first, talk_1 = await cast.talk(ola, cast.ordinary(1))
    second, _ = await cast.talk(aisha, cast.ordinary(2))
    third = await cast.waits(cast.ordinary(3))
    await first.until_hears(talk_1.tone or 0)
    await talk_1.hang_up(LINE_CUT)
    again = await ola.rings()  # before the third, who waited while they talked
    assert again.shown == cast.ordinary(1)
    await first.until_hears(MUSIC)
    assert first.end is None
    await again.answer()
    await first.until_hears(again.tone or 0)
    await third.hang_up()
    await cast.until_waiting(2)
    for call in (second, first):
        await call.hang_up()
    await cast.instance.until_empty()
    records = await cast.records_by_caller(3)
    assert step_names(records[cast.ordinary(1)]) == [
        "Arrived", "Offered", "Answered", "TalkCut", "Offered", "Answered", "Ended",
    ]  # fmt: skip
    assert step_names(records[cast.ordinary(3)]) == ["Arrived", "Ended"]


async def test_a_hang_up_of_the_answerer_is_no_fault(cast: Cast) -> None:
    await cast.load(vip=None)
    ola = cast.phone(cast.ola, Rings())
    call, offer = await cast.talk(ola, cast.ordinary(1))
    await offer.hang_up()
    assert not (await call.ended()).by_us
    assert len(ola.offers) == 1
    await cast.records(1)


async def test_a_caller_who_is_cut_off_and_calls_again_has_the_old_place(cast: Cast) -> None:
    await cast.load(vip=None, group={"members": [cast.ola], "ring_seconds": 30})
    ola = cast.phone(cast.ola, Rings())
    talking, talk = await cast.talk(ola, cast.ordinary(1))
    first, second = await cast.waits(cast.ordinary(2)), await cast.waits(cast.ordinary(3))
    await first.hang_up(LINE_CUT)
    await cast.until_waiting(2)
    back = await cast.waits(cast.ordinary(2))
    twin = await cast.waits(cast.ordinary(2))  # a place is used once
    ola.does(Answers(talk=0.1))
    await talk.hang_up()
    for call in (talking, back, second, twin):
        await call.ended(10)
    assert [one.shown for one in ola.offers[1:]] == [cast.ordinary(n) for n in (2, 3, 2)]
    records = await cast.records(5)
    assert [one["outcome"] for one in records if one["caller"] == cast.ordinary(2)] == [
        "lost", "answered", "answered",
    ]  # fmt: skip


async def test_a_caller_who_is_cut_off_in_a_talk_gets_the_same_answerer(cast: Cast) -> None:
    await cast.load(vip=None, group={"ring_seconds": 30})
    ola, aisha = cast.phone(cast.ola, Rings()), cast.phone(cast.aisha, Rings())
    blocking = await cast.waits(cast.ordinary(1))
    await (await ola.rings()).answer()
    call, talk = await cast.talk(aisha, cast.ordinary(2))
    await cast.until(lambda board: doing(board, cast.aisha) == "in-talk")
    await blocking.hang_up()
    await call.hang_up(LINE_CUT)
    await talk.ended()
    for mobile in (cast.ola, cast.aisha):
        await cast.until_free(mobile)
    back = await cast.waits(cast.ordinary(2))
    assert (await aisha.rings()).shown == cast.ordinary(2)  # and not Ola, the first in order
    assert len(ola.offers) == 1
    await back.hang_up()
    assert [one["outcome"] for one in await cast.records(3)] == ["answered", "lost", "gave-up"]


# Our own offer comes back


@pytest.mark.parametrize("history", [False, True], ids=["Diversion", "History-Info"])
async def test_a_mobile_that_forwards_to_us_and_says_so_is_busy(cast: Cast, history: bool) -> None:
    await cast.load(vip=None, group={"ring_seconds": 20})
    forwards = Forwards(cast.number, diversion=not history, history_info=history)
    ola, aisha = cast.phone(cast.ola, forwards), cast.phone(cast.aisha, Answers())
    call = await cast.waits(cast.ordinary(1))
    offer = await aisha.rings()
    await call.until_hears(offer.tone or 0)
    await offer.hang_up()
    await call.ended()
    assert len(ola.offers) == 1
    (record,) = await cast.records(1)
    assert record["answered_by"] == cast.aisha
    assert step_names(record) == ["Arrived", "Offered", "Missed", "Offered", "Answered", "Ended"]
    missed, offered = record["story"][2:4]
    assert missed["why"] == "busy"
    assert offered["at"] - missed["at"] < 0.05
    await cast.instance.until_empty()


async def test_a_mobile_that_forwards_to_us_in_silence_is_never_answered_by_our_own_line(
    cast: Cast,
) -> None:
    await cast.load(vip=None, group={"ring_seconds": 2, "rest_seconds": 30})
    ola = cast.phone(cast.ola, Forwards(cast.number, diversion=False))
    aisha = cast.phone(cast.aisha, Answers())
    call = await cast.waits(cast.ordinary(1))
    await cast.until_waiting(2)
    states = [one["state"] for one in (await cast.board())["calls"].values()]
    assert sorted(states) == ["held", "in-line"]
    offer = await aisha.rings()
    await call.until_hears(offer.tone or 0)
    await cast.until_waiting(1)
    assert ola.offers[0].end is not None
    assert await call.hears() == {offer.tone}
    await offer.hang_up()
    await call.ended()
    (record,) = await cast.records(1)  # our own comeback is no call
    assert step_names(record) == ["Arrived", "Offered", "Missed", "Offered", "Answered", "Ended"]
    assert record["story"][2]["why"] == "no-answer"
    assert len(ola.offers) == len(aisha.offers) == 1
    await cast.instance.until_empty()


async def test_a_second_caller_with_the_number_that_rings_is_an_arrival_when_that_offer_ends(
    cast: Cast,
) -> None:
    await cast.load(vip=None, group={"ring_seconds": 30})
    ola, aisha = cast.phone(cast.ola, Rings()), cast.phone(cast.aisha, Rings())
    first = await cast.waits(cast.ordinary(1))
    offer = await ola.rings()
    second = await cast.call(cast.ordinary(1))
    await cast.until_waiting(2)
    third = await cast.waits(cast.ordinary(2))
    taken = await aisha.rings()
    assert taken.shown == cast.ordinary(2)
    assert second.end is None
    await offer.answer()
    await second.answered()
    await taken.answer()
    await taken.hang_up()
    await third.ended()
    assert (await aisha.rings()).shown == cast.ordinary(1)
    for call in (second, first):
        await call.hang_up()
    await cast.records(3)


# What a call costs


@pytest.mark.parametrize("hangs_up", ["caller", "answerer"])
async def test_an_answered_call_costs_eight_requests(cast: Cast, hangs_up: str) -> None:
    await cast.load(vip=None)
    ola = cast.phone(cast.ola, Rings())
    before = await cast.instance.requests()
    call, offer = await cast.talk(ola, cast.ordinary(1))
    await call.until_hears(offer.tone or 0)
    await (call if hangs_up == "caller" else offer).hang_up()
    assert await cast.instance.requests() - before <= 8


async def test_ringing_three_at_once_costs_two_more_for_each(cast: Cast) -> None:
    members = [cast.ola, cast.aisha, cast.kari]
    await cast.load(vip=None, group={"members": members, "strategy": "all", "ring_seconds": 30})
    phones = [cast.phone(one, Rings()) for one in members]
    before = await cast.instance.requests()
    call = await cast.waits(cast.ordinary(1))
    offers = [await phone.rings() for phone in phones]
    await offers[1].answer()
    await call.until_hears(offers[1].tone or 0)
    await call.hang_up()
    assert await cast.instance.requests() - before <= 8 + 2 * (len(members) - 1)
