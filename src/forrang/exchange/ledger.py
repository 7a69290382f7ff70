"""Records on their way to the database: a local file, and a writer that repeats until it succeeds.

The core's records are appended here at once, so a call never waits for the database, and a record
outlives both our death and the database's. Each has an id from when the call arrived: written
twice is written once. `<name>.done` holds how far the writer has come.
"""

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from forrang.acd.events import CallId
from forrang.acd.records import CallRecord, Notice, Record
from forrang.exchange.carrying import Patience

log = logging.getLogger(__name__)

BATCH_BYTES = 1_000_000
TRIM_BYTES = 16_000_000
"""A file of this size is emptied when all of it is carried."""
RECENT_BYTES = 1_000_000
"""How far back `newest_calls` looks."""

Store = Callable[[list[dict[str, Any]]], None]
"Writes records to the database, all or none; raises when it cannot."

_encode = msgspec.json.Encoder().encode


class Ledger:
    """The file, and the writer that empties it."""

    def __init__(self, path: Path, store: Store):
        self._path = path
        self._done_path = path.with_suffix(".done")
        self._store = store
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._new = asyncio.Event()
        self._new.set()

    def append(self, customer: int, record: Record) -> None:
        """Keep a record. A write that fails is an alarm, and the call goes on."""
        try:
            os.write(self._file, _encode(plain_record(customer, record)) + b"\n")
        except OSError:
            log.exception("the ledger cannot be written; the calls go on")
        self._new.set()

    async def write(self) -> None:
        """Carry records to the database until cancelled."""
        patience = Patience()
        while True:
            await self._new.wait()
            self._new.clear()
            try:
                while await asyncio.to_thread(self._carry):
                    pass
                patience.worked()
                self._start_over(TRIM_BYTES)
            except Exception as error:  # whatever keeps the database away is tried again
                pause = patience.failed()
                log.warning(
                    "records wait for the database (%s); next try in %s s",
                    type(error).__name__,
                    pause,
                )
                self._new.set()
                await asyncio.sleep(pause)

    def newest_calls(self) -> set[CallId]:
        """The calls whose records were kept last: the engine may still have what we had ended."""
        size = self._path.stat().st_size
        with self._path.open("rb") as file:
            file.seek(max(0, size - RECENT_BYTES))
            lines = file.read().splitlines()
        found = set()
        for line in lines:
            try:
                plain = msgspec.json.decode(line)
            except msgspec.DecodeError:  # cut by where we began to read
                continue
            if plain["kind"] == CallRecord.__name__:
                found.add(plain["id"])
        return found

    @property
    def waiting_bytes(self) -> int:
        """How much is not in the database yet."""
        return self._path.stat().st_size - self._done()

    def _start_over(self, above: int) -> None:
        """Empty the file when all of it is carried. Only while neither side is at work: appends
        are the loop's, and the loop is here.
        """
        size = self._path.stat().st_size
        if size > above and size == self._done():
            os.ftruncate(self._file, 0)
            self._done_path.unlink(missing_ok=True)

    def _done(self) -> int:
        try:
            done = int(self._done_path.read_text())
        except (FileNotFoundError, ValueError):
            return 0
        return done if done <= self._path.stat().st_size else 0

    def _carry(self) -> bool:
        """Carry one batch; whether there was one."""
        done = self._done()
        with self._path.open("rb") as file:
            file.seek(done)
            raw = file.read(BATCH_BYTES)
        whole = raw[: raw.rfind(b"\n") + 1]
        if not whole:
            return False
        records = []
        for line in whole.splitlines():
            try:
                records.append(msgspec.json.decode(line))
            except msgspec.DecodeError:
                log.warning("a torn line of the ledger is left out")
        self._store(records)
        draft = self._done_path.with_suffix(".draft")
        draft.write_text(str(done + len(whole)))
        draft.replace(self._done_path)
        return True


def plain_record(customer: int, record: Record) -> dict[str, Any]:
    """A record as plain data. `kind` is its class's name; steps of a story carry theirs."""
    plain: dict[str, Any] = msgspec.to_builtins(record)
    if isinstance(record, Notice):
        plain["notice"] = plain["kind"]
    plain["kind"] = type(record).__name__
    plain["customer"] = customer
    plain.setdefault("id", f"{customer}-{plain['kind']}-{plain.get('at')}-{plain.get('mobile')}")
    if isinstance(record, CallRecord):
        plain["story"] = [
            {"step": type(step).__name__, **fields}
            for step, fields in zip(record.story, plain["story"], strict=True)
        ]
    return plain
