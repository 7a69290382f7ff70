"""«Min side» as it changes."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string

from forrang.portal.access import for_employees
from forrang.portal.live.relay import Moment, relay
from forrang.portal.my_page.presence import seats
from forrang.portal.my_page.ringing import answered_today, ringing_at, today
from forrang.portal.tenancy import Person, PersonRequest


@for_employees
async def stream(request: PersonRequest) -> HttpResponse | StreamingHttpResponse:
    """The stream of the page."""
    return await relay(request, regions)


def regions(person: Person, moment: Moment) -> dict[str, str]:
    """What of the page changes while one looks at it."""
    there = seats(person.customer.pk, person.document, person.mobile, moment.house)
    parts: dict[str, tuple[str, dict[str, Any]]] = {
        "my-answered": ("answered", {"answered": answered_today(person)}),
        "my-ringing": ("ringing", {"ringing": ringing_at(person, person.mobile, moment.house)}),
        "my-today": ("today", {"calls": today(person)}),
        "my-wish-all": ("switch_all", {"seats": there}),
    }
    for seat in there.all:
        parts[seat.id_waiting] = ("waiting", {"seat": seat})
        parts[seat.id_wish] = ("switch_one", {"seat": seat})
    found = {
        id: render_to_string(f"my_page/parts/{name}.html", {"person": person, **told})
        for id, (name, told) in parts.items()
    }
    return {**found, "my-paused": "1" if there.paused else "0"}
