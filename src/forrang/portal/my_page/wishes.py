"""Wishes about presence: written as changes, and told as true only when the exchange says so."""

import time
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, Literal

from forrang.domain.phone_number import PhoneNumber
from forrang.portal.my_page.presence import IN, OUT, PAUSED
from forrang.site.exchange import calls_now
from forrang.storage.changes import wish_presence

WAIT_SECONDS = 1.0
"""How long a page waits for the fact before it says that it is on its way."""
STEP_SECONDS = 0.05

Wish = Literal["in", "out", "pause"]


class Became(Enum):
    """What is known of a wish when the page is shown."""

    TRUE = "true"
    ON_ITS_WAY = "on its way"
    AWAY = "away"
    "The exchange is away; it reads the wish when it is back."


def carry_out(
    customer: int,
    mobile: PhoneNumber,
    wish: Wish,
    places: Sequence[str] | None = None,
    until: float | None = None,
) -> Became:
    """Let somebody be logged in, logged out or on a break until then (UTC seconds), at some places
    or everywhere, and wait a moment until it is true.
    """
    for place in (None,) if places is None else places:
        wish_presence(customer, mobile, wish, place, until)
    return _wait(customer, mobile, _true(wish, places, until))


def _wait(customer: int, mobile: PhoneNumber, true: Callable[[dict[str, Any]], bool]) -> Became:
    end = time.monotonic() + WAIT_SECONDS
    while True:
        house = calls_now(customer)
        if not house:
            return Became.AWAY
        if true(house.people.get(mobile, {}).get("places", {})):
            return Became.TRUE
        if time.monotonic() > end:
            return Became.ON_ITS_WAY
        time.sleep(STEP_SECONDS)


def _true(
    wish: Wish, places: Sequence[str] | None, until: float | None
) -> Callable[[dict[str, Any]], bool]:
    wanted = {"in": (IN, None), "out": (OUT, None), "pause": (PAUSED, until)}[wish]

    def true(states: dict[str, Any]) -> bool:
        here = [one for id, one in states.items() if places is None or id in places]
        if wish == "pause":  # who is logged out stays so
            here = [one for one in here if one["state"] != OUT]
        return bool(here) and all((one["state"], one["until"]) == wanted for one in here)

    return true
