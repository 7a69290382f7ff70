"""Messages as the page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from forrang.domain.document import vip_lists
from forrang.domain.phone_number import PhoneNumber
from forrang.portal.live.places import place_name
from forrang.portal.live.words import caller
from forrang.portal.tenancy import Person
from forrang.storage.callers import known_callers
from forrang.storage.voicemail import Message


@dataclass(frozen=True, slots=True)
class Row:
    """A message."""

    message: Message
    "It."
    who: str
    "The caller's name, else number, else that it was withheld."
    number: PhoneNumber | None
    "Whom one can call back."
    named: bool
    "Whether a list has a name for them; the number stands beside it then."
    place: str
    "Where they were: the main number's name, and the key."
    vip: bool
    "Whether they are a VIP, where anything of VIP is shown."


def rows(person: Person, messages: Sequence[Message]) -> list[Row]:
    """As the page shows them."""
    document = person.document
    asked = [
        (PhoneNumber(one.record["caller"]), one.record["why"].get("entry"))
        for one in messages
        if one.record["caller"]
    ]
    lists = [id for id, _ in vip_lists(document)] if person.vip_activated else []
    known = known_callers(person.customer.pk, lists, asked) if lists else {}
    return [
        Row(
            message=one,
            who=caller(one.record, entry.name if entry else None),
            number=one.record["caller"],
            named=bool(entry and entry.name),
            place=place_name(document, one.point),
            vip=one.record["vip"] and person.vip_activated,
        )
        for one in messages
        for entry in [known.get(one.record["caller"])]
    ]
