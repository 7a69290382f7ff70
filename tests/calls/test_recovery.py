"""Nothing is lost: the exchange is killed or hangs under waiting callers, the engine dies, the journal
is torn. Each point of `faults` and `flow_faults` has one kill; `make chaos` does fifty, or
FORRANG_CHAOS.
"""

import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
import pytest_asyncio

from calls.cast import Cast
from calls.faults import POINTS, Round
from calls.flow_faults import FLOW_POINTS
from calls.running import a_network, an_instance
from forrang.demo.behaviour import Answers, Rings
from forrang.demo.sound import MUSIC
from forrang.demo.waiting import CallOver

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

EVERY_POINT = (*POINTS, *FLOW_POINTS)
KILLS = int(os.environ.get("FORRANG_CHAOS", str(len(EVERY_POINT))))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def together(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Cast]:
    """An instance that nobody else needs, and its network."""
    async with (
        an_instance() as instance,
        a_network(instance, tmp_path_factory.mktemp("network")) as network,
    ):
        yield Cast(instance, network)


@pytest_asyncio.fixture(loop_scope="module")
async def cast(together: Cast) -> AsyncIterator[Cast]:
    """A customer of the test's own; what a failed test leaves is hung up."""
    yield Cast(together.instance, together.network)
    for call in together.network.calls():
        await call.hang_up()


@pytest.mark.parametrize(
    "kill", range(KILLS), ids=lambda n: f"{n}-{EVERY_POINT[n % len(EVERY_POINT)].__name__}"
)
async def test_a_killed_exchange_loses_nobody(cast: Cast, kill: int) -> None:
    await EVERY_POINT[kill % len(EVERY_POINT)](Round(cast, kill))


async def test_a_hang_is_mended_within_five_seconds(cast: Cast) -> None:
    round = Round(cast, 0)
    await round.begin(ringing=False)
    hung = cast.instance.exchange_pid
    begun = time.monotonic()
    os.kill(hung, signal.SIGSTOP)
    late = await cast.call(cast.ordinary(9))
    await late.answered(8)
    await late.until_hears(MUSIC)
    assert time.monotonic() - begun < 5.0
    await round.back()
    assert cast.instance.exchange_pid != hung
    round.callers.append(late)
    await round.served(offers=6)


async def test_a_dead_engine_is_back_and_who_rings_again_has_the_old_place(cast: Cast) -> None:
    round = Round(cast, 0)
    await round.begin(ringing=False)
    os.kill(cast.instance.engine_pid, signal.SIGKILL)
    await cast.records(5)
    ola = cast.phone(cast.ola, Rings())
    await round.back()
    for call in cast.network.calls():  # the engine sent no BYE
        await call.hang_up()
    blocking = await cast.waits(cast.ordinary(8))
    await ola.rings()
    third = await cast.waits(cast.ordinary(3))
    second = await cast.waits(cast.ordinary(2))
    before = len(ola.offers)
    cast.phone(cast.ola, Answers(talk=0.2))
    await ola.offer.answer()
    await ola.offer.hang_up()
    for call in (blocking, second, third):
        await call.ended(10)
    assert [one.shown for one in ola.offers[before:]] == [cast.ordinary(2), cast.ordinary(3)]
    records = await cast.records(8)
    assert [one["outcome"] for one in records[:5]] == ["lost"] * 5


@pytest.mark.parametrize("damage", ["torn", "missing", "garbage"])
async def test_a_damaged_journal_costs_stories_and_no_callers(cast: Cast, damage: str) -> None:
    round = Round(cast, 0)
    await round.begin(ringing=True)
    os.kill(cast.instance.exchange_pid, signal.SIGSTOP)
    for path in (cast.instance.data / "exchange" / "journals").glob("*/*"):
        if damage == "missing":
            path.unlink()
        elif damage == "garbage":
            path.write_bytes(b"\0garbage\n" * 3)
        elif path.name.startswith("journal"):
            path.write_bytes(path.read_bytes()[:-7])
    os.kill(cast.instance.exchange_pid, signal.SIGKILL)
    await round.back()
    cast.phone(cast.ola, Answers(talk=0.2))
    for offer in cast.network.phone(cast.ola).offers:
        if offer.end is None:
            with suppress(CallOver):  # one that the journal lost is hung up meanwhile
                await offer.answer()
                await offer.hang_up()
    for call in round.callers:
        await call.ended(20)
    records = await cast.records_by_caller(5)
    assert all(one["outcome"] == "answered" for one in records.values()), records
    await cast.instance.until_empty()


async def test_records_wait_for_a_database_that_is_away(cast: Cast) -> None:
    await cast.load(vip=None, group={"members": [cast.ola]})
    cast.phone(cast.ola, Answers(talk=0.1))
    database = cast.instance.data / "forrang.sqlite3"
    away = database.with_suffix(".away")
    database.rename(away)
    database.mkdir()  # nothing can be opened there
    try:
        call = await cast.waits(cast.ordinary(1))
        await call.ended(10)
        assert (await cast.instance.ask("/healthz"))["records_waiting_bytes"] > 0
        os.kill(cast.instance.exchange_pid, signal.SIGKILL)
        await cast.instance.until_back()
        call = await cast.waits(cast.ordinary(2))
        await call.ended(10)
    finally:
        database.rmdir()
        away.rename(database)
    records = await cast.records(2)
    assert [one["caller"] for one in records] == [cast.ordinary(1), cast.ordinary(2)]
