"""Call records as the log shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import every_point
from forrang.portal.live.places import key_name, place_name
from forrang.portal.live.story import known_name
from forrang.portal.live.words import OUTCOME, caller
from forrang.portal.tenancy import Person
from forrang.storage.callers import Known, known_callers


@dataclass(frozen=True, slots=True)
class Row:
    """A call that is over."""

    call: dict[str, Any]
    "Its record."
    who: str
    "The caller's name, else number, else that it was withheld."
    named: bool
    "Whether a list has a name for them; the number stands beside it then."
    entry: Known | None
    "What the list has of them."
    place: str
    "The main number's name."
    key: str
    "The key that led to where it stood last, and its name; empty: none."
    answered_by: str
    "Who took it; empty: nobody."
    outcome: str
    "How it ended, in words."
    vip: bool
    "Whether it was a VIP's, where anything of VIP is shown."


def rows(person: Person, calls: Sequence[dict[str, Any]]) -> list[Row]:
    """As the log shows them."""
    document = person.document
    known: Mapping[PhoneNumber, Known] = {}
    if person.vip_activated:
        lists = [one.id for one in every_point(document.main_numbers) if one.vip is not None]
        asked = [(one["caller"], one["why"].get("entry")) for one in calls if one["caller"]]
        # A number that was a VIP once is asked by that entry: those come last and win.
        asked.sort(key=lambda pair: pair[1] is not None)
        known = known_callers(person.customer.pk, lists, asked)
    return [
        Row(
            call=one,
            who=caller(one, entry.name if entry else None),
            named=bool(one["caller"] and entry and entry.name),
            entry=entry,
            place=place_name(document, one["main_number"]),
            key=key_name(document, f"{one['main_number']}/{one['keys'] or ''}"),
            answered_by=known_name(document, one["answered_by"]) if one["answered_by"] else "",
            outcome=str(OUTCOME.get(one["outcome"], one["outcome"])),
            vip=one["vip"] and person.vip_activated,
        )
        for one in calls
        for entry in [known.get(one["caller"])]
    ]
