"""What a call setup does with a call: open or closed, the menu, a line, or away (rule 2).

`way` decides at one point, and changes nothing: `who-answers` asks it too. `route` does what it
says. A call that comes to a line is `lining_up`'s business, one that goes away `away`'s.
"""

from dataclasses import dataclass

from forrang.acd import callback
from forrang.acd.announcing import back_to_music
from forrang.acd.away import (
    go_away,
    greeting_told,
    message_told,
    quit_line,
    recording_ended,
)
from forrang.acd.call import Call, CallState
from forrang.acd.commands import HangUpCall, StopMusic
from forrang.acd.endings import end
from forrang.acd.events import PromptEnded, RecordingEnded, Standing
from forrang.acd.house import House
from forrang.acd.lining_up import line_up
from forrang.acd.menus import menu_told, tell_menu
from forrang.acd.prompts import hush, told
from forrang.acd.records import Arrived, Closed, Outcome
from forrang.acd.routing import Point, Routes
from forrang.domain.call_setup import Destination
from forrang.domain.open_or_closed import Opening, opening
from forrang.domain.prompt import Prompt, standard


@dataclass(frozen=True, slots=True)
class Way:
    """What becomes of a call at a point."""

    line: bool
    "Whether it stands in the point's line."
    after_hours: bool = False
    "Whether it is taken as a VIP's though it is closed."
    opening: Opening | None = None
    "Open or closed, where there are hours."

    @property
    def closed(self) -> bool:
        """Whether it meets a closed door."""
        return not self.line and self.opening is not None and not self.opening.open


def way(routes: Routes, point: Point, standing: Standing, now: float) -> Way:
    """What becomes of a call of that standing at a point: its list is asked first, and spares a VIP
    the menu; then the opening hours; then the setup.
    """
    hours = point.setup.opening_hours
    here = None if hours is None else opening(hours, now, routes.zone)
    vip = point.vip if standing.vip else None
    if here is not None and not here.open:
        late = None if vip is None else vip.when_closed
        if late is None:
            return Way(line=False, opening=here)
        hours = late.opening_hours
        taken = hours is None or opening(hours, now, routes.zone).open
        return Way(line=taken, after_hours=taken, opening=here)
    setup = point.setup.setup
    if vip is not None and (setup.menu is None or point.setup.keys or vip.skips_menu):
        return Way(line=True, opening=here)
    return Way(line=setup.queue is not None, opening=here)


def enter(house: House, call: Call) -> None:
    """A new call comes to its main number."""
    house.meet_own_people(call)
    callback.called_by_themselves(house, call)
    here = way(house.routes, call.point, call.standing, house.now)
    if not here.line or here.after_hours:
        call.story.append(Arrived(call.came, call.standing, None))
        if call.standing.vip and not here.line:
            carry(call)
    route(house, call, here)


def carry(call: Call) -> None:
    """A VIP of the main number has its head start wherever the menu leads."""
    if call.point.vip is not None:
        call.carried, call.carried_head_start = call.standing, call.point.vip.head_start


def route(house: House, call: Call, here: Way) -> None:
    """Do what a point does with a call."""
    setup = call.point.setup
    if here.opening is not None and not here.opening.open:
        told = here.opening
        call.story.append(Closed(house.now, call.point.id, told.why, told.text, here.line))
    if here.closed:
        call.unserved = Outcome.CLOSED
        go_away(house, call, setup.closed or closed_message(house))
    elif here.line:
        call.after_hours = here.after_hours
        line_up(house, call)
    elif setup.setup.menu is not None:
        if call.state is not CallState.MENU:
            call.move(CallState.MENU)
        call.tries = 0
        tell_menu(house, call, setup.setup.menu)
    else:
        go_away(house, call, setup.setup)


def closed_message(house: House) -> Destination:
    """What callers are told where the setup has no words of its own for it."""
    sound = standard("closed", house.routes.document.language)
    return Destination(message=Prompt(sound=sound))


def go_on(house: House, call: Call) -> None:
    """A call in line whose point has no line any more goes where its point leads now, and keeps its
    place wherever it comes to stand. Who waits without a telephone cannot be led anywhere.
    """
    if call.state is not CallState.IN_LINE:
        return
    if call.away:
        end(house, call, Outcome.NOT_REACHED)
        return
    quit_line(house, call)
    if call.prompt is None:
        house.out.append(StopMusic(call.leg))
    hush(house, call)
    route(house, call, way(house.routes, call.point, call.standing, house.now))


def prompt_over(house: House, call: Call) -> None:
    """The engine never said that a prompt ended, or a message."""
    if call.prompt is not None:
        prompt_ended(house, PromptEnded(call.id, call.prompt))
    elif call.state is CallState.VOICEMAIL:
        recording_ended(house, RecordingEnded(call.id))


def prompt_ended(house: House, event: PromptEnded) -> None:
    """A prompt was told: what comes next?"""
    call = house.calls.get(event.call)
    if call is None or call.prompt != event.prompt:
        return
    told(call)
    match call.state:
        case CallState.MENU:
            menu_told(house, call, event)
        case CallState.MESSAGE:
            message_told(house, call)
        case CallState.VOICEMAIL:
            greeting_told(house, call)
        case CallState.IN_LINE if call.wants_callback:
            house.out.append(HangUpCall(call.leg))
            callback.go_without_telephone(house, call)
        case CallState.IN_LINE:
            back_to_music(house, call)
