"""The fields of a telephone queue, and what they make of one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forrang.domain.answer_group import Ringing
from forrang.domain.call_setup import Announcements, Callback, NobodyLoggedIn, Queue
from forrang.domain.document import Document
from forrang.portal.history.call_words import not_said
from forrang.portal.numbers.destinations import (
    TONE,
    shown_destination,
    then_fields,
)
from forrang.portal.numbers.fields import PerhapsAmountField
from forrang.portal.sounds.prompt_field import PromptField
from forrang.portal.strategies import STRATEGIES
from forrang.site.forms import AmountField
from forrang.site.templatetags.forrang import names

WAIT = "wait"
"""Beside the destinations: a caller waits on."""

THENS = {
    "wait_then": "waited_too_long",
    "full_then": "line_full",
    "nobody_then": "all_logged_out",
}
"""Choices of where a call goes, and what a queue calls it."""

_nobody = gettext_lazy("Nobody")

FIELDS: dict[str, forms.Field] = {
    "group": forms.ChoiceField(
        label=gettext_lazy("Answer group"),
        error_messages={
            "required": gettext_lazy(
                "Choose who answers. Is there no answer group yet, make one first."
            )
        },
    ),
    "strategy": forms.ChoiceField(label=gettext_lazy("Ring strategy"), choices=STRATEGIES),
    "ring_seconds": AmountField(
        5,
        120,
        example=20,
        label=gettext_lazy("Ring time"),
        help_text=gettext_lazy("Above 20 seconds voicemail may take the call."),
    ),
    "max_wait_minutes": AmountField(
        1, 1440, example=10, parts=True, label=gettext_lazy("Longest wait")
    ),
    **then_fields("wait_then", gettext_lazy("After the longest wait")),
    "welcome": PromptField(
        label=gettext_lazy("Welcome message"),
        help_text=gettext_lazy("Heard before the music."),
        required=False,
    ),
    "position": forms.BooleanField(label=gettext_lazy("Tell the place in line"), required=False),
    "expected_wait": forms.BooleanField(
        label=gettext_lazy("Tell about how long it will take"), required=False
    ),
    "comfort": forms.CharField(
        label=gettext_lazy("Messages while they wait"),
        help_text=gettext_lazy("One per line. They are told one after the other."),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    ),
    "every_seconds": AmountField(
        10,
        3600,
        example=45,
        label=gettext_lazy("Between each time"),
        help_text=gettext_lazy("The music plays in between."),
    ),
    "callback": forms.BooleanField(
        label=gettext_lazy("Press 1 to be called back"),
        required=False,
        widget=forms.CheckboxInput({"aria-describedby": "callback-means"}),
    ),
    "callback_tries": AmountField(
        1, 10, example=3, label=gettext_lazy("How often they are called")
    ),
    "callback_minutes": AmountField(
        0.5, 60, example=5, parts=True, label=gettext_lazy("Between the calls")
    ),
    "overflow_to": forms.ChoiceField(
        label=gettext_lazy("Also ask"),
        help_text=gettext_lazy("If nobody of the answer group has answered. The place is kept."),
        required=False,
    ),
    "overflow_after": AmountField(0, 3600, example=60, label=gettext_lazy("After")),
    **then_fields(
        "nobody_then",
        gettext_lazy("When nobody is logged in"),
        (WAIT, gettext_lazy("They wait until somebody logs in")),
    ),
    "max_waiting": PerhapsAmountField(
        1,
        10_000,
        example=20,
        label=gettext_lazy("Longest line"),
        help_text=gettext_lazy("When so many wait, one more is not let in."),
        required=False,
    ),
    **then_fields("full_then", gettext_lazy("When the line is full")),
}
"""By name, in their order on the page."""

MORE = list(FIELDS)[list(FIELDS).index("welcome") :]
"""Those that stand folded under the usual ones."""


def default_queue(document: Document) -> Queue:
    """What the fields show where there is no queue yet."""
    return Queue(document.groups[0].name if document.groups else "")


def shown_queue(document: Document, queue: Queue) -> dict[str, Any]:
    """What the fields show at first."""
    ringing = next((one.ringing for one in document.groups if one.name == queue.group), Ringing())
    told = queue.announcements or Announcements()
    back = queue.callback or Callback()
    shown = {
        "group": queue.group,
        "strategy": ringing.strategy.value,
        "ring_seconds": ringing.ring_seconds,
        "max_wait_minutes": queue.max_wait_seconds / 60,
        "welcome": queue.welcome,
        "position": told.position,
        "expected_wait": told.expected_wait,
        "comfort": "\n".join(one.say for one in told.comfort if one.say is not None),
        "every_seconds": told.every_seconds,
        "callback": queue.callback is not None,
        "callback_tries": back.tries,
        "callback_minutes": back.retry_seconds / 60,
        "overflow_to": queue.overflow_to or "",
        "overflow_after": queue.overflow_after,
        "max_waiting": queue.max_waiting,
    }
    for name, of in THENS.items():
        shown |= shown_destination(name, getattr(queue, of))
    if queue.nobody_logged_in is NobodyLoggedIn.WAIT:
        shown["nobody_then"] = WAIT
    return shown


def fit(form: forms.Form, document: Document) -> None:
    """Give the fields what depends on the document."""
    fields: dict[str, Any] = form.fields
    groups = [(one.name, one.name) for one in document.groups]
    fields["group"].choices = groups
    fields["group"].help_text = members(document, form.initial["group"])
    fields["overflow_to"].choices = [("", _nobody), *groups]
    for name in THENS:
        there = fields[name].choices
        fields[name].choices = [
            (value, not_said(document) if value == TONE else label) for value, label in there
        ]


def members(document: Document, group: str) -> str:
    """Who is in a group, as a sentence."""
    there = [
        one
        for of in document.groups
        if of.name == group
        for one in document.employees
        if one.mobile in of.members
    ]
    if not there:
        return _("Nobody is in it.")
    told = ngettext("%(names)s is in it.", "%(names)s are in it.", len(there))
    return told % {"names": names(there)}
