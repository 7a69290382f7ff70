"""The form of a promise: its name, the question, and how much of the answer counts."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.call_setup import KEYS
from forrang.domain.fields import NAME_LENGTH
from forrang.domain.phone_number import WITHHELD, PhoneNumber
from forrang.domain.promise import Expected, When
from forrang.portal.live.typed_callers import typed_caller
from forrang.portal.live.typed_times import shown_day, typed_clock, typed_day
from forrang.portal.promises.words import WEEKDAYS
from forrang.portal.tenancy import Person
from forrang.site.forms import Form, number_missing
from forrang.site.templatetags.forrang import number
from forrang.storage.promises import Promised

DAY = "day"
"""The choice of one day instead of a day of every week."""
FIRST, ORDER = "first", "order"
_KEYS_LENGTH = 20


class PromiseForm(Form):
    """A promise; what is asked is checked as on «Hva skjer når noen ringer?»."""

    name = forms.CharField(
        max_length=NAME_LENGTH,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("For example: the mayor reaches Eva in office hours."),
    )
    caller = forms.CharField(
        max_length=60,
        label=gettext_lazy("From number"),
        help_text=gettext_lazy("«Withheld» asks about a withheld number."),
    )
    to = forms.ChoiceField(label=gettext_lazy("To main number"))
    keys = forms.CharField(
        required=False,
        max_length=40,
        label=gettext_lazy("Keys that are pressed"),
        help_text=gettext_lazy("One for each menu, like 2 1."),
    )
    weekday = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[
            *((str(at), one) for at, one in enumerate(WEEKDAYS)),
            (DAY, gettext_lazy("One day")),
        ],
    )
    day = forms.CharField(required=False, max_length=20, label=gettext_lazy("Day"))
    clock = forms.CharField(max_length=10, label=gettext_lazy("Time"))
    counts = forms.ChoiceField(
        label=gettext_lazy("What is promised"),
        choices=[
            (FIRST, gettext_lazy("Who is asked first")),
            (ORDER, gettext_lazy("Who is asked, in which order and when")),
        ],
    )

    def __init__(self, data: Any, person: Person, initial: dict[str, Any]):
        super().__init__(data, initial=initial)
        self._person = person
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [
            (one.number, f"{number(one.number)} {one.name or ''}".strip())
            for one in person.document.main_numbers
        ]
        missing = {
            "name": _("Type a name, for example: the mayor reaches Eva."),
            "caller": number_missing(),
            "to": _("Choose one of your main numbers."),
            "clock": _("No such time. Write it like 09:14."),
        }
        for name, words in missing.items():
            self.fields[name].error_messages |= {"required": words, "invalid_choice": words}
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
        self.fields["clock"].widget.attrs["class"] = "ds-input amount"
        self.fields["keys"].widget.attrs["class"] = "ds-input promises-keys"
        self.fields["day"].widget.attrs["class"] = "ds-input promises-day"

    def clean_caller(self) -> str:
        """The number in E.164, or `WITHHELD`."""
        return typed_caller(self.cleaned_data["caller"])

    def clean_keys(self) -> str:
        """The keys, without what stands between them."""
        keys = re.sub(r"[\s,.;-]", "", self.cleaned_data["keys"])
        if not set(keys) <= set(KEYS) or len(keys) > _KEYS_LENGTH:
            raise ValidationError(_("Keys are 0 to 9, * and #. Write them like 2 1."))
        return keys

    def clean_clock(self) -> time | None:
        """A time."""
        return typed_clock(self.cleaned_data["clock"])

    def clean_day(self) -> date | None:
        """A date, or None."""
        return typed_day(self.cleaned_data["day"])

    def clean(self) -> dict[str, Any]:
        """One day has a date that is not past."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("weekday") == DAY and "day" in values:
            if values["day"] is None:
                example = shown_day(timezone.localdate())
                self.add_error("day", _("Which day? Write it like %(day)s.") % {"day": example})
            elif values["day"] < timezone.localdate():
                self.add_error("day", _("The date has passed. Choose today or later."))
        return values

    def promised(self, expected: Expected) -> Promised:
        """What was typed, with this answer."""
        values = self.cleaned_data
        one_day = values["weekday"] == DAY
        when = When(
            values["clock"],
            None if one_day else int(values["weekday"]),
            values["day"] if one_day else None,
        )
        return Promised(
            values["name"],
            values["caller"],
            PhoneNumber(values["to"]),
            values["keys"],
            when,
            values["counts"] == FIRST,
            expected,
        )


def from_question(person: Person, asked: Any) -> dict[str, Any]:
    """The form's first values from the question of «Hva skjer når noen ringer?»."""
    now = timezone.localtime()
    numbers = person.document.main_numbers
    to = asked.get("to", numbers[0].number if numbers else "")
    try:
        clock = typed_clock(asked.get("time", "")) or now.time()
        day = typed_day(asked.get("date", ""))
    except ValidationError:
        clock, day = now.time(), None
    return {
        "caller": asked.get("from", ""),
        "to": to,
        "keys": asked.get("keys", ""),
        "weekday": str((day or now.date()).weekday()),
        "day": "" if day is None else shown_day(day),
        "clock": f"{clock:%H:%M}",
        "counts": FIRST,
    }


def from_promise(promised: Promised) -> dict[str, Any]:
    """The form's first values from a promise."""
    when = promised.when
    return {
        "name": promised.name,
        "caller": _("withheld") if promised.caller == WITHHELD else number(promised.caller),
        "to": promised.number,
        "keys": " ".join(promised.keys),
        "weekday": DAY if when.day is not None else str(when.weekday),
        "day": "" if when.day is None else shown_day(when.day),
        "clock": f"{when.clock:%H:%M}",
        "counts": FIRST if promised.only_first else ORDER,
    }
