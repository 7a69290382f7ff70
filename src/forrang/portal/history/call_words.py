"""How the fields of a call setup are said: what is heard, where calls go, when it is open."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.call_setup import Choice
from forrang.domain.destination import Destination
from forrang.domain.document import Document
from forrang.domain.opening_hours import ExceptionalDays
from forrang.domain.prompt import Prompt
from forrang.domain.time_span import TimeSpan
from forrang.site.templatetags.forrang import number as shown

NOTHING = "–"
"""What stands where a value is missing."""


def prompt(value: Prompt | None, document: Document) -> str:
    """What is heard."""
    if value is None:
        return NOTHING
    return f"«{value.say}»" if value.sound is None else _("A sound of your own")


def sound(value: str | None, document: Document) -> str:
    """The music of the line."""
    return _("The standard music") if value is None else _("A sound of your own")


def prompts(value: Iterable[Prompt], document: Document) -> str:
    """Several, one after the other."""
    return ", ".join(prompt(one, document) for one in value) or NOTHING


def forward(value: str | None, document: Document) -> str:
    """Another number."""
    return NOTHING if value is None else shown(value)


def destination(value: Destination | None, document: Document) -> str:
    """Where a call goes."""
    if value is None:
        return _("A tone, and the call ends")
    if value.forward is not None:
        return _("Forward to %(number)s") % {"number": shown(value.forward)}
    if value.message is not None:
        return _("Message: %(text)s") % {"text": prompt(value.message, document)}
    return _("The caller may leave a message")


def of_queue(value: Destination | None, document: Document) -> str:
    """Where a call goes that leaves a line unserved."""
    return not_said(document) if value is None else destination(value, document)


def not_said(document: Document) -> str:
    """Where it goes when the queue does not say it: that is the answer group's to say."""
    groups = [one.name for one in document.groups if one.voicemail is not None]
    if not groups:
        return _("A tone, and the call ends")
    told = _("As the answer group has it: voicemail in %(groups)s, otherwise a tone")
    return told % {"groups": ", ".join(groups)}


def of_vips(value: Destination | None, document: Document) -> str:
    """Where a VIP goes after the longest wait."""
    return _("The same as to everybody") if value is None else destination(value, document)


def closed(value: Destination | None, document: Document) -> str:
    """What is done when it is closed."""
    return _("The standard message") if value is None else destination(value, document)


def group(value: str | None, document: Document) -> str:
    """A group that is asked too."""
    return value or _("Nobody")


def keys(value: Iterable[Choice], document: Document) -> str:
    """The keys of a menu."""
    return ", ".join(f"{one.key} {one.name or ''}".rstrip() for one in value) or NOTHING


def key(value: str | None, document: Document) -> str:
    """The key that counts when none is pressed."""
    return _("A tone, and the call ends") if value is None else _("Key %(key)s") % {"key": value}


def times(value: int, document: Document) -> str:
    """How often."""
    return ngettext("%(n)s time", "%(n)s times", value) % {"n": value}


def days(value: float, document: Document) -> str:
    """How long."""
    return ngettext("%(n)s day", "%(n)s days", round(value)) % {"n": f"{value:.10g}"}


def spans(value: Iterable[TimeSpan], document: Document) -> str:
    """The hours of a day."""
    return ", ".join(str(one).replace("-", "–") for one in value) or _("Closed")


def day(value: date, document: Document) -> str:
    """A day."""
    return f"{value:%d.%m.%Y}"


def until(value: datetime | None, document: Document) -> str:
    """A moment by the customer's clock."""
    return NOTHING if value is None else f"{value:%d.%m.%Y %H:%M}"


def exceptions(value: Iterable[ExceptionalDays], document: Document) -> str:
    """Days with hours of their own."""
    return "; ".join(_days(one, document) for one in value) or NOTHING


def _days(one: ExceptionalDays, document: Document) -> str:
    when = day(one.first, document)
    if one.last != one.first:
        when += f"–{day(one.last, document)}"
    return " ".join(part for part in (when, one.text, spans(one.open, document)) if part)
