"""How far a paste is, asked by the page that waits for its answer; in the words of whoever waits."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from forrang.domain.points import PointId
from forrang.portal.access import for_administrators, with_vip_service
from forrang.portal.paste_many.progress import PASTES
from forrang.portal.paste_many.words import how_far
from forrang.portal.tenancy import PersonRequest


@require_GET
@for_administrators
@with_vip_service
def progress(request: PersonRequest, point: PointId) -> HttpResponse:
    """204 when nothing is known of it: it has ended, has not begun, or runs in another process."""
    request.person.point(point)
    far = PASTES.far(request.customer.pk, request.GET.get("token", ""))
    if far is None:
        return HttpResponse(status=204)
    return JsonResponse(
        {
            "stage": far.stage,
            "done": far.done,
            "total": far.total,
            "share": round(far.share, 3),
            "words": how_far(far),
        }
    )
