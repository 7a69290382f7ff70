"""Opening hours as they are edited: closing by hand, exceptions, and the days that come.

Nothing here decides whether it is open (`open_or_closed` does); each function gives new hours.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from forrang.domain.holidays_of import Eve, Holiday, holidays_of, proposals
from forrang.domain.open_or_closed import day_plan
from forrang.domain.opening_hours import ExceptionalDays, OnHolidays, OpeningHours, Week
from forrang.domain.time_span import ALL_DAY, TimeSpan

ALWAYS = OpeningHours(Week(*[(ALL_DAY,)] * 7), OnHolidays.OPEN)
"""Hours of a place that never closes: what closing by hand makes of none."""

PROPOSED = OpeningHours(Week(*[(TimeSpan(8 * 60, 16 * 60),)] * 5))
"""Where somebody begins who had none."""

COMING_DAYS = 366
"""So far holidays are shown."""

_NOON = 12 * 60


@dataclass(frozen=True, slots=True)
class ComingDays:
    """Days that are, or may be, otherwise than the ordinary week; one of the last three is given."""

    first: date
    "The first day."
    last: date
    "The last day; it counts."
    open: tuple[TimeSpan, ...]
    "When it is open then; of a proposal, when it would be."
    exception: ExceptionalDays | None = None
    "What somebody saved."
    holiday: Holiday | None = None
    "The holiday that it is, when nobody saved anything else; of an exception of one day, too."
    eve: Eve | None = None
    "The proposal that it is."


def never_closes(hours: OpeningHours | None) -> bool:
    """Whether it is always open but for closing by hand."""
    return hours is None or replace(hours, closed_until=None) == ALWAYS


def beginning(hours: OpeningHours | None) -> OpeningHours:
    """What somebody edits: the hours, or where it never closes those that are proposed."""
    if hours is None or never_closes(hours):
        return replace(PROPOSED, closed_until=None if hours is None else hours.closed_until)
    return hours


def closed_by_hand(hours: OpeningHours | None, until: datetime) -> OpeningHours:
    """Closed from now on until a local time."""
    return replace(hours or ALWAYS, closed_until=until)


def opened_again(hours: OpeningHours | None) -> OpeningHours | None:
    """No longer closed by hand; no hours where there were none before."""
    return None if hours is None or never_closes(hours) else replace(hours, closed_until=None)


def exception_of(hours: OpeningHours | None, first: date, last: date) -> ExceptionalDays | None:
    """What holds of the exceptions that have exactly these days; None when none has."""
    found = [] if hours is None else hours.exceptions
    return next((one for one in reversed(found) if (one.first, one.last) == (first, last)), None)


def with_exception(
    hours: OpeningHours, days: ExceptionalDays, instead: ExceptionalDays | None = None
) -> OpeningHours:
    """With these days, saved last. They take the place of `instead`, and of what has just the same
    days.
    """
    gone = {(one.first, one.last) for one in (days, instead) if one is not None}
    return replace(hours, exceptions=(*_others(hours, gone), days))


def without_exception(hours: OpeningHours, first: date, last: date) -> OpeningHours:
    """Without what has just these days."""
    return replace(hours, exceptions=_others(hours, {(first, last)}))


def _others(
    hours: OpeningHours, gone: Collection[tuple[date, date]]
) -> tuple[ExceptionalDays, ...]:
    return tuple(one for one in hours.exceptions if (one.first, one.last) not in gone)


def coming(
    hours: OpeningHours, today: date, declined: Collection[date] = ()
) -> tuple[ComingDays, ...]:
    """The holidays and proposals of the next year, and every exception that is not over, in the
    order of the days. A day that an exception has is no holiday row besides; a day that is closed
    anyhow, or `declined`, is not proposed.
    """
    found = [*_exceptions(hours, today), *_free_days(hours, today, declined)]
    return tuple(sorted(found, key=lambda one: (one.first, one.last)))


def _exceptions(hours: OpeningHours, today: date) -> Iterator[ComingDays]:
    newest = {(one.first, one.last): one for one in hours.exceptions}
    for one in newest.values():
        if one.last >= today:
            off = holidays_of(one.first.year).get(one.first) if one.first == one.last else None
            yield ComingDays(one.first, one.last, one.open, exception=one, holiday=off)


def _free_days(
    hours: OpeningHours, today: date, declined: Collection[date]
) -> Iterator[ComingDays]:
    until = today + timedelta(days=COMING_DAYS)
    for year in range(today.year, until.year + 1):
        for day, off in holidays_of(year).items():
            if today <= day < until and not _excepted(hours, day):
                yield ComingDays(day, day, day_plan(hours, day).spans, holiday=off)
        for day, eve in proposals(year):
            plan = day_plan(hours, day).spans
            if today <= day < until and plan and day not in declined and not _excepted(hours, day):
                yield ComingDays(day, day, _until_noon(plan), eve=eve)


def _excepted(hours: OpeningHours, day: date) -> bool:
    return any(one.first <= day <= one.last for one in hours.exceptions)


def _until_noon(spans: tuple[TimeSpan, ...]) -> tuple[TimeSpan, ...]:
    return tuple(TimeSpan(one.start, min(one.end, _NOON)) for one in spans if one.start < _NOON)
