"""`forrang run` as an operator sees it: what runs, what comes back, and how all of it ends. The tests
share an instance and leave it running, but for those of the end, each of which starts it again.
"""

import asyncio
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from calls.compare import Storage
from calls.instance import FORRANG, Instance
from forrang.demo.ports import Ports
from forrang.storage.demo import DOCUMENTS
from peers import needs

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]

END_SECONDS = 15.0
"""However busy the machine is."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def own_instance() -> AsyncIterator[Instance]:
    """An instance that nobody else needs."""
    needs.engine()
    with Ports() as ports:
        running = await Instance.start(ports)
        await running.forrang("load", *DOCUMENTS)
        await running.until_known("22334455")
        try:
            yield running
        finally:
            await running.stop()
            assert processes(running) == {}
            running.remove()


def processes(instance: Instance) -> dict[int, list[str]]:
    """The command lines of everything that runs for it, by process."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            environment = (folder / "environ").read_bytes().split(b"\0")
            if f"FORRANG_DATA={instance.data}".encode() in environment:
                found[int(folder.name)] = (
                    (folder / "cmdline").read_bytes().decode().split("\0")[:-1]
                )
    return found


def supervisor(instance: Instance) -> int:
    """The process of `forrang run` itself."""
    return instance.pid(lambda words: words[-1:] == ["run"])


def portal(instance: Instance) -> int:
    """The process that serves the pages."""
    return instance.pid(lambda words: words[-1:] == ["portal"])


async def until(true: Callable[[], Any], seconds: float, what: str) -> float:
    """Wait for it; how long it took."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < seconds, what
        await asyncio.sleep(0.03)
    return time.monotonic() - begun


async def page(instance: Instance) -> int | None:
    """The status of the health page; None while nobody serves it."""
    with suppress(aiohttp.ClientError, OSError, TimeoutError):
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as session,
            session.get(f"http://{instance.environment['FORRANG_HTTP']}/healthz") as response,
        ):
            return response.status
    return None


async def until_page(instance: Instance, seconds: float = 20.0) -> None:
    """Wait until the pages are served."""
    begun = time.monotonic()
    while await page(instance) != 200:
        assert time.monotonic() - begun < seconds, instance.said()
        await asyncio.sleep(0.05)


async def until_well(instance: Instance, seconds: float = 20.0) -> None:
    """Wait until the exchange has its engine."""
    begun = time.monotonic()
    while True:
        with suppress(aiohttp.ClientError, OSError, TimeoutError):
            if (await instance.ask("/healthz"))["engine"] == "ok":
                return
        assert time.monotonic() - begun < seconds, instance.said()
        await asyncio.sleep(0.05)


async def doctor(instance: Instance, status: int, **settings: str) -> dict[str, tuple[bool, str]]:
    """What `doctor` finds: by name, whether it is well and what it says."""
    process = await asyncio.create_subprocess_exec(
        *FORRANG, "doctor", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={**instance.environment, **settings},
    )  # fmt: skip
    out, error = await process.communicate()
    assert (process.returncode, error) == (status, b""), (out, error)
    found = {}
    for line in out.decode().splitlines():
        well, name, text = line.split(maxsplit=2)
        assert well in ("ok", "BAD")
        found[name] = (well == "ok", text)
    return found


async def test_every_process_can_be_found(own_instance: Instance) -> None:
    await until_page(own_instance)
    exchange, engine = own_instance.exchange_pid, own_instance.engine_pid
    pids = {supervisor(own_instance), exchange, engine, portal(own_instance)}
    assert len(pids) == 4
    assert processes(own_instance).keys() == pids
    words = processes(own_instance)
    assert any(word.endswith("exchange") for word in words[exchange])
    assert any(word.endswith("/asterisk") for word in words[engine])
    assert os.stat(f"/proc/{engine}").st_uid != 0
    assert "Forrang runs." in own_instance.said()
    for name in ("FORRANG_SIP", "FORRANG_TRUNK", "FORRANG_HTTP", "FORRANG_DATA"):
        assert own_instance.environment[name] in own_instance.said()


async def test_a_second_one_in_the_same_folder_is_refused(own_instance: Instance) -> None:
    before = processes(own_instance)
    told = await own_instance.forrang("run", status=2)
    assert told == f"FORRANG_DATA: an instance runs in {own_instance.data} already\n"
    assert processes(own_instance) == before
    await until_well(own_instance, 0.5)


async def test_the_doctor_finds_it_well(own_instance: Instance) -> None:
    found = await doctor(own_instance, 0)
    assert found.keys() == {"settings", "engine", "database", "calls", "exchange", "pages"}
    assert found["engine"][1].startswith("Asterisk ")
    assert found["database"][1] == "2 customers"


async def test_the_doctor_finds_what_is_wrong(own_instance: Instance) -> None:
    found, standing = await asyncio.gather(
        doctor(own_instance, 1, FORRANG_ENGINE="/nowhere"),
        doctor(own_instance, 1, DATABASE_URL="sqlite:////nowhere/forrang.sqlite3"),
    )
    assert not found["engine"][0]
    assert "forrang engine install" in found["engine"][1]
    assert not standing["database"][0]
    pages = portal(own_instance)
    os.kill(pages, signal.SIGSTOP)
    try:
        found = await doctor(own_instance, 1)
        assert [name for name, (well, _) in found.items() if not well] == ["pages"]
    finally:
        os.kill(pages, signal.SIGCONT)


async def test_the_pages_come_back(own_instance: Instance) -> None:
    dead = portal(own_instance)
    others = processes(own_instance).keys() - {dead}
    os.kill(dead, signal.SIGKILL)
    await until(lambda: dead not in processes(own_instance), 2, "it does not die")
    await until_page(own_instance)
    assert processes(own_instance).keys() - {portal(own_instance)} == others
    assert "the portal ended and is started again" in own_instance.said()


async def test_an_engine_that_stands_still_is_ended_and_back(own_instance: Instance) -> None:
    hung = own_instance.engine_pid
    others = processes(own_instance).keys() - {hung}
    os.kill(hung, signal.SIGSTOP)
    begun = time.monotonic()
    took = await until(lambda: hung not in processes(own_instance), 30, "it still stands still")
    assert took > 8, "an engine that is only busy must not be ended"
    await until_well(own_instance)
    assert time.monotonic() - begun < 40
    assert processes(own_instance).keys() - {own_instance.engine_pid} == others
    assert "the engine stands still and is ended" in own_instance.said()


async def test_a_stop_ends_all_and_the_next_start_has_everything(own_instance: Instance) -> None:
    asked = [("withheld", "22334455"), ("41111111", "22334455"), ("90000012", "22334477")]
    await _log_out(own_instance, "Nordlys Tannklinikk AS", "+4790000002")
    running = await _answers(own_instance, asked)
    assert running[0]["offers"] == [{"after": 0, "to": ["+4790000003"]}]
    begun = time.monotonic()
    assert await own_instance.stop() == 0
    assert time.monotonic() - begun < END_SECONDS
    assert processes(own_instance) == {}
    assert await _answers(own_instance, asked) == running
    found = await doctor(own_instance, 0)
    assert found["instance"] == (True, "none runs here; `forrang run` starts it")
    begun = time.monotonic()
    await own_instance.run()
    assert time.monotonic() - begun < END_SECONDS
    assert await _answers(own_instance, asked) == running


async def _log_out(instance: Instance, customer: str, mobile: str) -> None:
    """Log somebody out, and wait until the database has it as a fact."""
    storage = await Storage.open(instance)
    id = await storage.wish(customer, [(mobile, "out", None)])
    await storage.close()

    async def done() -> bool:
        person = (await instance.ask(f"/calls/{id}"))["people"][mobile]
        told = all(place["state"] == "out" for place in person["places"].values())
        return told and not (await instance.ask("/healthz"))["records_waiting_bytes"]

    begun = time.monotonic()
    while not await done():
        assert time.monotonic() - begun < 5
        await asyncio.sleep(0.05)


async def _answers(instance: Instance, asked: list[tuple[str, str]]) -> list[Any]:
    outs = [await instance.forrang("who-answers", *words, "--json") for words in asked]
    return [json.loads(out) for out in outs]


async def test_control_c_ends_all(own_instance: Instance) -> None:
    process = own_instance._process
    assert process is not None
    os.kill(supervisor(own_instance), signal.SIGINT)
    assert await asyncio.wait_for(process.wait(), END_SECONDS) == 0
    assert processes(own_instance) == {}
    assert own_instance.said().endswith("stopping …\n")
    await own_instance.run()


async def test_kill_minus_nine_leaves_no_process(own_instance: Instance) -> None:
    process = own_instance._process
    assert process is not None
    os.kill(supervisor(own_instance), signal.SIGKILL)
    await process.wait()
    await until(lambda: processes(own_instance) == {}, 3, "something is left")
    await own_instance.run()
    await until_page(own_instance)
    assert len(processes(own_instance)) == 4
