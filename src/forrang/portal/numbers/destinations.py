"""Where a call goes that was not answered, as a form has it: a choice, and beside it what is said
then, a number, and how a message is taken. The fields are called `wait_then`, `wait_then_text`,
`wait_then_number`, `wait_then_seconds` and `wait_then_told`.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from forrang.domain.destination import Destination, Voicemail
from forrang.portal.numbers.fields import ForwardField
from forrang.portal.sounds.prompt_field import PromptField
from forrang.portal.voicemail.taking import shown_voicemail, taken, voicemail_fields
from forrang.site.forms import number_missing
from forrang.site.templatetags.forrang import number as shown

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

TONE, MESSAGE, VOICEMAIL, FORWARD = "tone", "message", "voicemail", "forward"

THEN = [
    (TONE, gettext_lazy("A tone, and the call ends")),
    (MESSAGE, gettext_lazy("A message, and the call ends")),
    (VOICEMAIL, gettext_lazy("The caller may leave a message")),
    (FORWARD, gettext_lazy("Forward to another number")),
]
"""What may come then."""

TEXT_MISSING = gettext_lazy(
    "Type what shall be said, for example «Nobody can answer now. Please call again.»"
)


def then_fields(
    name: str, label: "StrPromise", *before: tuple[str, Promise], tone: bool = True
) -> dict[str, forms.Field]:
    """The five fields; `before` are choices that stand first, and without `tone` nothing is no
    choice.
    """
    then = [one for one in THEN if tone or one[0] != TONE]
    return {
        name: forms.ChoiceField(label=label, choices=[*before, *then]),
        f"{name}_text": PromptField(label=gettext_lazy("What is said then"), required=False),
        f"{name}_number": ForwardField(label=gettext_lazy("To the number"), required=False),
        **voicemail_fields(name),
    }


def shown_destination(name: str, destination: Destination | None) -> dict[str, Any]:
    """What the fields show at first."""
    if destination is None:
        return {name: TONE, **shown_voicemail(name, None)}
    voicemail, number = destination.voicemail, destination.forward
    said = destination.message if voicemail is None else voicemail.greeting
    (kind,) = destination.given
    return {
        name: kind,
        f"{name}_text": said,
        f"{name}_number": None if number is None else shown(number),
        **shown_voicemail(name, voicemail),
    }


def unused(name: str, then: str | None) -> list[str]:
    """Which of the fields do not count beside what was chosen."""
    found = [] if then in (MESSAGE, VOICEMAIL) else [f"{name}_text"]
    found += [] if then == VOICEMAIL else voicemail_fields(name)
    return found if then == FORWARD else [*found, f"{name}_number"]


def check(form: forms.Form, name: str) -> None:
    """Note what is missing beside what was chosen."""
    values = form.cleaned_data
    then = values.get(name)
    if then == MESSAGE and f"{name}_text" in values and not values[f"{name}_text"]:
        form.add_error(f"{name}_text", TEXT_MISSING)
    if then == FORWARD and f"{name}_number" in values and not values[f"{name}_number"]:
        form.add_error(f"{name}_number", number_missing())


def destination_of(
    values: dict[str, Any], name: str, before: Destination | None
) -> Destination | None:
    """What was chosen; None is a tone and the end. A voicemail keeps what is not shown of it."""
    match values[name]:
        case "message":
            return Destination(message=values[f"{name}_text"])
        case "voicemail":
            there = (before.voicemail if before is not None else None) or Voicemail()
            there = replace(there, greeting=values[f"{name}_text"])
            return Destination(voicemail=taken(values, name, there))
        case "forward":
            return Destination(forward=values[f"{name}_number"])
    return None
