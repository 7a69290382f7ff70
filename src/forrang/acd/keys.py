"""A caller presses a key, or none: in a menu it leads on, in line it asks to be called back."""

from forrang.acd import callback
from forrang.acd.call import Call, CallState
from forrang.acd.commands import Cause, DismissCall
from forrang.acd.endings import end
from forrang.acd.events import ORDINARY, KeyPressed, Standing
from forrang.acd.flow import route, way
from forrang.acd.house import House
from forrang.acd.menus import tell_menu
from forrang.acd.prompts import hush
from forrang.acd.records import Outcome, Pressed
from forrang.acd.timers import Kind
from forrang.domain.call_setup import Choice


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
