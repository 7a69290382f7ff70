"""VIP lists that appeared in the tree and were not opened since: they carry «Ny» there."""

from django.http import HttpRequest

from forrang.domain.points import PointId

KEPT = "new_lists"


def mark_new(request: HttpRequest, list_id: PointId) -> None:
    """The list shows for the first time."""
    request.session[KEPT] = [*request.session.get(KEPT, ()), list_id]


def is_new(request: HttpRequest, list_id: PointId) -> bool:
    """Whether the list was not opened yet in this session."""
    return list_id in request.session.get(KEPT, ())


def opened(request: HttpRequest, list_id: PointId) -> None:
    """Somebody opened the list."""
    if is_new(request, list_id):
        request.session[KEPT] = [one for one in request.session[KEPT] if one != list_id]
