"""Our own offer that comes back: a mobile that forwards to the main number.

Such a call looks like an ordinary one with the original caller's number. If the network says who
forwarded it, it is refused as busy. If not, it is *held*, left ringing unanswered, until the offers
that may be it have ended: so an offer can never be "answered" by our own line. The network's CANCEL
of the way back comes a moment after our own, hence the grace.
"""

from collections.abc import Iterable

from forrang.acd.call import Call, Offer
from forrang.acd.events import OfferId
from forrang.acd.house import House
from forrang.acd.timers import Kind
from forrang.domain.phone_number import PhoneNumber

GRACE_SECONDS = 1.0
"""From the end of the last such offer until a held call is taken for a caller of its own."""


def forwarded_offer(house: House, diverted_by: Iterable[PhoneNumber]) -> Offer | None:
    """The offer that rings at somebody who is named as having forwarded a new call."""
    for mobile in diverted_by:
        person = house.people.get(mobile)
        if person is not None and person.offer is not None and not person.offer.answered:
            return person.offer
    return None


def offers_of_same_number(house: House, call: Call) -> list[OfferId]:
    """The offers that ring right now for callers with this call's number."""
    if call.caller is None:
        return []
    return [
        offer.id
        for other in house.callers.get(call.caller, {}).values()
        if other is not call
        for offer in other.offers.values()
    ]


def offer_stopped(house: House, offer: OfferId) -> None:
    """An offer rings no more; whom it held back may be a caller soon."""
    for call in house.held.values():
        if offer in call.held_until:
            call.held_until.remove(offer)
            if not call.held_until:
                at = house.now + GRACE_SECONDS
                call.held_timer = house.timers.set(at, Kind.HELD_OVER, call.id, call)
