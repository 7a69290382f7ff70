"""Before a save that an administrator presses: are the promises kept? One place for every page.

The save is asked from within its transaction. One that breaks a promise is undone, and the page says
which and carries what was typed, so that ticking «Lagre likevel» sends the same again. With the
exchange away it is saved, and they are checked when it is back.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.schema import DocumentFault, Fault
from forrang.portal.promises.checking import Found, check
from forrang.portal.promises.words import broken_rows
from forrang.portal.strip import say
from forrang.portal.tenancy import PersonRequest, PortalRequest
from forrang.site.exchange import Away
from forrang.site.pages import page
from forrang.storage.promises import check_saves

ANYWAY = "promises-anyway"
"""The tick: the ids of the promises that may be broken."""
SEEN = "promises-seen"
"""There when the page that has the tick was sent."""
BACK = "promises-back"
"""There when one goes back to what was typed: the page is to refuse it, as it refuses a setup that
cannot be. A page that knows no such refusal leads here again, and nothing is lost."""
_SAVED = (301, 302, 303)
"""What a page answers that has saved."""
_NOT_TYPED = ("csrfmiddlewaretoken", ANYWAY, SEEN, BACK)


class PromisesBroken(Exception):
    """A save would break promises, and nobody said that it may."""

    def __init__(self, broken: list[Found]):
        super().__init__(f"{len(broken)} promises would be broken")
        self.broken = broken


class _GoneBack(DocumentFault):
    """The same, for a page that shows again what was typed."""

    def __init__(self, broken: list[Found]):
        names = ", ".join(f"«{one.kept.promised.name}»" for one in broken)
        super().__init__([Fault((), _("it would break %(names)s") % {"names": names})])
        self.broken = broken


class Guard:
    """Middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self._get_response = get_response

    def __call__(self, request: PortalRequest) -> HttpResponse:
        """Answer, with every save checked."""
        saves = _Saves(request)
        with saves.checked():
            response = self._get_response(request)
        if response.status_code in _SAVED:
            saves.tell()
        return response

    def process_exception(self, request: PersonRequest, error: Exception) -> HttpResponse | None:
        """The page that says which promise would be broken."""
        if not isinstance(error, PromisesBroken | _GoneBack):
            return None
        typed = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in _NOT_TYPED
            for value in values
        ]
        context = {
            "broken": broken_rows(request.person, error.broken),
            "ids": ",".join(str(one.kept.id) for one in error.broken),
            "typed": typed,
            "address": request.get_full_path(),
            "page": request.path,
            "again": not request.FILES,
            "missed": SEEN in request.POST and BACK not in request.POST,
            "anyway": ANYWAY,
            "seen": SEEN,
            "back": BACK,
        }
        return render(request, "promises/broken.html", context, status=409)


class _Saves:
    """What the saves of one request do to the promises."""

    def __init__(self, request: PortalRequest):
        self._request = request
        self._unchecked = False
        self._broken: list[Found] = []

    def checked(self) -> AbstractContextManager[None]:
        """Within it saves are checked, where the request is one that may save."""
        writes = self._request.method == "POST" and self._request.person is not None
        return check_saves(self._check) if writes else nullcontext()

    def tell(self) -> None:
        """Say what became of the promises, on the next page."""
        address = page("promises")
        link = (address, _("Promises")) if address else None
        if self._unchecked:
            what = _("The promises were not checked, since the exchange does not answer.")
            meaning = _("They are checked as soon as it does.")
            say(self._request, what, meaning, kind="told", link=link)
        if self._broken:
            what = ngettext(
                "%(n)s promise is broken now.", "%(n)s promises are broken now.", len(self._broken)
            ) % {"n": len(self._broken)}
            meaning = ", ".join(f"«{one.kept.promised.name}»" for one in self._broken)
            say(self._request, what, meaning, kind="told", link=link)

    def _check(self, customer: int) -> None:
        found = check(customer)
        if isinstance(found, Away):
            self._unchecked = True
            return
        may = self._request.POST.get(ANYWAY, "").split(",")
        breaks = [one for one in found if one.breaks]
        if any(str(one.kept.id) not in may for one in breaks):
            raise (_GoneBack if BACK in self._request.POST else PromisesBroken)(breaks)
        self._broken += breaks
