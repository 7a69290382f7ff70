"""Whether whoever listens to a stream still may."""

import asyncio
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest

from forrang.portal.tenancy import Person, person_of
from forrang.site.viewing import viewing_of

_listening: dict[str, set["Over"]] = {}
"""Streams by the key of their session."""


class Over:
    """Told when a session ends by a log-out in this process."""

    def __init__(self, session: str):
        self.event = asyncio.Event()
        "Set when it has ended."
        self._session = session
        self._loop = asyncio.get_running_loop()
        _listening.setdefault(session, set()).add(self)

    def close(self) -> None:
        """Nobody listens any more."""
        others = _listening.get(self._session, set())
        others.discard(self)
        if not others:
            _listening.pop(self._session, None)

    def tell(self) -> None:
        """The session is over; told from any thread."""
        self._loop.call_soon_threadsafe(self.event.set)


def until_log_out(session: str | None) -> Over:
    """Listen for the end of a session."""
    return Over(session or "")


def still(request: HttpRequest, before: Person) -> Person | None:
    """The same person as the session and the database have them now; None when the session is over,
    they are another customer's or are gone, or an administrator is none any more.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore
    fresh = HttpRequest()
    fresh.session = store(request.session.session_key)
    fresh.user = get_user(fresh)
    fresh.viewing = viewing_of(request.COOKIES)  # type: ignore[attr-defined]  # as with_viewing does
    person = person_of(fresh)
    if person is None or person.customer.pk != before.customer.pk:
        return None
    if before.administrator and not person.administrator:
        return None
    person.setup  # noqa: B018  it is read here, in a thread: the loop of the streams must not
    return person


def _logged_out(request: HttpRequest, **_: Any) -> None:
    for one in tuple(_listening.get(request.session.session_key or "", ())):
        one.tell()


user_logged_out.connect(_logged_out, dispatch_uid="live streams end with log-out")
