"""What the wall clock of a time zone shows, as stretches of time in which it runs evenly.

Clocks are set forwards and backwards, some of them at midnight, and a day may be missing. Within a
stretch none of that happens: its wall time is UTC and a constant. Whoever goes from stretch to
stretch needs no rule for times that do not exist or come twice.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = 86_400
"""Seconds in a day without a change of the clock."""

Stretch = tuple[int, int, int]
"""UTC seconds from which and until which it lasts, and what the wall clock is ahead; seconds."""


def stretches(zone: ZoneInfo, start: float, days: int) -> Iterator[Stretch]:
    """The stretches that cover `days` days from `start` on; the first may begin before it."""
    first = int(start // DAY)
    for day in range(first, first + days + 1):
        yield from _stretches(zone, day)


def shown_for_good(zone: ZoneInfo, wall: datetime) -> int:
    """From when on the wall clock never again shows less than `wall`; UTC seconds. Of a time that
    comes twice it is the second; for one that is skipped, the moment when the clock is set.
    """
    shown = wall_seconds(wall)
    late = shown - 2 * DAY  # no clock is that far from UTC
    for start, end, ahead in stretches(zone, late, 4):
        if start + ahead < shown:
            late = min(end, shown - ahead)
    return late


def wall_seconds(wall: datetime) -> int:
    """A wall time as if it were UTC; whole seconds."""
    return (wall.toordinal() - _EPOCH) * DAY + wall.hour * 3600 + wall.minute * 60 + wall.second


_EPOCH = datetime(1970, 1, 1).toordinal()


@lru_cache(maxsize=4096)
def _stretches(zone: ZoneInfo, day: int) -> tuple[Stretch, ...]:
    """Those of a UTC day, counted from 1970."""
    out = []
    start, last = day * DAY, (day + 1) * DAY
    while start < last:
        ahead = _ahead(zone, start)
        end = last if _ahead(zone, last - 1) == ahead else _change(zone, start, last)
        out.append((start, end, ahead))
        start = end
    return tuple(out)


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """When the clock is set between two times that it shows differently."""
    ahead = _ahead(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _ahead(zone, middle) == ahead:
            before = middle
        else:
            after = middle
    return after


def _ahead(zone: ZoneInfo, at: int) -> int:
    offset = datetime.fromtimestamp(at, zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds())
