"""What somebody is doing, as the running exchange knows it: a colour and a word.

When the exchange is away, who was logged in where is told as the database last knew it, and what
somebody is doing is not told at all.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.portal.live.regions import region
from forrang.portal.my_page.places import Place, places_of
from forrang.site.exchange import Away, House
from forrang.site.templatetags.forrang import clock
from forrang.storage.records import presence_of

IN, OUT, PAUSED = "in", "out", "paused"
OK, TALK, WARN, NONE = "ok", "talk", "warn", ""
_BUSY = {"ringing", "in-talk", "calling-in"}
_RESTS = {"resting", "wrapping-up"}


@dataclass(frozen=True, slots=True)
class Presence:
    """What somebody is doing."""

    words: str
    "As a word."
    dot: str
    "Its colour: ok, talk, warn, or empty."
    doing: str = ""
    "As the exchange names it; empty when it does not say."


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at one place."""

    place: Place
    "Where."
    state: str
    "in, out or paused."
    until: float | None
    "When a pause ends; UTC seconds."
    waiting: int | None
    "How many callers wait who may come here; None when the exchange is away."

    @property
    def id_wish(self) -> str:
        """Where the page has its switch."""
        return region("wish", self.place.id)

    @property
    def id_waiting(self) -> str:
        """Where the page says how many wait."""
        return region("waiting", self.place.id)

    @property
    def on(self) -> bool:
        """Whether they answer here; who pauses is not logged in."""
        return self.state == IN

    @property
    def words(self) -> str:
        """The state as a word."""
        if self.state == PAUSED:
            return _break(self.until)
        return _logged(self.on)


@dataclass(frozen=True, slots=True)
class Seats:
    """Somebody at all their places."""

    all: list[Seat]
    "One for each place."

    @property
    def on(self) -> bool:
        """Whether they answer everywhere."""
        return all(one.on for one in self.all)

    @property
    def words(self) -> str:
        """What holds over all places, as a word."""
        if self.on:
            return _logged(True)
        paused = self.paused
        if paused and not any(one.on for one in self.all):
            return paused[0].words
        return _("Partly") if any(one.on for one in self.all) else _logged(False)

    @property
    def paused(self) -> list[Seat]:
        """Where they pause."""
        return [one for one in self.all if one.state == PAUSED]

    @property
    def may_pause(self) -> bool:
        """Whether they are logged in somewhere: only then one can pause."""
        return any(one.state != OUT for one in self.all)


def seats(customer: int, document: Document, mobile: PhoneNumber, house: House | Away) -> Seats:
    """Where an employee answers, and whether they are logged in there."""
    known = _states(customer, mobile, house)
    return Seats(
        [
            Seat(one, *known.get(one.id, (IN, None)), one.waiting(house))
            for one in places_of(document, mobile)
        ]
    )


def presence(
    document: Document, mobile: PhoneNumber, house: House | Away, place: str | None = None
) -> Presence:
    """What an employee is doing, at one place or all in all."""
    if not house:
        return Presence(_("Unknown: the exchange is away"), NONE)
    person = house.people.get(mobile)
    if person is None:  # the exchange has not heard of them yet
        return Presence(_("Unknown"), NONE)
    doing = person["doing"]["doing"]
    if doing in _BUSY:
        words = _("Ringing") if doing == "ringing" else _("In a call")
        return Presence(words, TALK, doing)
    if mobile in document.unconfirmed:
        return Presence(_("Not confirmed"), WARN, "unconfirmed")
    places = person["places"]
    states = [one for id, one in places.items() if place in (None, id)]
    if any(one["state"] == IN for one in states):
        return _logged_in(person["doing"])
    if any(one["state"] == PAUSED for one in states):
        ends = [one["until"] for one in states if one["state"] == PAUSED and one["until"]]
        return Presence(_break(min(ends, default=None)), WARN, "paused")
    if not places:
        return Presence(_("Answers nowhere"), NONE)
    return Presence(_logged(False), NONE, "logged-out")


def _logged_in(condition: dict[str, Any]) -> Presence:
    if condition["doing"] in _RESTS and condition["until"]:
        resting = condition["doing"] == "resting"
        words = (
            _("Resting until %(time)s: did not answer") if resting else _("Wrap-up until %(time)s")
        )
        return Presence(words % {"time": clock(condition["until"])}, WARN, condition["doing"])
    return Presence(_("Free"), OK, "free")


def _logged(on: bool) -> str:
    """Whether somebody is logged in, as a state: the log-in of the pages has other words."""
    return pgettext("presence", "Logged in") if on else pgettext("presence", "Logged out")


def _break(until: float | None) -> str:
    if until is None:
        return _("Break")
    return _("Break until %(time)s") % {"time": clock(until)}


def _states(
    customer: int, mobile: PhoneNumber, house: House | Away
) -> dict[str, tuple[str, float | None]]:
    """By place: state, and when a pause ends."""
    if not house:
        rows = [one for one in presence_of(customer) if one.mobile == mobile]
        return {one.place: (one.state, one.until) for one in rows}
    person = house.people.get(mobile, {"places": {}})
    return {id: (one["state"], one["until"]) for id, one in person["places"].items()}
