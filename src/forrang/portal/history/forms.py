"""Which part of the history is shown."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from forrang.portal.filtering import FilterForm
from forrang.portal.history.rows import named
from forrang.portal.live.typed_times import typed_day
from forrang.portal.tenancy import Person
from forrang.site.templatetags.forrang import saver
from forrang.storage.history import Wanted, who_saved

MAX = 250


class HistoryFilter(FilterForm):
    """A GET form: which are shown."""

    by = forms.ChoiceField(required=False)
    thing = forms.ChoiceField(required=False)

    def __init__(self, data: Any, person: Person):
        super().__init__(data)
        document = person.document
        keys = [
            *(f"number:{one.number}" for one in document.main_numbers),
            *(f"group:{one.name}" for one in document.groups),
            *(f"employee:{one.mobile}" for one in document.employees),
        ]
        asked = self.data.get("thing", "")[:MAX]
        if asked not in ("", *keys) and asked.partition(":")[0] in ("number", "group", "employee"):
            keys.append(asked)  # what is gone has a history too
        things = [(one, _words(one, person)) for one in keys]
        self.choose("by", _("Who"), [(one, saver(one)) for one in who_saved(person.customer.pk)])
        self.choose("thing", _("What"), things)
        self._vip = person.vip_activated

    def clean_day(self) -> tuple[datetime, datetime] | None:
        """When the day begins and ends."""
        day = typed_day(self.cleaned_data["day"])
        if day is None:
            return None
        zone = timezone.get_current_timezone()
        start, end = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
        return start, end

    @property
    def wanted(self) -> Wanted:
        """What was asked for."""
        values = self.values
        kind, _colon, key = values.get("thing", "").partition(":")
        return Wanted(
            by=values.get("by") or None,
            thing=(kind, key) if kind else None,
            day=values.get("day"),
            entries=self._vip,
        )


def _words(key: str, person: Person) -> str:
    try:
        return named(key, person.document).words
    except ValueError:  # no number at all
        return key
