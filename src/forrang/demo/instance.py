"""An instance of Forrang of our own: `forrang run` in a folder of its own, on ports of its own.

Everything is asked of it as anybody outside would: by its commands and by its socket.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from forrang.demo.child import Child
from forrang.demo.ports import Ports

__all__ = ["Instance", "InstanceFault"]

STOP_SECONDS = 20.0
"How long it may take to end all its parts."

Frame = dict[str, Any]
"A line of the live stream: a snapshot first, then what changed."


class InstanceFault(Exception):
    """The instance does not do what it was asked; `str()` has its own words."""


class Instance:
    """A running instance; its folder goes with it."""

    def __init__(
        self,
        engine: Path,
        ports: Ports,
        *,
        trunk: str,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """`engine` is where the private engine is unpacked, `trunk` the host:port of the network
        outside; `settings` are more environment variables.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="forrang-")
        self.data = Path(self._folder.name) / "var"
        "FORRANG_DATA."
        self.sip = ports.address()
        "host:port where it takes calls."
        self.http = ports.address()
        "host:port of its pages."
        self.environment: dict[str, str] = {
            "FORRANG_DATA": str(self.data),
            "FORRANG_ENGINE": str(engine),
            "FORRANG_SIP": self.sip,
            "FORRANG_HTTP": self.http,
            "FORRANG_ARI": ports.address(),
            "FORRANG_RTP": ports.span(200),
            "FORRANG_TRUNK": trunk,
            "DATABASE_URL": "",
            "FORRANG_DEMO": "1",
            "FORRANG_TELEPHONES": "0",  # the network outside is ours
            **(settings or {}),
        }
        "What its commands are run with, added to our own."
        self._child: Child | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        try:
            await self.start()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self, timeout: float = 30.0) -> None:
        """Start it and wait until it takes calls. Raises `InstanceFault`."""
        output = Path(self._folder.name) / "output"
        self._child = await Child.start(self._command("run"), output, self.environment)
        socket = aiohttp.UnixConnector(str(self.data / "live.sock"))
        self._session = aiohttp.ClientSession("http://forrang", connector=socket)
        try:
            async with asyncio.timeout(timeout):
                while not await self._ready():
                    if not self._child.running:
                        raise InstanceFault(f"it did not start: {self._child.said()}")
                    await asyncio.sleep(0.05)
        except TimeoutError:
            said = self._child.said()
            raise InstanceFault(f"it takes no calls after {timeout:g} s: {said}") from None

    async def stop(self) -> None:
        """End it, all parts of it, and remove its folder."""
        if self._session:
            await self._session.close()
        if self._child:
            await self._child.stop(STOP_SECONDS)
        self._folder.cleanup()

    async def run(self, *words: str) -> str:
        """Run `forrang` with these words on it; what it prints. Raises `InstanceFault`."""
        process = await asyncio.create_subprocess_exec(
            *self._command(*words),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._whole_environment(),
        )
        output, errors = await process.communicate()
        if process.returncode:
            raise InstanceFault(f"forrang {' '.join(words)}: {errors.decode().strip()}")
        return output.decode()

    async def calls(self) -> list[dict[str, Any]]:
        """The call records, newest first, as `forrang calls --json` has them."""
        found: list[dict[str, Any]] = json.loads(await self.run("calls", "--json"))
        return found

    async def ask(self, path: str) -> Any:
        """What its socket says to a path; `None` where there is nothing. Raises `InstanceFault`."""
        try:
            async with self._open().get(path) as response:
                return await response.json() if response.status == 200 else None
        except aiohttp.ClientError as error:
            raise InstanceFault(f"its socket does not answer: {error}") from None

    async def customer_with(self, mobile: str) -> int:
        """The id of the customer that has an employee with that mobile. Raises `InstanceFault`."""
        health = await self.ask("/healthz")
        for id in range(1, health["customers"] + 1):
            if mobile in ((await self.ask(f"/calls/{id}")) or {}).get("people", {}):
                return id
        raise InstanceFault(f"no customer has an employee with the mobile {mobile}")

    async def live(self, customer: int) -> AsyncIterator[Frame]:
        """What happens at a customer, from now on, until the instance ends."""
        never = aiohttp.ClientTimeout(total=None)
        async with self._open().get(f"/live/{customer}", timeout=never) as response:
            async for line in response.content:
                yield json.loads(line)

    async def _ready(self) -> bool:
        try:
            health = await self.ask("/healthz")
        except InstanceFault:
            return False
        return health is not None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise InstanceFault("it is not running")
        return self._session

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "forrang.cli.main", *words]

    def _whole_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}
