"""What «Prøv det» shows: callers to call in with, the telephones, and what happened."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from forrang.domain.phone_number import WITHHELD, PhoneNumber
from forrang.domain.points import every_point
from forrang.portal.live.line import caller_names
from forrang.portal.live.places import point_of, point_of_call
from forrang.portal.live.relay import Moment
from forrang.portal.live.story import Told, told_story
from forrang.portal.live.words import caller, condition
from forrang.portal.tenancy import Person
from forrang.portal.try_it.telephones import State
from forrang.storage.call_log import newest_stories
from forrang.storage.callers import Known, known_callers
from forrang.storage.models import VipEntry

ORDINARY = (PhoneNumber("+4740000031"), PhoneNumber("+4740000032"), PhoneNumber("+4740000033"))
"""Invented people who call in and stand on no list of the demo's customers."""
VIPS = 3
"""Entries of the list that can be called in with."""
HAPPENED_SECONDS = 30 * 60
"""How far back «Hva skjedde» looks."""
HAPPENED_ROWS = 14

TAGS = {"in-talk": "tag-talk", "free": "tag-ok"}


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody to call in with."""

    value: str
    "Posted: the number, or withheld."
    number: str
    "The number; empty when it is withheld."
    says: str
    "Who that is."
    vip: bool
    "Whether they are on the list of the main number."
    calling: bool
    "Whether a call of theirs is under way."
    keys: list[tuple[str, str]]
    "The keys of the menu that they hear, with their names."


@dataclass(frozen=True, slots=True)
class Telephone:
    """An employee's telephone."""

    mobile: str
    name: str
    initials: str
    doing: str
    "free, ringing, in-talk, …"
    says: str
    "The word for it."
    tag: str
    "The class of its tag."
    who: str
    "Who rings or talks; empty: nobody."
    vip: bool
    "Whether that is a VIP."
    since: float | None
    "Since when they wait or talk; UTC seconds."
    lasted: float
    "How long that is; seconds."
    does: str
    "What it does by itself: ring, answer or refuse."
    out: bool
    "Whether they are logged out everywhere."


@dataclass(frozen=True, slots=True)
class Happening:
    """A step of some call."""

    who: str
    vip: bool
    told: Told


def callers(person: Person, moment: Moment | None, state: State) -> list[Caller]:
    """VIPs of the customer's lists, ordinary callers, and one without a number."""
    menus = _menus(person, moment)
    calling = {one["caller"] for one in state.calls}
    found = [
        Caller(
            number,
            number,
            entry.name or entry.typed,
            True,
            number in calling,
            menus.get(number, []),
        )
        for number, entry in _vips(person)
    ]
    found += [
        Caller(
            number,
            number,
            _("Ordinary caller"),
            False,
            number in calling,
            menus.get(number, []),
        )
        for number in ORDINARY
    ]
    never = _("Can never be a VIP") if person.vip_activated else _("Does not show who calls")
    return [*found, Caller(WITHHELD, "", never, False, None in calling, menus.get(None, []))]


def _menus(
    person: Person, moment: Moment | None
) -> dict[PhoneNumber | None, list[tuple[str, str]]]:
    """The keys of the menus that callers hear, by the caller."""
    found = {}
    for call in moment.house.calls.values() if moment is not None else ():
        point = point_of(person.document, point_of_call(call))
        menu = None if point is None else point.setup.menu
        if call["state"] == "menu" and menu is not None:
            found[call["caller"]] = [(one.key, one.name or "") for one in menu.choices]
    return found


def _vips(person: Person) -> Iterator[tuple[PhoneNumber, Known]]:
    """The first whole numbers on the lists that are in use."""
    if not person.vip_activated:
        return
    used = [
        one.id
        for one in every_point(person.document.main_numbers)
        if one.vip is not None and one.vip.on
    ]
    rows = VipEntry.objects.filter(customer=person.customer, list_id__in=used, kind="number")
    for low, digits in rows.order_by("id").values_list("low", "digits")[:VIPS]:
        number = PhoneNumber(f"+{str(low)[:digits]}")
        known = known_callers(person.customer.pk, used, [(number, None)])
        if number in known:
            yield number, known[number]


def telephones(person: Person, moment: Moment | None, state: State) -> list[Telephone]:
    """Every employee's."""
    calls = {} if moment is None else moment.house.calls
    names = caller_names(person, calls.values())
    at_whom: dict[str, dict[str, Any]] = {}
    for call in calls.values():
        for mobile in [*call["rings_at"], call["talks_with"]]:
            if mobile is not None:
                at_whom[mobile] = call
    return [
        _telephone(person, one.mobile, one.name, moment, at_whom.get(one.mobile), names, state)
        for one in person.document.employees
    ]


def _telephone(
    person: Person,
    mobile: PhoneNumber,
    name: str,
    moment: Moment | None,
    call: dict[str, Any] | None,
    names: Mapping[str, Known],
    state: State,
) -> Telephone:
    found = {} if moment is None else moment.house.people.get(mobile, {})
    plain = found.get("doing", {"doing": "logged-out" if moment else "free"})
    places = found.get("places", {})
    out = bool(places) and all(one["state"] == "out" for one in places.values())
    if out and call is None:
        plain = {"doing": "logged-out"}
    since = _since(call) if call else None
    known = names.get((call or {}).get("caller") or "")
    return Telephone(
        mobile=mobile,
        name=name,
        initials="".join(part[0] for part in name.split()[:3]).upper()[:2],
        doing=plain["doing"],
        says=condition(plain) if moment else "",
        tag=TAGS.get(plain["doing"], ""),
        who=caller(call, known.name if known else None) if call else "",
        vip=bool(call and call["vip"] and person.vip_activated),
        since=since,
        lasted=max(0.0, moment.at - since) if moment and since else 0.0,
        does=state.does.get(mobile, "ring"),
        out=out or not places,
    )


def _since(call: dict[str, Any]) -> float:
    """Since when it talks, or rings where it rings now."""
    steps = [one for one in call["story"] if one["step"] in ("Answered", "Offered")]
    return float(steps[-1]["at"]) if steps else float(call["came"])


def happened(person: Person, moment: Moment | None) -> list[Happening]:
    """The steps of the calls that are under way and of those that ended lately, newest first."""
    calls: list[dict[str, Any]] = []
    over = newest_stories(person.customer.pk, time.time() - HAPPENED_SECONDS, HAPPENED_ROWS)
    ids = {one["id"] for one in over}
    for one in over:
        calls.append({**one, "entry": one["why"].get("entry")})
    if moment is not None:
        calls += [
            {**one, "arrived": one["came"]}
            for id, one in moment.house.calls.items()
            if id not in ids
        ]
    names = caller_names(person, calls)
    found = [
        Happening(_who(one, names), bool(one["vip"] and person.vip_activated), told)
        for one in calls
        for told in told_story(one, one["story"], person.document)
    ]
    found.sort(key=lambda one: one.told.at)  # steps of one instant stay in their order
    return found[: -HAPPENED_ROWS - 1 : -1]


def _who(call: dict[str, Any], names: Mapping[str, Known]) -> str:
    known = names.get(call["caller"] or "")
    return caller(call, known.name if known else None)
