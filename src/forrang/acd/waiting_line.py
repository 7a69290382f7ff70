"""A waiting line: calls that may be answered by the same people, ordered by key (rule 4).

The order is (key, arrival, id). A call that leaves from the middle is only marked; marked ones are
dropped when they come to the head, or all at once when they are the most. So each step costs at
most the logarithm of the line's length.
"""

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from forrang.acd.answerers import Answerers
from forrang.acd.call import Call
from forrang.acd.presence import Person
from forrang.domain.answer_group import Ringing

if TYPE_CHECKING:
    from forrang.acd.routing import Point

Entry = tuple[float, float, str, int, Call]
"""Key, arrival, id: the order of the line; then a count, since a call that went and came back may
be in the heap twice, and the call."""


class WaitingLine:
    """The calls of one point and class, before or after overflow."""

    __slots__ = ("_added", "_heap", "answerers", "count", "point", "ringing")

    def __init__(self, point: "Point", answerers: tuple[Answerers, ...], ringing: Ringing):
        self.point = point
        self.answerers = answerers
        "Who may take from it: the list's own first, then those of overflow."
        self.ringing = ringing
        "How they are asked."
        self._heap: list[Entry] = []
        self._added = 0
        self.count = 0
        "How many calls wait in it."
        for one in answerers:
            one.lines.append(self)

    def add(self, call: Call) -> None:
        """Let a call wait."""
        call.line = self
        self._added += 1
        call.entry = (call.key, call.arrived, call.id, self._added, call)
        heappush(self._heap, call.entry)
        self.count += 1

    def remove(self, call: Call) -> None:
        """Take a call out."""
        call.entry = None
        self.count -= 1
        if len(self._heap) > 64 and self.count * 2 < len(self._heap):
            self._heap = [entry for entry in self._heap if entry[4].entry is entry]
            heapify(self._heap)

    def head(self, person: Person, now: float) -> Entry | None:
        """The first call that `person` may be offered. Those that they just missed, or that are
        their own, are few: they are passed over, not sorted for.
        """
        heap = self._heap
        passed: list[Entry] = []
        found: Entry | None = None
        while heap:
            entry = heap[0]
            if entry[4].entry is not entry:
                heappop(heap)
            elif entry[4].may_ring_at(person, now):
                found = entry
                break
            else:
                passed.append(heappop(heap))
        for entry in passed:
            heappush(heap, entry)
        return found

    def before(self, place: tuple[float, float, str]) -> int:
        """How many wait before a key, arrival and id; for announcements, not for decisions."""
        return sum(1 for entry in self._heap if entry[:3] < place and entry[4].entry is entry)

    def waiting(self) -> list[Call]:
        """Everybody who waits, in order; for people who look, not for decisions."""
        return [entry[4] for entry in sorted(e for e in self._heap if e[4].entry is e)]
