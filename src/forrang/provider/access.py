"""For whom a page is: the first line above every view of the provider's site."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from forrang.provider.sessions import ProviderRequest

View = Callable[..., HttpResponseBase]
ANYBODY, STAFF = "anybody", "staff"


def for_anybody(view: View) -> View:
    """Strangers too: the log-in."""
    return _guarded(view, ANYBODY)


def for_staff(view: View) -> View:
    """The provider's people; nobody of a customer's is one."""
    return _guarded(view, STAFF)


def _guarded(view: View, audience: str) -> View:
    @wraps(view)
    def answer(request: ProviderRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if audience == STAFF and request.staff is None:
            after = request.get_full_path() if request.method == "GET" else ""
            asked = f"?{urlencode({'next': after})}" if after else ""
            response: HttpResponseBase = HttpResponseRedirect(f"{reverse('provider-login')}{asked}")
        else:
            response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    answer.audience = audience  # type: ignore[attr-defined]
    return answer
