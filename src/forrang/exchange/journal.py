"""A switchboard's journal: what happened, written before it is handled.

The core is deterministic, so its state is its journal; a *checkpoint* every so often keeps replays
short. Both lie in one folder per customer. A checkpoint names the journal that follows it, and
takes its place by one rename, so a death at any moment leaves a pair that fits. A line is
`[name, time, setup version, fields]`; `["Skipped"]` marks that the line before made the core raise.

An append is one `write` and no `fsync`: what the kernel has outlives our process, and a caller never
waits for a disk. A journal that is missing or torn costs stories, never callers: the engine says
who is there.
"""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import msgspec

from forrang.acd.events import Event

log = logging.getLogger(__name__)

CHECKPOINT_EVERY = 1_000
"""Events between two checkpoints."""

CORE = 1
"""The version of the core whose lines these are; another version's are not replayed."""

_EVENTS: dict[str, type[Any]] = {cls.__name__: cls for cls in get_args(Event)}
_SKIPPED = b'["Skipped"]\n'
_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a journal."""

    event: Event
    at: float
    "UTC seconds."
    version: int
    "The version of the setup that was in force."


class Journal:
    """The journal and checkpoint of one customer."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._number = 0
        self._file: int | None = None
        self.lines_since_checkpoint = 0

    def append(self, event: Event, at: float, version: int) -> None:
        """Write what happened. A write that fails is an alarm, and the call goes on."""
        self._write(_encode((type(event).__name__, at, version, event)) + b"\n")
        self.lines_since_checkpoint += 1

    def skip_last(self) -> None:
        """Mark that the last event made the core raise: a replay leaves it out."""
        self._write(_SKIPPED)

    def checkpoint(self, state: dict[str, Any]) -> None:
        """Write the state, and begin a new journal behind it."""
        old, self._number = self._number, self._number + 1
        try:
            self._open(truncate=True)
            draft = self._folder / "checkpoint.draft"
            draft.write_bytes(_encode({"core": CORE, "journal": self._number, "state": state}))
            draft.replace(self._folder / "checkpoint")
            self._path(old).unlink(missing_ok=True)
        except OSError:
            log.exception("a checkpoint could not be written; the calls go on")
        self.lines_since_checkpoint = 0

    def read(self) -> tuple[Any, list[Line]]:
        """The last checkpoint's state, None where there is none that can be read, and the lines
        since. Appending goes on behind them.
        """
        state = None
        try:
            saved = msgspec.json.decode((self._folder / "checkpoint").read_bytes())
            if saved["core"] == CORE:
                state, self._number = saved["state"], int(saved["journal"])
            else:
                log.warning("the checkpoint is of another version of the core; not used")
        except FileNotFoundError:
            pass
        except (OSError, msgspec.DecodeError, KeyError, TypeError, ValueError):
            log.exception("a checkpoint could not be read; the engine will say who is there")
        lines = list(self._lines()) if state is not None else []
        self._open(truncate=state is None)
        self.lines_since_checkpoint = len(lines)
        return state, lines

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _lines(self) -> Iterator[Line]:
        try:
            raw = self._path(self._number).read_bytes()
        except OSError:
            return
        pending: Line | None = None
        for text in raw.split(b"\n")[:-1]:  # what no newline ends was torn
            try:
                name, *rest = msgspec.json.decode(text)
                if name == "Skipped":
                    pending = None
                    continue
                at, version, fields = rest
                event = msgspec.convert(fields, _EVENTS[name])
            except (msgspec.DecodeError, msgspec.ValidationError, KeyError, ValueError, TypeError):
                log.warning("a line of the journal cannot be read; the replay ends before it")
                break
            if pending is not None:
                yield pending
            pending = Line(event, float(at), int(version))
        if pending is not None:
            yield pending

    def _path(self, number: int) -> Path:
        return self._folder / f"journal-{number}"

    def _open(self, *, truncate: bool) -> None:
        self.close()
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | (os.O_TRUNC if truncate else 0)
        self._file = os.open(self._path(self._number), flags, 0o600)

    def _write(self, line: bytes) -> None:
        try:
            if self._file is None:
                self._open(truncate=False)
            assert self._file is not None
            os.write(self._file, line)
        except OSError:
            log.exception("the journal cannot be written; the calls go on")
