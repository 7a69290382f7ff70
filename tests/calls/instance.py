"""A whole instance of ours under test: `forrang run` with free ports and a folder of its own."""

import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import aiohttp

from calls.clerk import Clerk
from forrang.asterisk.connection import authorization
from forrang.demo.ports import Ports

START_SECONDS = 40.0
BACK_SECONDS = 10.0
FORRANG = (sys.executable, "-m", "forrang.cli.main")


class Instance:
    """The processes, and what a test asks of them."""

    def __init__(self, folder: Path, ports: Ports, **settings: str):
        self.folder = folder
        self.data = folder / "var"
        self.sip, self.trunk = ports.address(), ports.address()
        self.environment = {
            **os.environ,
            "FORRANG_DATA": str(self.data),
            "FORRANG_SIP": self.sip,
            "FORRANG_TRUNK": self.trunk,
            "FORRANG_HTTP": ports.address(),
            "FORRANG_ARI": ports.address(),
            "FORRANG_RTP": ports.span(400),
            "FORRANG_DEMO": "0",
            **settings,
        }
        self.clerk = Clerk(self.environment)
        self._process: asyncio.subprocess.Process | None = None
        self.log = folder / "run.log"

    @classmethod
    async def start(cls, ports: Ports, **settings: str) -> Self:
        """Start one in a new folder, and wait until it takes calls."""
        made = cls(Path(tempfile.mkdtemp(prefix="forrang-calls-", dir="/tmp")), ports, **settings)
        await made.run()
        return made

    async def run(self) -> None:
        """Start it (again)."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *FORRANG, "run", stdout=log, stderr=log, env=self.environment
            )
        deadline = time.monotonic() + START_SECONDS
        while self._process.returncode is None and time.monotonic() < deadline:
            with suppress(aiohttp.ClientError, OSError):
                if (await self.ask("/healthz"))["engine"] == "ok":
                    return
            await asyncio.sleep(0.05)
        raise AssertionError(f"the instance does not start:\n{self.said()}")

    async def stop(self) -> int:
        """SIGTERM, and wait; the exit status."""
        assert self._process is not None
        await self.clerk.leave()
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self._process.wait(), 20)

    def remove(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def said(self) -> str:
        """What it printed."""
        return self.log.read_text(errors="replace")[-4000:]

    async def ask(self, address: str, **query: str) -> Any:
        """What the exchange answers on its socket."""
        connector = aiohttp.UnixConnector(str(self.data / "live.sock"))
        timeout = aiohttp.ClientTimeout(total=3)
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout) as session,
            session.get(f"http://exchange{address}", params=query) as response,
        ):
            return await response.json()

    async def forrang(self, *words: object, status: int = 0) -> str:
        """Run a command as an operator does; its output. The exit status has to be `status`."""
        process = await asyncio.create_subprocess_exec(
            *FORRANG,
            *map(str, words),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self.environment,
        )
        out, err = await process.communicate()
        assert process.returncode == status, f"{words}: {process.returncode}\n{err.decode()}"
        return out.decode() if status == 0 else err.decode()

    async def load(self, document: dict[str, Any]) -> None:
        """Load a document, and wait until the calls have it."""
        path = self.folder / "document.json"
        path.write_text(json.dumps(document))
        await self.clerk.command("load", path)
        number = document["main_numbers"][0]["number"] if document["main_numbers"] else None
        if number is not None:
            await self.until_known(number)
        await asyncio.sleep(0.15)  # the exchange was woken by the commit

    async def until_known(self, number: str, timeout: float = 5.0) -> None:
        """Wait until somebody has the number."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with suppress(aiohttp.ContentTypeError, aiohttp.ClientConnectionError):
                if "offers" in await self.ask("/who-answers", number=number, caller="withheld"):
                    return
            await asyncio.sleep(0.02)
        raise AssertionError(f"nobody has {number}")

    async def until_back(self, timeout: float = BACK_SECONDS) -> float:
        """Wait until a killed exchange is back and has looked; seconds."""
        begun = time.monotonic()
        while time.monotonic() - begun < timeout:
            with suppress(aiohttp.ClientError, OSError, TimeoutError):
                if (await self.ask("/healthz"))["engine"] == "ok":
                    return time.monotonic() - begun
            await asyncio.sleep(0.02)
        raise AssertionError(f"the exchange does not come back:\n{self.said()}")

    async def calls(self, number: str) -> list[dict[str, Any]]:
        """The records of a main number, oldest first."""
        found = json.loads(await self.clerk.command("calls", "--json"))
        return [one for one in reversed(found) if one["main_number"] == number]

    async def until_records(self, number: str, count: int, timeout: float = 8.0) -> list[Any]:
        """Wait for so many records of a main number."""
        deadline = time.monotonic() + timeout
        while len(found := await self.calls(number)) < count and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
        assert len(found) == count, [one["outcome"] for one in found]
        return found

    async def engine(self, path: str) -> Any:
        """What the engine itself says of a thing."""
        password = (self.data / "asterisk" / "password").read_text()
        headers = authorization("forrang", password)
        url = f"http://{self.environment['FORRANG_ARI']}/ari/{path}"
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.get(url) as response,
        ):
            return await response.json()

    async def until_empty(self, timeout: float = 5.0) -> None:
        """Wait until nothing is left in the engine or the exchange: no call, no leg, no bridge."""
        deadline = time.monotonic() + timeout
        left, calls = list[str](), 0
        while time.monotonic() < deadline:
            calls = (await self.ask("/healthz"))["calls"]
            left = [
                one["id"] for path in ("channels", "bridges") for one in await self.engine(path)
            ]
            if not left and not calls:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"left behind: {calls} calls; in the engine {left}")

    async def requests(self) -> int:
        """How many requests were sent to the engine, once it has nothing to do."""
        await self.until_empty()
        sent = -1
        while sent != (now := (await self.ask("/healthz"))["requests"]):
            sent = now
            await asyncio.sleep(0.2)
        return sent

    def recordings(self, kind: str) -> Path:
        """The folder of what is being recorded: `voicemail` or `dictation`."""
        return self.data / "asterisk" / "spool" / "recording" / kind

    def pid(self, wanted: Callable[[list[str]], bool]) -> int:
        """The process of this instance whose command line is wanted."""
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                words = (folder / "cmdline").read_bytes().decode().split("\0")[:-1]
                environment = (folder / "environ").read_bytes().split(b"\0")
                if f"FORRANG_DATA={self.data}".encode() in environment and wanted(words):
                    return int(folder.name)
        raise AssertionError("no such process")

    @property
    def exchange_pid(self) -> int:
        """The exchange's process."""
        return self.pid(lambda words: any(word.endswith("exchange") for word in words))

    @property
    def engine_pid(self) -> int:
        """The engine's process."""
        return self.pid(lambda words: any(word.endswith("/asterisk") for word in words))
