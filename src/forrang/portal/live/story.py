"""A call's story in words: each step with its reason, from the values that the core kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from forrang.domain.document import Document
from forrang.portal.live.words import CLASS, ENDED, MISSED, OVERFLOW, condition, second
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
    return list(_told(call, story, document))


def place_name(document: Document, main_number: str) -> str:
    """What a customer calls a main number; the number of one without a name, or of one that is gone."""
    named = (one.name for one in document.main_numbers if one.number == main_number)
    return next(named, None) or number(main_number)


def _told(call: dict[str, Any], story: list[Step], document: Document) -> Iterator[Told]:
    for step in story:
        at = step["at"]
        match step["step"]:
            case "Arrived":
                yield _arrived(call, step, document)
            case "BecameVip":
                what = _("Became a VIP while waiting")
                yield Told(at, what, str(CLASS["on-list"]), vip=True)
            case "Overflowed":
                yield Told(at, _("The ordinary answerers may be asked too"), _overflow(step))
            case "Offered":
                what = _("It rings at %(name)s's") % {"name": name_of(document, step["to"])}
                yield Told(at, what, people=_people(step, document))
            case "Missed":
                what = _("%(name)s did not take the call") % {"name": name_of(document, step["to"])}
                yield Told(at, what, str(MISSED.get(step["why"], "")))
            case "NotReady":
                what = _("The telephone of %(name)s was not ready") % {
                    "name": name_of(document, step["to"])
                }
                yield Told(
                    at, what, _("Busy right after a talk. It is asked again after a second.")
                )
            case "Answered":
                what = _("%(name)s answered") % {"name": name_of(document, step["by"])}
                yield Told(at, what, _after(at - call["arrived"]))
            case "TalkCut":
                what = _("The line to %(name)s broke") % {"name": name_of(document, step["by"])}
                yield Told(at, what, _("The caller stands in line again, where they stood before."))
            case "Ended":
                what, why = ENDED.get(step["outcome"], (step["outcome"], ""))
                yield Told(at, str(what), str(why))


def _arrived(call: dict[str, Any], step: Step, document: Document) -> Told:
    why = step["standing"]["why"]
    called = {
        "number": number(call["main_number"]),
        "place": place_name(document, call["main_number"]),
    }
    what = _("Called %(number)s") % called
    if called["place"] != called["number"]:
        what = _("Called %(number)s %(place)s") % called
    # Before the service is activated nothing says VIP, not even that it is none.
    reason = "" if why == "no-service" else str(CLASS[why])
    if step.get("place_kept_from") is not None:
        kept = _("Called back after a lost line and kept the place from %(time)s.") % {
            "time": second(step["place_kept_from"])
        }
        reason = f"{reason} {kept}".strip()
    return Told(step["at"], what, reason, vip=why == "on-list")


def _overflow(step: Step) -> str:
    kept = _("The place in line is kept.")
    return f"{OVERFLOW.get(step['why'], '')} {kept}".strip()


def _people(step: Step, document: Document) -> list[Person]:
    return [
        Person(name_of(document, mobile), condition(doing), mobile == step["to"])
        for mobile, doing in step.get("roster", ())
    ]


def _after(seconds: float) -> str:
    return _("After %(time)s.") % {"time": length_of_time(max(0.0, seconds))}
