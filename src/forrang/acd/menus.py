"""A menu is told to a caller, and what its keys lead to. Which key was pressed is `keys`' business."""

from forrang.acd.call import Call
from forrang.acd.events import DeadlinePassed, PromptEnded
from forrang.acd.house import House
from forrang.acd.prompts import tell
from forrang.acd.records import InMenu
from forrang.acd.routing import Point
from forrang.acd.timers import Kind
from forrang.domain.call_setup import Menu
from forrang.domain.prompt import sound_of, standard


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


def keyless(house: House, event: DeadlinePassed) -> None:
    """Take note of what the list says of those who are about to be out of time."""
    for id, standing in event.standings:
        house.calls[id].otherwise = standing
