"""The form of «Endre»."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forrang.domain.document import Document
from forrang.domain.main_number import MainNumber
from forrang.portal.strategies import STRATEGIES
from forrang.site.forms import AmountField, Form
from forrang.site.templatetags.forrang import names


class QueueForm(Form):
    """A main number that rings an answer group. Made from a version of the setup: what is there
    already is accepted as it is, and what is not changed is not saved.
    """

    group = forms.ChoiceField(label=gettext_lazy("Answer group"))
    strategy = forms.ChoiceField(label=gettext_lazy("Ring strategy"), choices=STRATEGIES)
    ring_seconds = AmountField(
        5,
        120,
        example=20,
        label=gettext_lazy("Ring time"),
        help_text=gettext_lazy("Above 20 seconds voicemail may take the call."),
    )
    max_wait_minutes = AmountField(
        1,
        1440,
        example=10,
        parts=True,
        label=gettext_lazy("Longest wait"),
        help_text=gettext_lazy("After this the caller hears a tone, and the call ends."),
    )
    vip = forms.BooleanField(
        label=gettext_lazy("VIP queue"),
        required=False,
        widget=forms.CheckboxInput(attrs={"aria-describedby": "vip-means"}),
    )

    def __init__(self, data: Any, document: Document, main_number: MainNumber, with_vip: bool):
        groups = {one.name: one for one in document.groups}
        queue = main_number.setup.queue
        ringing = groups[queue.group].ringing
        initial = {
            "group": queue.group,
            "strategy": ringing.strategy.value,
            "ring_seconds": ringing.ring_seconds,
            "max_wait_minutes": queue.max_wait_seconds / 60,
            "vip": main_number.vip is not None and main_number.vip.on,
        }
        super().__init__(data, initial=initial)
        for name in ("ring_seconds", "max_wait_minutes"):  # what is there may stay
            amount: Any = self.fields[name]
            amount.low = min(amount.low, initial[name])
            amount.high = max(amount.high, initial[name])
        field: Any = self.fields["group"]
        field.choices = [(name, name) for name in groups]
        field.help_text = _members(document, queue.group)
        if not with_vip:
            del self.fields["vip"]

    def clean(self) -> dict[str, Any]:
        """The longest wait is longer than one ringing."""
        values: dict[str, Any] = super().clean() or {}
        ring, wait = values.get("ring_seconds"), values.get("max_wait_minutes")
        if ring is not None and wait is not None and wait * 60 <= ring:
            least = int(ring // 60) + 1
            message = ngettext(
                "Must be longer than the ring time. Type at least %(n)s minute.",
                "Must be longer than the ring time. Type at least %(n)s minutes.",
                least,
            )
            self.add_error("max_wait_minutes", message % {"n": least})
        return values


def _members(document: Document, group: str) -> str:
    members = next(one.members for one in document.groups if one.name == group)
    there = [one for one in document.employees if one.mobile in members]
    if not there:
        return _("Nobody is in it.")
    told = ngettext("%(names)s is in it.", "%(names)s are in it.", len(there))
    return told % {"names": names(there)}
