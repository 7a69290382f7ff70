"""Opening hours once more, slow and obvious: minute by minute, on the texts of the document.

It shares nothing with the product: clocks are set by the law's own words, Easter comes from the
anonymous Gregorian algorithm, and times and days are compared as texts.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

AHEAD_DAYS = 401
"""Days after a year's end that are looked through for the next change."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class ByHand(NamedTuple):
    """Whether it is open at a time."""

    open: bool
    why: str
    text: str | None
    until: int | None


class Year:
    """A year of opening hours, by a document's plain value."""

    def __init__(self, plain: dict[str, Any], zone: str, year: int):
        self.times, self._days, self._clocks = _walls(zone, year)
        self._plans = {day: _plan(plain, day) for day in dict.fromkeys(self._days)}
        open_at = {day: _minutes(tuple(spans)) for day, (spans, *_) in self._plans.items()}
        self._by_hand = 0
        if "closed_until" in plain:
            walls = enumerate(zip(self._days, self._clocks, strict=True))
            less = [at for at, one in walls if "T".join(one) < plain["closed_until"]]
            self._by_hand = less[-1] + 1 if less else 0
        self._open = bytearray(
            clock in open_at[day] for day, clock in zip(self._days, self._clocks, strict=True)
        )
        self._open[: self._by_hand] = bytes(self._by_hand)
        pairs = enumerate(pairwise(self._open))
        self._changes = [at + 1 for at, (one, after) in pairs if one != after]

    def quarters(self) -> Iterator[int]:
        """The places in `times` of each quarter of an hour of the year."""
        return (at for at in range(0, len(self.times) - AHEAD_DAYS * 1440, 15))

    def at(self, at: int) -> ByHand:
        """What holds at a place in `times`."""
        if at < self._by_hand:
            why: tuple[str, str | None] = "closed-now", None
        else:
            why = self._plans[self._days[at]][1:]
        later = bisect_right(self._changes, at)
        until = None
        if later < len(self._changes):
            change = self.times[self._changes[later]]
            if change - self.times[at] <= 400 * 86_400:
                until = change
        return ByHand(bool(self._open[at]), *why, until)


def _plan(plain: dict[str, Any], day: str) -> tuple[list[str], str, str | None]:
    covering = [one for one in plain.get("exceptions", []) if one["from"] <= day <= one["to"]]
    if covering:
        return covering[-1].get("open", []), "exception", covering[-1].get("text")
    if plain.get("holidays", "closed") == "closed" and day in _holidays(int(day[:4])):
        return [], "holiday", day
    return plain["week"].get(WEEKDAYS[date.fromisoformat(day).weekday()], []), "week", None


@lru_cache
def _minutes(spans: tuple[str, ...]) -> frozenset[str]:
    """The minutes of a day that lie in one of its spans."""
    day = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(1440)]
    pairs = [span.split("-") for span in spans]
    return frozenset(one for one in day for start, end in pairs if start <= one < end)


@lru_cache
def _holidays(year: int) -> frozenset[str]:
    sunday = easter(year)
    movable = [sunday + timedelta(days) for days in (-3, -2, 0, 1, 39, 49, 50)]
    fixed = ("01-01", "05-01", "05-17", "12-25", "12-26")
    return frozenset([*map(str, movable), *(f"{year}-{day}" for day in fixed)])


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian algorithm."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=2)
def _walls(zone: str, year: int) -> tuple[list[int], list[str], list[str]]:
    """Each minute of a year and of the days after it, and the day and time that are shown then."""
    hour = {"Europe/Oslo": 1, "America/New_York": -5}[zone]
    first = datetime(year, 1, 1, tzinfo=UTC) - timedelta(hours=hour)
    last = datetime(year + 1, 1, 1, tzinfo=UTC) - timedelta(hours=hour) + timedelta(AHEAD_DAYS)
    times, days, clocks = [], [], []
    start = int(first.timestamp())
    texts = [str(date(year, 1, 1) + timedelta(more)) for more in range(366 + AHEAD_DAYS + 1)]
    shown = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(1440)]
    changes = {at: by for one in (year, year + 1, year + 2) for at, by in _changes(zone, one)}
    wall = 0
    for time in range(start, int(last.timestamp()), 60):
        wall += 60 * changes.get(time, 0)
        times.append(time)
        days.append(texts[wall // 1440])
        clocks.append(shown[wall % 1440])
        wall += 1
    return times, days, clocks


def _changes(zone: str, year: int) -> list[tuple[int, int]]:
    """When clocks are set in a year, UTC seconds, and by how many hours."""
    if zone == "Europe/Oslo":  # the last Sundays of March and October, at 1 by UTC
        forward, back = _sunday(year, 3, 25), _sunday(year, 10, 25)
        hours = 1, 1
    else:  # the second Sunday of March, the first of November, at 2 by the clock
        forward, back = _sunday(year, 3, 8), _sunday(year, 11, 1)
        hours = 7, 6
    at = [datetime(one.year, one.month, one.day, tzinfo=UTC) for one in (forward, back)]
    return [
        (int(one.timestamp()) + hour * 3600, by)
        for one, hour, by in zip(at, hours, (1, -1), strict=True)
    ]


def _sunday(year: int, month: int, first: int) -> date:
    """The Sunday among the seven days from `first` on."""
    days = [date(year, month, first) + timedelta(more) for more in range(7)]
    return next(one for one in days if one.weekday() == 6)
