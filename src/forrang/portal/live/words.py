"""What the exchange's reasons say in words, in the language of whoever reads."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from forrang.domain.holidays_of import holiday
from forrang.domain.vip_list import ALWAYS_FIRST
from forrang.site.templatetags.forrang import number

Words = dict[str, Any]

CLASS: dict[str, Any] = {
    "on-list": gettext_lazy("On the VIP list."),
    "not-on-list": gettext_lazy("Not on the VIP list."),
    "expired": gettext_lazy("Was on the VIP list, but the entry's last day is past."),
    "withheld": gettext_lazy("Cannot be recognised, and so is not a VIP."),
    "unreadable": gettext_lazy("Came without a number that can be read, and so is not a VIP."),
    "vip-queue-off": gettext_lazy("The VIP queue is off, so the list was not used."),
    "no-service": gettext_lazy("The service VIP list is not activated."),
}
"""Why a caller is a VIP or is none."""

OUTCOME: dict[str, Any] = {
    "answered": gettext_lazy("Answered"),
    "gave-up": gettext_lazy("Hung up"),
    "waited-too-long": gettext_lazy("Waited too long"),
    "line-full": gettext_lazy("The line was full"),
    "nobody-logged-in": gettext_lazy("Nobody was logged in"),
    "forwarded": gettext_lazy("Forwarded"),
    "not-forwarded": gettext_lazy("Forwarded, not answered"),
    "voicemail": gettext_lazy("Left a message"),
    "message": gettext_lazy("Heard a message"),
    "closed": gettext_lazy("Closed"),
    "no-key": gettext_lazy("No key pressed"),
    "not-reached": gettext_lazy("Called back, not reached"),
    "lost": gettext_lazy("The line failed"),
}
"""How a call ended."""

ENDED: dict[str, tuple[Any, Any]] = {
    "answered": (gettext_lazy("The talk is over"), ""),
    "gave-up": (gettext_lazy("The caller hung up"), gettext_lazy("Before anybody answered.")),
    "waited-too-long": (
        gettext_lazy("The longest wait passed"),
        gettext_lazy("The caller heard a tone, and the call ended."),
    ),
    "line-full": (
        gettext_lazy("Turned away as busy"),
        gettext_lazy("As many waited as the main number lets wait."),
    ),
    "nobody-logged-in": (
        gettext_lazy("Turned away"),
        gettext_lazy("Nobody was logged in, and the main number lets nobody wait then."),
    ),
    "forwarded": (gettext_lazy("The talk is over"), ""),
    "not-forwarded": (
        gettext_lazy("Nobody took it there"),
        gettext_lazy("The caller heard a tone, and the call ended."),
    ),
    "voicemail": (gettext_lazy("The caller left a message"), ""),
    "message": (gettext_lazy("The message was over, and the call ended"), ""),
    "closed": (gettext_lazy("The call ended"), ""),
    "no-key": (
        gettext_lazy("No key was pressed"),
        gettext_lazy("The caller heard a tone, and the call ended."),
    ),
    "not-reached": (
        gettext_lazy("The caller was not reached"),
        gettext_lazy("They were called as often as the setup says."),
    ),
    "lost": (
        gettext_lazy("The line failed"),
        gettext_lazy("The line or the telephone engine broke the call."),
    ),
}
"""What the last step says, and why."""

LEFT: dict[str, Any] = {
    "waited-too-long": gettext_lazy("The longest wait passed"),
    "line-full": gettext_lazy("As many waited as may wait here"),
    "nobody-logged-in": gettext_lazy("Nobody was logged in"),
}
"""Why a call left its line unserved, and went where the setup says."""

CLOSED: dict[str, Any] = {
    "closed-now": gettext_lazy("Closed by hand."),
    "exception": gettext_lazy("A deviation from the opening hours."),
    "holiday": gettext_lazy("A public holiday."),
    "week": gettext_lazy("Outside the opening hours."),
}
"""Why it is closed."""

MISSED: dict[str, Any] = {
    "no-answer": gettext_lazy("It rang, and nobody answered."),
    "busy": gettext_lazy("Was busy."),
    "refused": gettext_lazy("Refused the call."),
    "unreachable": gettext_lazy("Could not be reached."),
    "trunk": gettext_lazy("The telephone network failed; it says nothing of the person."),
    "lost": gettext_lazy("It ended while the exchange was away."),
}
"""Why somebody did not take a call."""

OVERFLOW: dict[str, Any] = {
    "waited": gettext_lazy("Nobody of the list has answered in time."),
    "nobody-logged-in": gettext_lazy("Nobody of the list is logged in."),
    "list-gone": gettext_lazy("The list is no longer in use."),
}
"""Why the ordinary answerers are asked for a VIP."""

OVERFLOW_OF_ORDINARY: dict[str, Any] = {
    "waited": gettext_lazy("Nobody has answered in time."),
    "nobody-logged-in": gettext_lazy("Nobody of the answer group is logged in."),
}
"""Why another group is asked for an ordinary call."""

DOING: dict[str, Any] = {
    "free": gettext_lazy("Free"),
    "logged-out": pgettext_lazy("presence", "Logged out"),
    "paused": gettext_lazy("Break"),
    "ringing": gettext_lazy("Ringing"),
    "in-talk": gettext_lazy("In a call"),
    "calling-in": gettext_lazy("Calling in"),
    "resting": gettext_lazy("Resting: did not answer"),
    "wrapping-up": gettext_lazy("Wrap-up"),
    "not-ready": gettext_lazy("Not ready yet"),
}
"""What an answerer is doing."""

_UNTIL: dict[str, Callable[[str], str]] = {
    "paused": lambda time: _("Break until %(time)s") % {"time": time},
    "resting": lambda time: _("Resting until %(time)s: did not answer") % {"time": time},
    "wrapping-up": lambda time: _("Wrap-up until %(time)s") % {"time": time},
}

DOTS = {"free": "dot-ok", "in-talk": "dot-talk", "ringing": "dot-talk", "paused": "dot-warn"}
"""The dot that stands before the word."""


def closed_because(step: Words) -> str:
    """Why it was closed, by what the exception or the holiday is called."""
    text = step.get("text")
    if step["why"] == "exception" and text:
        return f"{text}."
    off = None
    if step["why"] == "holiday" and text:
        with suppress(ValueError):
            off = holiday(date.fromisoformat(text))
    if off is None:
        return str(CLOSED.get(step["why"], ""))
    names = off.names if get_language() == "nb" else off.english
    return f"{', '.join(names)}."


def condition(plain: Words) -> str:
    """What somebody is doing, and until when if that is known: `Break until 09:14:20`."""
    doing, until = plain["doing"], plain.get("until")
    if until is not None and doing in _UNTIL:
        return _UNTIL[doing](second(until))
    return str(DOING.get(doing, doing))


def second(at: float) -> str:
    """A time of day with seconds: `09:14:20`."""
    here = timezone.get_current_timezone()
    return f"{datetime.fromtimestamp(at, tz=here):%H:%M:%S}"


def head_start(seconds: float) -> str:
    """How far ahead a list's callers come, as the end of a sentence."""
    if seconds >= ALWAYS_FIRST:
        return _("always first")
    return _("%(m)s minutes' head start") % {"m": f"{seconds / 60:.10g}".replace(".", ",")}


def caller(call: Words, name: str | None) -> str:
    """Who calls: the entry's name, else the number, else that there is none to show."""
    if call["withheld"]:
        return _("Withheld number")
    if call["caller"] is None:
        return _("Unknown number")
    return name or number(call["caller"])
