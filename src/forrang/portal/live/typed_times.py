"""Days and times of day as people type them; native date fields follow the browser's language."""

import re
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

_DAY = re.compile(r"(\d{1,2})[./ ]+(\d{1,2})(?:[./ ]+(\d{4}|\d{2}))?\.?")
_CLOCK = re.compile(r"(\d{1,2})(?:[:. ]?(\d{2}))?")


def typed_day(text: str) -> date | None:
    """The day of `23.11.2026`, `23.11.` (this year) or `2026-11-23`; None of an empty text. Raises
    `ValidationError` with the mend.
    """
    text = text.strip()
    if not text:
        return None
    try:
        found = _DAY.fullmatch(text)
        if found is None:
            return date.fromisoformat(text)
        year = int(found[3]) if found[3] else timezone.localdate().year
        return date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
    except ValueError:
        example = shown_day(timezone.localdate())
        raise ValidationError(
            _("No such day. Write it like %(example)s.") % {"example": example}
        ) from None


def typed_clock(text: str) -> time | None:
    """The time of `09:14`, `9.14`, `0914` or `9`; None of an empty text. Raises `ValidationError`
    with the mend.
    """
    text = text.strip()
    if not text:
        return None
    found = _CLOCK.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise ValidationError(_("No such time. Write it like 09:14.")) from None


def shown_day(day: date) -> str:
    """The one way in which a day is written: `23.11.2026`."""
    return f"{day:%d.%m.%Y}"


def seconds_of(day: date) -> tuple[float, float]:
    """When a day begins and when it is over, in the customer's time zone; UTC seconds."""
    here = timezone.get_current_timezone()
    begin, end = (
        datetime.combine(one, time(), here).timestamp() for one in (day, day + timedelta(days=1))
    )
    return begin, end
