"""Being woken when the database changed: a datagram on a socket (SQLite), NOTIFY (PostgreSQL).

Both are only quicker than looking once a second; nothing depends on them.
"""

import asyncio
import logging
import socket
from contextlib import suppress
from pathlib import Path

from forrang.storage.wake import CHANNEL

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""How often one looks anyway."""
RETRY_SECONDS = 2.0
"""After a connection to PostgreSQL broke."""


class Wake:
    """Something to wait on."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    async def wait(self) -> None:
        """Until somebody says that there is something, at most `LOOK_SECONDS`."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), LOOK_SECONDS)
        self._event.clear()

    async def listen(self, path: Path, database_url: str) -> None:
        """Listen on the socket at `path`, and on PostgreSQL besides, until cancelled."""
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as poke:
            poke.bind(str(path))
            path.chmod(0o600)
            poke.setblocking(False)
            loop = asyncio.get_running_loop()
            loop.add_reader(poke, self._poked, poke)
            try:
                if database_url.startswith("postgres"):
                    await self._notified(database_url)
                else:
                    await asyncio.Event().wait()
            finally:
                loop.remove_reader(poke)
                path.unlink(missing_ok=True)

    def _poked(self, poke: socket.socket) -> None:
        with suppress(BlockingIOError):
            while poke.recv(16):
                pass
        self._event.set()

    async def _notified(self, database_url: str) -> None:
        import psycopg

        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    database_url, autocommit=True
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self._event.set()  # what came before we listened
                    async for _ in connection.notifies():
                        self._event.set()
            except psycopg.Error as error:
                log.warning("the database does not wake us (%s)", type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
