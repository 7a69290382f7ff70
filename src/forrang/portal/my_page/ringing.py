"""What rings at somebody now, and what rang at them today."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from forrang.domain.main_number import MainNumber
from forrang.domain.number_span import NumberSpan, line_up
from forrang.domain.phone_number import PhoneNumber
from forrang.portal.live.places import key_name, point_of_call
from forrang.portal.tenancy import Person, name_of
from forrang.site.exchange import Away, House
from forrang.storage.models import VipEntry
from forrang.storage.own_calls import OwnCall, answered_since, own_calls

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Ringing:
    """A call that rings at somebody."""

    main_number: MainNumber | None
    "Which number was called; None when the setup has it no more."
    place: str
    "What the customer calls it, and the key where the call stands; empty: it has no name."
    caller: PhoneNumber | None
    "None when withheld, missing or unreadable."
    name: str
    "The caller's, where a list has it."
    vip: bool
    "Whether the caller comes first."
    since: float
    "When they called; UTC seconds."
    seconds: int
    "How long ago that was."
    passed: int
    "How many who came before and wait still stand behind."


@dataclass(frozen=True, slots=True)
class Own:
    """A call that rang at somebody today."""

    call: OwnCall
    "The call."
    name: str
    "The caller's, where a list has it."
    taken_by: str
    "Who took it, if it was somebody else."


def ringing_at(
    person: Person, mobile: PhoneNumber, house: House | Away, now: float | None = None
) -> Ringing | None:
    """The call that rings at somebody now, if the exchange says so. `now`: as of when, UTC seconds;
    left out, as of the moment when it began to ring, which stays the same while it does.
    """
    for one in house.calls.values() if house else ():
        if mobile in one["rings_at"]:
            here = point_of_call(one)
            waiting = [x for x in house.waiting() if point_of_call(x) == here] if house else []
            return _ringing(person, one, waiting, now or _offered(one))
    return None


def answered_today(person: Person) -> int:
    """How many calls this person has answered today."""
    return answered_since(person.customer.pk, person.mobile, _midnight())


def today(person: Person) -> list[Own]:
    """What rang at this person today, newest first; no more than one looks through."""
    calls = own_calls(person.customer.pk, person.mobile, _midnight(), SHOWN)
    names = _names(person, [one.entry for one in calls if one.entry is not None])
    return [
        Own(
            one,
            names.get(one.entry or 0, ""),
            name_of(person.document, one.answered_by)
            if one.answered_by and one.answered_by != person.mobile
            else "",
        )
        for one in calls
    ]


def _midnight() -> float:
    now = timezone.localtime()
    return now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()


def _offered(call: dict[str, Any]) -> float:
    steps = [one["at"] for one in call["story"] if one["step"] == "Offered"]
    return float(steps[-1]) if steps else float(call["came"])


def _ringing(
    person: Person, call: dict[str, Any], waiting: list[dict[str, Any]], now: float
) -> Ringing:
    numbers = person.document.main_numbers
    behind = [one for one in waiting if one["came"] < call["came"] and one["key"] > call["key"]]
    main_number = next((one for one in numbers if one.number == call["main_number"]), None)
    key = key_name(person.document, point_of_call(call))
    return Ringing(
        main_number=main_number,
        place=", ".join(filter(None, (main_number.name if main_number else "", key))),
        caller=None if call["withheld"] else call["caller"],
        name=_name(person, call) if call["vip"] else "",
        vip=call["vip"],
        since=call["came"],
        seconds=max(0, int(now - call["came"])),
        passed=len(behind) if call["vip"] else 0,
    )


def _name(person: Person, call: dict[str, Any]) -> str:
    """The name of the narrowest entry that covers the caller."""
    caller = PhoneNumber(call["caller"])
    rows = VipEntry.objects.filter(
        customer=person.customer,
        list_id__in=[call["main_number"], point_of_call(call)],
        low__lte=line_up(caller),
        high__gte=line_up(caller),
    )
    covering = [one for one in rows if NumberSpan(one.low, one.high, one.digits).covers(caller)]
    narrowest = min(covering, key=lambda one: one.high - one.low, default=None)
    return "" if narrowest is None else narrowest.name or ""


def _names(person: Person, entries: Iterable[int]) -> dict[int, str]:
    rows = VipEntry.objects.filter(customer=person.customer, pk__in=list(entries))
    return {pk: name or "" for pk, name in rows.values_list("pk", "name")}
