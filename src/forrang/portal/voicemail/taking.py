"""What a form asks of a voicemail besides its greeting: the longest message, and who gets each one by
mail. The fields are called `closed_seconds` and `closed_told`.

class ClosedForm(Form):
    def __init__(self, data, person, document, voicemail):
        shown = shown_voicemail("closed", voicemail)
        super().__init__(with_unsent(data, "closed", shown), initial=shown)
        offer_people(self, person, document)

ClosedForm.base_fields |= voicemail_fields("closed")

The template shows them by `{% include "voicemail/taking.html" with seconds=form.closed_seconds
told=form.closed_told %}` and links `voicemail/taking.css` in `styles`.
"""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.destination import Voicemail
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.portal.tenancy import Person
from forrang.site.forms import AmountField
from forrang.storage.voicemail_mail import addressed


class ToldField(forms.MultipleChoiceField):
    """Who gets each message by mail, by tick; their mobile numbers when cleaned. The template posts
    one that is empty besides, so that no tick at all is told from a page that did not ask.
    """

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("label", gettext_lazy("Who gets each message by mail"))
        widget = forms.CheckboxSelectMultiple({"class": "ds-input"})
        super().__init__(required=False, widget=widget, **kwargs)
        self.some_without = False
        "Whether there are employees without an address."

    def clean(self, value: Any) -> tuple[PhoneNumber, ...]:
        """The numbers. Raises `ValidationError` for one who is no employee."""
        return tuple(PhoneNumber(one) for one in super().clean(_ticked(value)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as numbers."""
        return bool(super().has_changed(initial, _ticked(data)))


def voicemail_fields(name: str) -> dict[str, forms.Field]:
    """The two fields."""
    longest = gettext_lazy("Longest message from the caller")
    return {
        f"{name}_seconds": AmountField(5, 600, example=120, label=longest),
        f"{name}_told": ToldField(),
    }


def shown_voicemail(name: str, voicemail: Voicemail | None) -> dict[str, Any]:
    """What they show at first."""
    there = voicemail or Voicemail()
    return {f"{name}_seconds": there.max_seconds, f"{name}_told": there.notify}


def with_unsent(data: Any, name: str, shown: dict[str, Any]) -> Any:
    """What was sent, with what a page did not ask as it is; None as it is."""
    if data is None:
        return None
    data = data.copy()
    if f"{name}_seconds" not in data:
        seconds = AmountField.prepare_value(_SECONDS, shown[f"{name}_seconds"])
        data[f"{name}_seconds"] = seconds
    if f"{name}_told" not in data:
        data.setlist(f"{name}_told", list(shown[f"{name}_told"]))
    return data


def offer_people(form: forms.BaseForm, person: Person, document: Document) -> None:
    """Let every such field of a form name the employees, and say who has no address."""
    found = [field for field in form.fields.values() if isinstance(field, ToldField)]
    if not found:
        return
    reached = addressed(person.customer.pk)
    people = [
        (one.mobile, one.name if one.mobile in reached else _no_address(one.name))
        for one in document.employees
    ]
    for field in found:
        field.choices = people
        field.some_without = any(mobile not in reached for mobile, _name in people)


def taken(values: dict[str, Any], name: str, voicemail: Voicemail) -> Voicemail:
    """The voicemail as a valid form has it."""
    seconds, told = values[f"{name}_seconds"], values[f"{name}_told"]
    return replace(voicemail, max_seconds=seconds, notify=told)


_SECONDS = AmountField(5, 600, example=120)


def _ticked(value: Any) -> list[str]:
    return [one for one in value or () if one]


def _no_address(name: str) -> str:
    return _("%(name)s (has no e-mail address on My page)") % {"name": name}
