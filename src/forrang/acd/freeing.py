"""Whoever was asked is free again: an offer ends, a talk, a rest (rule 7)."""

from forrang.acd.call import Call, Offer
from forrang.acd.comeback import offer_stopped
from forrang.acd.house import House
from forrang.acd.presence import Person
from forrang.acd.records import Condition, Doing
from forrang.acd.timers import Kind


def drop_offer(house: House, offer: Offer) -> None:
    """An offer is over; whoever it rang at is free of it."""
    if offer.timer is not None:
        offer.timer.cancel()
    offer.call.offers.pop(offer.id, None)
    del house.offers[offer.id]
    offer.person.offer = None
    free(house, offer.person)
    offer_stopped(house, offer)


def talk_over(house: House, offer: Offer) -> None:
    """A talk is over: its answerer may wrap up, and is idle from now on."""
    person = offer.person
    offer.call.talk = None
    del house.offers[offer.id]
    person.offer = None
    if offer.outside:
        return
    person.last_talk_ended = person.idle_since = house.now
    rest(house, person, house.now + offer.call.ringing.wrap_up_seconds, Doing.WRAPPING_UP)
    free(house, person)


def rest(house: House, person: Person, until: float, doing: Doing) -> None:
    """Do not ask somebody until then, for any call. Who rests is not asked, so there is no other
    rest that this one could shorten.
    """
    if until <= house.now:
        return
    person.rest = Condition(doing, until)
    house.timers.set(until, Kind.REST_OVER, person.mobile, person)
    person.refresh()


def rest_over(house: House, person: Person) -> None:
    """They may be asked again."""
    person.rest = None
    free(house, person)


def calls_no_more(house: House, call: Call) -> None:
    """An employee's own call is over, or waits on without a telephone: they may be asked."""
    if call.own is not None and call.id in call.own.calling_in:
        call.own.calling_in.discard(call.id)
        free(house, call.own)


def free(house: House, person: Person) -> None:
    """Something that kept somebody is over; `dispatch` sees whether they are available."""
    person.refresh()
    house.freed.append(person)
