"""Deadlines in one heap. The core never sleeps: it says when it wishes to be woken, and why."""

from enum import IntEnum
from heapq import heapify, heappop, heappush


class Kind(IntEnum):
    """What a deadline is for; deadlines of one instant come in this order."""

    PAUSE_OVER = 1
    "First: who is back then is there for whatever else happens at that instant."
    MAX_WAIT = 2
    RING_OVER = 3
    OVERFLOW = 4
    REST_OVER = 5
    MISS_REST_OVER = 6
    HELD_OVER = 7
    KEY_OVER = 8
    "No key was pressed in a menu."
    PROMPT_OVER = 9
    "A belt: the engine never said that a prompt ended."
    ANNOUNCE = 10
    CALLBACK_OVER = 12
    "A caller who is called back did not pick up."
    CALL_BACK = 13
    "A caller who was not reached is tried again."
    CONFIRM_OVER = 11
    "Who picked up did not press the key that takes the call."


class Timer:
    """One deadline: what for, and whose."""

    __slots__ = ("at", "kind", "live", "subject", "timers")

    def __init__(self, at: float, kind: Kind, subject: object, timers: "Timers"):
        self.at = at
        self.kind = kind
        self.subject = subject
        self.live = True
        self.timers = timers

    def cancel(self) -> None:
        """Forget it; it is dropped when it comes to the head."""
        if self.live:
            self.live = False
            self.timers.cancelled()


class Timers:
    """All deadlines of a switchboard."""

    __slots__ = ("_dead", "_heap", "_made")

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, str, int, Timer]] = []
        self._made = 0
        self._dead = 0

    def set(self, at: float, kind: Kind, whose: str, subject: object) -> Timer:
        """A deadline at `at`. Those of one instant go by kind, then by `whose`, so that a restored
        core acts in the same order.
        """
        timer = Timer(at, kind, subject, self)
        self._made += 1
        heappush(self._heap, (at, kind, whose, self._made, timer))
        return timer

    def next(self) -> float | None:
        """When the first deadline is, cancelled ones dropped."""
        heap = self._heap
        while heap and not heap[0][4].live:
            heappop(heap)
            self._dead -= 1
        return heap[0][0] if heap else None

    def due(self, now: float) -> Timer | None:
        """The first deadline that has come, taken out; None when there is none."""
        at = self.next()
        if at is None or at > now:
            return None
        timer = heappop(self._heap)[4]
        timer.live = False
        return timer

    def due_of(self, kind: Kind, now: float) -> list[object]:
        """Whose deadlines of a kind have come; they stay."""
        found, look = [], [0]
        while look:  # down the heap, as far as it is due
            at = look.pop()
            if at < len(self._heap) and self._heap[at][0] <= now:
                timer = self._heap[at][4]
                if timer.live and timer.kind is kind:
                    found.append(timer.subject)
                look += (2 * at + 1, 2 * at + 2)
        return found

    def cancelled(self) -> None:
        """Count a cancelled one; sweep when they are the most."""
        self._dead += 1
        if self._dead > 64 and self._dead * 2 > len(self._heap):
            self._heap = [entry for entry in self._heap if entry[4].live]
            heapify(self._heap)
            self._dead = 0
