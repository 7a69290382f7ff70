"""Exceptions of the opening hours: adding, changing and removing one; and what is not wanted."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forrang.domain.hours_edits import exception_of, with_exception, without_exception
from forrang.domain.opening_hours import ExceptionalDays
from forrang.domain.points import PointId
from forrang.portal.access import for_administrators
from forrang.portal.hours.page import DECLINED, Saving
from forrang.portal.hours.small_forms import ExceptionForm
from forrang.portal.hours.words import days_words, open_words
from forrang.portal.saving import say_saved
from forrang.portal.tenancy import PersonRequest

Days = tuple[date, date]
PREFILLED = ("first", "last", "open", "text")


@for_administrators
def new(request: PersonRequest, point: PointId) -> HttpResponse:
    """A new exception; a link may have filled it in, as for a public holiday."""
    saving = Saving(request, point)
    if saving.hours is None:
        raise Http404
    initial = {one: request.GET.get(one, "")[:200] for one in PREFILLED}
    return _edit(request, saving, ExceptionForm(request.POST or None, initial), None)


@for_administrators
def edit(request: PersonRequest, point: PointId, days: Days) -> HttpResponse:
    """An exception that is there."""
    saving = Saving(request, point)
    there = exception_of(saving.hours, *days)
    if there is None:
        raise Http404
    last = None if there.first == there.last else there.last
    initial = {"first": there.first, "last": last, "open": there.open, "text": there.text or ""}
    return _edit(request, saving, ExceptionForm(request.POST or None, initial), there)


@require_POST
@for_administrators
def remove(request: PersonRequest, point: PointId, days: Days) -> HttpResponse:
    """An exception is taken away; what the week or a public holiday says holds again."""
    saving = Saving(request, point)
    if exception_of(saving.hours, *days) is None:
        raise Http404
    published = saving.save_hours(without_exception(saving.some_hours, *days))
    if isinstance(published, HttpResponse):
        return published
    say_saved(
        request,
        published,
        _("Removed: %(days)s.") % {"days": days_words(*days)},
        _("These days are as the week and the public holidays say."),
        back=reverse("opening-hours", args=[point]),
    )
    return _back(point)


@require_POST
@for_administrators
def decline(request: PersonRequest, point: PointId, days: Days) -> HttpResponse:
    """A proposal is not wanted; it shows no more while one is logged in."""
    request.person.point(point)
    kept = request.session.get(DECLINED, [])
    request.session[DECLINED] = [*kept, f"{point} {days[0].isoformat()}"][-100:]
    return _back(point)


def _edit(
    request: PersonRequest, saving: Saving, form: ExceptionForm, there: ExceptionalDays | None
) -> HttpResponse:
    point = saving.point
    if request.method == "POST" and form.is_valid():
        days = form.exception()
        published = saving.save_hours(with_exception(saving.some_hours, days, there))
        if isinstance(published, HttpResponse):
            return published
        told = {"days": days_words(days.first, days.last), "open": open_words(days.open)}
        say_saved(
            request,
            published,
            _("Saved."),
            _("%(days)s: %(open)s.") % told,
            back=reverse("opening-hours", args=[point.id]),
        )
        return _back(point.id)
    context = {
        "form": form,
        "point": point,
        "main_number": request.person.main_number(point.number),
        "there": there,
        "days": None if there is None else days_words(there.first, there.last),
        "based_on": saving.base.version,
    }
    return render(request, "hours/exception.html", context)


def _back(point: PointId) -> HttpResponse:
    return redirect(f"{reverse('opening-hours', args=[point])}#coming")
