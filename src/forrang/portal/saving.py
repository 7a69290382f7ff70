"""Saving a part of the setup: from the version that the page was made from, with the way back, and
what a collision says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forrang.portal.strip import say
from forrang.portal.tenancy import Person
from forrang.storage.publish import Published
from forrang.storage.setups import CustomerSetup, NoSuchCustomer, saved, setup_version

VERSION_DIGITS = 9
"""More than any version has."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody saved the same while the page was open."""

    by: str
    "Who."
    at: datetime
    "When."
    own: bool
    "Whether it was the same person, in another window."
    rows: list[tuple[str, str, str]]
    "Of each field that differs: its label, what is saved now, what was typed."


def base_of(request: HttpRequest, newest: CustomerSetup) -> CustomerSetup:
    """The version that the page was made from. Raises `Http404`."""
    based_on = request.POST.get("based_on", "")
    if not based_on.isdecimal() or len(based_on) > VERSION_DIGITS:
        return newest
    if int(based_on) == newest.version:
        return newest
    try:
        return setup_version(newest.customer, int(based_on))
    except NoSuchCustomer:
        raise Http404 from None


def conflict(person: Person, newest: int, rows: Iterable[tuple[str, str, str]]) -> Conflict:
    """What is told of a collision with the version `newest`; rows that are alike are left out."""
    told = saved(person.customer.pk, newest)
    differing = [one for one in rows if one[1] != one[2]]
    return Conflict(told.by, told.at, told.by == person.name, differing)


def say_saved(
    request: HttpRequest,
    published: Published,
    what: str = "",
    meaning: str = "",
    link: tuple[str, str] | None = None,
) -> None:
    """Say that it is saved, with the way back; `link` is where to go on, address and words."""
    say(
        request,
        what or _("Saved."),
        meaning or _("In force within 2 seconds, also for those who wait."),
        undo=reverse("undo", args=[published.version]) if published.new_version else "",
        link=link,
    )
