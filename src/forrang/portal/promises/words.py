"""Promises in words: what is asked, what is promised, and what would happen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from forrang.domain.document import Document
from forrang.domain.phone_number import WITHHELD
from forrang.domain.promise import Expected, When
from forrang.portal.promises.checking import Found
from forrang.portal.tenancy import Person, name_of
from forrang.site.templatetags.forrang import number, unbroken
from forrang.storage.promises import Kept, Promised

WEEKDAYS = [
    gettext_lazy("Every Monday"),
    gettext_lazy("Every Tuesday"),
    gettext_lazy("Every Wednesday"),
    gettext_lazy("Every Thursday"),
    gettext_lazy("Every Friday"),
    gettext_lazy("Every Saturday"),
    gettext_lazy("Every Sunday"),
]


@dataclass(frozen=True, slots=True)
class Row:
    """A promise as pages show it."""

    kept: Kept
    question: str
    "Who calls, which main number, which keys and when."
    promised: str
    "What shall happen."
    now: str
    "What happens instead; empty while it holds, and while nobody knows."
    stale: bool
    "Whether it was not checked since the setup was saved."


def rows(person: Person, kept: Iterable[Kept]) -> list[Row]:
    """A customer's promises."""
    document, version = person.document, person.setup.version
    return [
        Row(
            one,
            question(document, one.promised),
            answer(document, one.promised.expected, one.promised.only_first),
            ""
            if one.found is None or one.holds
            else answer(document, one.found, one.promised.only_first),
            one.holds is None or (one.version or 0) < version,
        )
        for one in kept
    ]


def broken_rows(person: Person, found: Iterable[Found]) -> list[Row]:
    """Promises that a save would break."""
    document = person.document
    return [
        Row(
            one.kept,
            question(document, one.kept.promised),
            answer(document, one.kept.promised.expected, one.kept.promised.only_first),
            answer(document, one.answer, one.kept.promised.only_first),
            False,
        )
        for one in found
    ]


def question(document: Document, promised: Promised) -> str:
    """What is asked."""
    name = next((one.name for one in document.main_numbers if one.number == promised.number), None)
    words = {
        "caller": _("A withheld number")
        if promised.caller == WITHHELD
        else number(promised.caller),
        "to": f"{number(promised.number)} {name or ''}".strip(),
    }
    told = _("%(caller)s calls %(to)s") % words
    if promised.keys:
        told += ", " + _("presses %(keys)s") % {"keys": " ".join(promised.keys)}
    return f"{told}, {_lower(when_words(promised.when))}"


def when_words(when: When) -> str:
    """When it is asked."""
    clock = f"{when.clock:%H:%M}"
    if when.day is None:
        day = str(WEEKDAYS[when.weekday or 0])
    else:
        form = "j. F Y" if get_language() == "nb" else "j F Y"
        day = unbroken(date_format(datetime.combine(when.day, time()), form))
    return _("%(day)s at %(time)s") % {"day": day, "time": clock}


def answer(document: Document, expected: Expected, only_first: bool = False) -> str:
    """What happens."""
    if not expected.asked:
        return _elsewhere(expected)
    if only_first:
        first = expected.asked[0][1][0]
        return _("%(name)s is asked first") % {"name": name_of(document, first)}
    told = []
    before: tuple[str, ...] = ()
    for after, to in expected.asked:
        new = [name_of(document, one) for one in to if one not in before]
        names = _(", then ").join(new)
        if after:
            names = _("after %(s)s seconds %(names)s too") % {
                "s": f"{after:.10g}",
                "names": names or ", ".join(name_of(document, one) for one in to),
            }
        told.append(names)
        before = to
    return "; ".join(told)


def _elsewhere(expected: Expected) -> str:
    to = ""
    if expected.sent == "forward" and expected.number is not None:
        to = _("Forwarded to %(number)s") % {"number": number(expected.number)}
    elif expected.sent == "message":
        to = _("A message, and the call ends")
    elif expected.sent == "voicemail":
        to = _("Voicemail")
    if expected.closed:
        return _("Closed: %(to)s") % {"to": _lower(to)} if to else _("Closed")
    return to or _("Nobody is asked")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
