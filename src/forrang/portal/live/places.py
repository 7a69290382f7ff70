"""Points in words: a main number by its name, a choice of its menu by its keys and its name."""

from typing import Any

from django.utils.translation import gettext as _

from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import Point, PointId, every_point, point_id
from forrang.site.templatetags.forrang import number as shown


def point_of(document: Document, id: PointId) -> Point | None:
    """The point of an id; None for one that is gone."""
    return next((one for one in every_point(document.main_numbers) if one.id == id), None)


def point_of_call(call: dict[str, Any]) -> PointId:
    """Where a call that is under way stands."""
    return point_id(PhoneNumber(call["main_number"]), tuple(call.get("keys", "")))


def point_of_story(main_number: str, story: list[dict[str, Any]]) -> PointId:
    """Where a call stood last, by what its caller pressed."""
    led = [one["leads_to"] for one in story if one["step"] == "Pressed" and one["leads_to"]]
    return str(led[-1]) if led else main_number


def place_name(document: Document, id: PointId) -> str:
    """What a customer calls a point: `Hovedkontor`, `Hovedkontor, key 2: Leger`. Of a main number
    without a name, or one that is gone, its number.
    """
    main_number, _slash, keys = id.partition("/")
    named = (one.name for one in document.main_numbers if one.number == main_number)
    place = next(named, None) or shown(main_number)
    if not keys:
        return place
    told = {"place": place, "keys": keys.replace(".", ", ")}
    point = point_of(document, id)
    if point is None or not point.name:
        return _("%(place)s, key %(keys)s") % told
    return _("%(place)s, key %(keys)s: %(name)s") % (told | {"name": point.name})


def key_name(document: Document, id: PointId) -> str:
    """A choice alone: `Key 2: Leger`; empty for a main number."""
    keys = id.partition("/")[2].replace(".", ", ")
    if not keys:
        return ""
    words = _("Key %(keys)s") % {"keys": keys}
    point = point_of(document, id)
    return f"{words}: {point.name}" if point is not None and point.name else words


def full_name(point: Point, document: Document) -> str:
    """A point with its number: `22 33 44 55 Hovedkontor, key 2: Leger`."""
    place = place_name(document, point.id)
    number = shown(point.number)
    return place if place.startswith(number) else f"{number} {place}"
