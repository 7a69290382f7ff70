"""Telling administrators that a promise is broken: in the message strip, and by mail."""

from typing import Any

from django.utils.translation import gettext as _

from forrang.portal.tenancy import PersonRequest
from forrang.site.pages import page
from forrang.storage.notices import Told
from forrang.storage.promise_notices import BROKEN, read_broken, unread_broken

SHOWN = "promises_shown"
"""Where a session keeps which notices its strips have shown."""


def for_strip(request: PersonRequest) -> list[dict[str, Any]]:
    """Messages for the strip: each broken promise once a session, to administrators."""
    if not request.person.administrator:
        return []
    unread = unread_broken(request.customer.pk)
    shown = request.session.get(SHOWN, [])
    fresh = [one for one in unread if one.id not in shown]
    if fresh:
        request.session[SHOWN] = [one.id for one in unread]
    return [_message(one) for one in fresh]


def read(request: PersonRequest) -> None:
    """An administrator sees the promises."""
    read_broken(request.customer.pk)


def words(told: Told) -> tuple[str, str]:
    """What happened, and what it means."""
    return (
        _("The promise «%(name)s» is broken.") % {"name": told.note},
        _("Something else would happen now than what was promised. See what under Promises."),
    )


def is_ours(told: Told) -> bool:
    """Whether a notice is about a promise."""
    return told.kind == BROKEN


def _message(told: Told) -> dict[str, Any]:
    what, meaning = words(told)
    return {
        "what": what,
        "meaning": meaning,
        "kind": "told",
        "link": page("promises"),
        "link_words": _("Promises"),
    }
