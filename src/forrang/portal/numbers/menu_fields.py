"""The fields of a menu of key choices, and what they make of one. Keys that are there have pages of
their own; a menu that has none yet gets its first ones in rows of the same form.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.call_setup import KEYS, CallSetup, Choice, Menu, Queue
from forrang.domain.destination import Voicemail
from forrang.domain.document import Document
from forrang.domain.fields import NAME_LENGTH
from forrang.domain.menu_words import named_keys
from forrang.domain.prompt import Prompt
from forrang.portal.sounds.prompt_field import PromptField
from forrang.site.forms import AmountField

ROWS = 3
"""Keys that a new menu gets at once; more are added afterwards."""

_KEYS = [(key, key) for key in KEYS]
_GROUP = "group:"
_OTHERS = [
    ("voicemail", gettext_lazy("Take a message (voicemail)")),
    ("repeat", gettext_lazy("Read the menu again")),
]

FIELDS: dict[str, forms.Field] = {
    "greeting": PromptField(
        label=gettext_lazy("Greeting"),
        help_text=gettext_lazy(
            "Name the keys in order. We tell you when the greeting and the keys do not match."
        ),
    ),
    "wait_seconds": AmountField(1, 60, example=6, label=gettext_lazy("Wait for a key for")),
    "repeats": AmountField(
        0,
        5,
        example=1,
        label=gettext_lazy("If no key is pressed, read it again"),
        help_text=gettext_lazy("Also when a key is pressed that is not set up."),
    ),
    "otherwise": forms.ChoiceField(
        label=gettext_lazy("If no key is pressed then either"), required=False
    ),
}
"""By name, in their order on the page; the rows of a new menu come after."""


@dataclass(frozen=True, slots=True)
class Row:
    """A key of a new menu, as fields."""

    key: BoundField
    "Which key."
    name: BoundField
    "What it is called."
    to: BoundField
    "Where it goes."


def shown_menu(menu: Menu | None) -> dict[str, Any]:
    """What the fields show at first."""
    there = menu or Menu(Prompt(say=""))
    shown: dict[str, Any] = {
        "greeting": None if menu is None else menu.greeting,
        "wait_seconds": there.wait_seconds,
        "repeats": there.repeats,
        "otherwise": there.otherwise or "",
    }
    return shown | {f"new_key_{at}": KEYS[at - 1] for at in _rows(menu)}


def fit(form: forms.Form, document: Document, menu: Menu | None) -> None:
    """Give the fields what depends on the document."""
    fields: dict[str, Any] = form.fields
    end = ("", _("A tone, and the call ends"))
    choices = () if menu is None else menu.choices
    fields["otherwise"].choices = [
        end,
        *(
            (one.key, _("As if key %(key)s was pressed") % {"key": named(one)})
            for one in choices
            if not one.setup.repeat
        ),
    ]
    groups = [
        (f"{_GROUP}{one.name}", _("Answer group %(name)s") % {"name": one.name})
        for one in document.groups
    ]
    for at in _rows(menu):
        fields[f"new_key_{at}"] = forms.ChoiceField(label=_("Key"), choices=_KEYS)
        fields[f"new_name_{at}"] = forms.CharField(
            label=_("Name"), max_length=NAME_LENGTH, required=False
        )
        fields[f"new_to_{at}"] = forms.ChoiceField(
            label=_("Goes to"), choices=[("", _("Not in use")), *groups, *_OTHERS], required=False
        )
        fields[f"new_name_{at}"].widget.attrs["autocomplete"] = "off"


def rows(form: forms.Form) -> Iterator[Row]:
    """The rows of a new menu."""
    at = 1
    while f"new_key_{at}" in form.fields:
        yield Row(*(form[f"new_{name}_{at}"] for name in ("key", "name", "to")))
        at += 1


def check_menu(form: forms.Form, menu: Menu | None) -> None:
    """Note what no field can know alone."""
    values, seen = form.cleaned_data, set()
    for at in _rows(menu):
        key, name, to = (values.get(f"new_{one}_{at}") for one in ("key", "name", "to"))
        if name and not to:
            told = _("Choose where key %(key)s goes, or empty the name.")
            form.add_error(f"new_to_{at}", told % {"key": key})
        if to and key in seen:
            told = _("Key %(key)s stands here twice. Choose another key.")
            form.add_error(f"new_key_{at}", told % {"key": key})
        seen |= {key} if to else set()
    if _rows(menu) and not seen:
        told = _("A menu has at least one key. Choose where key %(key)s goes.")
        form.add_error("new_to_1", told % {"key": values.get("new_key_1", KEYS[0])})


def menu_of(before: Menu | None, form: forms.Form) -> Menu:
    """The menu with what the form changed."""
    values, changed = form.cleaned_data, set(form.changed_data)
    greeting = values["greeting"]
    new = tuple(_choice(values, at) for at in _rows(before) if values[f"new_to_{at}"])
    menu = replace(before, greeting=greeting) if before is not None else Menu(greeting)
    if "wait_seconds" in changed:
        menu = replace(menu, wait_seconds=values["wait_seconds"])
    return replace(
        menu,
        repeats=int(values["repeats"]),
        otherwise=values["otherwise"] or None,
        choices=(*menu.choices, *new),
    )


def named(choice: Choice) -> str:
    """A key with its name."""
    return f"{choice.key} {choice.name or ''}".rstrip()


def unset_keys(menu: Menu) -> list[str]:
    """Keys that the greeting names and that do nothing."""
    return [one for one in _named_in(menu) if menu.choice(one) is None]


def unnamed_keys(menu: Menu) -> list[str]:
    """Keys that the greeting does not name, where it names any."""
    there = _named_in(menu)
    return [one.key for one in menu.choices if there and one.key not in there]


def _named_in(menu: Menu) -> tuple[str, ...]:
    return named_keys(menu.greeting.say or "")


def _rows(menu: Menu | None) -> range:
    """The numbers of the rows: none where keys are there already."""
    return range(1, ROWS + 1) if menu is None or not menu.choices else range(0)


def _choice(values: dict[str, Any], at: int) -> Choice:
    to = values[f"new_to_{at}"]
    if to == "repeat":
        setup = CallSetup(repeat=True)
    elif to == "voicemail":
        setup = CallSetup(voicemail=Voicemail())
    else:
        setup = CallSetup(queue=Queue(to.removeprefix(_GROUP)))
    return Choice(values[f"new_key_{at}"], values[f"new_name_{at}"] or None, setup)
