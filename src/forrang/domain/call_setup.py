"""Call setups: what a main number does with a call."""

from dataclasses import dataclass
from enum import StrEnum

from forrang.domain.fields import bounded


class NobodyLoggedIn(StrEnum):
    """What happens to a call when nobody is logged in who may ever be offered it."""

    WAIT = "wait"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Queue:
    """A waiting line and who takes from it."""

    group: str
    "The answer group: the point's ordinary answerers."
    max_wait_seconds: float = bounded(1, 86_400, 600.0)
    "The longest wait, counted from when the call stood in this line; seconds."
    max_waiting: int | None = bounded(0, 1_000_000, None)
    "How many ordinary calls may wait; one more is refused. None: as many as come."
    nobody_logged_in: NobodyLoggedIn = NobodyLoggedIn.WAIT
    "Whether a call waits on when nobody is logged in."


@dataclass(frozen=True, slots=True)
class CallSetup:
    """What is done with the calls of a main number, or of one choice of a menu."""

    queue: Queue
    "The telephone queue that the calls come to."
