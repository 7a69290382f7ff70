"""The fields of a setup in words: one line of `FIELDS` each, for the history and for a conflict.

A test fails for a field that has no line. What has rows of its own beside the setup (`BESIDE`) is
in no version.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forrang.domain.answer_group import AnswerGroup, Ringing
from forrang.domain.call_setup import (
    Announcements,
    Callback,
    CallSetup,
    Choice,
    Menu,
    NobodyLoggedIn,
    Queue,
)
from forrang.domain.destination import Destination, Voicemail
from forrang.domain.document import Document, Shows
from forrang.domain.employee import Employee
from forrang.domain.main_number import MainNumber
from forrang.domain.opening_hours import ExceptionalDays, OnHolidays, OpeningHours, Week
from forrang.domain.prompt import Language, Prompt
from forrang.domain.time_span import TimeSpan
from forrang.domain.vip_list import ALWAYS_FIRST, Answerer, VipList, VipWhenClosed
from forrang.portal.history import call_words as say
from forrang.portal.history.call_words import NOTHING
from forrang.portal.strategies import STRATEGIES
from forrang.portal.tenancy import name_of
from forrang.site.templatetags.forrang import number as shown

Say = Callable[[Any, Document], str]
"""A value in words; the document has the names of people."""


@dataclass(frozen=True, slots=True)
class Words:
    """How a field is told."""

    label: Promise
    "What it is called."
    say: Say
    "Its value."


def _text(value: Any, document: Document) -> str:
    return str(value) if value not in (None, "") else NOTHING


def _choice(words: Iterable[tuple[Any, Any]]) -> Say:
    known = dict(words)
    return lambda value, document: str(known.get(value, value))


def _number(value: Any, document: Document) -> str:
    return shown(value)


def _seconds(value: float, document: Document) -> str:
    return ngettext("%(n)s second", "%(n)s seconds", _count(value)) % {"n": _amount(value)}


def _minutes(value: float, document: Document) -> str:
    minutes = value / 60
    return ngettext("%(n)s minute", "%(n)s minutes", _count(minutes)) % {"n": _amount(minutes)}


def _misses(value: int, document: Document) -> str:
    if not value:
        return _("Never")
    return ngettext("%(n)s miss", "%(n)s misses", value) % {"n": value}


def _at_most(value: int | None, document: Document) -> str:
    return _("No limit") if value is None else str(value)


def _overflow(value: float | None, document: Document) -> str:
    if value is None:
        return _("Wait for them, never ask others")
    if not value:
        return _("Ask others at once")
    return _("Ask others after %(time)s") % {"time": _seconds(value, document)}


def _head_start(value: float, document: Document) -> str:
    return _("Always first") if value >= ALWAYS_FIRST else _minutes(value, document)


def _people(mobiles: Iterable[str], document: Document) -> str:
    return ", ".join(_name(document, one) for one in mobiles) or _("Nobody")


def _answerers(value: Iterable[Answerer], document: Document) -> str:
    named = (one.group or _name(document, one.employee or "") for one in value)
    return ", ".join(named) or _("Nobody")


def _inside(value: Any, document: Document) -> str:
    """A part that came or went whole: its own fields."""
    if not is_dataclass(value):
        return NOTHING
    told = []
    for one in fields(value):
        inner, words = getattr(value, one.name), FIELDS.get((type(value), one.name))
        if words is not None and inner is not None:
            said = words.say(inner, document)
            told.append(said if words.say is _inside else f"{words.label}: {said}")
    return ", ".join(told)


def _name(document: Document, mobile: str) -> str:
    named = name_of(document, mobile)
    return shown(mobile) if named == mobile else named


def _amount(value: float) -> str:
    return f"{value:.10g}".replace(".", get_format("DECIMAL_SEPARATOR"))


def _count(value: float) -> int:
    """What the plural goes by: only one whole is one."""
    return 1 if value == 1 else 2


_on_off = _choice([(True, gettext_lazy("On")), (False, gettext_lazy("Off"))])
_yes_no = _choice([(True, gettext_lazy("Yes")), (False, gettext_lazy("No"))])
_leave = [
    (NobodyLoggedIn.WAIT, gettext_lazy("They wait")),
    (NobodyLoggedIn.LEAVE, gettext_lazy("The call ends")),
]
_shows = [
    (Shows.CALLER, gettext_lazy("Who calls")),
    (Shows.MAIN_NUMBER, gettext_lazy("The main number")),
]

_language = [(Language.NB, gettext_lazy("Norwegian")), (Language.EN, gettext_lazy("English"))]
_holidays = [
    (OnHolidays.CLOSED, gettext_lazy("Closed")),
    (OnHolidays.OPEN, gettext_lazy("As an ordinary day")),
]
_list = gettext_lazy("VIP list")
_hours = gettext_lazy("Opening hours")
_closed = gettext_lazy("When closed")
_rings = gettext_lazy("How it rings")
_too_long = gettext_lazy("After the longest wait")
_greeting = gettext_lazy("Greeting")
_to = {
    "forward": Words(gettext_lazy("Forward"), say.forward),
    "message": Words(gettext_lazy("Message"), say.prompt),
    "voicemail": Words(gettext_lazy("Take a message (voicemail)"), _inside),
}
_week = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}

FIELDS: dict[tuple[type, str], Words] = {
    (Document, "customer"): Words(gettext_lazy("Company"), _text),
    (Document, "time_zone"): Words(gettext_lazy("Time zone"), _text),
    (Document, "language"): Words(gettext_lazy("Language to callers"), _choice(_language)),
    (Document, "music"): Words(gettext_lazy("Music in the queue"), say.sound),
    (Document, "voicemail_kept_days"): Words(gettext_lazy("Messages are kept"), say.days),
    (Document, "shows"): Words(gettext_lazy("What telephones show"), _choice(_shows)),
    (Employee, "name"): Words(gettext_lazy("Name"), _text),
    (Employee, "mobile"): Words(gettext_lazy("Mobile number"), _number),
    (Employee, "administrator"): Words(gettext_lazy("Administrator"), _yes_no),
    (Employee, "confirm"): Words(gettext_lazy("Press 1 to take the call"), _yes_no),
    (AnswerGroup, "name"): Words(gettext_lazy("Name"), _text),
    (AnswerGroup, "members"): Words(gettext_lazy("Members"), _people),
    (AnswerGroup, "ringing"): Words(_rings, _inside),
    (AnswerGroup, "voicemail"): _to["voicemail"],
    (Ringing, "strategy"): Words(gettext_lazy("Ring strategy"), _choice(STRATEGIES)),
    (Ringing, "ring_seconds"): Words(gettext_lazy("Ring time"), _seconds),
    (Ringing, "wrap_up_seconds"): Words(gettext_lazy("Wrap-up"), _seconds),
    (Ringing, "rest_seconds"): Words(gettext_lazy("Rest"), _seconds),
    (Ringing, "pause_after_misses"): Words(gettext_lazy("Break after misses"), _misses),
    (MainNumber, "number"): Words(gettext_lazy("Main number"), _number),
    (MainNumber, "setup"): Words(gettext_lazy("Setup"), _inside),
    (MainNumber, "name"): Words(gettext_lazy("Name"), _text),
    (MainNumber, "vip"): Words(_list, _inside),
    (CallSetup, "queue"): Words(gettext_lazy("Ring an answer group"), _inside),
    (Queue, "group"): Words(gettext_lazy("Answer group"), _text),
    (Queue, "max_wait_seconds"): Words(gettext_lazy("Longest wait"), _minutes),
    (Queue, "max_waiting"): Words(gettext_lazy("Longest line"), _at_most),
    (Queue, "nobody_logged_in"): Words(gettext_lazy("When nobody is logged in"), _choice(_leave)),
    (Queue, "overflow_to"): Words(gettext_lazy("Also asked"), say.group),
    (Queue, "overflow_after"): Words(gettext_lazy("Also asked after"), _seconds),
    (Queue, "welcome"): Words(gettext_lazy("Welcome message"), say.prompt),
    (Queue, "announcements"): Words(gettext_lazy("While they wait"), _inside),
    (Queue, "waited_too_long"): Words(_too_long, say.of_queue),
    (Queue, "line_full"): Words(gettext_lazy("When the line is full"), say.of_queue),
    (Queue, "all_logged_out"): Words(gettext_lazy("Then the call goes"), say.of_queue),
    (Queue, "callback"): Words(gettext_lazy("Callers may be called back"), _inside),
    (Callback, "tries"): Words(gettext_lazy("Times a caller is called"), say.times),
    (Callback, "retry_seconds"): Words(gettext_lazy("Called again after"), _seconds),
    (Announcements, "every_seconds"): Words(gettext_lazy("Told every"), _seconds),
    (Announcements, "position"): Words(gettext_lazy("The place in line is told"), _yes_no),
    (Announcements, "expected_wait"): Words(gettext_lazy("The expected wait is told"), _yes_no),
    (Announcements, "comfort"): Words(gettext_lazy("Messages while they wait"), say.prompts),
    (CallSetup, "menu"): Words(gettext_lazy("Menu with key choices"), _inside),
    (CallSetup, "repeat"): Words(gettext_lazy("Read the menu again"), _yes_no),
    **{(owner, name): words for owner in (CallSetup, Destination) for name, words in _to.items()},
    (Voicemail, "greeting"): Words(_greeting, say.prompt),
    (Voicemail, "max_seconds"): Words(gettext_lazy("Longest message"), _seconds),
    (Voicemail, "notify"): Words(gettext_lazy("Mailed to"), _people),
    (Menu, "greeting"): Words(_greeting, say.prompt),
    (Menu, "choices"): Words(gettext_lazy("Keys"), say.keys),
    (Menu, "wait_seconds"): Words(gettext_lazy("Wait for a key"), _seconds),
    (Menu, "repeats"): Words(gettext_lazy("Read again"), say.times),
    (Menu, "otherwise"): Words(gettext_lazy("If no key is pressed"), say.key),
    (Choice, "key"): Words(gettext_lazy("Key"), _text),
    (Choice, "name"): Words(gettext_lazy("Name"), _text),
    (Choice, "setup"): Words(gettext_lazy("Setup"), _inside),
    (Choice, "vip"): Words(_list, _inside),
    **{(owner, "opening_hours"): Words(_hours, _inside) for owner in (MainNumber, Choice)},
    **{(owner, "closed"): Words(_closed, say.closed) for owner in (MainNumber, Choice)},
    (OpeningHours, "week"): Words(gettext_lazy("Ordinary week"), _inside),
    (OpeningHours, "holidays"): Words(gettext_lazy("On public holidays"), _choice(_holidays)),
    (OpeningHours, "exceptions"): Words(gettext_lazy("Deviations"), say.exceptions),
    (OpeningHours, "closed_until"): Words(gettext_lazy("Closed until"), say.until),
    **{(Week, name): Words(label, say.spans) for name, label in _week.items()},
    (VipList, "overflow_to"): Words(gettext_lazy("Also asked"), say.group),
    (VipList, "waited_too_long"): Words(_too_long, say.of_vips),
    (VipList, "when_closed"): Words(gettext_lazy("VIPs when closed"), _inside),
    (VipWhenClosed, "opening_hours"): Words(_hours, _inside),
    (VipWhenClosed, "answerers"): Words(gettext_lazy("Who answers"), _answerers),
    (VipList, "on"): Words(gettext_lazy("VIP queue"), _on_off),
    (VipList, "answerers"): Words(gettext_lazy("Who answers"), _answerers),
    (VipList, "ringing"): Words(_rings, _inside),
    (VipList, "overflow_after"): Words(gettext_lazy("If none of them picks up"), _overflow),
    (VipList, "head_start"): Words(gettext_lazy("Head start"), _head_start),
    (VipList, "skips_menu"): Words(gettext_lazy("VIPs go past the menu"), _yes_no),
}
"""By class and field."""

BESIDE = {
    (Document, "forrang"),
    (Document, "id"),
    (Document, "services"),
    (Document, "unconfirmed"),
    (Document, "employees"),
    (Document, "groups"),
    (Document, "main_numbers"),
    (Employee, "password"),
    (VipList, "entries"),
    (Answerer, "employee"),
    (Answerer, "group"),
    *((Prompt, one) for one in ("say", "sound")),
    *((TimeSpan, one) for one in ("start", "end")),
    *((ExceptionalDays, one) for one in ("first", "last", "open", "text")),
}
"""In no version, or told item by item, or together."""

ITEMS: dict[type, Promise] = {
    Employee: gettext_lazy("Employee"),
    AnswerGroup: gettext_lazy("Answer group"),
    MainNumber: gettext_lazy("Main number"),
    Choice: gettext_lazy("Key"),
}
"""What an item that came or went is called."""

ORDERS: dict[str, Promise] = {
    "employees": gettext_lazy("Order of the employees"),
    "groups": gettext_lazy("Order of the answer groups"),
    "main_numbers": gettext_lazy("Order of the main numbers"),
}
"""What the order of a list is called."""


def label_of(owner: type, field: str) -> str:
    """What a field is called, or an item where there is no field."""
    if not field:
        return str(ITEMS.get(owner, owner.__name__))
    if field in ORDERS and (owner, field) in BESIDE:
        return str(ORDERS[field])
    words = FIELDS.get((owner, field))
    return field if words is None else str(words.label)


def value_of(owner: type, field: str, value: Any, document: Document) -> str:
    """A field's value in words; of an item, what it is made of."""
    if value is None and (not field or (owner, field) == (MainNumber, "vip")):
        return NOTHING
    if not field:
        return _inside(value, document)
    if (owner, field) in BESIDE:
        return ", ".join(_named(field, one, document) for one in value)
    words = FIELDS.get((owner, field))
    return str(value) if words is None else words.say(value, document)


def _named(field: str, key: str, document: Document) -> str:
    """An item by its key."""
    if field == "employees":
        return _name(document, key)
    return shown(key) if field == "main_numbers" else key
