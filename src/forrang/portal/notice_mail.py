"""A notice as a mail, in its reader's language: what happened, what it means, where to go."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from forrang.portal.promises import notices as promises
from forrang.portal.services.notices import words
from forrang.storage.notices import OrderNotice, Told

PAUSED = "paused-after-misses"
"""The exchange's word for somebody who was paused since they missed too many calls."""


def write_notice(told: Told, language: str) -> tuple[str, str] | None:
    """Subject and text; None for a notice that has no words of its own."""
    with translation.override(language or settings.LANGUAGE_CODE):
        if told.kind in list(OrderNotice):
            what, meaning = words(told)
        elif promises.is_ours(told):
            what, meaning = promises.words(told)
        elif told.kind == PAUSED:
            what = _("You are on a break, since several calls in a row were not answered.")
            meaning = _("No calls ring at your telephone until you log in again on My page.")
        else:
            return None
        return what, letter(what, meaning, "/") + _why(told.customer)


def letter(what: str, meaning: str, path: str) -> str:
    """The text of a mail; within the language of its reader."""
    return f"{what}\n{meaning}\n\n{settings.FORRANG_ADDRESS}{path}\n"


def _why(customer: str) -> str:
    """Why somebody gets it, and how they stop it."""
    why = _(
        "You get this from the telephone exchange of %(customer)s, because you have this address "
        "on My page. Change it there: %(link)s"
    ) % {"customer": customer, "link": f"{settings.FORRANG_ADDRESS}/my/email/"}
    return f"\n-- \n{why}\n"
