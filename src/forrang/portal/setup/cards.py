"""What the company setup shows of each main number."""

from collections.abc import Iterator
from dataclasses import dataclass

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.main_number import MainNumber
from forrang.portal.tenancy import Person
from forrang.site.exchange import Away, House
from forrang.storage.models import VipEntry


@dataclass(frozen=True, slots=True)
class Card:
    """A main number as a card."""

    main_number: MainNumber
    "The number."
    group: AnswerGroup
    "Who answers."
    logged_in: int | None
    "How many of the group; None when the exchange is away."
    waiting: int | None
    "How many callers wait; None when the exchange is away."
    entries: int | None
    "How many entries its list has; None when its VIP queue is off."


def cards(person: Person, house: House | Away, wanted: str = "") -> Iterator[Card]:
    """The customer's main numbers; only those whose number or name has `wanted` in it."""
    for one in person.document.main_numbers:
        if not _fits(one, wanted):
            continue
        group = person.group(one.setup.queue.group)
        yield Card(
            main_number=one,
            group=group,
            logged_in=len(house.logged_in(f"group:{group.name}")) if house else None,
            waiting=len(house.waiting(one.number)) if house else None,
            entries=_entries(person, one),
        )


def _entries(person: Person, one: MainNumber) -> int | None:
    if not person.vip_activated or one.vip is None or not one.vip.on:
        return None
    return VipEntry.objects.filter(customer=person.customer, list_id=one.number).count()


def _fits(one: MainNumber, wanted: str) -> bool:
    digits = "".join(filter(str.isdigit, wanted))
    named = wanted.strip().lower() in (one.name or "").lower()
    return named or bool(digits and digits in one.number)
