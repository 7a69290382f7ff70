"""What no field of a call setup can know alone: names of what is not there, doubles, and which parts
go together.
"""

from dataclasses import dataclass

from forrang.domain.call_setup import CallSetup, Choice, Destination, Menu, Queue, Voicemail
from forrang.domain.main_number import MainNumber
from forrang.domain.number_span import NumberSpan
from forrang.domain.phone_number import NumberFault, PhoneNumber
from forrang.domain.schema import Path, Reader
from forrang.domain.vip_list import Answerer, VipList

MENU_LEVELS = 3
"""How deep menus may stand in menus."""


@dataclass(frozen=True, slots=True)
class Known:
    """Whom and what the document has."""

    employees: frozenset[PhoneNumber]
    groups: frozenset[str]
    numbers: frozenset[PhoneNumber]


def check_point(
    part: MainNumber | Choice, path: Path, reader: Reader, known: Known, level: int = 0
) -> None:
    """A main number or a choice, and every choice under it. Notes what is wrong in `reader`."""
    # A choice's setup is flat: its fields stand beside the choice's own.
    here = (*path, "setup") if isinstance(part, MainNumber) else path
    _check_setup(part.setup, here, reader, known, level)
    if isinstance(part, MainNumber) and part.setup.repeat:
        reader.fault((*here, "repeat"), "only a choice of a menu can tell the menu again")
    if part.closed is not None:
        _check_destination(part.closed, (*path, "closed"), reader, known)
    if part.vip is not None:
        _check_list(part.vip, (*path, "vip"), reader, known)


def _check_setup(setup: CallSetup, path: Path, reader: Reader, known: Known, level: int) -> None:
    if len(setup.given) != 1:
        kinds = "queue, menu, forward, message and voicemail"
        reader.fault(path, f"one of {kinds} is expected")
    _check_forward(setup, path, reader, known)
    _check_notify(setup, path, reader, known)
    if setup.queue is not None:
        _check_queue(setup.queue, (*path, "queue"), reader, known)
    if setup.menu is not None:
        _check_menu(setup.menu, (*path, "menu"), reader, known, level + 1)


def _check_queue(queue: Queue, path: Path, reader: Reader, known: Known) -> None:
    if queue.group not in known.groups:
        reader.fault((*path, "group"), f"there is no group {queue.group}")
    if queue.overflow_to is not None and queue.overflow_to not in known.groups:
        reader.fault((*path, "overflow_to"), f"there is no group {queue.overflow_to}")
    for name in ("waited_too_long", "line_full", "all_logged_out"):
        destination = getattr(queue, name)
        if destination is not None:
            _check_destination(destination, (*path, name), reader, known)


def _check_menu(menu: Menu, path: Path, reader: Reader, known: Known, level: int) -> None:
    if level > MENU_LEVELS:
        reader.fault(path, f"menus stand at most {MENU_LEVELS} deep in each other")
        return
    if not menu.choices:
        reader.fault((*path, "choices"), "a menu has at least one key")
    if menu.otherwise is not None:
        choice = menu.choice(menu.otherwise)
        if choice is None or choice.setup.repeat:
            reader.fault((*path, "otherwise"), f"there is no key {menu.otherwise} that leads away")
    for choice in menu.choices:
        check_point(choice, (*path, "choices", choice.key), reader, known, level)


def _check_destination(destination: Destination, path: Path, reader: Reader, known: Known) -> None:
    if len(destination.given) != 1:
        reader.fault(path, "one of forward, message and voicemail is expected")
    _check_forward(destination, path, reader, known)
    _check_notify(destination, path, reader, known)


def _check_forward(destination: Destination, path: Path, reader: Reader, known: Known) -> None:
    if destination.forward in known.numbers:
        reader.fault((*path, "forward"), "a main number cannot be where calls go on to")


def _check_notify(destination: Destination, path: Path, reader: Reader, known: Known) -> None:
    if destination.voicemail is not None:
        check_voicemail(destination.voicemail, (*path, "voicemail"), reader, known)


def check_voicemail(voicemail: Voicemail, path: Path, reader: Reader, known: Known) -> None:
    """Whom it tells."""
    for at, mobile in enumerate(voicemail.notify):
        if mobile not in known.employees:
            reader.fault((*path, "notify", at), f"no employee has the mobile {mobile}")


def _check_list(vip: VipList, path: Path, reader: Reader, known: Known) -> None:
    _check_answerers(vip.answerers, (*path, "answerers"), reader, known)
    if vip.overflow_to is not None and vip.overflow_to not in known.groups:
        reader.fault((*path, "overflow_to"), f"there is no group {vip.overflow_to}")
    if vip.waited_too_long is not None:
        _check_destination(vip.waited_too_long, (*path, "waited_too_long"), reader, known)
    if vip.when_closed is not None:
        here = (*path, "when_closed", "answerers")
        _check_answerers(vip.when_closed.answerers, here, reader, known)
    seen: dict[NumberSpan, int] = {}
    for at, entry in enumerate(vip.entries):
        here = (*path, "entries", at)
        if sum(one is not None for one in (entry.number, entry.range, entry.prefix)) != 1:
            reader.fault(here, "one of number, range and prefix is expected")
            continue
        try:
            span = entry.span()
        except NumberFault as error:
            reader.fault((*here, entry.kind), str(error))
            continue
        if span in seen:
            reader.fault((*here, entry.kind), f"this is entry {seen[span] + 1} of the list again")
        seen.setdefault(span, at)


def _check_answerers(
    answerers: tuple[Answerer, ...], path: Path, reader: Reader, known: Known
) -> None:
    for at, answerer in enumerate(answerers):
        here = (*path, at)
        if (answerer.employee is None) == (answerer.group is None):
            reader.fault(here, "either employee or group is expected")
        elif answerer.employee is not None and answerer.employee not in known.employees:
            reader.fault((*here, "employee"), f"no employee has the mobile {answerer.employee}")
        elif answerer.group is not None and answerer.group not in known.groups:
            reader.fault((*here, "group"), f"there is no group {answerer.group}")
