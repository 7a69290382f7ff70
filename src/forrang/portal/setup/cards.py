"""What the company setup shows of each main number."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.main_number import MainNumber
from forrang.domain.points import ordinary_group
from forrang.portal.live.regions import region
from forrang.portal.tenancy import Person
from forrang.site.exchange import Away, House
from forrang.storage.models import VipEntry

UNKNOWN = "–"
"""What is told while the exchange is away."""


@dataclass(frozen=True, slots=True)
class Card:
    """A main number as a card."""

    main_number: MainNumber
    "The number."
    group: AnswerGroup | None
    "Who answers."
    logged_in: int | None
    "How many of the group; None when the exchange is away."
    waiting: int | None
    "How many callers wait; None when the exchange is away."
    entries: int | None
    "How many entries its list has; None when its VIP queue is off."

    @property
    def logged_in_words(self) -> str:
        """How many of the group are logged in, in words."""
        if self.logged_in is None:
            return UNKNOWN
        told = {"n": self.logged_in, "m": len(self.group.members) if self.group else 0}
        return _("%(n)s of %(m)s") % told

    @property
    def waiting_words(self) -> str:
        """How many wait, in words."""
        return UNKNOWN if self.waiting is None else str(self.waiting)

    @property
    def id_logged_in(self) -> str:
        """Where the page has the first."""
        return region("in", self.main_number.number)

    @property
    def id_waiting(self) -> str:
        """Where the page has the second."""
        return region("waiting", self.main_number.number)


def cards(person: Person, house: House | Away, wanted: str = "") -> Iterator[Card]:
    """The customer's main numbers; only those whose number or name has `wanted` in it."""
    for one in person.document.main_numbers:
        if _fits(one, wanted):
            yield card(person, house, one, _entries(person, one))


def card(person: Person, house: House | Away, one: MainNumber, entries: int | None = None) -> Card:
    """A main number as it is now."""
    name = ordinary_group(one)
    group = None if name is None else person.group(name)
    return Card(
        main_number=one,
        group=group,
        logged_in=len(house.logged_in(f"group:{name}")) if house and name else None,
        waiting=len(house.waiting(one.number)) if house else None,
        entries=entries,
    )


def _entries(person: Person, one: MainNumber) -> int | None:
    if not person.vip_activated or one.vip is None or not one.vip.on:
        return None
    return VipEntry.objects.filter(customer=person.customer, list_id=one.number).count()


def _fits(one: MainNumber, wanted: str) -> bool:
    digits = "".join(filter(str.isdigit, wanted))
    named = wanted.strip().lower() in (one.name or "").lower()
    return named or bool(digits and digits in one.number)
