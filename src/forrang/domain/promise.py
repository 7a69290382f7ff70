"""Promises: a question of who answers, kept with its answer, so that no change breaks it unseen.

A question is asked at a time of the week, or on one day. Its answer is what the exchange explains
when all are logged in and free: whom it asks, in which order and when, or where the call goes
instead. What a message says, and how long a telephone rings, is not part of a promise.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from forrang.domain.main_number import MainNumber
from forrang.domain.open_or_closed import WhyOpen, day_plan
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import points_of

WEEKS = 60
"""So far ahead an ordinary day of the week is looked for."""
NIGHTLY = time(3)
"""When promises are checked, by the customer's clock."""


@dataclass(frozen=True, slots=True)
class When:
    """When it is asked: a day of every week, or one day; exactly one is given."""

    clock: time
    "The time of day, in the customer's time zone."
    weekday: int | None = None
    "0 is Monday."
    day: date | None = None
    "The one day."

    def next(
        self, zone: ZoneInfo, now: datetime, main_number: MainNumber | None
    ) -> datetime | None:
        """When it is next, now included; None: it was, and will not be again. A day of the week is
        an ordinary one: not a holiday, nor one with hours of its own, nor one that is closed by hand.
        """
        here = now.astimezone(zone).replace(second=0, microsecond=0)
        if self.day is not None:
            at = datetime.combine(self.day, self.clock, zone)
            return at if at >= here else None
        ahead = ((self.weekday or 0) - here.weekday()) % 7
        days = (here.date() + timedelta(days=ahead + 7 * week) for week in range(WEEKS))
        times = [datetime.combine(day, self.clock, zone) for day in days]
        times = [at for at in times if at >= here]
        return next((at for at in times if _is_ordinary(main_number, at)), times[0])


@dataclass(frozen=True, slots=True)
class Expected:
    """An answer."""

    asked: tuple[tuple[float, tuple[PhoneNumber, ...]], ...] = ()
    "Who is asked from how many seconds on, in the order in which they are; empty: nobody."
    sent: str | None = None
    "Where it goes when nobody is asked: forward, message, voicemail; None: nowhere."
    number: PhoneNumber | None = None
    "The number that it is forwarded to."
    closed: bool = False
    "Whether the door is closed, and the call goes there because of it."

    @classmethod
    def of(cls, found: dict[str, Any]) -> "Expected":
        """The answer in an explanation of the exchange's."""
        asked = tuple((float(one["after"]), tuple(one["to"])) for one in found["offers"])
        if asked:
            return cls(asked)
        steps = {one["step"]: one for one in found["steps"]}
        sent = steps.get("sent", {})
        return cls((), sent.get("to"), sent.get("number"), "closed" in steps)

    @classmethod
    def read(cls, plain: dict[str, Any]) -> "Expected":
        """The opposite of `plain`."""
        asked = tuple((float(after), tuple(to)) for after, to in plain["asked"])
        return cls(asked, plain["sent"], plain["number"], plain["closed"])

    @property
    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        asked = [[after, list(to)] for after, to in self.asked]
        return {
            "asked": asked,
            "sent": self.sent,
            "number": self.number,
            "closed": self.closed,
        }

    def holds(self, now: "Expected", only_first: bool) -> bool:
        """Whether an answer keeps what this one promised; `only_first`: who is asked first counts,
        and not who comes after.
        """
        if not only_first or not self.asked or not now.asked:
            return self == now
        return self.asked[0][1][:1] == now.asked[0][1][:1] and self.asked[0][0] == now.asked[0][0]


def next_night(zone: ZoneInfo, now: datetime) -> datetime:
    """The next time that promises are checked by themselves."""
    here = now.astimezone(zone)
    at = datetime.combine(here.date(), NIGHTLY, zone)
    return at if at > here else datetime.combine(here.date() + timedelta(days=1), NIGHTLY, zone)


def _is_ordinary(main_number: MainNumber | None, at: datetime) -> bool:
    """Whether the week decides at every point."""
    points = () if main_number is None else points_of(main_number)
    hours = [one.opening_hours for one in points if one.opening_hours is not None]
    return all(
        day_plan(one, at.date()).why is WhyOpen.WEEK
        and (one.closed_until is None or at.replace(tzinfo=None) >= one.closed_until)
        for one in hours
    )
