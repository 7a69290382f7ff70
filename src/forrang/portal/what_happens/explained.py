"""What the exchange's explanation says, read beside the setup: where the call comes to stand, whose
list made the caller a VIP, and whose telephones ring at once.
"""

from typing import Any

from django.utils.translation import gettext as _

from forrang.domain.answer_group import Ringing, Strategy
from forrang.domain.phone_number import WITHHELD, PhoneNumber
from forrang.domain.points import Point, ordinary_group
from forrang.domain.vip_list import VipList
from forrang.portal.tenancy import Person
from forrang.site.templatetags.forrang import number
from forrang.storage.callers import Known, known_callers

Plain = dict[str, Any]


class Explained:
    """One explanation."""

    def __init__(self, person: Person, caller: str, to: PhoneNumber, steps: list[Plain]):
        self.person, self.caller, self.steps = person, caller, steps
        self.main: Point = person.point(to)
        "The main number."
        self.given = {one["step"]: one for one in steps}
        "The last step of each kind."
        self.rounds = [one for one in steps if one["step"] == "asked"]
        led = [one["leads_to"] for one in steps if one["step"] == "key" and one["leads_to"]]
        self.here: Point = person.point(led[-1]) if led else self.main
        "Where the call comes to stand."
        self.standing = self.given.get("class", {"class": "ordinary", "why": "not-on-list"})
        self.vip = self.standing["class"] == "vip"
        self.entry = self._entry()
        "The entry that makes the caller a VIP."
        carried = self.entry is not None and self.entry.list_id != self.here.id
        self.list_of: Point = self.main if carried else self.here
        "Whose VIP list is asked; that of the main number goes with its VIPs through the menu."

    @property
    def vip_list(self) -> VipList | None:
        """The list that makes the caller a VIP."""
        return self.list_of.vip if self.vip else None

    @property
    def of_own_list(self) -> bool:
        """Whether the caller is asked for as a VIP of the point where they stand."""
        return self.vip and self.list_of == self.here

    @property
    def ringing(self) -> Ringing:
        """How those who answer are asked."""
        if self.of_own_list and self.here.vip is not None:
            return self.here.vip.ringing
        group = ordinary_group(self.here.part)
        return Ringing() if group is None else self.person.group(group).ringing

    @property
    def also(self) -> str | None:
        """The group that is asked too after a time."""
        if self.of_own_list:
            return ordinary_group(self.here.part)
        queue = self.here.setup.queue
        return None if queue is None else queue.overflow_to

    @property
    def now(self) -> list[Plain]:
        """Whose telephone would ring at once."""
        asked = self.rounds[0]["asked"] if self.rounds and self.rounds[0]["after"] == 0 else []
        free = [one for one in asked if one["condition"]["doing"] == "free"]
        return free if self.ringing.strategy is Strategy.ALL else free[:1]

    def who(self) -> str:
        """Who calls, where a sentence begins."""
        if self.caller == WITHHELD:
            return _("The caller with a withheld number")
        return (self.entry and self.entry.name) or number(self.caller)

    def who_lower(self) -> str:
        """Who calls, within a sentence."""
        return _("the caller") if self.caller == WITHHELD else self.who()

    def _entry(self) -> Known | None:
        if self.standing.get("entry") is None or self.caller == WITHHELD:
            return None
        caller = PhoneNumber(self.caller)
        asked = [(caller, self.standing["entry"])]
        lists = [self.main.id, self.here.id]
        return known_callers(self.person.customer.pk, lists, asked).get(caller)
