"""A talk begins: what it is for the call, for who waits besides, and for the record."""

from forrang.acd.call import Call, Offer
from forrang.acd.house import House
from forrang.acd.records import Answered, Outcome


def talk_begins(house: House, call: Call, offer: Offer) -> None:
    """Somebody talks with the caller."""
    call.waited += house.now - call.stood
    call.answered_by = offer.person.mobile
    call.story.append(Answered(house.now, offer.person.mobile))
    call.served = Outcome.FORWARDED if offer.outside else Outcome.ANSWERED
    house.pace.begins(offer.member.place, house.now)
    overtaking = house.overtaking[call.point.id]
    call.overtaken = overtaking.later_answered(call.serial)
    overtaking.answered(call.serial)
    if call.caller is not None:
        house.kept.clear(call.caller, call.point.number)
