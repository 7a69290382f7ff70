"""What can be ordered, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.document import Service
from forrang.storage.orders import MAIN_NUMBER, ServiceState


@dataclass(frozen=True, slots=True)
class Offer:
    """A card on «Tjenester»."""

    state: ServiceState
    "How far the customer has come with it."
    name: str
    "What it is called."
    does: str
    "What it does."
    order: str
    "The words of the button."
    repeated: str = ""
    "What one has of it, where one can have several and order one more."


def offers(states: dict[str, ServiceState], main_numbers: int) -> list[Offer]:
    """The cards, in the order of the page."""
    vip, number = states[Service.VIP_LIST], states[MAIN_NUMBER]
    return [
        Offer(
            vip,
            _("VIP list"),
            _(
                "Let the most important callers come first in the telephone queue, and choose who "
                "answers them."
            ),
            _("Order VIP list"),
        ),
        Offer(
            number,
            _("New main number"),
            _("One more number that the public can call."),
            _("Order number"),
            ngettext("%(n)s in use", "%(n)s in use", main_numbers) % {"n": main_numbers},
        ),
    ]
