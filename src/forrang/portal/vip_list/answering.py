"""Who answers a list's callers, how they are asked, and how far ahead the callers come: the form of
it, and what it makes of a setup.
"""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.answer_group import Strategy
from forrang.domain.call_setup import Choice
from forrang.domain.document import Document
from forrang.domain.main_number import MainNumber
from forrang.domain.points import Point, PointId, changed
from forrang.domain.vip_list import ALWAYS_FIRST, Answerer, VipList
from forrang.portal.strategies import STRATEGIES
from forrang.portal.tenancy import Person
from forrang.portal.vip_list.after_wait import (
    AFTER_FIELDS,
    after_of,
    check_after,
    fit_after,
    shown_after,
)
from forrang.portal.vip_list.chosen import Chosen
from forrang.site.forms import AmountField, Form

AFTER, AT_ONCE, NEVER = "after", "at-once", "never"
ALWAYS, MINUTES = "always", "minutes"
OVERFLOW_SECONDS = 30
"""What is proposed where a list asks others at once or never."""
HEAD_START_MINUTES = 15
"""What is proposed where a list comes always first."""


class AnsweringForm(Form):
    """A list's settings, as they are at its point. The order of the answerers is part of what is
    typed.
    """

    strategy = forms.ChoiceField(label=gettext_lazy("Ring strategy"), choices=STRATEGIES)
    ring_seconds = AmountField(5, 120, example=20, label=gettext_lazy("Ring time"))
    overflow = forms.ChoiceField(
        label=gettext_lazy("If none of them picks up"),
        choices=[(x, x) for x in (AFTER, AT_ONCE, NEVER)],
    )
    overflow_after = AmountField(1, 3600, example=30, label=gettext_lazy("Seconds"))
    overflow_to = forms.ChoiceField(
        label=gettext_lazy("Answer group that is asked too"),
        required=False,
        help_text=gettext_lazy("No answer group takes the other calls here, so you choose one."),
    )
    skips_menu = forms.BooleanField(
        label=gettext_lazy("VIPs skip the menu"),
        required=False,
        widget=forms.CheckboxInput(attrs={"aria-describedby": "skips-means"}),
    )
    head = forms.ChoiceField(
        label=gettext_lazy("Head start"), choices=[(x, x) for x in (ALWAYS, MINUTES)]
    )
    head_minutes = AmountField(1, 10_080, example=15, parts=True, label=gettext_lazy("Minutes"))

    def __init__(self, data: Any, person: Person, document: Document, point: Point):
        vip = point.vip or VipList()
        after, always = vip.overflow_after, vip.head_start >= ALWAYS_FIRST
        initial = {
            "strategy": vip.ringing.strategy.value,
            "ring_seconds": vip.ringing.ring_seconds,
            "overflow": NEVER if after is None else AFTER if after else AT_ONCE,
            "overflow_after": after or OVERFLOW_SECONDS,
            "head": ALWAYS if always else MINUTES,
            "head_minutes": HEAD_START_MINUTES if always else vip.head_start / 60,
            "overflow_to": vip.overflow_to or "",
            "skips_menu": vip.skips_menu,
            **shown_after(vip),
        }
        if data is not None:  # an amount counts only beside its own choice
            data = data.copy()
            for choice, chosen, amount in (
                ("overflow", AFTER, "overflow_after"),
                ("head", MINUTES, "head_minutes"),
            ):
                if data.get(choice) != chosen:
                    data[amount] = self.base_fields[amount].prepare_value(initial[amount])
        super().__init__(data, initial=initial, auto_id="answering_%s")
        for name in ("ring_seconds", "overflow_after", "head_minutes"):  # what is there may stay
            field = self.fields[name]
            assert isinstance(field, AmountField)
            field.low = min(field.low, initial[name])
            field.high = max(field.high, initial[name])
        for name in ("overflow_after", "head_minutes"):  # the sentence around them is no label
            self.fields[name].widget.attrs["aria-label"] = self.fields[name].label
        fit_after(self, person, document)
        others = self.fields["overflow_to"]
        assert isinstance(others, forms.ChoiceField)
        others.choices = [("", _("Nobody")), *((one.name, one.name) for one in document.groups)]
        if point.setup.queue is not None:  # its group is asked too
            del self.fields["overflow_to"]
        if point.keys or point.setup.menu is None:
            del self.fields["skips_menu"]
        self._vip = vip
        self.usual = Chosen(document, vip.answerers, data, "answerer", "")
        closed = vip.when_closed if point.opening_hours is not None else None
        self.late = (
            None
            if closed is None
            else Chosen(document, closed.answerers, data, "late_answerer", "late-")
        )
        "Who answers when it is closed; None where nobody is taken then."

    def clean(self) -> dict[str, Any]:
        """Only what belongs to the chosen destination counts."""
        values: dict[str, Any] = super().clean() or {}
        check_after(self)
        return values

    @property
    def answerers(self) -> list[Answerer]:
        """Who answers, in order."""
        return self.usual.answerers

    def arrange(self, what: str, data: Any) -> None:
        """Do what the button of a list says: `up:1`, `late-add`."""
        if self.late is not None and what.startswith(self.late.prefix):
            act = what.removeprefix(self.late.prefix)
            self.late.arrange(act, data.get("late_add", ""))
        else:
            self.usual.arrange(what, data.get("add", ""))

    @property
    def told(self) -> str:
        """What was done to an order, for those who do not see it."""
        return self.usual.told or ("" if self.late is None else self.late.told)

    @property
    def focus(self) -> str:
        """The button that has the focus after that."""
        return self.usual.focus or ("" if self.late is None else self.late.focus)

    def choices_to_add(self) -> list[tuple[str, str, bool]]:
        """Who is not among the answerers yet: value, name, whether it is a group."""
        return self.usual.choices_to_add()

    def name(self, one: Answerer) -> str:
        """What an answerer is called."""
        return self.usual.name(one)

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
        asked_too = values.get("overflow_to", self._vip.overflow_to)
        closed = self._vip.when_closed
        if closed is not None and self.late is not None:
            closed = replace(closed, answerers=tuple(self.late.answerers))
        return replace(
            self._vip,
            answerers=tuple(self.answerers),
            overflow_to=asked_too or None,
            skips_menu=values.get("skips_menu", self._vip.skips_menu),
            when_closed=closed,
            ringing=ringing,
            overflow_after=overflow[values["overflow"]],
            head_start=head[values["head"]],
            waited_too_long=after_of(self, self._vip),
        )

    def chosen(self, name: str) -> str:
        """The value that a field shows."""
        return str(self[name].value())

    @property
    def minutes(self) -> float:
        """The head start in minutes that the page speaks of, chosen or proposed."""
        try:
            return float(self.fields["head_minutes"].clean(self["head_minutes"].value()))
        except forms.ValidationError:
            return HEAD_START_MINUTES


AnsweringForm.base_fields |= AFTER_FIELDS


def with_list(document: Document, id: PointId, vip: VipList) -> Document:
    """The document with this list at a point."""

    def with_it(point: Point) -> MainNumber | Choice:
        return replace(point.part, vip=vip) if point.id == id else point.part

    numbers = tuple(changed(one, with_it) for one in document.main_numbers)
    return replace(document, main_numbers=numbers)
