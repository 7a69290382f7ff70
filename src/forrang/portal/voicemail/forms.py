"""Which messages are shown, and how they are kept and mailed."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.document import Document
from forrang.domain.voicemails import Place, When, voicemails, with_changed_voicemails
from forrang.portal.filtering import FilterForm
from forrang.portal.live.places import place_name
from forrang.portal.tenancy import Person
from forrang.portal.voicemail.taking import ToldField, offer_people
from forrang.site.forms import AmountField, Form
from forrang.site.templatetags.forrang import number
from forrang.storage.voicemail import Wanted

WHEN = {
    When.ALWAYS: gettext_lazy("All calls"),
    When.CLOSED: gettext_lazy("When closed"),
    When.WAITED_TOO_LONG: gettext_lazy("After the longest wait"),
    When.LINE_FULL: gettext_lazy("When the line is full"),
    When.ALL_LOGGED_OUT: gettext_lazy("When nobody is logged in"),
    When.VIP_WAITED_TOO_LONG: gettext_lazy("VIPs after the longest wait"),
    When.UNSERVED: gettext_lazy("When nobody answers"),
}
"""When a call comes to a voicemail."""


class MessagesFilter(FilterForm):
    """A GET form: which are shown."""

    show = forms.ChoiceField(required=False)
    to = forms.ChoiceField(required=False)

    def __init__(self, data: Any, person: Person):
        super().__init__(data)
        numbers = person.document.main_numbers
        self.choose("show", _("Messages"), [("new", _("New")), ("heard", _("Heard"))])
        named = [(one.number, f"{number(one.number)} {one.name or ''}".strip()) for one in numbers]
        self.choose("to", _("Main number"), named)
        if len(numbers) < 2:
            del self.fields["to"]

    @property
    def wanted(self) -> Wanted:
        """What was asked for."""
        values = self.values
        return Wanted(
            new={"new": True, "heard": False}.get(values.get("show", "")),
            main_number=values.get("to") or None,
            day=values.get("day"),
        )


class SettingsForm(Form):
    """How long messages are kept, and whom each voicemail mails them to."""

    kept_days = AmountField(
        1,
        3650,
        90,
        label=gettext_lazy("Messages are kept for"),
        help_text=gettext_lazy("Older ones are deleted with their sound. Nobody can undo that."),
    )

    def __init__(self, data: Any, person: Person, document: Document):
        super().__init__(data, initial={"kept_days": document.voicemail_kept_days})
        self._document = document
        self._fields: dict[tuple[str, When], str] = {}
        for at, one in enumerate(voicemails(document)):
            if one.when is When.VIP_WAITED_TOO_LONG and not person.vip_activated:
                continue
            name = f"told-{at}"
            self._fields[one.id] = name
            self.fields[name] = ToldField(
                label=f"{_whose(document, one)}: {WHEN[one.when]}",
                initial=one.voicemail.notify,
            )
        offer_people(self, person, document)

    @property
    def told(self) -> list[Any]:
        """The fields that say who gets mail."""
        return [self[name] for name in self._fields.values()]

    @property
    def some_without(self) -> bool:
        """Whether somebody who could be told has no address."""
        return any(one.field.some_without for one in self.told)

    def document(self) -> Document:
        """The setup as typed."""

        def changed(place: Place) -> Any:
            name = self._fields.get(place.id)
            if name is None:
                return place.voicemail
            return replace(place.voicemail, notify=self.cleaned_data[name])

        kept = replace(self._document, voicemail_kept_days=int(self.cleaned_data["kept_days"]))
        return with_changed_voicemails(kept, changed)


def _whose(document: Document, place: Place) -> str:
    if isinstance(place.owner, AnswerGroup):
        return place.owner.name
    return place_name(document, place.owner.id)
