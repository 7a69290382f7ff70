"""Telephones that do not take a call: the next at once, and what it says of whom (rule 7)."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from calls.cast import Cast
from calls.stories import steps_of
from forrang.demo.behaviour import (
    BUSY,
    BUSY_EVERYWHERE,
    DECLINES,
    GONE,
    LINE_FAULT,
    NO_SUCH_NUMBER,
    OVERLOADED,
    TIMED_OUT,
    UNREACHABLE,
    Answers,
    Behaviour,
    Progresses,
    Redirects,
    Refuses,
    Rings,
    Silent,
)
from forrang.demo.ports import Ports
from forrang.demo.sound import MUSIC
from peers import needs
from peers.sipp import SippCaller

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

AT_ONCE = 0.05
"Seconds between two steps of a story that follow from one event."


def rings_at(board: dict[str, Any]) -> list[list[str]]:
    """Where each call rings."""
    return [call["rings_at"] for call in board["calls"].values()]


def missed_then_offered(record: dict[str, Any]) -> str:
    """Why the first offer of a story was missed; the second one followed at once, at somebody else."""
    first, missed, second = steps_of(record, "Offered", "Missed")[:3]
    assert [first["step"], missed["step"], second["step"]] == ["Offered", "Missed", "Offered"]
    assert first["to"] == missed["to"] != second["to"]
    assert second["at"] - missed["at"] < AT_ONCE
    return str(missed["why"])


async def test_who_does_not_take_it_is_passed_over_at_once(cast: Cast) -> None:
    await cast.load(vip=None, group={"ring_seconds": 1, "rest_seconds": 0.5})
    aisha = cast.phone(cast.aisha, Answers(talk=0.02))
    misses: dict[Behaviour, str] = {
        Rings(): "no-answer",
        BUSY: "busy",
        BUSY_EVERYWHERE: "busy",
        DECLINES: "refused",
        Refuses(603, after=0.2): "refused",
        UNREACHABLE: "unreachable",
        NO_SUCH_NUMBER: "unreachable",
        GONE: "unreachable",
        Redirects(cast.number): "refused",
    }
    ola = cast.phone(cast.ola, *misses)
    unknown = (await cast.instance.ask("/healthz"))["unknown_numbers"]
    for n in range(len(misses)):
        await cast.until_free(cast.ola)
        call = await cast.call(cast.ordinary(n))
        await call.ended()
    records = await cast.records(len(misses))
    assert [missed_then_offered(one) for one in records] == list(misses.values())
    assert {one["answered_by"] for one in records} == {cast.aisha}
    assert len(ola.offers) == len(aisha.offers) == len(misses)
    # a 302 makes no call of its own, not even one that is refused
    assert (await cast.instance.ask("/healthz"))["unknown_numbers"] == unknown
    offered, missed, *_ = steps_of(records[0], "Offered", "Missed")
    assert 0.99 <= missed["at"] - offered["at"] < 1.5


async def test_the_trunks_fault_is_nobodys(cast: Cast) -> None:
    group = {"ring_seconds": 1, "rest_seconds": 5, "pause_after_misses": 1}
    await cast.load(vip=None, group=group)
    cast.phone(cast.aisha, Answers(talk=0.02))
    faults = (TIMED_OUT, LINE_FAULT, OVERLOADED, Refuses(488), Silent())
    ola = cast.phone(cast.ola, *faults)
    for n in range(len(faults)):
        call = await cast.call(cast.ordinary(n))
        await call.ended()
    records = await cast.records(len(faults))
    assert [missed_then_offered(one) for one in records] == ["trunk"] * len(faults)
    assert len(ola.offers) == len(faults)  # no rest for other calls, and no pause
    assert (await cast.board())["people"][cast.ola]["places"]["group:Resepsjon"]["state"] == "in"
    (notice,) = await cast.notices("trunk-fault", 1)
    assert notice["to"] == "provider"
    assert await cast.notices("paused-after-misses", 0) == []


async def test_a_network_that_announces_and_never_rings_is_passed_over(cast: Cast) -> None:
    await cast.load(vip=None, group={"ring_seconds": 1})
    cast.phone(cast.ola, Progresses())
    cast.phone(cast.aisha, Answers(talk=0.02))
    call = await cast.call(cast.ordinary(1))
    await call.ended()
    (record,) = await cast.records(1)
    assert missed_then_offered(record) == "no-answer"
    assert record["answered_by"] == cast.aisha


async def test_a_dead_trunk_is_noticed_and_pauses_nobody(cast: Cast, tmp_path: Path) -> None:
    await cast.load(vip=None, group={"ring_seconds": 2, "pause_after_misses": 1})
    ola, aisha = cast.phone(cast.ola, Rings()), cast.phone(cast.aisha, Answers())
    from_ = f"<sip:{cast.ordinary(1)}@net.example>"
    with Ports() as ports:
        sip = cast.instance.sip
        caller = SippCaller(tmp_path, needs.sipp(), sip, ports, cast.number, from_)
        cast.network.freeze()
        try:
            async with caller:
                await caller.call.answered()
                await cast.until(lambda board: [cast.aisha] in rings_at(board))
                cast.network.thaw()
                offer = await aisha.rings()
                await offer.answered()
                await offer.hang_up()
                await caller.call.ended()
        finally:
            cast.network.thaw()
    (record,) = await cast.records(1)
    assert missed_then_offered(record) == "trunk"
    offered, missed, *_ = steps_of(record, "Offered", "Missed")
    assert 1.99 <= missed["at"] - offered["at"] < 2.5
    people = (await cast.board())["people"]
    assert people[cast.ola]["places"]["group:Resepsjon"]["state"] == "in"
    for offer in ola.offers:
        await offer.ended()
    await cast.instance.until_empty()


async def test_a_sole_answerer_who_refuses_is_asked_again_after_the_rest(cast: Cast) -> None:
    await cast.load(vip=None, group={"members": [cast.ola], "rest_seconds": 1})
    ola = cast.phone(cast.ola, DECLINES, DECLINES, Answers(talk=0.1))
    call = await cast.waits(cast.ordinary(1))
    await call.until_hears(MUSIC)
    await call.ended(10)
    (record,) = await cast.records(1)
    times = [step["at"] for step in steps_of(record, "Offered")]
    assert len(ola.offers) == len(times) == 3
    for before, after in pairwise(times):
        assert 1.0 <= after - before < 1.5


async def test_busy_right_after_ones_own_talk_is_asked_again_after_a_second(cast: Cast) -> None:
    group = {"members": [cast.ola], "rest_seconds": 30, "pause_after_misses": 1}
    await cast.load(vip=None, group=group)
    cast.phone(cast.ola, Answers(talk=0.3), BUSY, Answers(talk=0.1))
    first, second = await cast.waits(cast.ordinary(1)), await cast.waits(cast.ordinary(2))
    await first.ended()
    await second.ended()
    record = (await cast.records(2))[1]
    names = [step["step"] for step in record["story"]]
    assert names == ["Arrived", "Offered", "NotReady", "Offered", "Answered", "Ended"]
    not_ready, again = steps_of(record, "NotReady", "Offered")[1:]
    assert 1.0 <= again["at"] - not_ready["at"] < 1.5


async def test_misses_in_a_row_pause_with_a_notice(cast: Cast) -> None:
    group = {"pause_after_misses": 2, "rest_seconds": 0.5}
    await cast.load(vip=None, group=group)
    # an answer in between begins the row anew
    ola = cast.phone(cast.ola, BUSY, Answers(talk=0.02), DECLINES, UNREACHABLE, Answers())
    cast.phone(cast.aisha, Answers(talk=0.02))
    for n in range(5):
        await cast.until_free(cast.ola)
        call = await cast.call(cast.ordinary(n))
        await call.ended()
    assert len(ola.offers) == 4
    assert (await cast.board())["people"][cast.ola]["places"]["group:Resepsjon"] == {
        "state": "paused", "until": None,
    }  # fmt: skip
    (notice,) = await cast.notices("paused-after-misses", 1)
    assert notice["mobile"] == cast.ola
    assert (notice["to"], notice["place"]) == ("customer", "group:Resepsjon")


async def test_a_caller_who_hangs_up_leaves_no_telephone_ringing(cast: Cast) -> None:
    await cast.load(vip=None, group={"strategy": "all", "ring_seconds": 30})
    phones = [cast.phone(one, Rings()) for one in (cast.ola, cast.aisha)]
    call = await cast.waits(cast.ordinary(1))
    offers = [await phone.rings() for phone in phones]
    for offer in offers:
        await offer.ringing()
    await call.hang_up()
    assert call.end is not None
    for offer in offers:
        end = await offer.ended()
        assert end.at - call.end.at < 1.0
        assert not end.by_us
        assert not offer.cancelled_elsewhere
        assert "cause=200" not in ((await offer.cancel()).header("Reason") or "")
    await cast.instance.until_empty()
    (record,) = await cast.records(1)
    assert (record["outcome"], record["answered_by"]) == ("gave-up", None)
