"""The figures of the company setup: as they are, and as they change."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from forrang.portal.live.relay import Moment
from forrang.portal.setup.cards import card
from forrang.portal.tenancy import Person
from forrang.site.exchange import Away, House
from forrang.storage.figures import figures_since


def figures(person: Person, house: House | Away) -> dict[str, Any]:
    """What `setup/figures.html` shows: the calls of today, and who waits."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "figures": figures_since(person.customer.pk, midnight.timestamp()),
        "waiting": len(house.waiting()) if house else None,
    }


def regions(person: Person, moment: Moment) -> dict[str, str]:
    """What of the page changes while one looks at it."""
    found: dict[str, str] = {
        "setup-figures": render_to_string("setup/figures.html", figures(person, moment.house))
    }
    for one in person.document.main_numbers:
        told = card(person, moment.house, one)
        found[told.id_logged_in] = told.logged_in_words
        found[told.id_waiting] = told.waiting_words
    return found
