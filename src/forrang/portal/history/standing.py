"""Where one goes when the page that one came from may be gone: there, or to what stands above it."""

from collections.abc import Mapping
from typing import Any

from django.urls import Resolver404, resolve, reverse

from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.point_edits import point_of
from forrang.domain.points import point_id


def standing(address: str, document: Document) -> str:
    """The address, or that of what stands above when the setup has no such thing any more."""
    try:
        of: Mapping[str, Any] = resolve(address).kwargs
    except Resolver404:
        return address
    if "mobile" in of and all(one.mobile != of["mobile"] for one in document.employees):
        return reverse("employees")
    if "name" in of and all(one.name != of["name"] for one in document.groups):
        return reverse("groups")
    if "point" in of:
        number, _, keys = of["point"].partition("/")
        return _of_point(address, document, number, tuple(keys.split(".")) if keys else ())
    if "number" in of:
        return _of_point(address, document, of["number"], of.get("keys", ()))
    return address


def _of_point(address: str, document: Document, number: PhoneNumber, keys: tuple[str, ...]) -> str:
    if point_of(document, point_id(number, keys)) is not None:
        return address
    for length in range(len(keys) - 1, 0, -1):
        if point_of(document, point_id(number, keys[:length])) is not None:
            return reverse("edit-key", args=[number, keys[:length]])
    return reverse("edit-number", args=[number]) if keys else reverse("setup")
