"""What is asked: who calls, whom, and when."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forrang.domain.call_setup import KEYS
from forrang.portal.live.typed_callers import typed_caller
from forrang.portal.live.typed_times import typed_clock, typed_day
from forrang.portal.tenancy import Person
from forrang.site.forms import Form, number_missing
from forrang.site.templatetags.forrang import number

_NAMES = {"caller": "from", "day": "date", "clock": "time"}


class QuestionForm(Form):
    """A GET form, so that a question can be linked; nothing in day and time means now."""

    caller = forms.CharField(max_length=60)
    to = forms.ChoiceField()
    day = forms.CharField(required=False, max_length=20)
    clock = forms.CharField(required=False, max_length=10)
    keys = forms.CharField(required=False, max_length=20)

    def __init__(self, data: Any, person: Person):
        super().__init__(data)
        labels = {
            "caller": _("From number"),
            "to": _("To main number"),
            "day": _("Day"),
            "clock": _("Time"),
            "keys": pgettext("pressed", "Keys"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["caller"].help_text = _("«Withheld» asks about a withheld number.")
        self.fields["clock"].widget.attrs["class"] = "ds-input what-clock"
        self.fields["day"].widget.attrs["class"] = "ds-input what-day"
        self.fields["keys"].widget.attrs |= {"class": "ds-input what-clock", "inputmode": "tel"}
        if all(one.setup.menu is None for one in person.document.main_numbers):
            del self.fields["keys"]
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [
            (one.number, f"{number(one.number)} {one.name or ''}".strip())
            for one in person.document.main_numbers
        ]
        self.fields["caller"].error_messages["required"] = number_missing()
        to.error_messages |= {
            "invalid_choice": _("Choose one of your main numbers."),
            "required": _("Choose one of your main numbers."),
        }

    def add_prefix(self, field_name: str) -> str:
        """The names in the address."""
        return _NAMES.get(field_name, field_name)

    def clean_caller(self) -> str:
        """The number in E.164, or `WITHHELD`."""
        return typed_caller(self.cleaned_data["caller"])

    def clean_day(self) -> date | None:
        """A date, or None."""
        return typed_day(self.cleaned_data["day"])

    def clean_clock(self) -> time | None:
        """A time, or None."""
        return typed_clock(self.cleaned_data["clock"])

    def clean_keys(self) -> str:
        """The keys, without what stands between them."""
        keys = re.sub(r"[\s,.;-]", "", self.cleaned_data["keys"])
        if not set(keys) <= set(KEYS):
            raise ValidationError(
                _("Keys are 0 to 9, * and #. Write them one after the other, for example 21.")
            )
        return keys

    @property
    def at(self) -> float | None:
        """When; UTC seconds, None: now."""
        day, clock = self.cleaned_data["day"], self.cleaned_data["clock"]
        if day is None and clock is None:
            return None
        now = timezone.localtime()
        moment = datetime.combine(
            day or now.date(), clock or now.time(), timezone.get_current_timezone()
        )
        return moment.timestamp()
