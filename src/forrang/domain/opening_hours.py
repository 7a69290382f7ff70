"""Opening hours: when a main number, or a choice of a menu, is open.

A button closes at once, until a time; it beats everything. An exception beats a public holiday, a
holiday beats the week, and of two exceptions that have a day in common the later in the list holds.
All is wall-clock time in the customer's time zone. `open_or_closed` decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from forrang.domain.fields import Form, Plain, text_up_to, under_key, written
from forrang.domain.schema import Fault
from forrang.domain.time_span import TimeSpan, read_spans, write_spans

TEXT_LENGTH = 100
"""Characters in an exception's text, at most."""


class OnHolidays(StrEnum):
    """What the days are that are public holidays."""

    CLOSED = "closed"
    OPEN = "open"
    "An ordinary day of the week."


def _read_day(plain: Plain) -> date:
    if isinstance(plain, date):
        return date(plain.year, plain.month, plain.day)
    try:
        return date.fromisoformat(str(plain))
    except ValueError:
        raise ValueError("a day is written like 2026-12-24") from None


def _read_moment(plain: Plain) -> datetime:
    wrong = "a local time is written like 2026-11-24T15:00"
    try:
        moment = plain if isinstance(plain, datetime) else datetime.fromisoformat(str(plain))
    except ValueError:
        raise ValueError(wrong) from None
    if moment.tzinfo is not None or moment.second or moment.microsecond:
        raise ValueError(wrong)
    return moment


def _write_moment(moment: datetime) -> Plain:
    return moment.isoformat(timespec="minutes")


_SPANS = Form(read_spans, write_spans)
_DAY = Form(_read_day, date.isoformat)
"""A text and no date: a setup is kept as JSON."""


@dataclass(frozen=True, slots=True)
class Week:
    """The ordinary week: the spans of each day in their order; none: closed."""

    mon: tuple[TimeSpan, ...] = written(_SPANS, ())
    tue: tuple[TimeSpan, ...] = written(_SPANS, ())
    wed: tuple[TimeSpan, ...] = written(_SPANS, ())
    thu: tuple[TimeSpan, ...] = written(_SPANS, ())
    fri: tuple[TimeSpan, ...] = written(_SPANS, ())
    sat: tuple[TimeSpan, ...] = written(_SPANS, ())
    sun: tuple[TimeSpan, ...] = written(_SPANS, ())

    def day(self, weekday: int) -> tuple[TimeSpan, ...]:
        """The spans of a weekday; 0 is Monday."""
        return (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)[weekday]


@dataclass(frozen=True, slots=True)
class ExceptionalDays:
    """Days with hours of their own."""

    first: date = under_key("from", written(_DAY))
    "The first day."
    last: date = under_key("to", written(_DAY))
    "The last day; it counts."
    open: tuple[TimeSpan, ...] = written(_SPANS, ())
    "The spans of each of these days; none: closed all day."
    text: str | None = text_up_to(TEXT_LENGTH)
    "Why, as the customer calls it."

    def faults(self) -> Iterator[Fault]:
        """What no field can know alone."""
        if self.last < self.first:
            yield Fault(("to",), f"{self.last} comes before {self.first}")


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When calls are taken."""

    week: Week
    "The ordinary week."
    holidays: OnHolidays = OnHolidays.CLOSED
    "What public holidays are."
    exceptions: tuple[ExceptionalDays, ...] = ()
    "Days that are otherwise; of two with a day in common the later in the list holds."
    closed_until: datetime | None = field(
        default=None, metadata={"form": Form(_read_moment, _write_moment)}
    )
    "Closed by hand until then: a local time in whole minutes. None, or past: not closed by hand."
