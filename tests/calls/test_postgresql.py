"""The whole on PostgreSQL: a save is told by NOTIFY, and calls go on while the server is killed."""

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from calls.cast import Cast
from calls.instance import Instance
from calls.running import a_network, an_instance
from forrang.demo.behaviour import Answers
from storage.postgresql import server

pytestmark = [pytest.mark.engine, pytest.mark.db, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cast(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Cast]:
    """A customer of an instance on a PostgreSQL of its own."""
    # a short path: a Unix socket's has little more than a hundred characters
    with (
        tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder,
        server(Path(folder)) as url,
    ):
        async with (
            an_instance(DATABASE_URL=url) as instance,
            a_network(instance, tmp_path_factory.mktemp("network")) as network,
        ):
            yield Cast(instance, network)


async def test_a_call_is_answered_and_recorded(cast: Cast) -> None:
    await cast.load()
    cast.phone(cast.kari, Answers(talk=0.2))
    vip = await cast.waits(cast.vip)
    await vip.ended()
    (record,) = await cast.records(1)
    assert (record["class"], record["answered_by"]) == ("vip", cast.kari)


async def test_a_saved_entry_makes_a_waiting_caller_a_vip_in_under_two_seconds(cast: Cast) -> None:
    await cast.load(group={"members": []})
    kari = cast.phone(cast.kari, Answers(talk=0.2))
    before = len(kari.offers)
    call = await cast.waits(cast.ordinary(1))
    begun = time.monotonic()
    await cast.load(
        group={"members": []},
        vip={"entries": [{"number": cast.vip}, {"number": cast.ordinary(1)}]},
    )
    committed = time.monotonic()
    await call.ended()
    assert time.monotonic() - committed < 2.0, committed - begun
    assert [one.shown for one in kari.offers[before:]] == [cast.ordinary(1)]


async def test_a_code_is_read_out_once(cast: Cast) -> None:
    await cast.load()
    kari = cast.phone(cast.kari, Answers())
    before = len(kari.offers)
    await cast.in_storage(
        "from forrang.domain.phone_number import PhoneNumber\n"
        "from forrang.storage.spoken_codes import Purpose, ask_code\n"
        "assert ask_code(PhoneNumber(words[0]), Purpose.PASSWORD, 'nb', '192.0.2.1') is None",
        cast.kari,
    )
    while len(kari.offers) == before:
        await asyncio.sleep(0.02)
    await kari.offers[-1].answered()
    await kari.offers[-1].hang_up()
    await asyncio.sleep(1.2)  # it looks once a second
    assert [one.shown for one in kari.offers[before:]] == [cast.number]


async def test_calls_go_on_while_the_server_is_killed(cast: Cast) -> None:
    await cast.load()
    kept = len(await cast.instance.calls(cast.number))
    kari = cast.phone(cast.kari, Answers(talk=0.2))
    before = len(kari.offers)
    killed = await _kill_backends(cast.instance)
    assert killed
    calls: list[Any] = [await cast.waits(cast.vip), await cast.waits(cast.vip_2)]
    for call in calls:
        await call.ended()
    assert len(kari.offers) == before + 2
    await cast.records(kept + 2)


async def _kill_backends(instance: Instance) -> int:
    """Kill every session of the instance, as an operator's `pg_terminate_backend` would."""
    import psycopg

    async with await psycopg.AsyncConnection.connect(
        instance.environment["DATABASE_URL"], autocommit=True
    ) as connection:
        cursor = await connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
        )
        row = await cursor.fetchone()
    return 0 if row is None else int(row[0])


async def test_an_exchange_that_starts_without_its_database_takes_calls(cast: Cast) -> None:
    await cast.load()
    kept = len(await cast.instance.calls(cast.number))
    postmaster = _postmaster(cast.instance)
    os.kill(postmaster, signal.SIGSTOP)  # it hangs: the worst way to be away
    try:
        os.kill(cast.instance.exchange_pid, signal.SIGKILL)
        await asyncio.sleep(1.0)
        kari = cast.phone(cast.kari, Answers(talk=0.2))
        vip = await cast.call(cast.vip)
        await vip.answered(8)
        await vip.ended(10)
        assert kari.offers[-1].shown == cast.vip
    finally:
        os.kill(postmaster, signal.SIGCONT)
    await cast.instance.until_records(cast.number, kept + 1, timeout=30)


def _postmaster(instance: Instance) -> int:
    folder = instance.environment["DATABASE_URL"].rpartition("host=")[2]
    return int((Path(folder) / "data" / "postmaster.pid").read_text().split()[0])
