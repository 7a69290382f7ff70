"""The forms of a VIP list: an entry, and how its callers are answered."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.fields import NAME_LENGTH
from forrang.domain.number_span import EntryKind, NumberSpan
from forrang.domain.typed_entry import EntryFault, TypedEntry, typed_entry
from forrang.domain.vip_list import Entry
from forrang.portal.vip_list.words import as_typed, entry_error
from forrang.site.forms import Form
from forrang.storage.models import VipEntry

NOTE_LENGTH = 2000
"""Characters in a note, at most."""

_DAY = re.compile(r"(\d{1,2})[. /-]+(\d{1,2})[. /-]+(\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TOO_LONG = {"max_length": gettext_lazy("Too long. Write at most %(limit_value)s characters.")}


class DayField(forms.CharField):
    """A day as `dd.mm.yyyy`; a date or None when cleaned."""

    def __init__(self, **kwargs: Any):
        super().__init__(required=False, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """As people write it."""
        return f"{value:%d.%m.%Y}" if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        """The day. Raises `ValidationError` with the mend."""
        text = super().clean(value)
        if not text:
            return None
        local, iso = _DAY.fullmatch(text), _ISO_DAY.fullmatch(text)
        try:
            if iso:
                return date(int(iso[1]), int(iso[2]), int(iso[3]))
            if local:
                year = int(local[3]) + (2000 if len(local[3]) == 2 else 0)
                return date(year, int(local[2]), int(local[1]))
        except ValueError:
            pass
        raise forms.ValidationError(_("Write the day as dd.mm.yyyy, for example 31.12.2027."))


class EntryForm(Form):
    """An entry of the list: a new one, or the one of `row`. What is there already may stay."""

    number = forms.CharField(
        label=gettext_lazy("Number or series"), required=False, max_length=NAME_LENGTH
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=NAME_LENGTH,
        error_messages=_TOO_LONG,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        error_messages=_TOO_LONG,
    )
    last_day = DayField(label=gettext_lazy("Last day"))

    def __init__(self, data: Any = None, row: VipEntry | None = None):
        initial: dict[str, Any] = {}
        if row is not None:
            initial = {"number": as_typed(row), "name": row.name, "note": row.note}
            initial["last_day"] = row.last_day
        super().__init__(data, initial=initial, auto_id="entry_%s")
        self._row = row
        self.fields["number"].widget.attrs |= {"inputmode": "tel", "autocomplete": "off"}
        for name in ("name", "note"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.there: int | None = None
        "The id of the entry that has the same numbers."

    def clean_number(self) -> TypedEntry:
        """What was typed, as it is understood."""
        text, row = self.cleaned_data["number"], self._row
        if row is not None and text == as_typed(row):
            span = NumberSpan(row.low, row.high, row.digits)
            return TypedEntry(EntryKind(row.kind), row.typed, span)
        try:
            return typed_entry(text)
        except EntryFault as fault:
            raise forms.ValidationError(entry_error(text, fault)) from None

    def clean_last_day(self) -> date | None:
        """Today or later, unless it stood there before."""
        day: date | None = self.cleaned_data["last_day"]
        stood = self._row is not None and self._row.last_day == day
        if day is not None and day < timezone.localdate() and not stood:
            raise forms.ValidationError(
                _("The date has passed. Choose today or later, or leave it empty.")
            )
        return day

    def entry(self) -> Entry:
        """The entry of a valid form."""
        values = self.cleaned_data
        number: TypedEntry = values["number"]
        return Entry(
            **{str(number.kind): number.text},
            name=values["name"] or None,
            note=values["note"] or None,
            last_day=values["last_day"],
        )
