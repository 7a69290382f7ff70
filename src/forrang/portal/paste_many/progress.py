"""How far the pastes are that run in this process, for the pages that wait for them.

It is kept in memory: the paste itself is one transaction, of which others see nothing before its end.
Another process knows of no paste but its own, and its page then shows that something goes on and not
how far it is. Whoever asks has to know the customer and the token, so nobody sees another's.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import TypeVar

from forrang.storage.pasting import TOLD

MOST = 100
"""Pastes that are kept at once; of more, the one that began first is forgotten."""
LONGEST = 15 * 60
"""Seconds after which a paste is forgotten, whatever became of it."""
LONGEST_TOKEN = 64

T = TypeVar("T")


class Stage(StrEnum):
    """What is being done."""

    READING = "reading"
    "What each line means."
    LOOKING = "looking"
    "What becomes of it."
    SAVING = "saving"


Tell = Callable[[Stage, int, int], None]
"""Is told what is being done, how many lines are done, and of how many."""

_LOOK = {Stage.READING: (0.0, 0.6), Stage.LOOKING: (0.6, 0.4)}
_SAVE = {Stage.READING: (0.0, 0.2), Stage.LOOKING: (0.2, 0.15), Stage.SAVING: (0.35, 0.65)}
"""When each stage begins and how long it takes, as shares of the whole; as measured."""


@dataclass(frozen=True, slots=True)
class Far:
    """How far a paste is."""

    stage: Stage
    "What is being done."
    done: int
    "Lines that are done."
    total: int
    "Of so many."
    share: float
    "How much of the whole is done, all stages together; 1 is all of it."


@dataclass(slots=True)
class _Paste:
    began: float
    far: Far | None = None


class Pastes:
    """Those that run; any thread may tell and ask."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = Lock()
        self._running: dict[tuple[int, str], _Paste] = {}

    @contextmanager
    def running(self, customer: int, token: str, saves: bool) -> Iterator[Tell]:
        """Keep how far a paste is, until the block ends."""
        mine, key = _Paste(self._clock()), (customer, token[:LONGEST_TOKEN])
        shares = _SAVE if saves else _LOOK

        def tell(stage: Stage, done: int, total: int) -> None:
            begins, takes = shares[stage]
            mine.far = Far(stage, done, total, begins + takes * (done / total if total else 1))

        with self._lock:
            self._forget()
            self._running.pop(key, None)
            self._running[key] = mine
        try:
            yield tell
        finally:
            with self._lock:
                if self._running.get(key) is mine:
                    del self._running[key]

    def far(self, customer: int, token: str) -> Far | None:
        """How far one is; None when nothing is known of it."""
        with self._lock:
            found = self._running.get((customer, token)) if token else None
        return None if found is None or self._is_old(found) else found.far

    def _forget(self) -> None:
        """Make room for one more, the oldest first; the lock is held."""
        for key, one in list(self._running.items()):
            if self._is_old(one) or len(self._running) >= MOST:
                del self._running[key]

    def _is_old(self, one: _Paste) -> bool:
        return self._clock() - one.began > LONGEST


PASTES = Pastes()
"""Those of this process."""


def counted(lines: Iterable[T], total: int, tell: Tell) -> Iterator[T]:
    """The lines as they are read, told while they are."""
    for done, line in enumerate(lines):
        if done % TOLD == 0:
            tell(Stage.READING, done, total)
        yield line
    tell(Stage.READING, total, total)
