"""«Ring meg og ta opp»: we call whoever asks, and what they say becomes a sound."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from forrang.portal.access import for_administrators
from forrang.portal.password.calling import told
from forrang.portal.sounds.forms import CallForm
from forrang.portal.tenancy import PersonRequest
from forrang.site.exchange import health
from forrang.site.templatetags.forrang import number as shown
from forrang.storage.dictations import NotConfirmed, Outcome, ask_dictation, newest_dictation
from forrang.storage.sounds import NoSuchSound, StoredSound, sound_of
from forrang.storage.spoken_codes import NotYet


@for_administrators
def ask(request: PersonRequest) -> HttpResponse:
    """What it shall be called; then the call."""
    form, wrong = CallForm(request.POST or None), ""
    confirmed = request.person.mobile not in request.person.document.unconfirmed
    if request.method == "POST" and confirmed and form.is_valid():
        try:
            refused = _call(request, form.cleaned_data["name"])
        except NotConfirmed:
            confirmed = False
        else:
            if refused is None:
                return redirect("sound-call-now")
            wrong = told(refused)
    context = {"form": form, "wrong": wrong, "confirmed": confirmed, **_everywhere(request)}
    return render(request, "sounds/call.html", context, status=429 if wrong else 200)


@require_GET
@for_administrators
def now(request: PersonRequest) -> HttpResponse:
    """How it stands with the newest one: the page asks again until something came of it."""
    found = newest_dictation(request.customer.pk, request.person.mobile)
    if found is None:
        return redirect("sound-call")
    kept = _kept(request, found.sound) if found.outcome is Outcome.KEPT else None
    context = {"call": found, "outcome": found.outcome, "sound": kept, **_everywhere(request)}
    return render(request, "sounds/call_now.html", context)


def _call(request: PersonRequest, name: str) -> NotYet | None:
    """Have them called; why not, if they may not ask now. Raises `NotConfirmed`."""
    person = request.person
    language = "nb" if get_language() == "nb" else "en"
    return ask_dictation(person.customer.pk, person.mobile, name, person.name, language)


def _kept(request: PersonRequest, id: str) -> StoredSound | None:
    """The sound; None when somebody removed it since."""
    try:
        return sound_of(request.customer.pk, id)
    except NoSuchSound:
        return None


def _everywhere(request: PersonRequest) -> dict[str, object]:
    return {
        "mobile": format_html('<span class="num">{}</span>', shown(request.person.mobile)),
        "away": health() != 200,
        "demo": settings.FORRANG_DEMO,
    }
