"""Which calls the log shows."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import every_point
from forrang.portal.live.places import full_name
from forrang.portal.live.typed_times import seconds_of, typed_day
from forrang.portal.live.words import OUTCOME
from forrang.portal.tenancy import Person
from forrang.site.forms import Form, TelephoneField
from forrang.storage.call_log import Wanted


class FilterForm(Form):
    """A GET form: what is left empty filters nothing."""

    caller = TelephoneField(required=False)
    to = forms.ChoiceField(required=False)
    outcome = forms.ChoiceField(required=False)
    vip = forms.ChoiceField(required=False)
    day = forms.CharField(required=False, max_length=20)

    def __init__(self, data: Any, person: Person):
        super().__init__(data)
        places = [
            (one.id, full_name(one, person.document))
            for one in every_point(person.document.main_numbers)
        ]
        self.fields["caller"].label = _("Caller's number")
        self._choose("to", _("Main number"), places)
        self._choose("outcome", _("Outcome"), [(key, str(word)) for key, word in OUTCOME.items()])
        self._choose("vip", _("VIP"), [("1", _("VIP only")), ("0", _("Without VIP"))])
        self.fields["day"].label = _("Day")
        self.fields["day"].widget.attrs |= {"autocomplete": "off"}
        if len(places) < 2:
            del self.fields["to"]
        if not person.vip_activated:
            del self.fields["vip"]

    def clean_day(self) -> tuple[float, float] | None:
        """When the day begins and ends."""
        day = typed_day(self.cleaned_data["day"])
        return None if day is None else seconds_of(day)

    @property
    def filters(self) -> bool:
        """Whether anything is filtered."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def wanted(self) -> Wanted:
        """What was asked for; a filter that cannot be read filters nothing."""
        values = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        main_number, _slash, keys = (values.get("to") or "").partition("/")
        return Wanted(
            caller=values.get("caller") or None,
            main_number=PhoneNumber(main_number) if main_number else None,
            keys=keys or None,
            outcome=values.get("outcome") or None,
            vip={"1": True, "0": False}.get(values.get("vip", "")),
            day=values.get("day"),
        )

    def _choose(self, name: str, label: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.label, field.choices = label, [("", _("All")), *choices]
