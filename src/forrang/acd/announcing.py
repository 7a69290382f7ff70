"""What a caller who waits is told by and by: the place in line, and comfort messages.

An announcement is told instead of the music and changes nothing else: whoever becomes free rings at
once, and an answer cuts it short. A place that has grown since it was told is kept silent.
"""

from forrang.acd.call import Call, CallState
from forrang.acd.callback import may_be_called_back
from forrang.acd.house import House
from forrang.acd.prompts import music, tell
from forrang.acd.timers import Kind
from forrang.domain.call_setup import Announcements
from forrang.domain.prompt import Language, sound_of, standard

TOLD_UP_TO = 20
"""The last place that is told as a number; behind it, "more than twenty are before you"."""


def back_to_music(house: House, call: Call) -> None:
    """Something was told to a caller in line: the music goes on, until the next."""
    music(house, call)
    arm_announcement(house, call)


def arm_announcement(house: House, call: Call) -> None:
    """Set when something is told next to a caller who hears the music."""
    announcements = told_to(call)
    call.cancel(Kind.ANNOUNCE)
    if announcements is not None and call.prompt is None and not call.away:
        house.set_timer(call, Kind.ANNOUNCE, house.now + announcements.every_seconds)


def keep_announcement(house: House, call: Call) -> None:
    """Set it anew after a save, which puts off nothing that was to be told sooner."""
    before = call.timers.get(Kind.ANNOUNCE)
    due = before.at if before is not None and before.live else None
    arm_announcement(house, call)
    set_now = call.timers.get(Kind.ANNOUNCE)
    if due is not None and set_now is not None and set_now.live and due < set_now.at:
        house.set_timer(call, Kind.ANNOUNCE, due)


def announce(house: House, call: Call) -> None:
    """It is time to tell a caller something."""
    announcements = told_to(call)
    if call.state is not CallState.IN_LINE or announcements is None or call.prompt is not None:
        return
    language = house.routes.document.language
    sounds: list[str] = []
    if announcements.position:
        sounds += _place(call, language)
    if announcements.expected_wait:
        sounds += _expected_wait(house, call, language)
    if announcements.comfort:
        which = call.comforted % len(announcements.comfort)
        sounds.append(sound_of(announcements.comfort[which], language))
        call.comforted += 1
    if may_be_called_back(call):
        sounds.append(standard("press-one-callback", language))
    if sounds:
        tell(house, call, tuple(sounds))
    else:
        arm_announcement(house, call)


def told_to(call: Call) -> Announcements | None:
    """What a caller who waits is told; None: nothing. Also where only the callback is told of."""
    told, offered = call.point.queue.announcements, may_be_called_back(call)
    if told is None:
        return Announcements() if offered else None
    tells = told.position or told.expected_wait or told.comfort or offered
    return told if tells else None


def place_in_line(call: Call) -> int | None:
    """The how manieth to be taken a call is, among those whom its answerers may take; None where it
    rings already. 1 is the first.
    """
    if call.entry is None or call.line is None:
        return None
    mine = call.entry[:3]
    people = [seat.person for one in call.line.answerers for seat in one.seats]
    lines = {line for one in people for seat in one.seats for line in seat.answerers.lines}
    return 1 + sum(line.before(mine) for line in lines | {call.line})


def _place(call: Call, language: Language) -> list[str]:
    place = place_in_line(call)
    if place is None or (call.announced is not None and place > call.announced):
        return []
    call.announced = place
    if place == 1:
        return [standard("you-are-next", language)]
    if place > TOLD_UP_TO:
        return [standard("more-than-twenty", language)]
    return [standard("you-are-number", language), standard(str(place), language)]


def _expected_wait(house: House, call: Call, language: Language) -> list[str]:
    rank = place_in_line(call)
    if rank is None or call.line is None:
        return []
    seats = [seat for one in call.line.answerers for seat in one.seats]
    places = [member.place for seat in seats for member in seat.members]
    minutes = house.pace.expected(rank, places, house.now)
    if minutes is None:
        return []
    until = house.now + minutes * 60
    if call.wait_announced is not None and until > call.wait_announced:
        return []
    call.wait_announced = until
    told = [standard("expected-wait", language), standard(str(minutes), language)]
    return [*told, standard("minute" if minutes == 1 else "minutes", language)]
