"""The sound of a message: played on the page in parts, or as a file. No cache keeps it."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forrang.portal.access import for_employees
from forrang.portal.sounds.ranges import ranged
from forrang.portal.tenancy import PersonRequest, Viewer
from forrang.portal.voicemail.box import box_of
from forrang.sounds.message import as_sound
from forrang.storage.voicemail import message_sound, one_message


@require_safe
@for_employees
def listen(request: PersonRequest, message: str) -> HttpResponse:
    """The sound, or the part that a browser asks for."""
    return ranged(request, _wav(request, message), "audio/wav")


@require_safe
@for_employees
def download(request: PersonRequest, message: str) -> HttpResponse:
    """The sound as a file, called by when it was left and by nobody's number."""
    wav = _wav(request, message)
    found = one_message(box_of(request.person), message)
    if found is None:
        raise Http404
    when = datetime.fromtimestamp(found.left, timezone.get_current_timezone())
    name = _("message") + f"-{when:%Y-%m-%d-%H%M}.wav"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(wav, content_type="audio/wav", headers=disposition)


def _wav(request: PersonRequest, message: str) -> bytes:
    """Raises `Http404`, also for the provider's people: what was said is the customer's alone."""
    if isinstance(request.person, Viewer):
        raise Http404
    found = message_sound(box_of(request.person), message)
    if found is None:
        raise Http404
    return as_sound(found).wav()
