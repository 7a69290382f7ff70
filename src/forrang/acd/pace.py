"""How fast calls are taken, from what was seen lately: what an expected wait is told by.

Counted per place where people answer: the talks that began there in the last half hour. The expected
wait is the place in line over the pace of all places that take from it (Little's law, J. D. C. Little,
"A Proof for the Queuing Formula L = λW", 1961). Too few talks tell nothing.
"""

from collections import deque
from collections.abc import Iterable

from forrang.acd.events import PlaceId

WINDOW_SECONDS = 1800.0
"""How far back talks count."""
FEWEST = 5
"""Talks without which nothing is told."""
REMEMBERED = 100
"""Talks of one place, at most."""

STEPS = (1, 2, 3, 4, 5, 10, 15, 20)
"""Minutes that are told; a longer wait is told as nothing."""


class Pace:
    """When talks began, by place."""

    __slots__ = ("_begun",)

    def __init__(self) -> None:
        self._begun: dict[PlaceId, deque[float]] = {}

    def begins(self, place: PlaceId, at: float) -> None:
        """A talk began there."""
        self._begun.setdefault(place, deque(maxlen=REMEMBERED)).append(at)

    def expected(self, rank: int, places: Iterable[PlaceId], now: float) -> int | None:
        """Minutes, one of `STEPS`, until the call of this rank (1: the first) is taken; None: nobody
        can say, or longer than anybody should be told.
        """
        begun = [
            at
            for place in set(places)
            for at in self._begun.get(place, ())
            if at > now - WINDOW_SECONDS
        ]
        if len(begun) < FEWEST:
            return None
        seconds = rank * (now - min(begun)) / len(begun)
        return next((step for step in STEPS if seconds <= step * 60), None)

    def plain(self) -> list[tuple[PlaceId, list[float]]]:
        """What `from_plain` makes it of again."""
        return [(place, list(begun)) for place, begun in sorted(self._begun.items())]

    @classmethod
    def from_plain(cls, plain: Iterable[tuple[PlaceId, list[float]]]) -> "Pace":
        """The opposite of `plain`."""
        made = cls()
        for place, begun in plain:
            for at in begun:
                made.begins(place, at)
        return made
