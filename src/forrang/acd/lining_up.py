"""A call comes to a line: its place, whether it may stand there, and the class that orders it
(rules 1, 4, 9 and 10).
"""

from forrang.acd.announcing import back_to_music
from forrang.acd.away import turn_away
from forrang.acd.call import WAITS, Call, CallState
from forrang.acd.dispatch import choose, fill
from forrang.acd.events import Standing
from forrang.acd.house import House
from forrang.acd.kept_places import KeptPlace
from forrang.acd.line import anybody_open, arm_max_wait, nobody_answers, overflow_of, restand, stand
from forrang.acd.prompts import tell
from forrang.acd.records import Arrived, BecameVip, Outcome, StoodInLine
from forrang.domain.prompt import sound_of


def line_up(house: House, call: Call) -> None:
    """Give a call its place, and let it stand in line if it may."""
    if house.freed or house.seeking:  # the line is as long as it is when all are asked
        fill(house)
    if call.state is not CallState.HELD:  # else it had its own when it came
        call.head_start = head_start(call)
    place = kept_place(house, call)
    kept_from = place.arrived if place else None
    if call.story:  # it came by a menu: it stands here only now
        call.stood = call.vip_since = house.now
        step = StoodInLine(house.now, call.point.id, call.standing, kept_from)
        call.story.append(step)
    else:
        call.story.append(Arrived(call.came, call.standing, kept_from))
    call.line = call.line_of_class
    arm_max_wait(house, call)
    outcome = refusal(house, call)
    if outcome is not None:
        turn_away(house, call, outcome)
        return
    if place is not None and call.caller is not None:
        house.kept.use(call.caller, call.point.number, place)
    call.move(CallState.IN_LINE)
    call.lined = True
    welcome = call.point.queue.welcome
    if welcome is None:
        back_to_music(house, call)
    else:
        tell(house, call, (sound_of(welcome, house.routes.document.language),))
    stand(house, call)


def kept_place(house: House, call: Call) -> KeptPlace | None:
    """Give a call the place that its caller lost, if they did; it is not used up yet."""
    if call.caller is None:
        return None
    place = house.kept.peek(call.caller, call.point.number, call.came)
    if place is not None:
        call.arrived = place.arrived
        if place.answerer is not None:
            call.kept_answerer = house.people.get(place.answerer)
    return place


def refusal(house: House, call: Call) -> Outcome | None:
    """Why a new call is turned away at the door; None: it may stand in line (rule 10)."""
    if call.expired:
        return Outcome.WAITED_TOO_LONG
    if nobody_answers(call):
        return Outcome.NOBODY_LOGGED_IN
    limit = call.point.queue.max_waiting
    if limit is None or call.vip:
        return None
    waiting = house.idle_ordinary.get(call.point.id, ())
    if len(waiting) < limit:
        return None
    first, over, opens = overflow_of(call)
    late = opens is not None and max(house.now, call.stood) >= opens
    due = opens is not None and (late or not anybody_open(call, first.answerers))
    call.line = over if call.overflowed or due else first  # whom it could be offered to now
    return Outcome.LINE_FULL if choose(house, call) is None else None


def head_start(call: Call) -> float:
    """Seconds by which the call's class lets it have come earlier: by the list of the point, or by
    that of the main number, where it did not spare them the menu.
    """
    vip = call.point.vip
    own = vip.head_start if vip is not None and call.standing.vip else 0.0
    return max(own, call.carried_head_start)


def become_vip(house: House, call: Call, standing: Standing) -> None:
    """Who is put on the list while waiting moves at once; overflow counts from this moment."""
    if call.standing.vip or call.point.vip is None:
        return
    if call.state not in WAITS:
        return
    call.standing = standing
    call.head_start = head_start(call)
    call.vip_since = house.now
    call.overflowed = False
    if call.state is not CallState.HELD:
        call.story.append(BecameVip(house.now, standing))
        restand(house, call)
