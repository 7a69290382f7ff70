"""For whom a page is: the first line above every view. A view without one is a fault (tests say so).

@for_administrators
def edit(request, number): …
"""

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from forrang.portal.tenancy import PersonRequest, PortalRequest

View = Callable[..., Any]
ANYBODY, EMPLOYEES, ADMINISTRATORS = "anybody", "employees", "administrators"


def for_anybody(view: View) -> View:
    """Strangers too: log-in and its like."""
    return _guarded(view, ANYBODY, lambda request: None)


def for_employees(view: View) -> View:
    """Everybody who is logged in at a customer."""
    return _guarded(view, EMPLOYEES, _employees_only)


def for_administrators(view: View) -> View:
    """Those who may change the customer's setup; others get the page that says so."""
    return _guarded(view, ADMINISTRATORS, _administrators_only)


def with_vip_service(view: View) -> View:
    """404 unless the provider activated VIP lists. Stands under one of the others."""
    if iscoroutinefunction(view):

        @wraps(view)
        async def stream(request: PersonRequest, *args: Any, **kwargs: Any) -> Any:
            # the setup is read here, in a thread: the loop of the streams must not
            if not await sync_to_async(lambda: request.person.vip_activated)():
                raise Http404
            return await view(request, *args, **kwargs)

        return stream

    @wraps(view)
    def answer(request: PersonRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.person.vip_activated:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


def with_account(view: View) -> View:
    """404 for who only looks at the portal as a customer: they have no log-in here. Stands under one
    of the others.
    """

    @wraps(view)
    def answer(request: PersonRequest, *args: Any, **kwargs: Any) -> Any:
        if request.person.account.pk is None:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


def _employees_only(request: PortalRequest) -> HttpResponse | None:
    if request.person is not None:
        return None
    if request.user.is_authenticated:  # of several companies, or of none any more
        return HttpResponseRedirect(f"{reverse('choose-company')}?next={request.path}")
    return redirect_to_login(request.get_full_path())


def _administrators_only(request: PortalRequest) -> HttpResponse | None:
    refused = _employees_only(request)
    if refused is None and (request.person is None or not request.person.administrator):
        raise PermissionDenied
    return refused


def _guarded(
    view: View, audience: str, refuse: Callable[[PortalRequest], HttpResponse | None]
) -> View:
    """The view behind its guard. What it shows is somebody's own, so no cache keeps it."""
    if iscoroutinefunction(view):

        @wraps(view)
        async def answer(request: PortalRequest, *args: Any, **kwargs: Any) -> Any:
            response = await sync_to_async(refuse)(request)
            return _private(response or await view(request, *args, **kwargs))
    else:

        @wraps(view)
        def answer(request: PortalRequest, *args: Any, **kwargs: Any) -> Any:
            return _private(refuse(request) or view(request, *args, **kwargs))

    answer.audience = audience  # type: ignore[attr-defined]
    return answer


def _private(response: Any) -> Any:
    add_never_cache_headers(response)
    return response
