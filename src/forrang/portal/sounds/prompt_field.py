"""The field for a prompt: a text that is spoken, or one of the customer's own sounds.

class MenuForm(Form):
    greeting = PromptField(label=_("Greeting"))

    def __init__(self, data, person, menu):
        super().__init__(data, initial={"greeting": menu.greeting})
        offer_sounds(self, person)

The template shows it by `{% include "sounds/prompt.html" with field=form.greeting %}`. It is cleaned
to a `Prompt`, or None where it is empty and need not be filled in. The text is posted under the name
of the field, the sound under that with `_sound` behind it; a chosen sound goes before the text.
"""

from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forrang.domain.prompt import SAY_LENGTH, Prompt
from forrang.portal.tenancy import Person
from forrang.storage.sounds import sounds_of

SPOKEN = ""
"""What is posted for the sound when the text is meant."""


class PromptWidget(forms.MultiWidget):
    """A text and a choice of sounds; shown by a template of ours, which knows more."""

    def __init__(self) -> None:
        super().__init__({"": forms.Textarea({"rows": 3}), "sound": forms.Select()})

    def decompress(self, value: Any) -> list[str]:
        """Text and sound of a prompt."""
        return ["", SPOKEN] if value is None else [value.say or "", value.sound or SPOKEN]

    def id_for_label(self, id_: str) -> str:
        """The text's."""
        return f"{id_}_0" if id_ else ""


class BoundPrompt(BoundField):
    """What the template shows."""

    field: "PromptField"

    @property
    def _shown(self) -> list[str]:
        value = self.value()
        if not isinstance(value, list):
            widget = self.field.widget
            assert isinstance(widget, PromptWidget)
            value = widget.decompress(value)
        return [one or "" for one in value]

    @property
    def text(self) -> str:
        """The text, as typed."""
        return self._shown[0]

    @property
    def sound(self) -> str:
        """The id of the chosen sound."""
        return self._shown[1]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The sounds that can be chosen: ids and names."""
        return self.field.sounds

    @property
    def longest(self) -> int:
        """Characters of a text."""
        return SAY_LENGTH


class PromptField(forms.Field):
    """A prompt; `Prompt`, or None when cleaned."""

    widget = PromptWidget
    default_error_messages: ClassVar = {
        "required": gettext_lazy(
            "Type what shall be said, for example «Welcome to us», or choose a sound."
        ),
    }

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.sounds: list[tuple[str, str]] = []

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """With what the template shows."""
        return BoundPrompt(form, self, field_name)

    def clean(self, value: Any) -> Prompt | None:
        """The prompt. Raises `ValidationError` with the mend."""
        text, sound = posted(value)
        if sound != SPOKEN:
            if sound not in dict(self.sounds):
                raise forms.ValidationError(_("This sound is gone. Choose another one."))
            return Prompt(sound=sound)
        if not text:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        if len(text) > SAY_LENGTH:
            raise forms.ValidationError(too_long(text))
        return Prompt(say=text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as prompts."""
        text, sound = posted(data)
        told = Prompt(sound=sound) if sound else Prompt(say=text) if text else None
        return bool(told != initial)


def offer_sounds(form: forms.BaseForm, person: Person) -> None:
    """Let every prompt of a form be one of the customer's sounds."""
    found = [(one.id, one.name) for one in sounds_of(person.customer.pk)]
    for field in form.fields.values():
        if isinstance(field, PromptField):
            field.sounds = found


def posted(value: Any) -> tuple[str, str]:
    """Text and sound as they came in."""
    text, sound = value if isinstance(value, list) else ["", SPOKEN]
    return (text or "").replace("\r\n", "\n").strip(), sound or SPOKEN


def too_long(text: str) -> str:
    """Why a text cannot be spoken, and the mend."""
    over = len(text) - SAY_LENGTH
    return ngettext(
        "The text is %(n)s character too long. Shorten it, or record it.",
        "The text is %(n)s characters too long. Shorten it, or record it.",
        over,
    ) % {"n": over}
