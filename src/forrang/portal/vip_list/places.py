"""Where the point of a list is set up, and whether it still is."""

from django.urls import reverse

from forrang.domain.point_edits import point_of
from forrang.domain.points import Point, PointId
from forrang.portal.tenancy import Person
from forrang.site.pages import page


def edit_page(point: Point) -> str:
    """Where a point is edited: a key's own page, or that of its main number."""
    own = page("edit-key", point.number, point.keys) if point.keys else ""
    return own or reverse("edit-number", args=[point.number])


def hours_page(point: Point) -> str:
    """Where its opening hours are set; empty where there is no such page."""
    return page("opening-hours", point.id)


def list_is_gone(person: Person, point: PointId) -> bool:
    """Whether the list was there when the form was made that is sent, and is not now."""
    now, then = (point_of(one.document, point) for one in (person.setup, person.base))
    return (now is None or now.vip is None) and then is not None and then.vip is not None
