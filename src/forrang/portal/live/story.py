"""A call's story in words: each step with its reason, from the values that the core kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from forrang.domain.document import Document, Service
from forrang.domain.points import PointId
from forrang.portal.live.places import key_name, place_name, point_of
from forrang.portal.live.words import (
    CLASS,
    ENDED,
    LEFT,
    MISSED,
    OUTCOME,
    OVERFLOW,
    OVERFLOW_OF_ORDINARY,
    closed_because,
    condition,
    second,
)
from forrang.portal.tenancy import name_of
from forrang.site.templatetags.forrang import length_of_time, number

Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who might have been asked."""

    name: str
    "Who."
    doing: str
    "What they were doing, in words."
    asked: bool
    "Whether they were the one."


@dataclass(frozen=True, slots=True)
class Told:
    """One step in words."""

    at: float
    "When; UTC seconds."
    what: str
    "What happened."
    why: str = ""
    "Why, or what it means."
    vip: bool = False
    "Whether it is about being a VIP."
    people: list[Person] = field(default_factory=list)
    "Who might have been asked, the one who was among them."


def told_story(call: dict[str, Any], story: list[Step], document: Document) -> list[Told]:
    """The steps of a call in order. `call` has `main_number` and `arrived`."""
    return list(_Telling(call, document).told(story))


class _Telling:
    """One story: where the call stands, and what was said of it before, is known at each step."""

    def __init__(self, call: dict[str, Any], document: Document):
        self.call, self.document = call, document
        self.here: PointId = call["main_number"]
        self.carried = self.vip = self.sent = False
        # Before the service is activated nothing says VIP, not even that it is none.
        self.vip_shows = Service.VIP_LIST in document.services

    def told(self, story: list[Step]) -> Iterator[Told]:
        for step in story:
            told = _TELL.get(step["step"], _nothing)(self, step)
            if told is not None:
                yield told

    def standing(self, standing: dict[str, Any]) -> str:
        """Why the caller has their class, where anything of VIP is shown."""
        self.vip = standing["why"] == "on-list"
        if not self.vip_shows or standing["why"] == "no-service":
            return ""
        point = point_of(self.document, self.here)
        if standing["why"] == "vip-queue-off" and point is not None and point.vip is None:
            return ""  # there never was a list
        return str(CLASS[standing["why"]])

    def arrived(self, step: Step) -> Told:
        called = {
            "number": number(self.call["main_number"]),
            "place": place_name(self.document, self.call["main_number"]),
        }
        what = _("Called %(number)s") % called
        if called["place"] != called["number"]:
            what = _("Called %(number)s %(place)s") % called
        why = _with_place_kept(self.standing(step["standing"]), step)
        self.carried = self.vip
        return Told(step["at"], what, why, vip=self.vip)

    def in_menu(self, step: Step) -> Told:
        self.here = step["point"]
        if "/" not in self.here:
            return Told(step["at"], _("Heard the menu"))
        told = {"key": key_name(self.document, self.here)}
        return Told(step["at"], _("Heard the menu of %(key)s") % told)

    def pressed(self, step: Step) -> Told:
        key, to = step["key"], step["leads_to"]
        what = _("Pressed no key") if key is None else _("Pressed %(key)s") % {"key": key}
        if to is None:
            why = "" if key is None else _no_such_key()
            return Told(step["at"], what, why)
        if to == self.here:
            return Told(step["at"], what, _("The menu is told again."))
        self.here = to
        name = key_name(self.document, to)
        if key == to[-1]:
            return Told(step["at"], what, f"{name}.")
        told = _("Then this counts as pressed: %(key)s.") % {"key": name}
        return Told(step["at"], what, told if key is None else f"{_no_such_key()} {told}")

    def stood_in_line(self, step: Step) -> Told:
        self.here = step["point"]
        what = _("Stands in line at %(place)s") % {"place": place_name(self.document, self.here)}
        why = self.standing(step["standing"])
        if self.carried and self.vip_shows and not self.vip:
            self.vip = True
            why = _("On the VIP list of the main number, and so ahead here too.")
        return Told(step["at"], what, _with_place_kept(why, step), vip=self.vip)

    def closed(self, step: Step) -> Told:
        why = closed_because(step)
        if step["taken"] and self.vip_shows:
            why = " ".join((why, _("A VIP is taken all the same.")))
        what = _("It was closed")
        if "/" in step["point"]:
            what = _("Closed: %(key)s") % {"key": key_name(self.document, step["point"])}
        return Told(step["at"], what, why)

    def left_line(self, step: Step) -> Told:
        return Told(step["at"], str(LEFT.get(step["why"], OUTCOME.get(step["why"], ""))))

    def asked_for_callback(self, step: Step) -> Told:
        why = _("The call keeps its place, without a telephone at the ear.")
        return Told(step["at"], _("Asked to be called back"), why)

    def called_back(self, step: Step) -> Told:
        if step["reached"]:
            return Told(step["at"], _("Was called back, and picked up"))
        return Told(step["at"], _("Was called back, and did not pick up"))

    def sent_on(self, step: Step) -> Told:
        self.sent = True
        return Told(step["at"], sent_to(step["to"], step.get("number")))

    def became_vip(self, step: Step) -> Told | None:
        self.vip = True
        if not self.vip_shows:
            return None
        what = _("Became a VIP while waiting")
        return Told(step["at"], what, str(CLASS["on-list"]), vip=True)

    def overflowed(self, step: Step) -> Told:
        kept = _("The place in line is kept.")
        if self.vip:
            what, why = _("The ordinary answerers may be asked too"), OVERFLOW.get(step["why"], "")
        else:
            what, why = _("More people may be asked"), OVERFLOW_OF_ORDINARY.get(step["why"], "")
            point = point_of(self.document, self.here)
            if point is not None and point.setup.queue is not None:
                group = point.setup.queue.overflow_to
                what = _("%(group)s may be asked too") % {"group": group} if group else what
        return Told(step["at"], what, f"{why} {kept}".strip())

    def offered(self, step: Step) -> Told:
        what = _("It rings at %(name)s's") % {"name": self.name(step["to"])}
        return Told(step["at"], what, people=_people(step, self.document))

    def missed(self, step: Step) -> Told:
        what = _("%(name)s did not take the call") % {"name": self.name(step["to"])}
        return Told(step["at"], what, str(MISSED.get(step["why"], "")))

    def not_ready(self, step: Step) -> Told:
        what = _("The telephone of %(name)s was not ready") % {"name": self.name(step["to"])}
        return Told(
            step["at"], what, _("Busy right after a talk. It is asked again after a second.")
        )

    def answered(self, step: Step) -> Told:
        what = _("%(name)s answered") % {"name": self.name(step["by"])}
        return Told(step["at"], what, _after(step["at"] - self.call["arrived"]))

    def talk_cut(self, step: Step) -> Told:
        what = _("The line to %(name)s broke") % {"name": self.name(step["by"])}
        why = _("The caller stands in line again, where they stood before.")
        return Told(step["at"], what, why)

    def ended(self, step: Step) -> Told:
        outcome = step["outcome"]
        if self.sent and outcome in LEFT:  # what became of it after the line was told
            return Told(step["at"], _("The call ended"))
        what, why = ENDED.get(outcome, (outcome, ""))
        return Told(step["at"], str(what), str(why))

    def name(self, mobile: str) -> str:
        """An employee's name; the number of anybody else."""
        return known_name(self.document, mobile)


def _nothing(telling: _Telling, step: Step) -> None:
    """A step that these words do not know."""


_TELL: dict[str, Callable[[_Telling, Step], Told | None]] = {
    "Arrived": _Telling.arrived,
    "InMenu": _Telling.in_menu,
    "Pressed": _Telling.pressed,
    "StoodInLine": _Telling.stood_in_line,
    "Closed": _Telling.closed,
    "LeftLine": _Telling.left_line,
    "AskedForCallback": _Telling.asked_for_callback,
    "CalledBack": _Telling.called_back,
    "Sent": _Telling.sent_on,
    "BecameVip": _Telling.became_vip,
    "Overflowed": _Telling.overflowed,
    "Offered": _Telling.offered,
    "Missed": _Telling.missed,
    "NotReady": _Telling.not_ready,
    "Answered": _Telling.answered,
    "TalkCut": _Telling.talk_cut,
    "Ended": _Telling.ended,
}


def sent_to(to: str, where: str | None) -> str:
    """Where a call was sent for good."""
    if to == "forward":
        return _("Was forwarded to %(number)s") % {"number": number(where or "")}
    return _("Heard a message") if to == "message" else _("Could leave a message")


def known_name(document: Document, mobile: str) -> str:
    """An employee's name; the number of anybody else, as people write it."""
    name = name_of(document, mobile)
    return number(mobile) if name == mobile else name


def _no_such_key() -> str:
    return _("That key does nothing here.")


def _with_place_kept(why: str, step: Step) -> str:
    if step.get("place_kept_from") is None:
        return why
    kept = _("Called back after a lost line and kept the place from %(time)s.") % {
        "time": second(step["place_kept_from"])
    }
    return f"{why} {kept}".strip()


def _people(step: Step, document: Document) -> list[Person]:
    return [
        Person(known_name(document, mobile), condition(doing), mobile == step["to"])
        for mobile, doing in step.get("roster", ())
    ]


def _after(seconds: float) -> str:
    return _("After %(time)s.") % {"time": length_of_time(max(0.0, seconds))}
