"""Forms as the pages show them: labels, help and errors of our own words, no browser's bubbles.

Errors say what is wrong and then the mend with an example; what was typed is kept as typed.
"""

import re
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.phone_number import (
    NumberFault,
    PhoneNumber,
    strip_separators,
    typed_number,
)


class Form(forms.Form):
    """A form whose fields look like ours. Templates show a field by
    `{% include "site/parts/field.html" with field=form.name %}`.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs | {"label_suffix": ""})
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "ds-input")

    @property
    def summary(self) -> list[tuple[str, str, str]]:
        """What has to be put right: id of the field, its label, the error."""
        return [
            (field.id_for_label, str(field.label), str(error))
            for field in self
            for error in field.errors
        ]


class TelephoneField(forms.CharField):
    """A telephone number in any usual notation; E.164 when cleaned."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "tel", "autocomplete": "off"}
        self.error_messages["required"] = lazy(number_missing, str)()

    def clean(self, value: Any) -> PhoneNumber | str:
        """The number. Raises `ValidationError` with the mend."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            return typed_number(text)
        except NumberFault as fault:
            raise forms.ValidationError(number_error(text, fault)) from None


class AmountField(forms.CharField):
    """A number with a unit, from `low` to `high`: `20`, or `1,5` where parts are allowed."""

    def __init__(self, low: float, high: float, example: float, parts: bool = False, **kwargs: Any):
        super().__init__(**kwargs)
        self.low, self.high, self.example, self.parts = low, high, example, parts
        self.widget.attrs |= {"inputmode": "numeric", "class": "ds-input amount"}
        self.widget.attrs["autocomplete"] = "off"
        self.error_messages["required"] = lazy(self.told, str)()

    def clean(self, value: Any) -> float:
        """The number. Raises `ValidationError` with the mend."""
        text = super().clean(value).replace(",", ".")
        shape = r"\d{1,9}(\.\d{1,3})?" if self.parts else r"\d{1,9}"
        if not re.fullmatch(shape, text) or not self.low <= float(text) <= self.high:
            raise forms.ValidationError(self.told())
        return float(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as numbers."""
        return str(self.prepare_value(initial)) != str(data or "").strip().replace(".", ",")

    def prepare_value(self, value: Any) -> Any:
        """Without an end of zeros."""
        return f"{value:.10g}".replace(".", ",") if isinstance(value, int | float) else value

    def told(self) -> str:
        """What is expected."""
        return _("Type a number from %(low)s to %(high)s, for example %(example)s.") % {
            "low": f"{self.low:.10g}",
            "high": f"{self.high:.10g}",
            "example": f"{self.example:.10g}",
        }


def number_missing() -> str:
    """What is said when no number is there."""
    return _("Type a telephone number, for example 411 11 111.")


def number_error(text: str, fault: NumberFault) -> str:
    """What is wrong with a number that somebody typed, and the mend."""
    if re.search(r"hid|skjul|anonym|withheld|hemmelig", text, re.IGNORECASE):
        return _("Withheld numbers cannot be recognised, so they cannot be on the list.")
    try:
        digits = strip_separators(text)
    except NumberFault:
        if len(re.findall(r"\d{8}", re.sub(r"[\s-]", "", text))) > 1:
            return _("Here are two numbers. Write one per line.")
        return _("A telephone number has digits only. Write it like 411 11 111.")
    if not digits:
        return number_missing()
    if len(digits) == 16:
        return _("Here are two numbers. Write one per line.")
    if digits.startswith(("+", "00")):
        return _(
            "This number cannot exist. Check the country code and the digits: +46 8 000 00 10."
        )
    count = len(digits.removeprefix("47")) if len(digits) > 8 else len(digits)
    return ngettext(
        "%(n)s digit. Norwegian numbers have 8, or 5. Is one missing?",
        "%(n)s digits. Norwegian numbers have 8, or 5. Is one missing?",
        count,
    ) % {"n": count}
