"""«Bedriftens oppsett», and undoing a save."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forrang.domain.schema import DocumentFault
from forrang.portal.access import for_administrators
from forrang.portal.live.relay import relay
from forrang.portal.setup.cards import cards
from forrang.portal.setup.figures import figures, regions
from forrang.portal.strip import say
from forrang.site.exchange import calls_now
from forrang.storage.merge import Collision
from forrang.storage.setups import NoSuchCustomer, saved
from forrang.storage.undo import undo_save


@for_administrators
def setup(request: HttpRequest) -> HttpResponse:
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
async def stream(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The figures as they change."""
    return await relay(request, regions)


@require_POST
@for_administrators
def undo(request: HttpRequest, version: int) -> HttpResponse:
    """Put back what a save changed, unless somebody changed the same since."""
    person = request.person
    try:
        undo_save(person.customer.pk, version, person.name)
    except NoSuchCustomer:
        raise Http404 from None
    except Collision as collision:
        newest = saved(person.customer.pk, collision.newest)
        what = _("Not undone: %(name)s has changed the same since.") % {"name": newest.by}
        say(request, what, _("Nothing is changed."), kind="failed")
    except DocumentFault as fault:
        say(request, _("Not undone: %(why)s.") % {"why": fault}, kind="failed")
    else:
        say(request, _("Undone."), _("The setup is as it was before."))
    return redirect("setup")
