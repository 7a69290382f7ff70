"""What the company setup shows of each main number."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forrang.domain.main_number import MainNumber
from forrang.domain.points import points_of
from forrang.portal.live.places import key_name
from forrang.portal.live.regions import region
from forrang.portal.tenancy import Person
from forrang.site.exchange import Away, House
from forrang.site.pages import page
from forrang.site.templatetags.forrang import number
from forrang.storage.models import VipEntry

UNKNOWN = "–"
"""What is told while the exchange is away."""


@dataclass(frozen=True, slots=True)
class InUse:
    """A VIP list that is in use."""

    key: str
    "The key that it is of, in words; empty: the main number's own."
    url: str
    "Its page."
    entries: int
    "How many entries it has."


@dataclass(frozen=True, slots=True)
class Card:
    """A main number as a card."""

    main_number: MainNumber
    "The number."
    group: str | None
    "The answer group that it rings, if it does just that."
    does: str
    "What else it does with a call, as a sentence."
    logged_in: int | None
    "How many of those who may answer; None when the exchange is away."
    able: int | None
    "How many may answer, there or behind its keys; None: nobody does."
    waiting: int | None
    "How many callers wait; None when the exchange is away."
    lists: list[InUse]
    "Its VIP lists in use."

    @property
    def logged_in_words(self) -> str:
        """How many of those who may answer are logged in, in words."""
        if self.logged_in is None:
            return UNKNOWN
        return _("%(n)s of %(m)s") % {"n": self.logged_in, "m": self.able or 0}

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
            yield card(person, house, one, lists_in_use(person, one))


def card(
    person: Person, house: House | Away, one: MainNumber, lists: list[InUse] | None = None
) -> Card:
    """A main number as it is now."""
    groups = sorted({x.setup.queue.group for x in points_of(one) if x.setup.queue is not None})
    able = {mobile for name in groups for mobile in person.group(name).members}
    there = {mobile for name in groups for mobile in _logged_in(house, name)}
    queue = one.setup.queue
    return Card(
        main_number=one,
        group=None if queue is None else queue.group,
        does="" if queue is not None else does(one),
        logged_in=len(there) if house else None,
        able=len(able) if groups else None,
        waiting=len(house.waiting(one.number)) if house else None,
        lists=lists or [],
    )


def does(one: MainNumber) -> str:
    """What a main number does that rings no answer group, as a sentence."""
    setup = one.setup
    if setup.menu is not None:
        keys = [f"{x.key} {x.name or ''}".rstrip() for x in setup.menu.choices]
        return _("Tells a menu: %(keys)s.") % {"keys": ", ".join(keys)}
    if setup.forward is not None:
        return _("Forwards to %(number)s.") % {"number": number(setup.forward)}
    if setup.message is not None:
        return _("Tells a message, and the call ends.")
    return _("Lets the caller leave a message.")


def lists_in_use(person: Person, one: MainNumber) -> list[InUse]:
    """The VIP lists of a main number and its keys that are in use."""
    if not person.vip_activated:
        return []
    return [
        InUse(
            key_name(person.document, point.id),
            page("vip-list", point.id),
            VipEntry.objects.filter(customer=person.customer, list_id=point.id).count(),
        )
        for point in points_of(one)
        if point.vip is not None and point.vip.on
    ]


def _logged_in(house: House | Away, group: str) -> list[str]:
    return house.logged_in(f"group:{group}") if house else []


def _fits(one: MainNumber, wanted: str) -> bool:
    digits = "".join(filter(str.isdigit, wanted))
    named = wanted.strip().lower() in (one.name or "").lower()
    return named or bool(digits and digits in one.number)
