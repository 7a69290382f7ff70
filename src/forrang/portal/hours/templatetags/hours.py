"""What the pages of the opening hours say of days and spans."""

from collections.abc import Iterable
from datetime import date

from django import template

from forrang.domain.hours_edits import ComingDays, never_closes
from forrang.domain.opening_hours import ExceptionalDays, OpeningHours
from forrang.domain.points import Point
from forrang.domain.time_span import TimeSpan
from forrang.portal.hours import words

register = template.Library()
register.filter("open_words", words.open_words)
register.filter("spans_words", words.spans_words)
register.filter("hours_state", words.state)


@register.filter
def closes(hours: OpeningHours | None) -> bool:
    """Whether it is ever closed but by hand."""
    return not never_closes(hours)


@register.filter
def days_words(one: ComingDays) -> str:
    """The days."""
    return words.days_words(one.first, one.last)


@register.filter
def as_days(one: ComingDays | ExceptionalDays) -> tuple[date, date]:
    """The days, as addresses have them."""
    return one.first, one.last


@register.filter
def typed_day(day: date) -> str:
    """A day as one types it."""
    return f"{day:%d.%m.%Y}"


@register.filter
def what(one: ComingDays) -> str:
    """What the days are."""
    if one.exception is not None and one.exception.text:
        return one.exception.text
    if one.eve is not None:
        return str(words.EVES[one.eve])
    return "" if one.holiday is None else words.holiday_words(one.holiday)


@register.filter
def ordinary(one: ComingDays, point: Point) -> str:
    """The hours of the ordinary week on that day, as one types them."""
    hours = point.opening_hours
    spans: Iterable[TimeSpan] = () if hours is None else hours.week.day(one.first.weekday())
    return words.spans_words(spans)
