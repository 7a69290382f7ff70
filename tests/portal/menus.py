"""A main number of Nordlys' with a menu, for pages that tell of keys."""

from dataclasses import replace

from forrang.domain.call_setup import CallSetup, Choice, Destination, Menu, Queue, Voicemail
from forrang.domain.main_number import MainNumber
from forrang.domain.opening_hours import OpeningHours, Week
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.prompt import Prompt
from forrang.domain.time_span import typed_spans
from forrang.domain.vip_list import Answerer, VipList
from forrang.storage.publish import publish

from .conftest import setup_of

SERVICE = PhoneNumber("+4722334466")
"The main number with the menu."
DOCTORS = f"{SERVICE}/2"
"Its key with a VIP list."
OLA = PhoneNumber("+4790000002")
AISHA = PhoneNumber("+4790000003")
FORWARDED = PhoneNumber("+4722000000")

DAY = typed_spans("08:00-16:00")
WORKDAYS = Week(mon=DAY, tue=DAY, wed=DAY, thu=DAY, fri=DAY)
NEVER_OPEN = OpeningHours(Week())


def number_with_menu() -> MainNumber:
    """Keys 1 and 2 lead to queues, 3 elsewhere, 4 to a menu again, * to voicemail."""
    queue = CallSetup(queue=Queue(group="Resepsjon"))
    doctors = VipList(on=True, answerers=(Answerer(employee=OLA),))
    again = Menu(
        greeting=Prompt(say="Tast 1 for timer."),
        choices=(Choice("1", "Timer", queue, vip=VipList(on=True)),),
    )
    menu = Menu(
        greeting=Prompt(say="Tast 1 for resepsjonen, 2 for leger."),
        choices=(
            Choice("1", "Resepsjonen", queue),
            Choice("2", "Leger", queue, vip=doctors),
            Choice("3", "Vakt", CallSetup(forward=FORWARDED)),
            Choice("4", "Annet", CallSetup(menu=again)),
            Choice("*", "Beskjed", CallSetup(voicemail=Voicemail())),
        ),
    )
    return MainNumber(SERVICE, CallSetup(menu=menu), name="Servicetelefon")


def publish_menu(number: MainNumber | None = None) -> None:
    """Save it as Nordlys' second main number."""
    setup = setup_of("Nordlys")
    others = [one for one in setup.document.main_numbers if one.number != SERVICE]
    numbers = (*others, number or number_with_menu())
    publish(replace(setup.document, main_numbers=numbers), "provider")


def closed(number: MainNumber, destination: Destination | None = None) -> MainNumber:
    """The number as it is when it is never open."""
    return replace(number, opening_hours=NEVER_OPEN, closed=destination)
