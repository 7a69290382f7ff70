"""What the page of the opening hours shows, and saving a part of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from forrang.domain.call_setup import Choice
from forrang.domain.document import Document
from forrang.domain.hours_edits import coming, never_closes
from forrang.domain.main_number import MainNumber
from forrang.domain.opening_hours import OpeningHours
from forrang.domain.point_edits import point_of
from forrang.domain.points import Point, PointId, changed
from forrang.domain.time_span import SpanFault, TimeSpan, typed_spans
from forrang.portal.history.conflict import collided
from forrang.portal.hours.bars import WIDTH, scale_of
from forrang.portal.hours.forms import HoursForm
from forrang.portal.hours.small_forms import CloseForm
from forrang.portal.hours.words import state
from forrang.portal.tenancy import PersonRequest
from forrang.storage.merge import Collision
from forrang.storage.publish import Published, publish
from forrang.storage.setups import CustomerSetup

DECLINED = "declined_days"
"""Where a session keeps the proposals that somebody does not want: «point day»."""

Part = MainNumber | Choice
Edit = Callable[[Part], Part]
"Gives a main number or a choice as it shall be."


class Saving:
    """An edit of one point, from the version that its page was made from."""

    def __init__(self, request: PersonRequest, id: PointId):
        self._request = request
        newest = request.person.point(id)
        self.base: CustomerSetup = request.person.base
        self.point: Point = point_of(self.base.document, id) or newest

    @property
    def hours(self) -> OpeningHours | None:
        """The point's hours, as they were then."""
        return self.point.opening_hours

    @property
    def some_hours(self) -> OpeningHours:
        """The same. Raises `Http404` where there are none."""
        if self.point.opening_hours is None:
            raise Http404
        return self.point.opening_hours

    def save(self, edit: Edit) -> Published | HttpResponse:
        """Publish it; the answer when it collides with somebody else's."""
        document = _edited(self.base.document, self.point.id, edit)
        try:
            return publish(document, self._request.person.name, based_on=self.base.version)
        except Collision as collision:
            back = reverse("opening-hours", args=[self.point.id])
            return collided(self._request, collision, self.base.version, back, page=back)

    def save_hours(self, hours: OpeningHours | None) -> Published | HttpResponse:
        """Publish the point with other hours."""
        return self.save(lambda part: replace(part, opening_hours=hours))


def show(
    request: PersonRequest,
    saving: Saving,
    form: HoursForm | None = None,
    close_form: CloseForm | None = None,
    copied: bool = False,
) -> HttpResponse:
    """The page; with forms as they were typed, where something has to be put right."""
    now = request.person.point(saving.point.id)
    hours = now.opening_hours
    starts = form is not None or "start" in request.GET
    if never_closes(hours) and not starts:
        form = None
    elif form is None:
        form = HoursForm(None, now, request.person)
    week = [] if form is None else [_spans(form, one.name) for one in form.days]
    scale = scale_of(week)
    context = {
        "point": now,
        "main_number": request.person.main_number(now.number),
        "state": state(hours),
        "form": form,
        "close_form": close_form or CloseForm(),
        "proposed": form is not None and never_closes(hours),
        "days": [] if form is None else list(zip(form.days, map(scale.bar, week), strict=True)),
        "scale": scale,
        "bar_width": WIDTH,
        "coming": _coming(request, now),
        "based_on": saving.base.version,
        "zone": request.person.document.time_zone,
        "copied": copied,
        "failed": close_form if close_form is not None else form,
    }
    return render(request, "hours/hours.html", context)


def declined(request: HttpRequest, id: PointId) -> set[date]:
    """The days whose proposals somebody does not want here."""
    kept = (one.split(" ") for one in request.session.get(DECLINED, ()))
    return {date.fromisoformat(day) for point, day in kept if point == id}


def _coming(request: HttpRequest, point: Point) -> Any:
    hours = point.opening_hours
    if hours is None or never_closes(hours):
        return ()
    return coming(hours, timezone.localdate(), declined(request, point.id))


def _spans(form: HoursForm, name: str) -> tuple[TimeSpan, ...]:
    value = form[name].value()
    if isinstance(value, tuple):
        return value
    try:
        return typed_spans(str(value or ""))
    except SpanFault:
        return ()


def _edited(document: Document, id: PointId, edit: Edit) -> Document:
    def at_point(point: Point) -> Part:
        return edit(point.part) if point.id == id else point.part

    numbers = tuple(changed(one, at_point) for one in document.main_numbers)
    return replace(document, main_numbers=numbers)
