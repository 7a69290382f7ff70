"""Who answers a list's callers, how they are asked, and how far ahead the callers come: the form of
it, and what it makes of a setup.
"""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.answer_group import Strategy
from forrang.domain.document import Document
from forrang.domain.main_number import MainNumber
from forrang.domain.vip_list import ALWAYS_FIRST, Answerer, VipList
from forrang.portal.strategies import STRATEGIES
from forrang.portal.tenancy import name_of
from forrang.site.forms import AmountField, Form

AFTER, AT_ONCE, NEVER = "after", "at-once", "never"
ALWAYS, MINUTES = "always", "minutes"
OVERFLOW_SECONDS = 30
"""What is proposed where a list asks others at once or never."""
HEAD_START_MINUTES = 15
"""What is proposed where a list comes always first."""


class AnsweringForm(Form):
    """A list's settings. The order of the answerers is part of what is typed: hidden fields, and
    buttons that send the form to have them moved.
    """

    strategy = forms.ChoiceField(label=gettext_lazy("Ring strategy"), choices=STRATEGIES)
    ring_seconds = AmountField(5, 120, example=20, label=gettext_lazy("Ring time"))
    overflow = forms.ChoiceField(
        label=gettext_lazy("If none of them picks up"),
        choices=[(x, x) for x in (AFTER, AT_ONCE, NEVER)],
    )
    overflow_after = AmountField(1, 3600, example=30, label=gettext_lazy("Seconds"))
    head = forms.ChoiceField(
        label=gettext_lazy("Head start"), choices=[(x, x) for x in (ALWAYS, MINUTES)]
    )
    head_minutes = AmountField(1, 10_080, example=15, parts=True, label=gettext_lazy("Minutes"))

    def __init__(self, data: Any, document: Document, vip: VipList):
        after, always = vip.overflow_after, vip.head_start >= ALWAYS_FIRST
        initial = {
            "strategy": vip.ringing.strategy.value,
            "ring_seconds": vip.ringing.ring_seconds,
            "overflow": NEVER if after is None else AFTER if after else AT_ONCE,
            "overflow_after": after or OVERFLOW_SECONDS,
            "head": ALWAYS if always else MINUTES,
            "head_minutes": HEAD_START_MINUTES if always else vip.head_start / 60,
        }
        if data is not None:  # an amount counts only beside its own choice
            data = data.copy()
            for choice, chosen, amount in (
                ("overflow", AFTER, "overflow_after"),
                ("head", MINUTES, "head_minutes"),
            ):
                if data.get(choice) != chosen:
                    data[amount] = AmountField.prepare_value(
                        self.base_fields[amount], initial[amount]
                    )
        super().__init__(data, initial=initial, auto_id="answering_%s")
        for name in ("ring_seconds", "overflow_after", "head_minutes"):  # what is there may stay
            field: Any = self.fields[name]
            field.low = min(field.low, initial[name])
            field.high = max(field.high, initial[name])
        for name in ("overflow_after", "head_minutes"):  # the sentence around them is no label
            self.fields[name].widget.attrs["aria-label"] = self.fields[name].label
        self._document = document
        self._vip = vip
        self.answerers = list(vip.answerers) if data is None else self._sent(data)
        self.told = ""
        "What was done to the order, for those who do not see it."
        self.focus = ""
        "The button that has the focus after that."

    def arrange(self, what: str, add: str) -> None:
        """Move, remove or add an answerer: `up:1`, `down:0`, `remove:2`, `add`."""
        act, _colon, place = what.partition(":")
        at = int(place) if place.isdecimal() else -1
        if act == "add":
            one = self._known(add)
            if one is not None and one not in self.answerers:
                self.answerers.append(one)
            self.focus = "add"
        elif 0 <= at < len(self.answerers):
            one = self.answerers.pop(at)
            if act == "remove":
                self.focus = (
                    f"remove:{min(at, len(self.answerers) - 1)}" if self.answerers else "add"
                )
                return
            to = at + {"up": -1, "down": 1}.get(act, 0)
            to = max(0, min(to, len(self.answerers)))
            self.answerers.insert(to, one)
            self.focus = f"{act}:{to}"
            self.told = _("%(name)s is now no. %(n)s of %(m)s.") % {
                "name": self.name(one),
                "n": to + 1,
                "m": len(self.answerers),
            }

    def choices_to_add(self) -> list[tuple[str, str, bool]]:
        """Who is not among them yet: value, name, whether it is a group."""
        people = [Answerer(employee=one.mobile) for one in self._document.employees]
        groups = [Answerer(group=one.name) for one in self._document.groups]
        return [
            (value_of(one), self.name(one), one.group is not None)
            for one in (*people, *groups)
            if one not in self.answerers
        ]

    def name(self, one: Answerer) -> str:
        """What an answerer is called."""
        return one.group or name_of(self._document, one.employee or "")

    def vip_list(self) -> VipList:
        """The list as a valid form has it."""
        values = self.cleaned_data
        overflow = {AFTER: values["overflow_after"], AT_ONCE: 0.0, NEVER: None}
        head = {ALWAYS: ALWAYS_FIRST, MINUTES: values["head_minutes"] * 60}
        ringing = replace(
            self._vip.ringing,
            strategy=Strategy(values["strategy"]),
            ring_seconds=values["ring_seconds"],
        )
        return replace(
            self._vip,
            answerers=tuple(self.answerers),
            ringing=ringing,
            overflow_after=overflow[values["overflow"]],
            head_start=head[values["head"]],
        )

    def chosen(self, name: str) -> str:
        """The value that a field shows."""
        return str(self[name].value())

    @property
    def minutes(self) -> float:
        """The head start in minutes that the page speaks of, chosen or proposed."""
        field: Any = self.fields["head_minutes"]
        try:
            return float(field.clean(self["head_minutes"].value()))
        except forms.ValidationError:
            return HEAD_START_MINUTES

    def _sent(self, data: Any) -> list[Answerer]:
        known = (self._known(value) for value in data.getlist("answerer"))
        return list(dict.fromkeys(one for one in known if one is not None))

    def _known(self, value: str) -> Answerer | None:
        kind, _colon, key = value.partition(":")
        if kind == "employee":
            found = [one.mobile for one in self._document.employees if one.mobile == key]
            return Answerer(employee=found[0]) if found else None
        found_groups = [one.name for one in self._document.groups if one.name == key]
        return Answerer(group=found_groups[0]) if found_groups else None


def value_of(one: Answerer) -> str:
    """An answerer as a form sends it."""
    return f"group:{one.group}" if one.group is not None else f"employee:{one.employee}"


def with_list(document: Document, main_number: MainNumber, vip: VipList) -> Document:
    """The document with this list at the main number."""
    return replace(
        document,
        main_numbers=tuple(
            replace(one, vip=vip) if one.number == main_number.number else one
            for one in document.main_numbers
        ),
    )
