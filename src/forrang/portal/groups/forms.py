"""The form of an answer group."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.answer_group import AnswerGroup, Strategy
from forrang.domain.destination import Voicemail
from forrang.domain.document import Document
from forrang.domain.fields import NAME_LENGTH
from forrang.domain.phone_number import PhoneNumber
from forrang.portal.sounds.prompt_field import PromptField, offer_sounds
from forrang.portal.strategies import STRATEGIES
from forrang.portal.tenancy import Person
from forrang.portal.voicemail.taking import (
    offer_people,
    shown_voicemail,
    taken,
    voicemail_fields,
    with_unsent,
)
from forrang.site.forms import AmountField, Form

SECONDS = ("ring_seconds", "wrap_up_seconds", "rest_seconds")
NOT_IN_AN_ADDRESS = {".", ".."}
MESSAGES = ("greeting", *voicemail_fields("messages"))
"""The fields that count when the group takes messages."""


class GroupForm(Form):
    """A group's name and how it rings; its members stand beside it. What is there already is
    accepted as it is, and what is not changed is not saved.
    """

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_LENGTH,
        error_messages={"required": gettext_lazy("Type a name, for example Reception.")},
    )
    strategy = forms.ChoiceField(label=gettext_lazy("Ring strategy"), choices=STRATEGIES)
    ring_seconds = AmountField(
        5,
        120,
        example=20,
        label=gettext_lazy("Ring time"),
        help_text=gettext_lazy("Above 20 seconds voicemail may take the call."),
    )
    wrap_up_seconds = AmountField(
        0,
        3600,
        example=30,
        label=gettext_lazy("Wrap-up"),
        help_text=gettext_lazy("After a call nothing rings for so long. 0: the next call at once."),
    )
    rest_seconds = AmountField(
        1,
        3600,
        example=15,
        label=gettext_lazy("Rest"),
        help_text=gettext_lazy("Who did not answer a call is not asked for it again before this."),
    )
    pause_after_misses = AmountField(
        0,
        100,
        example=3,
        label=gettext_lazy("Break after misses"),
        help_text=gettext_lazy(
            "Who misses so many calls in a row gets a break in this group. 0: never."
        ),
    )

    takes_messages = forms.BooleanField(
        label=gettext_lazy("Callers may leave a message when nobody answers"),
        required=False,
        widget=forms.CheckboxInput(attrs={"aria-describedby": "messages-means"}),
    )
    greeting = PromptField(
        label=gettext_lazy("Greeting"),
        help_text=gettext_lazy("What is told before the tone. Empty: the standard greeting."),
        required=False,
    )

    def __init__(
        self, data: Any, person: Person, document: Document, group: AnswerGroup, new: bool = False
    ):
        ringing, voicemail = group.ringing, group.voicemail
        initial = {
            "name": group.name,
            "strategy": ringing.strategy.value,
            "pause_after_misses": ringing.pause_after_misses,
            **{name: getattr(ringing, name) for name in SECONDS},
            "takes_messages": voicemail is not None,
            "greeting": None if voicemail is None else voicemail.greeting,
            **shown_voicemail("messages", voicemail),
        }
        super().__init__(_with_messages(data, initial), initial=initial)
        offer_sounds(self, person)
        offer_people(self, person, document)
        self._group = group
        self._taken = {one.name for one in document.groups} - (set() if new else {group.name})
        for name in (*SECONDS, "pause_after_misses"):  # what is there may stay
            amount = self.fields[name]
            assert isinstance(amount, AmountField)
            amount.low = min(amount.low, initial[name])
            amount.high = max(amount.high, initial[name])
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        """No other group's."""
        name: str = self.cleaned_data["name"]
        if name in self._taken:
            raise forms.ValidationError(name_taken(name))
        if name in NOT_IN_AN_ADDRESS or not name.isprintable():
            raise forms.ValidationError(_("Type a name with letters, for example Reception."))
        return name

    def clean(self) -> dict[str, Any]:
        """Of a voicemail that is not there nothing counts."""
        values: dict[str, Any] = super().clean() or {}
        if not values.get("takes_messages"):
            for name in MESSAGES:
                self.errors.pop(name, None)
        return values

    def show_as_typed(self, posted: QueryDict) -> None:
        """Show what was typed, and check nothing: a button of a member was pressed."""
        typed = _with_messages(posted, dict(self.initial))
        for name, field in self.fields.items():
            self.initial[name] = field.widget.value_from_datadict(typed, {}, name)

    def group(self, members: tuple[PhoneNumber, ...]) -> AnswerGroup:
        """The group as typed."""
        values, changed = self.cleaned_data, set(self.changed_data)
        ringing = self._group.ringing
        if "strategy" in changed:
            ringing = replace(ringing, strategy=Strategy(values["strategy"]))
        for name in changed & set(SECONDS):
            ringing = replace(ringing, **{name: values[name]})
        if "pause_after_misses" in changed:
            ringing = replace(ringing, pause_after_misses=int(values["pause_after_misses"]))
        voicemail = None
        if values["takes_messages"]:
            there = replace(self._group.voicemail or Voicemail(), greeting=values["greeting"])
            voicemail = taken(values, "messages", there)
        return AnswerGroup(values["name"], members, ringing, voicemail)


GroupForm.base_fields |= voicemail_fields("messages")


def _with_messages(data: Any, shown: dict[str, Any]) -> Any:
    """What was sent, with what a page did not ask as it is; None as it is. A tick that is missing says
    something where the page had ticks to show.
    """
    data = with_unsent(data, "messages", shown)
    if data is None:
        return None
    if shown["takes_messages"] and "ticks" not in data:
        data["takes_messages"] = "on"
    greeting = shown["greeting"]
    if greeting is not None and not {"greeting", "greeting_sound"} & set(data):
        data["greeting"], data["greeting_sound"] = greeting.say or "", greeting.sound or ""
    return data


def name_taken(name: str) -> str:
    """Why a name cannot be had."""
    return _("There is a group %(name)s already. Type another name.") % {"name": name}
