"""A call rings at somebody: an answerer, or whoever is at a number that it is forwarded to."""

from forrang.acd.call import Call, Offer
from forrang.acd.commands import Ring
from forrang.acd.house import House
from forrang.acd.presence import Member
from forrang.acd.timers import Kind
from forrang.domain.document import Shows


def ring_at(house: House, call: Call, member: Member, seconds: float) -> Offer:
    """Let a call ring at a member for so many seconds."""
    call.offers_made += 1
    offer = Offer(f"o{call.offers_made}.{call.id}", call, member, house.now + seconds)
    call.offers[offer.id] = house.offers[offer.id] = offer
    offer.person.offer = offer
    offer.person.refresh()
    offer.timer = house.timers.set(offer.ring_until, Kind.RING_OVER, offer.id, offer)
    shows_caller = house.routes.document.shows is Shows.CALLER
    shown = call.caller if shows_caller else call.point.number
    leg = None if call.away else call.leg
    house.out.append(Ring(offer.id, call.id, offer.person.mobile, shown, seconds, leg))
    return offer
