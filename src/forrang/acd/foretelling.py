"""The way of a call to a line, or away from all of them, foretold for `who-answers`: what `flow` would
do, step by step, and nothing is done.
"""

from collections.abc import Callable

from forrang.acd.call import Call
from forrang.acd.events import Standing
from forrang.acd.flow import carry, closed_message, way
from forrang.acd.house import House
from forrang.acd.menus import leads_to
from forrang.acd.records import Ahead, Closed, InMenu, Pressed, Sent, Step
from forrang.acd.routing import Point
from forrang.domain.call_setup import Destination

StandingAt = Callable[[Point], Standing]
"What the list of a point says of the caller."


def foretell(
    house: House, call: Call, keys: str, standing_at: StandingAt, now: float
) -> tuple[list[Step], bool]:
    """What comes before the line, and whether the call comes to one. Leaves the call at the point
    where it stands then.
    """
    path: list[Step] = []
    tries = 0
    while True:
        point = call.point
        here = way(house.routes, point, call.standing, now)
        if here.opening is not None and not here.opening.open:
            closed = here.opening
            path.append(Closed(now, point.id, closed.why, closed.text, here.line))
        if here.line:
            call.after_hours = here.after_hours
            return path, True
        if here.closed:
            path.append(_sent(point.setup.closed or closed_message(house), now))
            return path, False
        menu = point.setup.setup.menu
        if menu is None:
            path.append(_sent(point.setup.setup, now))
            return path, False
        if call.standing.vip and not point.setup.keys:
            carry(call)
        path.append(InMenu(now, point.id))
        pressed, keys = keys[:1], keys[1:]
        choice = menu.choice(pressed)
        again = choice.setup.repeat if choice is not None else tries < menu.repeats
        if keys and again:  # the menu is told again, and then the next key counts
            tries += choice is None
            path.append(Pressed(now, pressed, None if choice is None else point.id))
            continue
        following = leads_to(house, call, pressed or None)
        path.append(Pressed(now, pressed or None, None if following is None else following.id))
        if following is None:
            return path, False
        call.point, call.standing, tries = following, standing_at(following), 0


def _sent(destination: Destination, now: float) -> Sent:
    ahead = ahead_of(destination)
    assert ahead is not None
    return Sent(now, ahead, destination.forward)


def ahead_of(destination: Destination | None) -> Ahead | None:
    """Where a destination leads; None for none."""
    if destination is None:
        return None
    if destination.forward is not None:
        return Ahead.FORWARD
    return Ahead.MESSAGE if destination.message is not None else Ahead.VOICEMAIL
