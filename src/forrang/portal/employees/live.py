"""What the employees are doing, as it changes."""

from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string

from forrang.portal.access import for_administrators
from forrang.portal.employees.rows import rows
from forrang.portal.live.relay import Moment, relay
from forrang.portal.tenancy import Person, PersonRequest


@for_administrators
async def stream(request: PersonRequest) -> HttpResponse | StreamingHttpResponse:
    """The stream of the page."""
    return await relay(request, regions)


def regions(person: Person, moment: Moment) -> dict[str, str]:
    """What of the page changes while one looks at it."""
    return {
        row.id_presence: render_to_string("my_page/parts/presence.html", {"one": row.presence})
        for row in rows(person, moment.house)
    }
