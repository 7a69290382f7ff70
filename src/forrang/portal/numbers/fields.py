"""Fields of «Endre» that no other page has."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from forrang.domain.phone_number import PhoneNumber
from forrang.domain.typed_entry import is_emergency
from forrang.site.forms import AmountField, TelephoneField


class ForwardField(TelephoneField):
    """A number that calls are sent on to: a whole one, and none of our own."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.main_numbers: frozenset[PhoneNumber] = frozenset()
        "The customer's own, where calls would come back."

    def clean(self, value: Any) -> PhoneNumber | str:
        """The number. Raises `ValidationError` with the mend."""
        text = str(value or "").strip()
        if is_emergency(text):
            told = _(
                "%(number)s is an emergency number, and calls cannot be forwarded there. Type "
                "another one, for example 411 11 111."
            )
            raise forms.ValidationError(told % {"number": text})
        number = super().clean(value)
        if number in self.main_numbers:
            told = _(
                "%(number)s is one of your main numbers, so calls would go in a circle. Type "
                "another one, or choose an answer group."
            )
            raise forms.ValidationError(told % {"number": text})
        return number


class PerhapsAmountField(AmountField):
    """A number with a unit, or none."""

    def clean(self, value: Any) -> Any:
        """The number; None when the field is empty. Raises `ValidationError` with the mend."""
        return super().clean(value) if str(value or "").strip() else None


def may_stay(form: forms.BaseForm) -> None:
    """Let amounts that are there already stay, whatever one may type."""
    for name, field in form.fields.items():
        there = form.initial.get(name)
        if isinstance(field, AmountField) and there is not None:
            field.low, field.high = min(field.low, there), max(field.high, there)
            field.parts = field.parts or not float(there).is_integer()
