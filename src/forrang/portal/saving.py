"""Saying that a part of the setup is saved, with the way back. What a collision shows is in
`history.conflict`.
"""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from forrang.domain.schema import DocumentFault
from forrang.portal.strip import say
from forrang.storage.publish import Published


def not_saved(fault: DocumentFault) -> str:
    """What a form says whose setup cannot be: what it names may be gone since it was opened."""
    return _("Not saved: %(why)s.") % {"why": fault}


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
