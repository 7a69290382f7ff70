"""Opening hours in words: spans, the state of now, days, and what is wrong with typed spans."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from forrang.domain.holidays_of import Eve, Holiday
from forrang.domain.open_or_closed import WhyOpen, opening
from forrang.domain.opening_hours import OpeningHours
from forrang.domain.time_span import SpanFault, TimeSpan, WrongSpan
from forrang.site.templatetags.forrang import unbroken

DAYS = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}
"""The days of a week by their fields."""

EVES = {
    Eve.CHRISTMAS: gettext_lazy("Christmas Eve"),
    Eve.NEW_YEAR: gettext_lazy("New Year's Eve"),
}


@dataclass(frozen=True, slots=True)
class State:
    """Open or closed, now."""

    open: bool
    "Whether calls are taken."
    by_hand: bool
    "Whether somebody closed it by hand."
    words: str
    "As the page of the hours has it."
    short: str
    "As the company setup has it."


def state(hours: OpeningHours | None) -> State:
    """How it is now, in the time zone of the page."""
    if hours is None:
        return State(True, False, _("Open day and night"), _("Open day and night"))
    now = opening(hours, timezone.now().timestamp(), _zone())
    when = "" if now.until is None else until_words(now.until)
    if now.open:
        words = _("Open now, closes %(time)s") % {"time": when} if when else _("Open day and night")
        short = _("Open until %(time)s") % {"time": when} if when else words
        return State(True, False, words, short)
    by_hand = now.why is WhyOpen.CLOSED_NOW
    if not when:
        return State(False, by_hand, _("Closed"), _("Closed"))
    words = _("Closed by hand, opens %(when)s") if by_hand else _("Closed now, opens %(when)s")
    return State(
        False, by_hand, words % {"when": when}, _("Closed until %(when)s") % {"when": when}
    )


def until_words(until: float) -> str:
    """A time to come: `16:00`, `24:00`, `tomorrow 08:00`, `Monday 08:00`, `27 Nov. 08:00`."""
    at = datetime.fromtimestamp(until, _zone())
    days = (at.date() - timezone.localdate()).days
    time = f"{at:%H:%M}"
    if days == 0:
        return time
    if days == 1:
        return "24:00" if time == "00:00" else unbroken(_("tomorrow %(time)s") % {"time": time})
    if days < 7:
        weekday = date_format(at, "l")
        return unbroken(f"{weekday.lower() if get_language() == 'nb' else weekday} {time}")
    form = "j. N" if get_language() == "nb" else "j M"
    return unbroken(f"{date_format(at, form)} {time}")


def spans_words(spans: Iterable[TimeSpan]) -> str:
    """As people write them: `08:00–11:30, 12:00–16:00`; empty when there are none."""
    return ", ".join(span_words(str(one)) for one in spans)


def span_words(span: str) -> str:
    """With the dash that belongs between times."""
    return span.replace("-", "–")


def open_words(spans: Iterable[TimeSpan]) -> str:
    """When it is open on a day, in words."""
    return spans_words(spans) or _("Closed")


def day_words(day: date) -> str:
    """A day in a list: `tor. 24. des. 2026`, "Thu 24 Dec 2026"."""
    if get_language() == "nb":
        return unbroken(f"{date_format(day, 'D')}. {date_format(day, 'j. N Y')}".lower())
    return unbroken(date_format(day, "D j M Y"))


def days_words(first: date, last: date) -> str:
    """The days from first to last."""
    return day_words(first) if first == last else f"{day_words(first)} – {day_words(last)}"


def holiday_words(one: Holiday) -> str:
    """What a public holiday is called; two may fall on one day."""
    return ", ".join(one.names if get_language() == "nb" else one.english)


def span_error(fault: SpanFault) -> str:
    """What is wrong with spans that somebody typed, and the mend."""
    text, other = span_words(fault.text), span_words(fault.other)
    told = {"text": text, "other": other}
    match fault.wrong:
        case WrongSpan.NO_TIME:
            return _("%(text)s is no time of day. Write it like 08:00–16:00.") % told
        case WrongSpan.BACKWARDS:
            return _("%(text)s ends before it begins. Did you mean %(other)s?") % told
        case WrongSpan.EMPTY:
            return _("%(text)s ends when it begins. All day is written 00:00–24:00.") % told
        case WrongSpan.OVERLAP:
            return _("%(text)s and %(other)s overlap. Write them as one.") % told
    return _("%(text)s is not understood. Write it like 08:00–16:00, several with commas.") % told


def _zone() -> ZoneInfo:
    zone = timezone.get_current_timezone()
    assert isinstance(zone, ZoneInfo)
    return zone
