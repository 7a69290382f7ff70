"""The form of a break."""

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.site.forms import Form
from forrang.site.templatetags.forrang import clock

MINUTES = (15, 30, 60)
"""Breaks that one takes with one press."""
LONGEST = timedelta(hours=12)
"""A time of day that is further ahead has passed: it is not tomorrow's that is meant."""

_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.]?\s*(\d{2}))?")


class BreakForm(Form):
    """Until when somebody pauses: so many minutes, or a time of day."""

    minutes = forms.TypedChoiceField(
        choices=[(one, one) for one in MINUTES], coerce=int, required=False, empty_value=None
    )
    till = forms.CharField(label=gettext_lazy("Until"), max_length=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["till"].widget.attrs |= {
            "inputmode": "numeric",
            "autocomplete": "off",
            "class": "ds-input amount",
        }

    def clean(self) -> dict[str, Any]:
        """`until`: the end, UTC seconds."""
        values: dict[str, Any] = super().clean() or {}
        now = timezone.localtime()
        if values.get("minutes"):
            values["until"] = (now + timedelta(minutes=values["minutes"])).timestamp()
            return values
        end = _next(values.get("till", ""), now)
        if end is None:
            self.add_error("till", _("Type a time of day, for example %(time)s.") % _example(now))
        elif end - now > LONGEST:
            told = _("%(typed)s has passed. Type a later time, for example %(time)s.")
            self.add_error("till", told % {"typed": clock(end), **_example(now)})
        else:
            values["until"] = end.timestamp()
        return values


def _next(text: str, now: datetime) -> datetime | None:
    """The next time that a clock shows what `text` says."""
    found = _CLOCK.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour > 23 or minute > 59:
        return None
    today = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


def _example(now: datetime) -> dict[str, str]:
    """In an hour, on a quarter."""
    later = now + timedelta(hours=1)
    return {"time": f"{later:%H}:{later.minute // 15 * 15:02}"}
