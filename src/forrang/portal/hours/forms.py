"""The form of the opening hours: the week, public holidays, and what callers meet when closed."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.destination import Destination, Voicemail
from forrang.domain.hours_edits import beginning
from forrang.domain.opening_hours import OnHolidays, OpeningHours, Week
from forrang.domain.points import Point
from forrang.domain.vip_list import VipList, VipWhenClosed
from forrang.portal.hours.fields import SpansField
from forrang.portal.hours.words import DAYS
from forrang.portal.numbers.fields import may_stay
from forrang.portal.sounds.prompt_field import PromptField, offer_sounds
from forrang.portal.tenancy import Person
from forrang.portal.voicemail.taking import (
    offer_people,
    shown_voicemail,
    taken,
    voicemail_fields,
    with_unsent,
)
from forrang.site.forms import Form, TelephoneField

OWNER = "hours"
"""The id of the form's element: its fields stand in cards that have small forms of their own."""

WEEKDAYS = ("tue", "wed", "thu", "fri")
"""The days that take Monday's hours."""

HOLIDAYS = [
    (OnHolidays.CLOSED.value, gettext_lazy("Closed")),
    (OnHolidays.OPEN.value, gettext_lazy("As an ordinary day")),
]
STANDARD, MESSAGE, VOICEMAIL, FORWARD = "standard", "message", "voicemail", "forward"
CLOSED = [
    (STANDARD, gettext_lazy("Hears the standard message")),
    (MESSAGE, gettext_lazy("Hears a message")),
    (VOICEMAIL, gettext_lazy("Can leave a message")),
    (FORWARD, gettext_lazy("Is forwarded")),
]
GIVEN = {MESSAGE: "message", VOICEMAIL: "greeting", FORWARD: "forward"}
"""What is closed with which field."""
ALWAYS, OWN = "always", "own"
VIP_TIMES = [(ALWAYS, gettext_lazy("Always")), (OWN, gettext_lazy("At times of their own"))]


class HoursForm(Form):
    """All that the page saves at once. What is not chosen need not be given, and does not count."""

    mon, tue, wed, thu, fri, sat, sun = (SpansField(label=DAYS[one]) for one in DAYS)
    holidays = forms.ChoiceField(
        label=gettext_lazy("On public holidays it is"), choices=HOLIDAYS, widget=forms.RadioSelect
    )
    closed = forms.ChoiceField(label=gettext_lazy("The caller"), choices=CLOSED)
    message = PromptField(label=gettext_lazy("Message"))
    greeting = PromptField(
        label=gettext_lazy("Greeting"),
        help_text=gettext_lazy("What is told before the tone. Empty: the standard greeting."),
        required=False,
    )
    forward = TelephoneField(label=gettext_lazy("To number"))
    vip_closed = forms.BooleanField(
        label=gettext_lazy("Take VIPs also when closed"),
        required=False,
        widget=forms.CheckboxInput(attrs={"aria-describedby": "vip-closed-means"}),
    )
    vip_times = forms.ChoiceField(
        label=gettext_lazy("When VIPs are taken"), choices=VIP_TIMES, widget=forms.RadioSelect
    )
    vip_mon, vip_tue, vip_wed, vip_thu, vip_fri, vip_sat, vip_sun = (
        SpansField(label=format_lazy("{} (VIP)", DAYS[one])) for one in DAYS
    )

    def __init__(self, data: Any, point: Point, person: Person):
        self._hours, self._point = beginning(point.opening_hours), point
        self._numbers = {one.number for one in person.document.main_numbers}
        initial = self._initial()
        super().__init__(with_unsent(data, "closed", initial), initial=initial, auto_id="hours_%s")
        may_stay(self)
        offer_people(self, person, person.document)
        if not person.vip_activated:
            for name in ("vip_closed", "vip_times", *(f"vip_{one}" for one in DAYS)):
                del self.fields[name]
        for name in (*DAYS, "holidays"):  # they stand outside the form's element
            self.fields[name].widget.attrs["form"] = OWNER
        offer_sounds(self, person)

    def _initial(self) -> dict[str, Any]:
        week, there = self._hours.week, self._point.closed or Destination()
        late = self._point.vip.when_closed if self._point.vip is not None else None
        own = None if late is None else late.opening_hours
        return {
            **{one: getattr(week, one) for one in DAYS},
            "holidays": self._hours.holidays.value,
            "closed": next(iter(there.given), STANDARD),
            "message": there.message,
            "greeting": None if there.voicemail is None else there.voicemail.greeting,
            **shown_voicemail("closed", there.voicemail),
            "forward": there.forward or "",
            "vip_closed": late is not None,
            "vip_times": ALWAYS if own is None else OWN,
            **{f"vip_{one}": () if own is None else getattr(own.week, one) for one in DAYS},
        }

    def like_monday(self) -> dict[str, Any]:
        """What was typed, with Monday's hours on the other weekdays."""
        typed = dict(self.data.items())
        return typed | dict.fromkeys(WEEKDAYS, typed.get("mon", ""))

    @property
    def days(self) -> list[forms.BoundField]:
        """The fields of the week."""
        return [self[one] for one in DAYS]

    @property
    def vip_days(self) -> list[forms.BoundField]:
        """The fields of the VIPs' own week."""
        return [self[f"vip_{one}"] for one in DAYS]

    def clean(self) -> dict[str, Any]:
        """What is chosen is given too, and what is not chosen does not count."""
        values: dict[str, Any] = super().clean() or {}
        for name in self._beside(values):
            self.errors.pop(name, None)
        if values.get("closed") == FORWARD and values.get("forward") in self._numbers:
            own = _("This is a main number of your own. Type a number outside, such as a mobile.")
            self.add_error("forward", own)
        if values.get("vip_closed") and values.get("vip_times") == OWN:
            days = [f"vip_{one}" for one in DAYS]
            if not any(values.get(one) or one in self.errors for one in days):
                self.add_error(days[0], _("Type a time on at least one day, or choose «Always»."))
        return values

    def _beside(self, values: dict[str, Any]) -> list[str]:
        """The fields of what is not chosen; they may not even be seen."""
        unseen = [one for kind, one in GIVEN.items() if kind != values.get("closed")]
        if values.get("closed") != VOICEMAIL:
            unseen += voicemail_fields("closed")
        if not values.get("vip_closed"):
            unseen.append("vip_times")
        if not values.get("vip_closed") or values.get("vip_times") != OWN:
            unseen += [f"vip_{one}" for one in DAYS]
        return unseen

    def hours(self) -> OpeningHours:
        """The hours of a valid form; exceptions and closing by hand stay."""
        values = self.cleaned_data
        week = Week(**{one: values[one] for one in DAYS})
        return replace(self._hours, week=week, holidays=OnHolidays(values["holidays"]))

    def destination(self) -> Destination | None:
        """What callers meet when it is closed; None: the standard message."""
        values, there = self.cleaned_data, self._point.closed or Destination()
        if values["closed"] == MESSAGE:
            return Destination(message=values["message"])
        if values["closed"] == VOICEMAIL:
            voicemail = replace(there.voicemail or Voicemail(), greeting=values["greeting"])
            return Destination(voicemail=taken(values, "closed", voicemail))
        if values["closed"] == FORWARD:
            return Destination(forward=values["forward"])
        return None

    def vip(self) -> VipList | None:
        """The list, with how its VIPs are taken when it is closed."""
        values, vip = self.cleaned_data, self._point.vip
        if "vip_closed" not in self.fields or (vip is None and not values["vip_closed"]):
            return vip
        vip = vip or VipList()
        if not values["vip_closed"]:
            return replace(vip, when_closed=None)
        late = vip.when_closed or VipWhenClosed()
        own = None
        if values["vip_times"] == OWN:
            own = replace(
                late.opening_hours or OpeningHours(Week(), OnHolidays.OPEN),
                week=Week(**{one: values[f"vip_{one}"] for one in DAYS}),
            )
        return replace(vip, when_closed=replace(late, opening_hours=own))

    def applied(self, part: Any) -> Any:
        """A main number or a choice with all of it."""
        return replace(part, opening_hours=self.hours(), closed=self.destination(), vip=self.vip())


HoursForm.base_fields |= voicemail_fields("closed")
