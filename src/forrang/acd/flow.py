"""What a call setup does with a call: open or closed, the menu, a line, or away (rule 2).

`way` decides at one point, and changes nothing: `who-answers` asks it too. `route` does what it
says. A call that comes to a line is `lining_up`'s business, one that goes away `away`'s.
"""

from dataclasses import dataclass

from forrang.acd import callback
from forrang.acd.announcing import back_to_music
from forrang.acd.away import go_away, greeting_told, message_told, quit_line
from forrang.acd.call import Call, CallState
from forrang.acd.commands import Cause, DismissCall, HangUpCall, StopMusic
from forrang.acd.endings import end
from forrang.acd.events import ORDINARY, DeadlinePassed, KeyPressed, PromptEnded, Standing
from forrang.acd.house import House
from forrang.acd.lining_up import line_up
from forrang.acd.prompts import hush, tell, told
from forrang.acd.records import Arrived, Closed, InMenu, Outcome, Pressed
from forrang.acd.routing import Point, Routes
from forrang.acd.timers import Kind
from forrang.domain.call_setup import Choice, Destination, Menu
from forrang.domain.open_or_closed import Opening, opening
from forrang.domain.prompt import Prompt, sound_of, standard


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


def tell_menu(house: House, call: Call, menu: Menu, wrong: bool = False) -> None:
    """Tell a caller the menu; keys count from now on."""
    language = house.routes.document.language
    call.cancel(Kind.KEY_OVER)
    call.story.append(InMenu(house.now, call.point.id))
    sounds = (sound_of(menu.greeting, language),)
    tell(house, call, (standard("wrong-key", language), *sounds) if wrong else sounds)


def menu_told(house: House, call: Call, event: PromptEnded) -> None:
    """The menu is told: a key is waited for."""
    menu = call.point.setup.setup.menu
    call.otherwise = event.standing
    wait = 0.0 if menu is None else menu.wait_seconds
    house.set_timer(call, Kind.KEY_OVER, house.now + wait)


def leads_to(house: House, call: Call, key: str | None) -> Point | None:
    """The point to which a key leads, or no key, from the menu that a call hears; a key that does
    nothing counts as none. None: nowhere, or to the same menu.
    """
    menu = call.point.setup.setup.menu
    if menu is None:
        return None
    choice = menu.choice(key or menu.otherwise or "") or menu.choice(menu.otherwise or "")
    if choice is None or choice.setup.repeat:
        return None
    return house.routes.under(call.point, choice.key)


def key_pressed(house: House, event: KeyPressed) -> None:
    """A caller pressed a key: it counts in a menu, also while that is being told."""
    call = house.calls.get(event.call)
    if call is not None and call.state is CallState.IN_LINE and event.key == callback.KEY:
        if callback.may_be_called_back(call):
            callback.ask_for_callback(house, call)
        return
    if call is None or call.state is not CallState.MENU:
        return
    menu = call.point.setup.setup.menu
    choice = None if menu is None else menu.choice(event.key)
    if choice is not None:
        _choose(house, call, choice, event.key, event.standing)
    else:
        call.otherwise = event.standing
        _again(house, call, event.key)


def keyless(house: House, event: DeadlinePassed) -> None:
    """Take note of what the list says of those who are about to be out of time."""
    for id, standing in event.standings:
        house.calls[id].otherwise = standing


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


def no_key(house: House, call: Call) -> None:
    """No key was pressed in time."""
    _again(house, call, None)


def _again(house: House, call: Call, key: str | None) -> None:
    """Tell the menu again; after the last time, do what comes otherwise."""
    call.cancel(Kind.KEY_OVER)
    menu = call.point.setup.setup.menu
    if menu is None:  # it is another setup now
        hush(house, call)
        route(house, call, way(house.routes, call.point, call.standing, house.now))
        return
    call.tries += 1
    if call.tries <= menu.repeats:
        call.story.append(Pressed(house.now, key, None))
        tell_menu(house, call, menu, wrong=key is not None)
        return
    choice = None if menu.otherwise is None else menu.choice(menu.otherwise)
    if choice is not None:
        _choose(house, call, choice, key, call.otherwise)
        return
    call.story.append(Pressed(house.now, key, None))
    hush(house, call)
    house.out.append(DismissCall(call.leg, Cause.UNANSWERED))
    end(house, call, Outcome.NO_KEY)


def _choose(
    house: House, call: Call, choice: Choice, key: str | None, standing: Standing | None
) -> None:
    """Go where a key leads. The list of the choice is asked, and no other."""
    call.cancel(Kind.KEY_OVER)
    if choice.setup.repeat:
        call.story.append(Pressed(house.now, key, call.point.id))
        menu = call.point.setup.setup.menu
        assert menu is not None
        tell_menu(house, call, menu)
        return
    hush(house, call)
    point = house.routes.under(call.point, choice.key)
    call.story.append(Pressed(house.now, key, point.id))
    call.otherwise = None
    call.standing = standing or ORDINARY
    house.move_to(call, point)
    route(house, call, way(house.routes, point, call.standing, house.now))


def prompt_over(house: House, call: Call) -> None:
    """The engine never said that a prompt ended."""
    if call.prompt is not None:
        prompt_ended(house, PromptEnded(call.id, call.prompt))


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
