"""The people and groups who answer a list, with what they are doing now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from forrang.domain.document import Document
from forrang.domain.vip_list import Answerer
from forrang.portal.live.regions import region
from forrang.portal.vip_list.answering import AnsweringForm
from forrang.portal.vip_list.chosen import value_of
from forrang.site.exchange import Away, House
from forrang.site.templatetags.forrang import clock

_DOTS = {"free": "ok", "in-talk": "talk", "calling-in": "talk", "ringing": "talk"}


@dataclass(frozen=True, slots=True)
class Shown:
    """An answerer as a row."""

    value: str
    "As the form sends it."
    name: str
    "Their name."
    group: bool
    "Whether it is a group."
    now: str
    "What they are doing; empty when the exchange is away."
    dot: str
    "The colour of the dot beside it."

    @property
    def id(self) -> str:
        """Where the page says what they are doing."""
        return region("doing", self.value)

    @property
    def initials(self) -> str:
        """Two letters of the name."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@dataclass(frozen=True, slots=True)
class Able:
    """How many could answer, counted as people: who is there twice counts once."""

    all: int
    "How many there are."
    logged_in: int
    "How many of them are logged in and do not pause."
    free: int
    "How many of those are free."


def shown(
    form: AnsweringForm, document: Document, house: House | Away, list_id: str
) -> list[Shown]:
    """The answerers in their order."""
    return [row(document, house, one, list_id, form.name(one)) for one in form.answerers]


def late_rows(form: AnsweringForm) -> list[Shown]:
    """Those who answer when it is closed; what they are doing now does not matter then."""
    late = form.late.answerers if form.late is not None else ()
    return [Shown(value_of(one), form.name(one), one.group is not None, "", "") for one in late]


def row(
    document: Document, house: House | Away, one: Answerer, list_id: str, name: str = ""
) -> Shown:
    """An answerer as a row."""
    now, dot = "", ""
    if house and one.group is not None:
        able = count(document, house, (one,), list_id)
        told = {"n": able.logged_in, "m": able.all}
        now = _("Answer group, %(n)s of %(m)s logged in") % told
    elif house:
        now, dot = _doing(house, one.employee or "", f"list:{list_id}")
    return Shown(value_of(one), name, one.group is not None, now, dot)


def count(document: Document, house: House, answerers: tuple[Answerer, ...], list_id: str) -> Able:
    """How many people answerers are, and how many of them could answer now."""
    places: dict[str, list[str]] = {}
    for one in answerers:
        if one.group is None:
            places.setdefault(one.employee or "", []).append(f"list:{list_id}")
            continue
        members = next((x.members for x in document.groups if x.name == one.group), ())
        for mobile in members:
            places.setdefault(mobile, []).append(f"group:{one.group}")
    open_ = [mobile for mobile, where in places.items() if _open(house, mobile, where)]
    free = [one for one in open_ if house.people[one]["doing"]["doing"] == "free"]
    return Able(len(places), len(open_), len(free))


def _open(house: House, mobile: str, places: list[str]) -> bool:
    person = house.people.get(mobile)
    if person is None or person["doing"]["doing"] == "unconfirmed":
        return False
    return any(person["places"].get(one, {}).get("state") == "in" for one in places)


def _doing(house: House, mobile: str, place: str) -> tuple[str, str]:
    person = house.people.get(mobile)
    here = {} if person is None else person["places"].get(place, {})
    if person is None or here.get("state", "out") == "out":
        return _("Logged out"), ""
    doing, until = person["doing"]["doing"], person["doing"]["until"]
    if here["state"] == "paused":
        until = here["until"]
        return _("Break until %(time)s") % {"time": clock(until)} if until else _("Break"), "warn"
    words = {
        "free": _("Free"),
        "unconfirmed": _("The mobile is not confirmed"),
        "ringing": _("Ringing"),
        "in-talk": _("In a call"),
        "calling-in": _("In a call"),
        "resting": _("Resting until %(time)s: did not answer") % {"time": clock(until or 0)},
        "wrapping-up": _("Wrap-up until %(time)s") % {"time": clock(until or 0)},
        "not-ready": _("Wrap-up"),
    }
    return words.get(doing, _("Logged out")), _DOTS.get(doing, "")
