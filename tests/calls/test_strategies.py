"""Who of the free is asked, and in which order callers are taken (rules 4 to 6, 9)."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from calls.cast import Cast, Stopwatch
from forrang.demo.behaviour import Answers, Rings
from forrang.demo.message import SipMessage
from forrang.demo.phone import Ringing

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

SHORT = Answers(talk=0.02)


def everybody(cast: Cast, strategy: str, **more: Any) -> dict[str, Any]:
    """A group of all three."""
    return {"members": [cast.ola, cast.aisha, cast.kari], "strategy": strategy, **more}


async def served(cast: Cast, callers: int, first: int = 1) -> list[str]:
    """So many callers, one after the other; who rang for each."""
    for n in range(first, first + callers):
        call = await cast.call(cast.ordinary(n))
        await call.ended()
        await cast.until(lambda board: all(_free(one) for one in board["people"].values()))
    return rang(cast)


def _free(person: dict[str, Any]) -> bool:
    return bool(person["doing"]["doing"] == "free")


def rang(cast: Cast) -> list[str]:
    """Who rang, in order."""
    phones = (cast.ola, cast.aisha, cast.kari)
    offers = [offer for one in phones for offer in cast.phone(one, SHORT).offers]
    return [offer.number for offer in sorted(offers, key=lambda offer: offer.at)]


def seen(board: dict[str, Any], field: str) -> dict[str, Any]:
    """A field of each caller's call, by their number."""
    return {call["caller"]: call[field] for call in board["calls"].values()}


async def taken_back(offer: Ringing) -> SipMessage:
    """The message by which the exchange ended an offer; the log of messages may be a moment late."""
    async with asyncio.timeout(2):
        while True:
            for message in offer.messages():
                if not message.sent and message.method in ("CANCEL", "BYE"):
                    return message
            await asyncio.sleep(0.01)


async def four_a_miss_and_one_more(cast: Cast, strategy: str) -> list[str]:
    """Who was asked for four calls that were answered at once, one that Aisha let ring, and a last."""
    await cast.load(vip=None, group=everybody(cast, strategy, ring_seconds=1))
    for one in (cast.ola, cast.aisha, cast.kari):
        cast.phone(one, SHORT)
    await served(cast, 4)
    cast.phone(cast.aisha, Rings(), SHORT)
    for caller in (8, 9):
        call = await cast.call(cast.ordinary(caller))
        await call.ended()
    return rang(cast)


async def test_in_order_asks_the_first_who_is_free(cast: Cast) -> None:
    await cast.load(vip=None, group=everybody(cast, "in-order"))
    for one in (cast.ola, cast.aisha, cast.kari):
        cast.phone(one, SHORT)
    assert await served(cast, 2) == [cast.ola] * 2
    cast.phone(cast.ola, Answers())
    talking = await cast.waits(cast.ordinary(8))
    await cast.until(lambda board: list(seen(board, "talks_with").values()) == [cast.ola])
    aside = await cast.call(cast.ordinary(9))
    await aside.ended()
    assert rang(cast)[-1] == cast.aisha
    await talking.hang_up()


async def test_longest_idle_asks_whose_last_talk_ended_first(cast: Cast) -> None:
    ola, aisha, kari = cast.ola, cast.aisha, cast.kari
    found = await four_a_miss_and_one_more(cast, "longest-idle")
    # a miss is no talk: Aisha has still waited the longest
    assert found == [ola, aisha, kari, ola, aisha, kari, aisha]


async def test_round_robin_goes_on_behind_whom_it_asked_last(cast: Cast) -> None:
    ola, aisha, kari = cast.ola, cast.aisha, cast.kari
    found = await four_a_miss_and_one_more(cast, "round-robin")
    # an offer moves the pointer, answered or not
    assert found == [ola, aisha, kari, ola, aisha, kari, ola]


async def test_all_at_once_the_first_answer_wins_and_the_others_are_told(cast: Cast) -> None:
    await cast.load(vip=None, group=everybody(cast, "all", ring_seconds=30))
    phones = [cast.phone(one, Rings()) for one in (cast.ola, cast.aisha, cast.kari)]
    call = await cast.waits(cast.ordinary(1))
    ola, aisha, kari = [await phone.rings() for phone in phones]
    assert max(one.at for one in (ola, aisha, kari)) - min(ola.at, aisha.at, kari.at) < 0.5
    for offer in (ola, aisha, kari):
        await offer.ringing()
    await aisha.answer()
    await call.until_hears(aisha.tone or 0)
    for offer in (ola, kari):
        await offer.ended()
        assert offer.cancelled_elsewhere
        assert "cause=200" in ((await offer.cancel()).header("Reason") or "")
    await call.hang_up()
    (record,) = await cast.records(1)
    assert record["answered_by"] == cast.aisha


async def test_all_at_once_rings_whoever_becomes_free_each_for_their_own_time(cast: Cast) -> None:
    group = everybody(cast, "all", ring_seconds=3, rest_seconds=30)
    await cast.load(vip=None, group=group)
    ola, aisha = cast.phone(cast.ola, Rings()), cast.phone(cast.aisha, Rings())
    await cast.wish(cast.kari, "out")
    call = await cast.waits(cast.ordinary(1))
    first, second = await ola.rings(), await aisha.rings()
    kari = cast.phone(cast.kari, Rings())
    await cast.wish(cast.kari, "in")
    third = await kari.rings()
    assert [offer.end for offer in (first, second)] == [None, None]
    for offer in (first, second, third):
        await offer.ended()
    assert third.end is not None and first.end is not None
    assert 2.9 < third.end.at - third.at < 3.6
    assert abs((third.end.at - third.at) - (first.end.at - first.at)) < 0.5
    assert third.end.at > first.end.at
    await call.hang_up()
    await cast.instance.until_empty()


async def test_two_who_answer_at_once_are_one_pair(cast: Cast) -> None:
    await cast.load(vip=None, group={"strategy": "all", "ring_seconds": 30})
    phones = [cast.phone(one, Rings()) for one in (cast.ola, cast.aisha)]
    for n in range(1, 6):
        call = await cast.waits(cast.ordinary(n))
        offers = [await phone.rings() for phone in phones]
        for offer in offers:
            await offer.ringing()
        await asyncio.gather(*(one.answer() for one in offers), return_exceptions=True)
        await cast.until(lambda board: [one for one in seen(board, "talks_with").values() if one])
        with_whom = seen(await cast.board(), "talks_with")[cast.ordinary(n)]
        (winner,) = (one for one in offers if one.number == with_whom)
        (other,) = (one for one in offers if one.number != with_whom)
        end = await other.ended()
        assert not end.by_us
        if (await taken_back(other)).method == "CANCEL":
            assert other.cancelled_elsewhere
        await call.until_hears(winner.tone or 0)
        await winner.hang_up()
        await call.ended()
    await cast.instance.until_empty()
    assert [one["outcome"] for one in await cast.records(5)] == ["answered"] * 5
    assert [len(phone.offers) for phone in phones] == [5, 5]


async def test_a_vip_who_comes_while_an_ordinary_call_rings_at_all_gets_whoever_becomes_free(
    cast: Cast,
) -> None:
    group = everybody(cast, "all", ring_seconds=30)
    await cast.load(group=group, vip={"answerers": [{"group": "Resepsjon"}]})
    kari = cast.phone(cast.kari, Rings())
    await cast.wish(cast.ola, "out")
    await cast.wish(cast.aisha, "out")
    talking, talk = await cast.talk(kari, cast.ordinary(1))
    ola, aisha = cast.phone(cast.ola, Rings()), cast.phone(cast.aisha, Rings())
    await cast.wish(cast.ola, "in")
    await cast.wish(cast.aisha, "in")
    ordinary = await cast.waits(cast.ordinary(2))
    kept = [await ola.rings(), await aisha.rings()]
    vip = await cast.waits(cast.vip)
    assert [offer.end for offer in kept] == [None, None]
    await talk.hang_up()
    offer = await kari.rings()
    assert offer.shown == cast.vip
    await offer.answer()
    await vip.until_hears(offer.tone or 0)
    assert [one.shown for one in kept] == [cast.ordinary(2)] * 2
    await kept[1].answer()
    await ordinary.until_hears(kept[1].tone or 0)
    for call in (talking, ordinary, vip):
        await call.hang_up()
    await cast.records(3)


async def test_who_is_in_a_group_and_on_a_list_has_one_offer_at_a_time(cast: Cast) -> None:
    await cast.load(group={"members": [cast.ola]}, vip={"answerers": [{"employee": cast.ola}]})
    ola = cast.phone(cast.ola, Answers(after=0.2, talk=0.2))
    calls = [await cast.waits(caller) for caller in (cast.ordinary(1), cast.ordinary(2), cast.vip)]
    for call in calls:
        await call.ended(10)
    offers = ola.offers
    shown = [offer.shown for offer in offers]
    assert shown == [cast.ordinary(1), cast.vip, cast.ordinary(2)]
    for before, after in pairwise(offers):
        assert before.end is not None
        assert before.end.at <= after.at
    (record, *_) = (one for one in await cast.records(3) if one["class"] == "vip")
    assert record["answered_by"] == cast.ola


async def test_a_head_start_of_minutes_and_a_place_that_was_kept(cast: Cast) -> None:
    """Four seconds of head start: who came earlier than that before the VIP stays ahead, also after
    having given up and called again.
    """
    await cast.load(
        group={"members": [cast.ola], "ring_seconds": 30},
        vip={"answerers": [{"employee": cast.ola}], "head_start": 4 / 60, "ring_seconds": 30},
    )
    ola = cast.phone(cast.ola, Rings())
    talking, talk = await cast.talk(ola, cast.ordinary(1))
    early = await cast.waits(cast.ordinary(2))
    watch = Stopwatch()
    while watch.seconds < 4.5:
        await asyncio.sleep(0.1)
    late = await cast.waits(cast.ordinary(3))
    vip = await cast.waits(cast.vip)
    await early.hang_up()
    await cast.until(lambda board: cast.ordinary(2) not in seen(board, "state"))
    again = await cast.waits(cast.ordinary(2))
    order = list(seen(await cast.board(), "state"))
    assert order[1:] == [cast.ordinary(2), cast.vip, cast.ordinary(3)]
    ola.does(Answers(talk=0.1))
    await talk.hang_up()
    for call in (talking, again, vip, late):
        await call.ended(10)
    assert [offer.shown for offer in ola.offers[1:]] == [
        cast.ordinary(2), cast.vip, cast.ordinary(3),
    ]  # fmt: skip
    records = await cast.records(5)
    gave_up, back = (one for one in records if one["caller"] == cast.ordinary(2))
    assert [gave_up["outcome"], back["outcome"]] == ["gave-up", "answered"]
    assert back["story"][0]["place_kept_from"] is not None
