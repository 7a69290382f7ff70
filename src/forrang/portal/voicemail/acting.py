"""What one does with a message: it was heard, it counts as new again, it is deleted, it is put back."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forrang.portal.access import for_employees
from forrang.portal.strip import say
from forrang.portal.tenancy import PersonRequest
from forrang.portal.voicemail.box import box_of
from forrang.storage.voicemail import Box, delete_message, mark_heard, mark_new, put_back


@require_POST
@for_employees
def heard(request: PersonRequest, message: str) -> HttpResponse:
    """It was heard: pressed, or said by the page when it begins to play."""
    name = request.person.name
    return _done(request, lambda box: mark_heard(box, message, name))


@require_POST
@for_employees
def new(request: PersonRequest, message: str) -> HttpResponse:
    """It counts as new again."""
    return _done(request, lambda box: mark_new(box, message))


@require_POST
@for_employees
def delete(request: PersonRequest, message: str) -> HttpResponse:
    """Nobody sees it any more; for a day it can be put back."""
    back = _done(request, lambda box: delete_message(box, message))
    meaning = _("It can be put back for one day. Then the sound is gone for good.")
    undo = reverse("voicemail-undo", args=[message])
    say(request, _("The message is deleted."), meaning, undo=undo, back=back["Location"])
    return back


@require_POST
@for_employees
def undo(request: PersonRequest, message: str) -> HttpResponse:
    """Put it back."""
    back = _done(request, lambda box: put_back(box, message))
    say(request, _("The message is back."))
    return back


def _done(request: PersonRequest, act: Callable[[Box], bool]) -> HttpResponse:
    """Do it, and go back to the list as it was. Raises `Http404` for what is not theirs."""
    if not act(box_of(request.person)):
        raise Http404
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect(back if ours else reverse("voicemail"))
