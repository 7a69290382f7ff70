"""Who of the provider's people is asking: a session of its own, in a cookie of its own.

1. The cookie has the path of the provider's site, so the portal never sees it.
2. At the provider's addresses the customer's session is laid aside: `request.session` is the
   staff's, `request.user` nobody. So nothing that a customer may do counts here.
3. What makes somebody staff is a key that the portal never writes, and the other way round: a
   session's key that is carried over to the other cookie opens nothing.
4. A new password ends the sessions that were begun with the old one.
"""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from forrang.storage.models import Staff

PATH = "/provider/"
COOKIE = "forrang_provider"
LONGEST = timedelta(hours=12)
"""How long somebody stays logged in: a day's work."""

ZONE = ZoneInfo("Europe/Oslo")
"""Times on the provider's pages."""

STAFF, PROOF = "provider_staff", "provider_proof"
"""Where a session keeps who it is, and with which password it was begun."""

Answer = Callable[[HttpRequest], HttpResponse]


class ProviderRequest(HttpRequest):
    """What `with_staff` makes of a request; for the types alone."""

    staff: Staff | None


class StaffRequest(ProviderRequest):
    """What `for_staff` lets through."""

    staff: Staff


def with_staff(get_response: Answer) -> Callable[[ProviderRequest], HttpResponse]:
    """Middleware: `request.staff`, None for strangers and everywhere else."""
    store = import_module(settings.SESSION_ENGINE).SessionStore

    def answer(request: ProviderRequest) -> HttpResponse:
        request.staff = None
        if not request.path.startswith(PATH):
            return get_response(request)
        customers, own = request.session, store(request.COOKIES.get(COOKIE))
        request.session, request.user = own, AnonymousUser()
        request.staff = _staff(own)
        try:
            with timezone.override(ZONE):
                response = get_response(request)
        finally:
            request.session = customers
        return _kept(request, own, response)

    return answer


def log_in(request: ProviderRequest, staff: Staff) -> None:
    """Begin a session; its key is a new one."""
    request.session.flush()
    request.session[STAFF] = staff.pk
    request.session[PROOF] = staff.get_session_auth_hash()
    request.session.set_expiry(LONGEST)
    request.staff = staff
    rotate_token(request)


def end_others(request: StaffRequest, password: str) -> None:
    """End every session of theirs but this one: the password is hashed anew."""
    request.staff.set_password(password)
    request.staff.save(update_fields=["password"])
    request.session.cycle_key()
    request.session[PROOF] = request.staff.get_session_auth_hash()


def log_out(request: ProviderRequest) -> None:
    """End the session."""
    request.session.flush()
    request.staff = None


def _staff(session: SessionBase) -> Staff | None:
    found = Staff.objects.filter(pk=session[STAFF]).first() if STAFF in session else None
    proof = session.get(PROOF, "")
    if found is None or not constant_time_compare(proof, found.get_session_auth_hash()):
        return None
    return found


def _kept(request: HttpRequest, session: SessionBase, response: HttpResponse) -> HttpResponse:
    """The answer with the session's cookie, where something changed."""
    if session.is_empty():
        if COOKIE in request.COOKIES:
            response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
        return response
    if session.modified and response.status_code < 500:
        try:
            session.save()
        except UpdateError:  # it was ended elsewhere meanwhile
            response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
            return response
        assert session.session_key is not None  # it was saved
        response.set_cookie(
            COOKIE,
            session.session_key,
            max_age=session.get_expiry_age(),
            path=PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
