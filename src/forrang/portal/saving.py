"""Saving a part of the setup: from the version that the page was made from, with the way back.
What a collision shows is in `history.conflict`.
"""

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forrang.portal.strip import say
from forrang.storage.publish import Published
from forrang.storage.setups import CustomerSetup, NoSuchCustomer, setup_version

VERSION_DIGITS = 9
"""More than any version has."""


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


def say_saved(
    request: HttpRequest,
    published: Published,
    what: str = "",
    meaning: str = "",
    link: tuple[str, str] | None = None,
    back: str = "",
) -> None:
    """Say that it is saved, with the way back; `link` is where to go on, address and words, and
    `back` where undoing leads: to the page where it was saved, unless that is gone with it.
    """
    say(
        request,
        what or _("Saved."),
        meaning or _("In force within 2 seconds, also for those who wait."),
        undo=reverse("undo", args=[published.version]) if published.new_version else "",
        back=back or request.path,
        link=link,
    )
