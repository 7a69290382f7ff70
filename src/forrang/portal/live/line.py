"""The live line: who waits at each main number, in which order, and why just there.

Nothing is decided here. The order is the exchange's; what is worked out is what can be seen in it:
who stands before somebody who came earlier.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.document import Document
from forrang.domain.points import PointId, every_point, ordinary_group
from forrang.domain.vip_list import ALWAYS_FIRST, VipList
from forrang.portal.live.places import place_name, point_of, point_of_call
from forrang.portal.live.relay import Moment
from forrang.portal.live.story import known_name
from forrang.portal.live.words import caller, second
from forrang.portal.tenancy import Person
from forrang.storage.callers import Known, known_callers

Call = dict[str, Any]

MOST_ARC = 9
"""An arc over more places than this runs out at the bottom."""
MOST_WORDS = 94
"""Characters that a row has room for."""
MOST_ROWS = 50
"""Callers that are drawn of one line; of the others only their count is told."""


@dataclass(frozen=True, slots=True)
class Row:
    """One caller in line."""

    id: str
    "The call's id."
    place: int
    "1 is the front."
    who: str
    "Who calls."
    vip: bool
    "Whether it is a VIP."
    since: float
    "When they called; UTC seconds."
    waited: float
    "How long that was when the page was made; seconds."
    why: str
    "Why here."
    passed: int
    "How many who came before stand behind."

    @property
    def arc(self) -> int:
        """Over how many places the arc is drawn."""
        return min(self.passed, MOST_ARC) if self.vip else 0


@dataclass(frozen=True, slots=True)
class Line:
    """The callers of one point."""

    number: str
    "The main number."
    place: str
    "The point's name."
    rows: list[Row]
    "Front first."
    more: int
    "How many more there are."
    legend: str
    "What the arc means; empty without one."


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A call that stands in no line, and talks with nobody of the customer's."""

    who: str
    "Who calls."
    vip: bool
    "Whether it is a VIP."
    what: str
    "What becomes of it."
    since: float
    "Since when; UTC seconds."
    lasted: float
    "How long that was when the page was made; seconds."


def lines(person: Person, moment: Moment) -> list[Line]:
    """The lines in which somebody waits, in the order of the main numbers and their keys."""
    names = caller_names(person, moment.house.calls.values())
    known = [one.id for one in every_point(person.document.main_numbers)]
    waiting: dict[PointId, list[tuple[str, Call]]] = {id: [] for id in known}
    for id, call in moment.house.calls.items():
        if call["state"] == "in-line":
            waiting.setdefault(point_of_call(call), []).append((id, call))
    return [
        _Line(person, moment, names, point, calls).line()
        for point, calls in waiting.items()
        if calls
    ]


def elsewhere(person: Person, moment: Moment) -> list[Elsewhere]:
    """The calls that neither wait nor are talked with: in a menu, or sent on."""
    names = caller_names(person, moment.house.calls.values())
    found = []
    for call in moment.house.calls.values():
        if call["state"] in _ELSEWHERE:
            since = float(call["story"][-1]["at"]) if call["story"] else float(call["came"])
            entry = names.get(call["caller"] or "")
            place = place_name(person.document, point_of_call(call))
            found.append(
                Elsewhere(
                    who=caller(call, entry.name if entry else None),
                    vip=bool(call["vip"]) and person.vip_activated,
                    what=_ELSEWHERE[call["state"]](place),
                    since=since,
                    lasted=max(0.0, moment.at - since),
                )
            )
    return found


_ELSEWHERE: dict[str, Callable[[str], str]] = {
    "menu": lambda place: _("Hears the menu of %(place)s.") % {"place": place},
    "calling-back": lambda place: _("Is called back from %(place)s.") % {"place": place},
    "forward": lambda place: _("Is forwarded from %(place)s.") % {"place": place},
    "message": lambda place: _("Hears a message of %(place)s.") % {"place": place},
    "voicemail": lambda place: _("Leaves a message at %(place)s.") % {"place": place},
}
"""What a call does that stands in no line."""


def caller_names(person: Person, calls: Any) -> Mapping[str, Known]:
    """What the customer's lists call those who call now; nothing before the service is activated."""
    if not person.vip_activated:
        return {}
    lists = [one.id for one in every_point(person.document.main_numbers) if one.vip is not None]
    asked = [(one["caller"], one.get("entry")) for one in calls if one["caller"]]
    return dict(known_callers(person.customer.pk, lists, asked).items())


class _Line:
    """The working of one line."""

    def __init__(
        self,
        person: Person,
        moment: Moment,
        names: Mapping[str, Known],
        id: PointId,
        calls: list[tuple[str, Call]],
    ):
        self.person, self.moment, self.names = person, moment, names
        self.document: Document = person.document
        self.number, self.calls = id.partition("/")[0], calls
        self.place = place_name(person.document, id)
        self.point = point_of(person.document, id)
        self.main = point_of(person.document, self.number)
        self.came = [call["place_from"] for _id, call in calls]
        self.ordinary = [at for at, (_id, call) in enumerate(calls) if not self.is_vip(call)]

    def is_vip(self, call: Call) -> bool:
        return bool(call["vip"]) and self.person.vip_activated

    def line(self) -> Line:
        rows = [self._row(at) for at in range(min(len(self.calls), MOST_ROWS))]
        return Line(
            number=self.number,
            place=self.place,
            rows=rows,
            more=len(self.calls) - len(rows),
            legend=self._legend(rows),
        )

    def passed(self, at: int) -> int:
        """How many behind this one came before."""
        return sum(came < self.came[at] for came in self.came[at + 1 :])

    def overtaken(self, at: int) -> int:
        """How many before this one came after."""
        return sum(came > self.came[at] for came in self.came[:at])

    def who(self, call: Call) -> str:
        known = self.names.get(call["caller"] or "")
        return caller(call, known.name if known else None)

    def _row(self, at: int) -> Row:
        id, call = self.calls[at]
        since = call["came"]
        return Row(
            id=id,
            place=at + 1,
            who=self.who(call),
            vip=self.is_vip(call),
            since=since,
            waited=max(0.0, self.moment.at - since),
            why=_fitting(self._why(at, call)),
            passed=self.passed(at),
        )

    def _why(self, at: int, call: Call) -> list[str]:
        reasons = [self._vip(at) if self.is_vip(call) else self._ordinary(at, call)]
        if call["place_from"] < call["came"]:
            reasons.append(_("Called back after a lost line and kept the place."))
        for step in call["story"]:
            if step["step"] == "BecameVip" and self.is_vip(call):
                became = {"time": second(step["at"])}
                reasons.append(_("Became a VIP while waiting, at %(time)s.") % became)
        if call["overflowed"]:
            group = self._asked_too(call)
            reasons.append(
                _("%(group)s is asked too. Keeps the place.") % {"group": group} if group else ""
            )
        if call["away"]:
            reasons.append(_("Waits to be called back."))
        if call["rings_at"]:
            who = ", ".join(known_name(self.document, one) for one in call["rings_at"])
            reasons.append(_("Rings at %(who)s.") % {"who": who})
        elif call["waits_because"]:
            reasons.append(self._nobody(call["waits_because"]))
        return reasons

    def _vip(self, at: int) -> str:
        list_of, place = self._list_of(self.calls[at][1])
        head_start = list_of.head_start if list_of is not None else ALWAYS_FIRST
        passed = self.passed(at)
        if passed and head_start >= ALWAYS_FIRST:
            return _("Passed %(n)s: on the VIP list of %(place)s, always first.") % {
                "n": passed,
                "place": place,
            }
        minutes = f"{head_start / 60:.10g}".replace(".", ",")
        if passed:
            return _("Passed %(n)s: %(m)s minutes' head start from the VIP list of %(place)s.") % {
                "n": passed,
                "m": minutes,
                "place": place,
            }
        if at and self.is_vip(self.calls[at - 1][1]):
            return _("On the VIP list. %(name)s called first.") % {
                "name": self.who(self.calls[at - 1][1])
            }
        if at and head_start < ALWAYS_FIRST:
            return _("Does not pass %(who)s, who had waited more than %(m)s minutes.") % {
                "who": self.who(self.calls[at - 1][1]),
                "m": minutes,
            }
        return _("On the VIP list of %(place)s. Nobody to pass.") % {"place": place}

    def _ordinary(self, at: int, call: Call) -> str:
        overtaken = self.overtaken(at)
        told = ""
        if call["withheld"] and self.person.vip_activated:
            told = _("Cannot be recognised, and so is not a VIP.")
        elif self.ordinary[0] == at:
            told = (
                _("Waited longest of the ordinary callers.")
                if self.person.vip_activated
                else _("Waited longest.")
            )
        elif self.ordinary[-1] == at and at == len(self.calls) - 1:
            told = (
                _("Called last of the ordinary callers.")
                if self.person.vip_activated
                else _("Called last.")
            )
        if overtaken:
            times = ngettext("Overtaken %(n)s time.", "Overtaken %(n)s times.", overtaken)
            return f"{told} {times % {'n': overtaken}}".strip()
        return told or _("In the order in which they called.")

    def _nobody(self, waits: dict[str, dict[str, Any]]) -> str:
        doing = {one["doing"] for one in waits.values()}
        if doing <= {"logged-out", "paused"}:
            return _("Waiting: nobody is logged in.")
        again = [
            (one["until"], mobile)
            for mobile, one in waits.items()
            if one["doing"] in ("resting", "wrapping-up") and one.get("until") is not None
        ]
        if again:
            until, mobile = min(again)
            return _("Waiting: %(name)s is asked again at %(time)s.") % {
                "name": known_name(self.document, mobile),
                "time": second(until),
            }
        return _("Waiting: all who can answer are busy.")

    def _asked_too(self, call: Call) -> str | None:
        """The group that is asked for a call in overflow."""
        if self.point is None:
            return None
        if self._of_own_list(call):
            return ordinary_group(self.point.part)
        queue = self.point.setup.queue
        return None if queue is None else queue.overflow_to

    def _of_own_list(self, call: Call) -> bool:
        """Whether a VIP is one of this line's list; else the main number's made them one."""
        return bool(call["vip"]) and call["why"] == "on-list"

    def _list_of(self, call: Call) -> tuple[VipList | None, str]:
        """The list that made a caller a VIP, and whose it is."""
        if self._of_own_list(call) or self.main is None:
            return (self.point.vip if self.point is not None else None), self.place
        return self.main.vip, place_name(self.person.document, self.number)

    def _legend(self, rows: list[Row]) -> str:
        drawn = [row for row in rows if row.arc]
        if not drawn:
            return ""
        last = max(drawn, key=lambda row: row.since)
        told = {"name": last.who, "n": last.place + last.passed}
        if told["n"] == len(self.calls):
            return (
                _("%(name)s called last and would have been no. %(n)s without the VIP queue.")
                % told
            )
        return _("%(name)s would have been no. %(n)s without the VIP queue.") % told


def _fitting(reasons: list[str]) -> str:
    """The first reason, and of the others those that there is room for: none is cut."""
    first, *others = filter(None, reasons)
    for one in others:
        if len(first) + len(one) < MOST_WORDS:
            first = f"{first} {one}"
    return first
