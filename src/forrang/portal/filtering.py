"""A form over a list that says which rows are shown: in the address, and so a link."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from forrang.portal.live.typed_times import seconds_of, typed_day
from forrang.site.forms import Form


class FilterForm(Form):
    """What is left empty filters nothing, and so does what cannot be read."""

    day = forms.CharField(required=False, max_length=20)

    def __init__(self, data: Any):
        super().__init__(data)
        self.fields["day"] = self.fields.pop("day")  # behind what a list has of its own
        self.fields["day"].label = _("Day")
        self.fields["day"].widget.attrs |= {"autocomplete": "off"}

    def clean_day(self) -> Any:
        """When the day begins and ends: UTC seconds. None for none."""
        day = typed_day(self.cleaned_data["day"])
        return None if day is None else seconds_of(day)

    @property
    def filters(self) -> bool:
        """Whether anything is filtered."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def values(self) -> dict[str, Any]:
        """What was asked for, by field, without what cannot be read."""
        return self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})

    def choose(self, name: str, label: str, choices: Sequence[tuple[str, str]]) -> None:
        """Let a field choose among these, or all."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.label, field.choices = label, [("", _("All")), *choices]
