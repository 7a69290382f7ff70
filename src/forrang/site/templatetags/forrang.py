"""What templates say in our own way: icons, numbers, times, links to pages that may not exist."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forrang.domain.employee import Employee
from forrang.domain.phone_number import PhoneNumber, pretty
from forrang.site.pages import page as address_of

register = template.Library()

ICONS = Path(__file__).parent.parent / "vendor" / "icons"
NO_BREAK = "\xa0"
PROVIDER = "provider"
"""Who saved what `forrang load` brought."""


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of Aksel, drawn in the colour of the text: `{% icon "Pencil" %}`. It says nothing:
    words stand beside it, if only hidden ones.
    """
    return _icon(name)


@register.simple_tag
def page(name: str, *args: object) -> str:
    """As `url`, but empty when no slice has the page yet:
    `{% page "services" as services %}{% if services %}…`.
    """
    return address_of(name, *args)


@register.filter
def number(value: str) -> str:
    """A number as Norwegians write it at home, never broken: `22 33 44 55`."""
    return unbroken(pretty(PhoneNumber(value)).removeprefix("+47 "))


@register.filter
def e164(value: str) -> str:
    """A number with its country code, never broken: `+47 22 33 44 55`."""
    return unbroken(pretty(PhoneNumber(value)))


@register.filter
def grouped(amount: int) -> str:
    """A count, by thousands: `100 000`, "100,000"."""
    text = f"{amount:,}"
    return text.replace(",", NO_BREAK) if get_language() == "nb" else text


@register.filter
def unbroken(value: str) -> str:
    """With no-break spaces, which our own fields accept back."""
    return value.replace(" ", NO_BREAK)


@register.filter
def names(people: Iterable[Employee]) -> str:
    """The names of several people: `Kari Nordmann, Ola Hansen and Aisha Khan`."""
    *first, last = [one.name for one in people] or [""]
    if not first:
        return last
    return _("%(names)s and %(last)s") % {"names": ", ".join(first), "last": last}


@register.filter
def saver(by: str) -> str:
    """Who saved something: their name, or that it was the provider."""
    return _("the provider") if by == PROVIDER else by


@register.filter
def moment(value: datetime | float) -> str:
    """A time as one says it: `today 08:52`, `yesterday 14:20`, `14 Nov.`; UTC seconds too."""
    when = timezone.localtime(_datetime(value))
    days = (timezone.localdate() - when.date()).days
    if days == 0:
        return _("today %(time)s") % {"time": clock(when)}
    if days == 1:
        return _("yesterday %(time)s") % {"time": clock(when)}
    form = "j M" if when.year == timezone.localdate().year else "j M Y"
    if get_language() == "nb":
        form = form.replace("j M", "j. N")
    return unbroken(date_format(when, form))


@register.filter
def clock(value: datetime | float) -> str:
    """A time of day: `09:14`."""
    return f"{timezone.localtime(_datetime(value)):%H:%M}"


@register.filter
def long_date(value: datetime | float) -> str:
    """A day: `23 November 2026`, `23. november 2026`."""
    form = "j. F Y" if get_language() == "nb" else "j F Y"
    return unbroken(date_format(timezone.localtime(_datetime(value)), form))


@register.filter
def length_of_time(seconds: float) -> str:
    """Minutes and seconds: `3:12`; with hours `1:03:12`."""
    whole = timedelta(seconds=int(seconds))
    text = str(whole)
    return text.removeprefix("0:").removeprefix("0") if whole < timedelta(hours=1) else text


@register.simple_tag
def percent(part: float, whole: float) -> str:
    """A share: «94 %», "94%"; nothing of nothing."""
    if not whole:
        return ""
    gap = NO_BREAK if get_language() == "nb" else ""
    return f"{round(100 * part / whole)}{gap}%"


def _datetime(value: datetime | float) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime.fromtimestamp(value, tz=timezone.get_current_timezone())


@cache
def _icon(name: str) -> SafeString:
    try:
        drawn = (ICONS / f"{name}.svg").read_text("utf-8")
    except FileNotFoundError:
        raise template.TemplateSyntaxError(f"there is no icon {name}; run `make setup`") from None
    inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$|<title.*?</title>", "", drawn, flags=re.DOTALL)
    inner = re.sub(r'fill="#[0-9A-Fa-f]+"', 'fill="currentColor"', inner)
    return mark_safe(
        f'<svg class="icon" viewBox="0 0 24 24" fill="none" aria-hidden="true">{inner}</svg>'
    )
