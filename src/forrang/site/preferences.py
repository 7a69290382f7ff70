"""Language and appearance: chosen by anybody in one click, kept on the person and in a cookie."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
APPEARANCES = ("auto", "light", "dark")
YEAR = 60 * 60 * 24 * 365

Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Preferences:
    """How somebody wants the pages."""

    language: str = LANGUAGES[0]
    "One of `LANGUAGES`."
    appearance: str = APPEARANCES[0]
    "One of `APPEARANCES`."


class PreferringRequest(HttpRequest):
    """What `with_preferences` makes of a request; for the types alone."""

    preferences: Preferences


def with_preferences(get_response: Answer) -> Callable[[PreferringRequest], HttpResponse]:
    """Middleware: `request.preferences`, and the language of all that follows."""

    def answer(request: PreferringRequest) -> HttpResponse:
        request.preferences = Preferences(
            language=_chosen(request, "language", LANGUAGES),
            appearance=_chosen(request, "appearance", APPEARANCES),
        )
        with translation.override(request.preferences.language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", request.preferences.language)
        return response

    return answer


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Keep what is posted of `language` and `appearance`, and go back to `next`."""
    after = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        after = "/"
    response = HttpResponseRedirect(after)
    for name, known in (("language", LANGUAGES), ("appearance", APPEARANCES)):
        value = request.POST.get(name)
        if value in known:
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", httponly=True)
            if request.user.is_authenticated:
                setattr(request.user, name, value)
                request.user.save(update_fields=[name])
    return response


def _chosen(request: HttpRequest, name: str, known: tuple[str, ...]) -> str:
    """The person's own choice, else this browser's, else the first."""
    own = getattr(request.user, name, "")
    return next((one for one in (own, request.COOKIES.get(name)) if one in known), known[0])
