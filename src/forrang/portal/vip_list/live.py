"""What the answerers of a list are doing, as it changes."""

from functools import partial

from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string

from forrang.domain.points import PointId
from forrang.domain.vip_list import Answerer
from forrang.portal.access import for_administrators, with_vip_service
from forrang.portal.live.relay import Moment, relay
from forrang.portal.tenancy import Person, PersonRequest
from forrang.portal.vip_list.answerers import row


@for_administrators
@with_vip_service
async def stream(request: PersonRequest, point: PointId) -> HttpResponse | StreamingHttpResponse:
    """The stream of the page of one list."""
    request.person.point(point)  # 404 for a stranger's
    return await relay(request, partial(regions, point))


def regions(list_id: PointId, person: Person, moment: Moment) -> dict[str, str]:
    """What of the page changes while one looks at it: of everybody who could be chosen, for the form
    may name others than the list that is saved.
    """
    document = person.document
    able = [Answerer(employee=one.mobile) for one in document.employees]
    able += [Answerer(group=one.name) for one in document.groups]
    shown = [row(document, moment.house, one, list_id) for one in able]
    return {one.id: render_to_string("vip_list/now.html", {"one": one}) for one in shown}
