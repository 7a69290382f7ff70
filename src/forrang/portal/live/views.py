"""The live line as a stream for any page that shows it."""

from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string

from forrang.portal.access import for_administrators
from forrang.portal.live.line import elsewhere, lines
from forrang.portal.live.relay import Moment, relay
from forrang.portal.tenancy import Person, PersonRequest


@for_administrators
async def live_line(request: PersonRequest) -> HttpResponse | StreamingHttpResponse:
    """The lines of the customer, as they change."""
    return await relay(request, line_regions)


def line_regions(person: Person, moment: Moment) -> dict[str, str]:
    """The regions of `live/line_card.html`."""
    found = lines(person, moment)
    waiting = sum(len(one.rows) + one.more for one in found)
    context = {"lines": found, "elsewhere": elsewhere(person, moment), "person": person}
    return {
        "live-line": render_to_string("live/line.html", context),
        "live-waiting": str(waiting),
    }
