"""What is saved, and who logs out, while callers wait (rules 10 and 13)."""

import asyncio
from typing import Any

import pytest

from calls.cast import Cast
from calls.stories import step_names
from forrang.demo.behaviour import Answers, Rings
from forrang.demo.sound import MUSIC

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

TAKEN_UP = 2.0
"Seconds within which every decision uses what was saved."


def waits_in_order(board: dict[str, Any]) -> list[str]:
    """Who stands in line, first first."""
    return [call["caller"] for call in board["calls"].values() if not call["talks_with"]]


async def test_who_is_made_a_vip_while_waiting_moves_at_once(cast: Cast) -> None:
    first, second, third = (cast.ordinary(n) for n in (1, 2, 3))
    setup: dict[str, Any] = {"group": {"members": [cast.ola], "ring_seconds": 30}}
    answerers = [{"employee": cast.kari}]
    await cast.load(**setup, vip={"answerers": answerers})
    ola, kari = cast.phone(cast.ola, Rings()), cast.phone(cast.kari, Rings())
    call_1, talk_1 = await cast.talk(ola, first)
    call_2, call_3 = await cast.waits(second), await cast.waits(third)
    entries = [{"number": cast.vip}, {"number": third}]
    await cast.load(**setup, vip={"entries": entries, "ring_seconds": 30})
    offer = await kari.rings(TAKEN_UP)
    assert offer.shown == third
    await offer.answer()
    await call_3.until_hears(offer.tone or 0)
    for call in (call_3, call_2, call_1):
        await call.hang_up()
    await talk_1.ended()
    records = await cast.records_by_caller(3)
    assert records[third]["class"] == "vip"
    assert step_names(records[third]) == ["Arrived", "BecameVip", "Offered", "Answered", "Ended"]
    assert records[second]["class"] == "ordinary"


async def test_who_is_made_a_vip_passes_those_who_wait_and_keeps_the_class(cast: Cast) -> None:
    members = [{"employee": cast.ola}]
    setup: dict[str, Any] = {"group": {"members": [cast.ola], "ring_seconds": 30}}
    await cast.load(**setup, vip={"answerers": members})
    ola = cast.phone(cast.ola, Rings())
    call_1, talk_1 = await cast.talk(ola, cast.ordinary(1))
    others = [await cast.waits(cast.ordinary(n)) for n in (2, 3)]
    await cast.load(**setup, vip={"answerers": members, "entries": [{"prefix": others[1].number}]})
    order = [cast.ordinary(3), cast.ordinary(2)]
    await cast.until(lambda board: waits_in_order(board) == order, TAKEN_UP)
    await cast.load(**setup, vip={"answerers": members})  # off the list again: the class stays
    assert waits_in_order(await cast.board()) == order
    ola.does(Answers(talk=0.1))
    await talk_1.hang_up()
    for call in (call_1, *others):
        await call.ended(10)
    assert [one.shown for one in ola.offers[1:]] == order


async def test_an_unticked_list_leaves_its_vips_their_place_and_asks_the_ordinary(
    cast: Cast,
) -> None:
    setup: dict[str, Any] = {"group": {"members": [cast.ola], "ring_seconds": 30}}
    await cast.load(**setup)
    ola, kari = cast.phone(cast.ola, Rings()), cast.phone(cast.kari, Rings())
    await cast.wish(cast.ola, "out")
    await cast.wish(cast.kari, "out")
    ordinary = await cast.waits(cast.ordinary(1))
    vips = [await cast.waits(one) for one in (cast.vip, cast.vip_2)]
    await cast.wish(cast.ola, "in")
    offer = await ola.rings()
    assert offer.shown == cast.ordinary(1)  # VIPs wait for Kari alone, and hold back nobody
    await offer.answer()
    second = await cast.waits(cast.ordinary(2))
    await cast.load(**setup, vip={"on": False})
    order = [cast.vip, cast.vip_2, cast.ordinary(2)]
    await cast.until(lambda board: waits_in_order(board) == order, TAKEN_UP)
    ola.does(Answers(talk=0.1))
    await offer.hang_up()
    for call in (ordinary, *vips, second):
        await call.ended(10)
    assert [one.shown for one in ola.offers[1:]] == order
    assert not kari.offers
    record = (await cast.records_by_caller(4))[cast.vip]
    assert record["class"] == "vip"
    assert [one["why"] for one in record["story"] if one["step"] == "Overflowed"] == ["list-gone"]


async def test_a_service_that_is_lost_asks_the_ordinary_answerers_at_once(cast: Cast) -> None:
    await cast.load()
    ola = cast.phone(cast.ola, Answers(talk=0.05))
    await cast.wish(cast.kari, "out")
    vip = await cast.waits(cast.vip)
    await vip.until_hears(MUSIC)
    assert not ola.offers
    await cast.load(services=[])
    assert (await ola.rings(TAKEN_UP)).shown == cast.vip
    await vip.ended()


async def test_who_is_removed_gets_no_new_offer_and_may_answer_the_one_they_have(
    cast: Cast,
) -> None:
    group = {"members": [cast.ola], "ring_seconds": 30}
    await cast.load(vip=None, group=group)
    ola, aisha = cast.phone(cast.ola, Rings()), cast.phone(cast.aisha, Rings())
    first = await cast.waits(cast.ordinary(1))
    offer = await ola.rings()
    second = await cast.waits(cast.ordinary(2))
    await cast.load(vip=None, group=group | {"members": [cast.aisha]})
    taken = await aisha.rings(TAKEN_UP)
    assert taken.shown == cast.ordinary(2)
    await taken.answer()
    assert offer.end is None
    await offer.answer()
    await first.until_hears(offer.tone or 0)
    third = await cast.waits(cast.ordinary(3))
    await offer.hang_up()
    await first.ended()
    assert await third.hears() == {MUSIC}
    aisha.does(Answers(talk=0.05))
    await taken.hang_up()
    for call in (second, third):
        await call.ended()
    assert len(ola.offers) == 1
    assert [one.shown for one in aisha.offers] == [cast.ordinary(2), cast.ordinary(3)]


async def test_a_call_whose_number_is_taken_away_stays_with_whom_it_called(cast: Cast) -> None:
    second = f"+4722{cast.n:03}600"
    there = {"number": second, "setup": {"queue": {"group": "Resepsjon"}}}
    await cast.load(vip=None, group={"members": [cast.ola]}, main_numbers=[there])
    ola = cast.phone(cast.ola, Answers(talk=0.05))
    await cast.wish(cast.ola, "out")
    call = await cast.waits(cast.ordinary(1), second)
    await cast.load(vip=None, group={"members": [cast.ola]})
    refused = await cast.call(cast.ordinary(2), second)
    assert (await refused.ended()).status == 404
    await cast.wish(cast.ola, "in")
    assert (await ola.rings()).shown == cast.ordinary(1)
    await call.ended()
    (record,) = await cast.instance.until_records(second, 1)
    assert record["answered_by"] == cast.ola


async def test_the_longest_wait_ends_with_a_tone_and_a_hang_up(cast: Cast) -> None:
    group = {"members": [cast.ola], "ring_seconds": 30}
    await cast.load(vip=None, group=group, queue={"max_wait_seconds": 2})
    ola = cast.phone(cast.ola, Rings())
    rung = await cast.waits(cast.ordinary(1))
    offer = await ola.rings()
    waits = await cast.waits(cast.ordinary(2))
    assert await waits.hears() == {MUSIC}
    await cast.until(lambda board: waits_in_order(board) == [cast.ordinary(1)])
    ear = await waits.listen()
    await asyncio.sleep(1.6)
    tone = await ear.stop()
    assert tone.sounds == {MUSIC}  # 425 Hz is none of the network's own tones
    assert 0.4 < tone.longest_silence < 0.7  # half a second on, half a second off
    assert waits.end is None
    end = await waits.ended()
    assert not end.by_us
    # what rings is finished, and may still be answered: until then its caller waits on
    assert offer.end is None
    await offer.answer()
    await rung.until_hears(offer.tone or 0)
    await rung.hang_up()
    records = await cast.records_by_caller(2)
    assert records[cast.ordinary(2)]["outcome"] == "waited-too-long"
    assert 2.0 <= records[cast.ordinary(2)]["waited_seconds"] < 2.5
    assert records[cast.ordinary(1)]["outcome"] == "answered"
    await cast.instance.until_empty()


async def test_an_offer_that_rings_out_after_the_longest_wait_is_the_last(cast: Cast) -> None:
    group = {"ring_seconds": 2}
    await cast.load(vip=None, group=group, queue={"max_wait_seconds": 1})
    ola, aisha = cast.phone(cast.ola, Rings()), cast.phone(cast.aisha, Rings())
    call = await cast.waits(cast.ordinary(1))
    await call.ended(10)
    assert (len(ola.offers), len(aisha.offers)) == (1, 0)
    (record,) = await cast.records(1)
    assert record["outcome"] == "waited-too-long"
    assert 2.0 <= record["waited_seconds"] < 2.5


async def test_a_line_that_is_full_refuses_ordinary_calls_only(cast: Cast) -> None:
    group = {"members": [cast.ola], "ring_seconds": 30}
    await cast.load(group=group, queue={"max_waiting": 1})
    ola = cast.phone(cast.ola, Rings())
    await cast.wish(cast.kari, "out")
    first, talk_1 = await cast.talk(ola, cast.ordinary(1))
    second = await cast.waits(cast.ordinary(2))
    refused = await cast.call(cast.ordinary(3))
    assert (await refused.ended()).status == 486
    vips = [await cast.waits(one) for one in (cast.vip, cast.vip_2)]
    assert waits_in_order(await cast.board()) == [cast.vip, cast.vip_2, cast.ordinary(2)]
    for call in (second, *vips, first):
        await call.hang_up()
    await talk_1.ended()
    records = await cast.records_by_caller(5)
    assert records[cast.ordinary(3)]["outcome"] == "line-full"
    assert records[cast.vip]["outcome"] == "gave-up"


async def test_callers_leave_when_the_last_one_logs_out_where_the_setup_says_so(cast: Cast) -> None:
    group = {"members": [cast.ola], "ring_seconds": 30}
    await cast.load(group=group, queue={"nobody_logged_in": "leave"})
    ola = cast.phone(cast.ola, Rings())
    cast.phone(cast.kari, Rings())
    first, talk_1 = await cast.talk(ola, cast.ordinary(1))
    second = await cast.waits(cast.ordinary(2))
    await cast.wish(cast.ola, "pause")  # who pauses is not logged in
    end = await second.ended(10)
    assert not end.by_us
    refused = await cast.call(cast.ordinary(3))
    assert (await refused.ended()).status == 480
    vip = await cast.waits(cast.vip)  # Kari is there for VIPs
    assert talk_1.end is None
    await vip.hang_up()
    await talk_1.hang_up()
    await first.ended()
    records = await cast.records_by_caller(4)
    assert [records[cast.ordinary(n)]["outcome"] for n in (1, 2, 3)] == [
        "answered", "nobody-logged-in", "nobody-logged-in",
    ]  # fmt: skip
    # Somebody logs in again, and calls wait for them.
    await cast.wish(cast.ola, "in")
    again = await cast.waits(cast.ordinary(4))
    assert (await ola.rings()).shown == cast.ordinary(4)
    await again.hang_up()


async def test_without_that_setting_callers_wait_for_somebody_to_log_in(cast: Cast) -> None:
    await cast.load(vip=None, group={"members": []})
    call = await cast.waits(cast.ordinary(1))
    await call.until_hears(MUSIC)
    ola = cast.phone(cast.ola, Answers(talk=0.05))
    await asyncio.sleep(0.2)
    assert not ola.offers
    await cast.load(vip=None, group={"members": [cast.ola]})
    assert (await ola.rings(TAKEN_UP)).shown == cast.ordinary(1)
    await call.ended()
