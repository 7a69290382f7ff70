"""Help, as far as it concerns whoever is asking: nothing of a service that is not activated."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from forrang.domain.main_number import MainNumber
from forrang.portal.access import for_anybody
from forrang.portal.tenancy import PortalRequest

FEW = 4
"""Main numbers that are each linked to; of more, the page that has all."""


@for_anybody
def help_page(request: PortalRequest) -> HttpResponse:
    """The guide with links to the real pages, what VIP means, questions and answers, and whom to
    ask.
    """
    person = request.person
    if person is None:
        return render(request, "help/stranger.html")
    numbers = person.document.main_numbers if person.administrator else ()
    context = {
        "vip": person.vip_activated,
        "numbers": numbers if len(numbers) <= FEW else (),
        "lists": [one for one in numbers if one.vip is not None and one.vip.on][:FEW],
        "keys": any(_has_lists_of_keys(one) for one in numbers[:1]),
        "others": [one for one in person.administrators if one.mobile != person.mobile],
    }
    return render(request, "help/help.html", context)


@for_anybody
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was checked of the pages, how, and what was not."""
    return render(request, "help/accessibility.html")


def _has_lists_of_keys(one: MainNumber) -> bool:
    """Whether a menu's keys can have lists here."""
    try:
        resolve(f"/numbers/{one.number.removeprefix('+')}/keys/1/vip/")
    except Resolver404:
        return False
    return True
