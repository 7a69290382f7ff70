"""The picture in words: each node's line, what stands under it, its warnings, and its page.

A key that does one thing is one box with it: the name of the key, and under it where it leads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from forrang.domain.call_setup import Choice, Queue
from forrang.domain.document import Document
from forrang.domain.flow_picture import Kind, Node, Trouble, Warned, Where
from forrang.portal.flow.words import Words
from forrang.site.pages import page

_ONE_BOX = (Kind.QUEUE, Kind.AWAY, Kind.REPEAT)
"""What a key does that is told in the key's own box."""

_LONG = (Kind.QUEUE, Kind.VIP, Kind.MENU)
"""What has much under it."""


@dataclass(frozen=True, slots=True)
class Warning:
    """What is wrong, and the mend."""

    words: str
    link: str = ""
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A node as the template draws it."""

    kind: str
    what: str
    under: str
    link: str
    "The page on which it is set; empty while there is none."
    key: str
    "The key that leads there, which stands before the words as a key."
    named: bool
    "Whether the words name the key's purpose and not the key."
    vip: bool
    "Whether it is about VIPs, and gold."
    warnings: list[Warning]
    children: list["Box"]


def shown(document: Document, node: Node, brief: bool = False, under_key: bool = False) -> Box:
    """A node, and all under it. `brief`: what is under a key without what comes of waiting there,
    and a menu under a key without its own keys.
    """
    words = Words(document)
    what, under = words.of(node)
    warnings, below = list(node.warnings), node.children
    key = ""
    if node.kind is Kind.KEY:
        key = node.point[-1]
        if len(below) == 1 and below[0].kind in _ONE_BOX:
            (only,) = below
            under = " · ".join(part for part in words.of(only) if part)
            if only.kind is Kind.QUEUE:
                under = words.of(only)[1]
            warnings, below = warnings + list(only.warnings), only.children
            below = () if brief else below
    elif brief and under_key and node.kind in _LONG:
        below = ()
    return Box(
        kind=node.kind.value,
        what=what,
        under=under,
        link=_page(node),
        key=key,
        named=isinstance(node.part, Choice) and node.part.name is not None,
        vip=node.kind in (Kind.VIP, Kind.VIP_CLOSED),
        warnings=[_warning(one, node) for one in warnings],
        children=[shown(document, one, brief, under_key or node.kind is Kind.KEY) for one in below],
    )


def _page(node: Node) -> str:
    """The page on which a node is set: that of its point, else of the main number."""
    number, _slash, keys = node.point.partition("/")
    if node.where is Where.VIP_LIST:
        return page("vip-list", node.point)
    if node.where is Where.GROUP:
        return page("edit-group", _group(node))
    if node.where is Where.HOURS:
        return page("opening-hours", node.point) or page("opening-hours", number)
    if keys:
        return page("edit-key", number, tuple(keys.split("."))) or page("edit-number", number)
    return page("edit-number", number)


def _warning(warned: Warned, node: Node) -> Warning:
    words = _TROUBLE[warned.trouble]() % {"n": warned.key}
    if warned.trouble is Trouble.NOBODY_IN_GROUP:
        return Warning(words, page("edit-group", _group(node)), _("Choose who is in it"))
    return Warning(words)


def _group(node: Node) -> str:
    part: Any = node.part
    if node.kind is Kind.KEY:
        part = part.setup.queue
    group: str = part.group if isinstance(part, Queue) else part.name
    return group


_TROUBLE: dict[Trouble, Callable[[], str]] = {
    Trouble.NOBODY_IN_GROUP: lambda: _("Nobody is in this group, so nobody can answer."),
    Trouble.NOBODY_ANSWERS_VIPS: lambda: _("Nobody answers the VIPs. Choose who on the list."),
    Trouble.LIST_EMPTY: lambda: _("The list is empty, so nobody comes first yet."),
    Trouble.KEY_NOT_SET: lambda: _("The greeting mentions key %(n)s, but it is not set up."),
    Trouble.KEY_NOT_NAMED: lambda: _("The greeting does not mention key %(n)s."),
    Trouble.NO_KEYS: lambda: _("No key is set up, so callers get no further."),
    Trouble.NO_MESSAGE: lambda: _("No message of your own: callers hear the standard one."),
}
