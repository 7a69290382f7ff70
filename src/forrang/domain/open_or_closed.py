"""Whether opening hours are open at a time, why, and until when.

Open is what the wall clock says: while it shows a time within a span of the day that it shows. So a
span that is skipped when the clock is set forwards does not happen, one that comes twice happens
twice, and 00:00-06:00 of that night is an hour longer or shorter.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from forrang.domain.holidays_of import holiday
from forrang.domain.opening_hours import OnHolidays, OpeningHours
from forrang.domain.time_span import TimeSpan
from forrang.domain.wall_clock import DAY, shown_for_good, stretches, wall_seconds

HORIZON_DAYS = 400
"""So far is looked for the next change."""

_NEAR_DAYS = 4
"""So far is looked anew each time: an ordinary week changes within it."""

_EPOCH = date(1970, 1, 1).toordinal()


class WhyOpen(StrEnum):
    """What decides."""

    CLOSED_NOW = "closed-now"
    "Closed by hand."
    EXCEPTION = "exception"
    HOLIDAY = "holiday"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What holds on a day, unless somebody closes by hand."""

    spans: tuple[TimeSpan, ...]
    "When it is open, in order."
    why: WhyOpen
    "An exception, a holiday or the week."
    text: str | None = None
    "The exception's text, or the holiday's key."


@dataclass(frozen=True, slots=True)
class Opening:
    """Open or closed, at a time."""

    open: bool
    "Whether calls are taken."
    why: WhyOpen
    "What decides."
    text: str | None
    "The exception's text, or the holiday's key."
    until: float | None
    "When it changes next, UTC seconds; None: not within 400 days."


def opening(hours: OpeningHours, at: float, zone: ZoneInfo) -> Opening:
    """Whether it is open `at` UTC seconds."""
    forced = _closed_by_hand_until(hours, at, zone)
    if forced is not None:
        after = opening(hours, forced, zone)
        until = forced if after.open else after.until
        near = until is not None and until - at <= HORIZON_DAYS * DAY
        return Opening(False, WhyOpen.CLOSED_NOW, None, until if near else None)
    day, second = _shown(zone, at)
    plan = day_plan(hours, day)
    is_open = any(one.start * 60 <= second < one.end * 60 for one in plan.spans)
    until = _next(hours, at, zone, is_open, _NEAR_DAYS)
    if until is None:
        until = _far(hours, int(at // DAY), zone, is_open)
        until = until if until is not None and until - at <= HORIZON_DAYS * DAY else None
    return Opening(is_open, plan.why, plan.text, until)


def day_plan(hours: OpeningHours, day: date) -> DayPlan:
    """What holds on a day of the wall clock, unless somebody closes by hand."""
    for one in reversed(hours.exceptions):
        if one.first <= day <= one.last:
            return DayPlan(one.open, WhyOpen.EXCEPTION, one.text)
    if hours.holidays is OnHolidays.CLOSED:
        off = holiday(day)
        if off is not None:
            return DayPlan((), WhyOpen.HOLIDAY, off.key)
    return DayPlan(hours.week.day(day.weekday()), WhyOpen.WEEK)


def _closed_by_hand_until(hours: OpeningHours, at: float, zone: ZoneInfo) -> float | None:
    """Until when somebody closed by hand; None when that is over."""
    if hours.closed_until is None or at > wall_seconds(hours.closed_until) + 2 * DAY:
        return None
    until = float(shown_for_good(zone, hours.closed_until))
    return until if at < until else None


def _shown(zone: ZoneInfo, at: float) -> tuple[date, float]:
    """The day that the wall clock shows, and the seconds since its midnight."""
    for _, end, ahead in stretches(zone, at, 0):
        if at < end:
            day, second = divmod(at + ahead, DAY)
            return date.fromordinal(_EPOCH + int(day)), second
    raise ValueError(f"{at} is no time")


def _next(hours: OpeningHours, at: float, zone: ZoneInfo, is_open: bool, days: int) -> float | None:
    """When it is first otherwise than `is_open` after `at`, within some days."""
    for start, end, ahead in stretches(zone, at, days):
        begin = max(start, at) + ahead
        while begin < end + ahead:
            number = int(begin // DAY)
            midnight = number * DAY
            last = min(end + ahead, midnight + DAY)
            spans = day_plan(hours, date.fromordinal(_EPOCH + number)).spans
            other = midnight + _first_other(spans, is_open, begin - midnight)
            if begin <= other < last:
                return float(other - ahead)
            begin = last
    return None


def _first_other(spans: tuple[TimeSpan, ...], is_open: bool, second: float) -> float:
    """From which second of the day on, `second` at the earliest, it is otherwise; the day's end
    when it is not.
    """
    for one in spans:
        if one.start * 60 <= second < one.end * 60:
            if not is_open:
                return second
            second = one.end * 60
        elif not is_open and second < one.start * 60:
            return one.start * 60
    return second if is_open else DAY


@lru_cache(maxsize=1024)
def _far(hours: OpeningHours, day: int, zone: ZoneInfo, is_open: bool) -> float | None:
    """`_next` from a UTC day on, kept: what never changes is looked through once a day."""
    return _next(hours, (day + _NEAR_DAYS) * DAY, zone, is_open, HORIZON_DAYS)
