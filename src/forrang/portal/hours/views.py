"""«Åpningstider»: the page, closing by hand, and no hours at all."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forrang.domain.hours_edits import closed_by_hand, opened_again
from forrang.domain.points import PointId
from forrang.domain.schema import DocumentFault
from forrang.domain.wall_clock import shown_for_good
from forrang.portal.access import for_administrators
from forrang.portal.hours.forms import HoursForm
from forrang.portal.hours.page import Saving, show
from forrang.portal.hours.small_forms import CloseForm
from forrang.portal.hours.words import until_words
from forrang.portal.saving import not_saved, say_saved
from forrang.portal.tenancy import PersonRequest


@for_administrators
def hours(request: PersonRequest, point: PointId) -> HttpResponse:
    """The week, public holidays, what comes, and what callers meet when it is closed."""
    saving = Saving(request, point)
    if request.method != "POST":
        return show(request, saving)
    form = HoursForm(request.POST, saving.point, request.person)
    if "copy" in request.POST:
        form = HoursForm(form.like_monday(), saving.point, request.person)
        return show(request, saving, form, copied=True)
    if not form.is_valid():
        return show(request, saving, form)
    try:
        published = saving.save(form.applied)
    except DocumentFault as fault:  # what was chosen is gone since
        form.add_error(None, not_saved(fault))
        return show(request, saving, form)
    if isinstance(published, HttpResponse):
        return published
    meaning = _("In force for the next call. Who waits already is still served.")
    say_saved(request, published, meaning=meaning)
    return redirect("opening-hours", point)


@require_POST
@for_administrators
def close(request: PersonRequest, point: PointId) -> HttpResponse:
    """Closed by hand from now on."""
    saving = Saving(request, point)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return show(request, saving, close_form=form)
    until = form.cleaned_data["until"]
    published = saving.save_hours(closed_by_hand(saving.hours, until))
    if isinstance(published, HttpResponse):
        return published
    at = shown_for_good(timezone.get_current_timezone(), until)
    say_saved(
        request,
        published,
        _("Closed until %(when)s.") % {"when": until_words(at)},
        _("In force for the next call. Who waits already is still served."),
        back=reverse("opening-hours", args=[point]),
    )
    return redirect("opening-hours", point)


@require_POST
@for_administrators
def open_again(request: PersonRequest, point: PointId) -> HttpResponse:
    """No longer closed by hand."""
    saving = Saving(request, point)
    published = saving.save_hours(opened_again(saving.hours))
    if isinstance(published, HttpResponse):
        return published
    say_saved(
        request,
        published,
        _("No longer closed by hand."),
        _("The opening hours hold again, from the next call on."),
        back=reverse("opening-hours", args=[point]),
    )
    return redirect("opening-hours", point)


@require_POST
@for_administrators
def always(request: PersonRequest, point: PointId) -> HttpResponse:
    """No opening hours any more."""
    saving = Saving(request, point)
    published = saving.save_hours(None)
    if isinstance(published, HttpResponse):
        return published
    say_saved(
        request,
        published,
        _("Open day and night."),
        _("Every call is taken, from the next one on."),
        back=reverse("opening-hours", args=[point]),
    )
    return redirect("opening-hours", point)
