"""Seeing the portal as a customer: the provider's people may look for half an hour, and change nothing.

1. It is a session of its own, in a cookie of its own, made by the provider's site alone. Neither a
   customer's log-in nor a member of staff's opens it.
2. While it lasts, whatever else this browser is logged in to in the portal is laid aside: what is
   shown is the customer that was chosen, and nobody's own page.
3. Every request that is not for reading is refused here, before any view, and so in one place.
4. It ends with the half hour, with «Avslutt», and with the log-in of whoever looks. Then nothing falls
   back on another session: one is led back to the provider's site.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from forrang.storage.models import Customer, Staff

COOKIE = "forrang_viewing"
LONGEST = timedelta(minutes=30)
REMEMBERED = timedelta(days=1)
"""How long the browser keeps the cookie: longer, so that we can tell that it is over."""

KEPT = "viewing"
PROVIDER = "/provider/"
READING = ("GET", "HEAD", "OPTIONS")

Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Viewing:
    """Somebody of the provider's who looks."""

    staff: str
    "Who."
    customer: Customer
    "At whose portal."
    until: datetime
    "Until when."


class ViewingRequest(HttpRequest):
    """What `with_viewing` makes of a request; for the types alone."""

    viewing: Viewing | None


def with_viewing(get_response: Answer) -> Callable[[ViewingRequest], HttpResponse]:
    """Middleware: `request.viewing`, None for everybody else."""

    def answer(request: ViewingRequest) -> HttpResponse:
        request.viewing = None
        if not request.COOKIES.get(COOKIE) or request.path.startswith(PROVIDER):
            return get_response(request)
        own = _session(request.COOKIES)
        request.viewing = _viewing(own)
        if request.viewing is None:
            return forget(HttpResponseRedirect(reverse("provider-customers")))
        if request.method not in READING and request.path != reverse("preferences"):
            return _refused(request)
        others, request.session, request.user = request.session, own, AnonymousUser()
        try:
            response = get_response(request)
        finally:
            request.session = others
        _keep(own)
        return response

    return answer


def begin(request: HttpRequest, response: HttpResponse, staff: Staff, customer: Customer) -> None:
    """Let this browser see the portal as the customer, from the next request on."""
    session = _session({})
    session[KEPT] = {
        "staff": staff.pk,
        "proof": staff.get_session_auth_hash(),
        "customer": customer.pk,
        "until": (timezone.now() + LONGEST).timestamp(),
    }
    session.set_expiry(LONGEST)
    session.save()
    assert session.session_key is not None  # it was saved
    response.set_cookie(
        COOKIE,
        session.session_key,
        max_age=REMEMBERED,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def end(request: HttpRequest) -> Viewing | None:
    """End it; what it was, if it was not over. The answer has to `forget`."""
    session = _session(request.COOKIES)
    found = _viewing(session)
    session.flush()
    return found


def forget(response: HttpResponse) -> HttpResponse:
    """The answer, with which the browser forgets the cookie."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def viewing_of(cookies: Mapping[str, str]) -> Viewing | None:
    """What a browser's cookies say now; for what lasts longer than a request."""
    return _viewing(_session(cookies)) if cookies.get(COOKIE) else None


def _session(cookies: Mapping[str, str]) -> SessionBase:
    found: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(cookies.get(COOKIE))
    return found


def _viewing(session: SessionBase) -> Viewing | None:
    kept = session.get(KEPT)
    if kept is None:
        return None
    until = datetime.fromtimestamp(kept["until"], UTC)
    staff = Staff.objects.filter(pk=kept["staff"]).first()
    customer = Customer.objects.filter(pk=kept["customer"], version__gt=0).first()
    if staff is None or customer is None or until <= timezone.now():
        return None
    if not constant_time_compare(kept["proof"], staff.get_session_auth_hash()):
        return None
    return Viewing(staff.name, customer, until)


def _keep(session: SessionBase) -> None:
    """What pages remember of a visit, such as what their strips have shown."""
    if session.modified:
        try:
            session.save()
        except UpdateError:  # it was ended meanwhile
            return


def _refused(request: HttpRequest) -> HttpResponse:
    return HttpResponse(loader.render_to_string("viewing.html", {}, request), status=403)
