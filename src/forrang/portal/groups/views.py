"""Answer groups: the cards, and removing one."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from forrang.domain.schema import DocumentFault
from forrang.domain.staffing import uses, without_group
from forrang.portal.access import for_administrators
from forrang.portal.groups.cards import cards
from forrang.portal.history.standing import standing
from forrang.portal.live.relay import Moment, relay
from forrang.portal.saving import say_saved
from forrang.portal.strategies import STRATEGIES
from forrang.portal.strip import say
from forrang.portal.tenancy import Person, PersonRequest
from forrang.site.exchange import calls_now
from forrang.storage.merge import Collision
from forrang.storage.setups import current_setup
from forrang.storage.staffing import publish_staffing


@for_administrators
def groups(request: PersonRequest) -> HttpResponse:
    """Who answers together, how it rings with them, and who is there now."""
    house = calls_now(request.customer.pk)
    context = {
        "cards": list(cards(request.person, house)),
        "strategies": dict(STRATEGIES),
        "away": not house,
    }
    return render(request, "groups/groups.html", context)


@for_administrators
async def stream(request: PersonRequest) -> HttpResponse | StreamingHttpResponse:
    """Who is there and how many wait, as it changes."""
    return await relay(request, regions)


def regions(person: Person, moment: Moment) -> dict[str, str]:
    """What of the page changes while one looks at it."""
    shown = list(cards(person, moment.house))
    found: dict[str, str] = {
        "groups-warnings": render_to_string("groups/warnings.html", {"cards": shown})
    }
    for card in shown:
        found[card.id_waiting] = render_to_string("my_page/parts/waiting.html", {"seat": card})
        for one in card.members:
            doing = {"one": one.presence}
            found[one.id_presence] = render_to_string("my_page/parts/presence.html", doing)
            wish = {"one": one, "group": card.group}
            found[one.id_wish] = render_to_string("groups/wish.html", wish)
    return found


@for_administrators
def remove(request: PersonRequest, name: str) -> HttpResponse:
    """Refused while something uses the group; else the removal."""
    person = request.person
    group, base = person.group(name), person.base
    used = uses(person.document, name)
    if request.method == "POST" and not used:
        try:
            published = publish_staffing(
                without_group(base.document, name), person.name, base.version
            )
        except (Collision, DocumentFault):  # somebody uses it since
            what = _("Not removed: the setup was changed meanwhile.")
            say(request, what, _("Look again."), kind="failed")
            return redirect(standing(request.path, current_setup(person.customer.pk).document))
        what = _("%(name)s is removed.") % {"name": name}
        say_saved(request, published, what, back=reverse("groups"))
        return redirect("groups")
    context = {"group": group, "uses": used, "based_on": person.setup.version}
    refused = bool(used) and request.method == "POST"
    return render(request, "groups/remove.html", context, status=409 if refused else 200)
