"""What is done with an event that made the core raise: something gentler, until it goes well.

First the call stands in line anew; if that raises too, it is ended as lost. Whatever happens, it has
one record, and no other call is touched.
"""

from dataclasses import replace

from forrang.acd.events import (
    ORDINARY,
    CallArrived,
    CallerLeft,
    CallId,
    CallStumbled,
    DeadlinePassed,
    DeadlineStumbled,
    Event,
    OfferId,
)
from forrang.acd.records import Arrived, CallRecord, Ended, Outcome
from forrang.asterisk.translate import call_of


def instead(event: Event) -> tuple[Event, ...]:
    """What is tried instead of the event, one after the other."""
    if isinstance(event, CallArrived):
        return (replace(event, diverted_by=(), asserted=False, standing=None),)
    if isinstance(event, DeadlinePassed):
        return (DeadlineStumbled(),)
    call = call_meant(event)
    return () if call is None else (CallStumbled(call), CallerLeft(call, fault=True))


def call_meant(event: Event) -> CallId | None:
    """The call that an event is about, if it is about one."""
    call: CallId | None = getattr(event, "call", None)
    offer: OfferId | None = getattr(event, "offer", None)
    return call if offer is None else call_of(offer)


def lost_at_the_door(event: CallArrived, now: float) -> CallRecord:
    """The record of a call that could not come in at all."""
    came = now if event.came is None else event.came
    standing = event.standing or ORDINARY
    return CallRecord(
        id=event.call,
        main_number=event.point,
        caller=None if event.withheld else event.caller,
        withheld=event.withheld,
        vip=standing.vip,
        standing=standing,
        arrived=came,
        place_from=came,
        ended=now,
        waited_seconds=0.0,
        answered_by=None,
        outcome=Outcome.LOST,
        overtaken=0,
        story=(Arrived(came, standing, None), Ended(now, Outcome.LOST)),
    )
