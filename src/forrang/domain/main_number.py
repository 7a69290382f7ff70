"""Main numbers: what the public dials."""

from dataclasses import dataclass

from forrang.domain.call_setup import CallSetup, Destination
from forrang.domain.opening_hours import OpeningHours
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_list import VipList


@dataclass(frozen=True, slots=True)
class MainNumber:
    """A number that the public dials, and what it does with a call."""

    number: PhoneNumber
    "In E.164; belongs to one customer."
    setup: CallSetup
    "What it does with a call."
    name: str | None = None
    "What the customer calls it."
    vip: VipList | None = None
    "Its own VIP list, if it ever had one."
    opening_hours: OpeningHours | None = None
    "When it is open; None: always."
    closed: Destination | None = None
    "What it does when closed. None: the standard message, and the end."
