"""Where the point of a list is set up."""

from django.urls import reverse

from forrang.domain.points import Point
from forrang.site.pages import page


def edit_page(point: Point) -> str:
    """Where a point is edited: a key's own page, or that of its main number."""
    own = page("edit-key", point.number, point.keys) if point.keys else ""
    return own or reverse("edit-number", args=[point.number])


def hours_page(point: Point) -> str:
    """Where its opening hours are set; empty where there is no such page."""
    return page("opening-hours", point.id)
