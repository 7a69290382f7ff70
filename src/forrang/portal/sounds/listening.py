"""The addresses that sound: a text that is being written, and the customer's own sounds."""

import logging

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from forrang.domain.prompt import SAY_LENGTH
from forrang.portal.access import for_administrators
from forrang.portal.sounds.prompt_field import posted, too_long
from forrang.portal.sounds.ranges import ranged
from forrang.portal.sounds.speaking import TooOften, count, file_of, spoken
from forrang.portal.tenancy import PersonRequest
from forrang.sounds.sound import Sound
from forrang.speech.voice import NoVoice
from forrang.speech.words import written_out
from forrang.storage.sounds import NoSuchSound, samples_of, sound_of

log = logging.getLogger(__name__)

WAV = "audio/wav"


@require_POST
@for_administrators
def listen(request: PersonRequest) -> HttpResponse:
    """What a form's prompt would sound like; `?field=` is its name. Nothing is saved."""
    name = request.GET.get("field", "")
    text, sound = posted([request.POST.get(name), request.POST.get(f"{name}_sound")])
    context = _chosen(request, sound) if sound else _spoken(request, text)
    template = "sounds/player.html" if request.htmx else "sounds/listen.html"
    return render(request, template, context)


@require_GET
@for_administrators
def text(request: PersonRequest, sound: str) -> HttpResponse:
    """The sound of a text that somebody of the customer's listened to within the last hour."""
    content = file_of(request.customer.pk, sound)
    if content is None:
        raise Http404
    return ranged(request, content, WAV)


@require_GET
@for_administrators
def file(request: PersonRequest, sound: str) -> HttpResponse:
    """One of the customer's sounds."""
    try:
        samples = samples_of(request.customer.pk, sound)
    except NoSuchSound:
        raise Http404 from None
    return ranged(request, Sound(samples).wav(), WAV)


def _chosen(request: PersonRequest, id: str) -> dict[str, str]:
    try:
        found = sound_of(request.customer.pk, id)
    except NoSuchSound:
        return {"fault": _("This sound is gone. Choose another one.")}
    return {"address": reverse("sound-file", args=[id]), "name": found.name}


def _spoken(request: PersonRequest, text: str) -> dict[str, str]:
    if not text:
        return {"fault": _("Type what shall be said, then listen to it.")}
    if len(text) > SAY_LENGTH:
        return {"fault": too_long(text)}
    language = request.person.document.language
    try:
        count(request.session)
        id = spoken(request.customer.pk, text, language)
    except TooOften:
        return {"fault": _("That is a lot to listen to. Try again in a few minutes.")}
    except (NoVoice, OSError) as fault:
        log.error("a text cannot be spoken: %s", fault)
        said = _("Nothing on this machine speaks just now. Upload or record it instead.")
        return {"fault": said}
    said = written_out(text, language.value)
    return {
        "address": reverse("spoken-text", args=[id]),
        "said": "" if said == " ".join(text.split()) else said,
        "language": language.value,
    }
