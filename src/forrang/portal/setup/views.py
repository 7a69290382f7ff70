"""«Bedriftens oppsett»."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from forrang.portal.access import for_administrators
from forrang.portal.live.relay import relay
from forrang.portal.setup.cards import cards
from forrang.portal.setup.figures import figures, regions
from forrang.portal.tenancy import PersonRequest
from forrang.site.exchange import calls_now


@for_administrators
def setup(request: PersonRequest) -> HttpResponse:
    """The main numbers, and what happens when somebody calls them."""
    person, house = request.person, calls_now(request.customer.pk)
    wanted = request.GET.get("find", "")
    context = {
        **figures(person, house),
        "cards": list(cards(person, house, wanted)),
        "wanted": wanted,
        "away": not house,
    }
    return render(request, "setup/setup.html", context)


@for_administrators
async def stream(request: PersonRequest) -> HttpResponse | StreamingHttpResponse:
    """The figures as they change."""
    return await relay(request, regions)
