"""The small forms of the opening hours: closing now, and an exception."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.opening_hours import TEXT_LENGTH, ExceptionalDays
from forrang.domain.wall_clock import shown_for_good
from forrang.portal.hours.fields import SpansField, TimeField
from forrang.portal.vip_list.forms import DayField
from forrang.site.forms import Form

FURTHEST_DAYS = 400
"""So far ahead somebody may close by hand."""


class CloseForm(Form):
    """Closing by hand, until a time of today or of another day."""

    time = TimeField(label=gettext_lazy("Closed until"))
    day = DayField(
        label=gettext_lazy("Day"), help_text=gettext_lazy("dd.mm.yyyy. Empty means today.")
    )

    def __init__(self, data: Any = None):
        super().__init__(data, auto_id="close_%s")
        self.fields["day"].widget.attrs["class"] = "ds-input num hours-date"

    def clean(self) -> dict[str, Any]:
        """The time is to come."""
        values: dict[str, Any] = super().clean() or {}
        if self.errors:
            return values
        zone = timezone.get_current_timezone()
        assert isinstance(zone, ZoneInfo)
        day: date = values["day"] or timezone.localdate()
        if day > timezone.localdate() + timedelta(days=FURTHEST_DAYS):
            self.add_error("day", _("That is more than a year away. Choose an earlier day."))
            return values
        until = datetime(day.year, day.month, day.day) + timedelta(minutes=values["time"])
        if shown_for_good(zone, until) <= timezone.now().timestamp():
            later = _("That time has passed. Type a later one, or a day to come.")
            self.add_error("day" if values["day"] else "time", later)
        values["until"] = until
        return values


class ExceptionForm(Form):
    """Days with hours of their own."""

    first = DayField(label=gettext_lazy("From day"))
    last = DayField(
        label=gettext_lazy("To day"), help_text=gettext_lazy("Empty means that one day.")
    )
    open = SpansField(
        label=gettext_lazy("Hours"), help_text=gettext_lazy("Leave the field empty when closed.")
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("What it is, for example Summer holiday."),
        required=False,
        max_length=TEXT_LENGTH,
        error_messages={
            "max_length": gettext_lazy("Too long. Write at most %(limit_value)s characters.")
        },
    )

    def __init__(self, data: Any = None, initial: Any = None):
        super().__init__(data, initial=initial, auto_id="exception_%s")
        self.fields["first"].error_messages["required"] = _("Type a day, for example 24.12.2026.")
        self.fields["first"].required = True
        self.fields["text"].widget.attrs["autocomplete"] = "off"
        for name in ("first", "last"):
            self.fields[name].widget.attrs["class"] = "ds-input num hours-date"

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and not over."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("first"), values.get("last")
        if first is not None and last is not None and last < first:
            told = _("The last day is before the first. Swap the days.")
            self.add_error("last", told)
        elif first is not None and (last or first) < timezone.localdate():
            passed = _("The days have passed. Type days to come.")
            self.add_error("first" if last is None else "last", passed)
        return values

    def exception(self) -> ExceptionalDays:
        """The days of a valid form."""
        values = self.cleaned_data
        return ExceptionalDays(
            values["first"],
            values["last"] or values["first"],
            values["open"],
            values["text"] or None,
        )
