"""What each kind of node says: a line, and what stands under it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.call_setup import Choice, Destination, Menu, Queue
from forrang.domain.document import Document
from forrang.domain.flow_picture import Kind, Node
from forrang.domain.main_number import MainNumber
from forrang.domain.opening_hours import OpeningHours
from forrang.domain.prompt import Prompt
from forrang.domain.time_span import TimeSpan, write_spans
from forrang.domain.vip_list import Answerer, VipList
from forrang.portal.live.words import head_start
from forrang.portal.strategies import STRATEGIES
from forrang.portal.tenancy import name_of
from forrang.site.templatetags.forrang import number, unbroken

QUOTED = 90
"""Characters of a message that the picture shows."""

_DAYS = [
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
]
_STRATEGIES = dict(STRATEGIES)


class Words:
    """The words of one document's picture."""

    def __init__(self, document: Document):
        self._document = document
        self._groups = {one.name: one for one in document.groups}

    def of(self, node: Node) -> tuple[str, str]:
        """A node's line, and what stands under it."""
        found: tuple[str, str] = _TELL[node.kind](self, node)
        return found

    def arrived(self, node: Node) -> tuple[str, str]:
        """Somebody calls."""
        part = node.part
        assert isinstance(part, MainNumber)
        told = _("Somebody calls %(number)s") % {"number": number(part.number)}
        return told, part.name or ""

    def open(self, node: Node) -> tuple[str, str]:
        """The hours."""
        assert isinstance(node.part, OpeningHours)
        return _("Open?"), hours_words(node.part)

    def closed(self, node: Node) -> tuple[str, str]:
        """The door."""
        if node.part is None:
            return _("Closed"), _("the standard message, then the call ends")
        return _("Closed"), _lower(": ".join(one for one in away(node.part) if one))

    def vip(self, node: Node) -> tuple[str, str]:
        """The list."""
        vip = node.part
        assert isinstance(vip, VipList)
        under = [head_start(vip.head_start)]
        if vip.answerers:
            under.append(self._people(vip.answerers))
        else:
            under.append(_("the ordinary answerers"))
        main_number = next(
            (one for one in self._document.main_numbers if one.number == node.point), None
        )
        if main_number is not None and main_number.setup.menu is not None:
            under.append(_("past the menu") if vip.skips_menu else _("through the menu first"))
        return _("On the VIP list"), ", ".join(under)

    def vip_closed(self, node: Node) -> tuple[str, str]:
        """Those who are taken all the same."""
        vip = node.part
        assert isinstance(vip, VipList) and vip.when_closed is not None
        hours = vip.when_closed.opening_hours
        under = self._people(vip.when_closed.answerers or vip.answerers)
        if hours is not None:
            under = ", ".join(one for one in (under, hours_words(hours)) if one)
        return _("Taken when closed too"), under

    def menu(self, node: Node) -> tuple[str, str]:
        """The greeting."""
        assert isinstance(node.part, Menu)
        return self._for(node, _("Greeting and menu")), quoted(node.part.greeting)

    def key(self, node: Node) -> tuple[str, str]:
        """What a key is called; where it leads stands under it."""
        assert isinstance(node.part, Choice)
        return node.part.name or _("Key %(key)s") % {"key": node.part.key}, ""

    def no_key(self, node: Node) -> tuple[str, str]:
        """No key, or a wrong one."""
        part, menu = node.part, self._menu_at(node.point)
        repeats = "" if menu is None or not menu.repeats else ngettext(
            "told %(n)s more time", "told %(n)s more times", menu.repeats
        ) % {"n": menu.repeats}  # fmt: skip
        if isinstance(part, Choice):
            name = part.name or _("key %(key)s") % {"key": part.key}
            then = _("then as %(name)s") % {"name": name}
        else:
            then = _("then a tone, and the call ends")
        return _("No key"), ", ".join(one for one in (repeats, then) if one)

    def repeat(self, node: Node) -> tuple[str, str]:
        """Once more."""
        return self._for(node, _("The menu is told again")), ""

    def queue(self, node: Node) -> tuple[str, str]:
        """The line."""
        queue = node.part
        assert isinstance(queue, Queue)
        under = [queue.group]
        group = self._groups.get(queue.group)
        if group is not None:
            under.append(_lower(str(_STRATEGIES[group.ringing.strategy.value])))
        return (_("All others") if node.others else _("Waits in the queue")), ", ".join(under)

    def overflow(self, node: Node) -> tuple[str, str]:
        """Who is asked too."""
        assert isinstance(node.part, AnswerGroup)
        after = _("After %(time)s") % {"time": _time(node.amount or 0)}
        what = after if node.amount else _("At once")
        return what, _("%(group)s is asked too") % {"group": node.part.name}

    def waited_too_long(self, node: Node) -> tuple[str, str]:
        """The longest wait."""
        told = _("Nobody within %(time)s") % {"time": _time(node.amount or 0)}
        return told, _then(node.part)

    def line_full(self, node: Node) -> tuple[str, str]:
        """One too many."""
        most = int(node.amount or 0)
        told = ngettext("More than %(n)s waits", "More than %(n)s wait", most)
        return told % {"n": most}, _then(node.part)

    def logged_out(self, node: Node) -> tuple[str, str]:
        """Nobody there."""
        return _("Nobody is logged in"), _then(node.part)

    def away(self, node: Node) -> tuple[str, str]:
        """Somewhere else."""
        what, under = away(node.part)
        return self._for(node, what), under

    def _for(self, node: Node, what: str) -> str:
        return _("All others: %(what)s") % {"what": _lower(what)} if node.others else what

    def _people(self, answerers: Iterable[Answerer]) -> str:
        found = [
            one.group if one.group is not None else name_of(self._document, one.employee or "")
            for one in answerers
        ]
        *first, last = found or [""]
        if not first:
            return last
        return _("%(names)s and %(last)s") % {"names": ", ".join(first), "last": last}

    def _menu_at(self, point: str) -> Menu | None:
        number, *keys = point.replace("/", ".", 1).split(".")
        setup = next(one.setup for one in self._document.main_numbers if one.number == number)
        for key in keys:
            choice = None if setup.menu is None else setup.menu.choice(key)
            if choice is None:
                return None
            setup = choice.setup
        return setup.menu


def away(part: Any) -> tuple[str, str]:
    """Where a destination leads, and what is told."""
    assert isinstance(part, Destination)
    if part.forward is not None:
        return _("Forwarded to %(number)s") % {"number": number(part.forward)}, ""
    if part.message is not None:
        return _("Message, then the call ends"), quoted(part.message)
    greeting = part.voicemail.greeting if part.voicemail is not None else None
    return _("Voicemail"), "" if greeting is None else quoted(greeting)


def quoted(prompt: Prompt) -> str:
    """The beginning of what is said; of a sound only that it is one."""
    if prompt.say is None:
        return _("a recording")
    text = " ".join(prompt.say.split())
    return f"«{text[: QUOTED - 1].rstrip()} …»" if len(text) > QUOTED else f"«{text}»"


def hours_words(hours: OpeningHours) -> str:
    """The week in a line, like days together: `Mon–Fri 08:00–16:00`."""
    week = [hours.week.day(one) for one in range(7)]
    parts: list[str] = []
    first = 0
    while first < len(week):
        last = first
        while last + 1 < len(week) and week[last + 1] == week[first]:
            last += 1
        if week[first]:
            days = _lower(str(_DAYS[first])) if parts else str(_DAYS[first])
            days += "" if last == first else f"–{_lower(str(_DAYS[last]))}"
            parts.append(f"{days} {_spans(week[first])}")
        first = last + 1
    told = ", ".join(parts) or _("never in the ordinary week")
    if hours.exceptions:
        count = len(hours.exceptions)
        told += ", " + ngettext("%(n)s deviation", "%(n)s deviations", count) % {"n": count}
    return told


def _spans(spans: tuple[TimeSpan, ...]) -> str:
    return ", ".join(
        unbroken(str(one).replace("-", "\N{WORD JOINER}–\N{WORD JOINER}"))
        for one in write_spans(spans)
    )


def _then(part: Any) -> str:
    if part is None:
        return _("a tone, then the call ends")
    if isinstance(part, AnswerGroup):
        told = _("%(group)s's voicemail") % {"group": part.name}
        greeting = part.voicemail.greeting if part.voicemail is not None else None
        return told if greeting is None else f"{told}: {quoted(greeting)}"
    return _lower(": ".join(one for one in away(part) if one))


def _time(seconds: float) -> str:
    """A length of time, as one says it."""
    if seconds >= 120 and seconds % 60 == 0:
        return _("%(n)s minutes") % {"n": int(seconds // 60)}
    amount = f"{seconds:.10g}".replace(".", ",")
    return ngettext("%(n)s second", "%(n)s seconds", 1 if seconds == 1 else 2) % {"n": amount}


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


_TELL: dict[Kind, Callable[[Words, Node], tuple[str, str]]] = {
    Kind.ARRIVED: Words.arrived,
    Kind.OPEN: Words.open,
    Kind.CLOSED: Words.closed,
    Kind.VIP: Words.vip,
    Kind.VIP_CLOSED: Words.vip_closed,
    Kind.MENU: Words.menu,
    Kind.KEY: Words.key,
    Kind.NO_KEY: Words.no_key,
    Kind.REPEAT: Words.repeat,
    Kind.QUEUE: Words.queue,
    Kind.OVERFLOW: Words.overflow,
    Kind.WAITED_TOO_LONG: Words.waited_too_long,
    Kind.VIP_WAITED_TOO_LONG: Words.waited_too_long,
    Kind.LINE_FULL: Words.line_full,
    Kind.LOGGED_OUT: Words.logged_out,
    Kind.AWAY: Words.away,
}
