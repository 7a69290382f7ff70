"""Times as the log and the stories show them."""

from datetime import datetime

from django import template
from django.utils import timezone

from forrang.portal.live import words
from forrang.site.templatetags.forrang import clock, moment

register = template.Library()


@register.filter
def second(at: float) -> str:
    """A time of day with seconds: `09:14:20`."""
    return words.second(at)


@register.filter
def log_moment(at: float) -> str:
    """When a call came: `today 09:14`, `14 Nov. 09:14`."""
    said = moment(at)
    today = timezone.localdate().toordinal()
    day = datetime.fromtimestamp(at, tz=timezone.get_current_timezone()).toordinal()
    return said if today - day in (0, 1) else f"{said} {clock(at)}"


@register.filter
def condition(plain: words.Words) -> str:
    """What somebody is doing: `Free`, `Break until 12:30:00`."""
    return words.condition(plain)


@register.filter
def dot(plain: words.Words) -> str:
    """The class of the dot before that."""
    return words.DOTS.get(plain["doing"], "")
