"""Our own offer that comes back: a mobile that forwards to the main number.

Such a call looks like an ordinary one with the original caller's number. If the network says who
forwarded it, it is refused as busy. If not, it is *held*, left ringing unanswered, until the offers
that may be it have ended: so an offer can never be "answered" by our own line. The network's CANCEL
of the way back comes a moment after our own, hence the grace.
"""

from collections.abc import Iterable

from forrang.acd.call import Call, CallState, Offer
from forrang.acd.house import House
from forrang.acd.timers import Kind
from forrang.domain.document import Shows
from forrang.domain.phone_number import PhoneNumber

GRACE_SECONDS = 1.0
"""From the end of the last such offer until a held call is taken for a caller of its own."""


def forwarded_offer(
    house: House, diverted_by: Iterable[PhoneNumber], caller: PhoneNumber | None
) -> Offer | None:
    """The offer that rings at somebody who is named as having forwarded a new call of `caller`."""
    for mobile in diverted_by:
        person = house.people.get(mobile)
        if person is not None and person.offer is not None and not person.offer.answered:
            return person.offer
        back = _forwarded_call(house, mobile, caller)
        if back is not None:
            return back
    return None


def _forwarded_call(house: House, number: PhoneNumber, caller: PhoneNumber | None) -> Offer | None:
    """The offer that rings where a call is forwarded to, if it shows the new call's number there:
    others call there too, and may be forwarded to us. Few calls name anybody who did it, so looking
    at every offer is rare.
    """
    shows_caller = house.routes.document.shows is Shows.CALLER
    found = [
        offer
        for offer in house.offers.values()
        if offer.outside and not offer.answered and offer.person.mobile == number
        if caller == (offer.call.caller if shows_caller else offer.call.point.number)
    ]
    return min(found, key=lambda one: one.id, default=None)


def offers_of_same_number(house: House, call: Call) -> list[Offer]:
    """The offers that ring right now for callers with this call's number."""
    if call.caller is None:
        return []
    return [
        offer
        for other in house.callers.get(call.caller, {}).values()
        if other is not call
        for offer in other.offers.values()
    ]


def hold(call: Call, offers: Iterable[Offer]) -> None:
    """Hold a call until these offers have ended."""
    for offer in offers:
        call.held_until.append(offer.id)
        offer.holds.append(call)


def offer_stopped(house: House, offer: Offer) -> None:
    """An offer rings no more; whom it held back may be a caller soon."""
    for call in offer.holds:
        if call.state is CallState.HELD:
            call.held_until.remove(offer.id)
            if not call.held_until:
                house.set_timer(call, Kind.HELD_OVER, house.now + GRACE_SECONDS)
    offer.holds.clear()
