"""What the provider answered: in the message strip of the next page, and on «Tjenester» until it is
read there.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from forrang.domain.document import Service
from forrang.domain.phone_number import PhoneNumber, pretty
from forrang.portal.tenancy import PersonRequest
from forrang.site.pages import page
from forrang.storage.notices import OrderNotice, Told, unread_of_orders
from forrang.storage.orders import MAIN_NUMBER

KEPT = "notices_shown"
"""Where a session keeps which notices its strips have shown."""


def for_strip(request: PersonRequest) -> list[dict[str, Any]]:
    """Messages for the strip: each notice once a session, to administrators."""
    if not request.person.administrator:
        return []
    unread = unread_of_orders(request.customer.pk)
    shown = request.session.get(KEPT, [])
    fresh = [one for one in unread if one.id not in shown]
    if fresh:
        show(request, unread)
    return [message(one, _where(request, one)) for one in fresh]


def show(request: HttpRequest, unread: list[Told]) -> None:
    """These stand on a page now; the next strips leave them out."""
    if unread:
        request.session[KEPT] = [one.id for one in unread]


def message(told: Told, link: str = "") -> dict[str, Any]:
    """A notice as a message of the strip; `link`: where one goes on."""
    what, meaning = words(told)
    kind = "saved" if told.kind in (OrderNotice.ACTIVATED, OrderNotice.ASSIGNED) else "told"
    words_of_link = _("Services") if link == page("services") else _("Edit")
    return {
        "what": what,
        "meaning": meaning,
        "kind": kind,
        "link": link,
        "link_words": words_of_link,
    }


def _where(request: PersonRequest, told: Told) -> str:
    """The page on which one uses what was activated or assigned; otherwise «Tjenester»."""
    numbers = [one.number for one in request.person.document.main_numbers]
    if told.kind == OrderNotice.ASSIGNED and told.place in numbers:
        return page("edit-number", told.place)
    if told.kind == OrderNotice.ACTIVATED and len(numbers) == 1:
        return page("edit-number", numbers[0])
    return page("services")


def words(told: Told) -> tuple[str, str]:
    """What happened, and what it means."""
    name = name_of(told.place or "")
    match told.kind:
        case OrderNotice.ACTIVATED:
            return (
                _("%(service)s is activated.") % {"service": name},
                _("Tick VIP queue under Edit at the main number that shall have it."),
            )
        case OrderNotice.DECLINED:
            return (
                _("The provider declined your order: %(service)s.") % {"service": name},
                told.note or _("Nothing is changed. Ask the provider why, or order again."),
            )
        case OrderNotice.TURNED_OFF:
            return (
                _("%(service)s is turned off by the provider.") % {"service": name},
                _("The lists are kept. The queue is as it was without them."),
            )
        case OrderNotice.TAKEN_BACK:
            return (
                _("The provider took back your main number %(number)s.") % {"number": _shown(name)},
                _("Calls to it no longer reach you."),
            )
        case _other:
            return (
                _("You have a new main number: %(number)s.") % {"number": _shown(name)},
                _("Choose under Edit what it shall do."),
            )


def _shown(number: str) -> str:
    return pretty(PhoneNumber(number)).removeprefix("+47 ").replace(" ", "\xa0")


def name_of(what: str) -> str:
    """What is ordered, in words; a number stands for itself."""
    return {Service.VIP_LIST: _("VIP list"), MAIN_NUMBER: _("New main number")}.get(what, what)
