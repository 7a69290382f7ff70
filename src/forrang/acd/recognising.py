"""What the VIP lists say of callers, asked at the door: before an event is written to the journal, so
that it is part of what happened. Nothing is changed here.
"""

from collections.abc import Mapping
from dataclasses import replace

from forrang.acd.call import WAITS, Call, CallState
from forrang.acd.events import (
    CallArrived,
    CallId,
    DeadlinePassed,
    Event,
    KeyPressed,
    ListReplaced,
    PromptEnded,
    SetupChanged,
    Standing,
)
from forrang.acd.house import House
from forrang.acd.menus import leads_to
from forrang.acd.routing import Point, standing_of
from forrang.acd.timers import Kind
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import PointId, every_point
from forrang.domain.vip_entries import VipEntries

Lists = Mapping[PointId, VipEntries]
"The entries of the VIP lists, by the lists' ids."


def recognise(house: House, event: Event, lists: Lists, now: float) -> Event:
    """The event, with what the lists say of its callers."""
    match event:
        case CallArrived(_, id, caller, withheld):
            point = house.routes.points.get(id)
            if point is not None:  # else it is no number of ours
                standing = standing_at(house, caller, withheld, point, lists, now)
                return replace(event, standing=standing)
        case KeyPressed(call, key):
            return replace(event, standing=_under(house, call, key, lists, now))
        case PromptEnded(call):
            return replace(event, standing=_under(house, call, None, lists, now))
        case DeadlinePassed():
            return replace(event, standings=_keyless(house, lists, now))
        case SetupChanged():
            return replace(event, standings=_vips_now(house, event.setup, lists, now))
        case ListReplaced():
            setup = house.routes.document
            return replace(event, standings=_vips_now(house, setup, lists, now))
    return event


def standing_at(
    house: House,
    caller: PhoneNumber | None,
    withheld: bool,
    point: Point,
    lists: Lists,
    now: float,
) -> Standing:
    """What the list of a point says of a caller."""
    routes = house.routes
    source, today = routes.sources[point.id], routes.today(now)
    return standing_of(caller, withheld, point.setup.vip, source, lists.get(point.id), today)


def _under(house: House, id: CallId, key: str | None, lists: Lists, now: float) -> Standing | None:
    """What the list of the point says to which the menu leads that a call hears."""
    call = house.calls.get(id)
    if call is None or call.state is not CallState.MENU:
        return None
    point = leads_to(house, call, key)
    if point is None:
        return None
    return standing_at(house, call.caller, call.withheld, point, lists, now)


def _keyless(house: House, lists: Lists, now: float) -> tuple[tuple[CallId, Standing], ...]:
    """Callers out of time to press a key, and what the list says of them where that leads."""
    found = []
    for call in house.timers.due_of(Kind.KEY_OVER, now):
        assert isinstance(call, Call)
        standing = _under(house, call.id, None, lists, now)
        if standing is not None:
            found.append((call.id, standing))
    return tuple(found)


def _vips_now(
    house: House, setup: Document, lists: Lists, now: float
) -> tuple[tuple[CallId, Standing], ...]:
    """Those who wait as ordinary callers, and would be VIPs if they came now."""
    today = house.routes.today(now)
    points = {one.id: one for one in every_point(setup.main_numbers)}
    found = []
    for call in house.calls.values():
        point = points.get(call.point.id)
        waits = call.state in WAITS
        if call.standing.vip or not waits or point is None:
            continue
        entries = lists.get(point.id)
        standing = standing_of(call.caller, call.withheld, point.vip, setup, entries, today)
        if standing.vip:
            found.append((call.id, standing))
    return tuple(found)
