"""How a call ends: in exactly one record (rule 12), and with its place kept if it was unserved
(rule 9).
"""

from forrang.acd.call import Call, CallState
from forrang.acd.commands import DropBridge, HangUpAnswerer, StopRinging
from forrang.acd.freeing import calls_no_more, drop_offer, talk_over
from forrang.acd.house import House
from forrang.acd.kept_places import KeptPlace
from forrang.acd.records import CallRecord, Ended, Outcome


def end(house: House, call: Call, outcome: Outcome, left: float | None = None) -> None:
    """Close a call: free who rang or talked, keep its place if it was unserved, write its record.

    Of the engine's legs only the answerers' are ended here; the caller's is the business of whoever
    knows why the call ends. Who never stood in line has lost no place there. `left`: when the caller
    left, if that was not now; UTC seconds.
    """
    was = call.state
    call.move(CallState.ENDED)
    if outcome is Outcome.ANSWERED:
        outcome = call.served
    if call.entry is not None:
        assert call.line is not None
        call.line.remove(call)
    for offer in tuple(call.offers.values()):
        house.out.append(StopRinging(offer.id))
        drop_offer(house, offer)
    if call.talk is not None:
        house.out.append(HangUpAnswerer(call.talk.id))
        house.after.append(DropBridge(call.talk.id))
        talk_over(house, call.talk)
    if was is not CallState.TALKING:
        call.overtaken = house.overtaking[call.point.id].later_answered(call.serial)
        if was in (CallState.IN_LINE, CallState.FORWARD):
            call.waited += house.now - call.stood
    served = outcome in (Outcome.ANSWERED, Outcome.FORWARDED)
    if call.lined and call.caller is not None and not served:
        answerer = None if call.kept_answerer is None else call.kept_answerer.mobile
        place = KeptPlace(house.now if left is None else left, call.arrived, answerer)
        house.kept.keep(call.caller, call.point.number, place)
    call.story.append(Ended(house.now, outcome))
    house.out.append(_record(house, call, outcome))
    forget(house, call)


def forget(house: House, call: Call) -> None:
    """Drop a call from memory; its record, if it has one, is made."""
    call.cancel()
    house.count_idle(call)
    del house.calls[call.id]
    if call.caller is not None:
        same_number = house.callers[call.caller]
        del same_number[call.id]
        if not same_number:
            del house.callers[call.caller]
    calls_no_more(house, call)
    house.overtaking[call.point.id].leaves(call.serial)


def _record(house: House, call: Call, outcome: Outcome) -> CallRecord:
    return CallRecord(
        id=call.id,
        main_number=call.point.number,
        caller=call.caller,
        withheld=call.withheld,
        vip=call.vip,
        standing=call.standing if call.standing.vip else call.carried or call.standing,
        arrived=call.came,
        place_from=call.arrived,
        ended=house.now,
        waited_seconds=call.waited,
        answered_by=call.answered_by,
        outcome=outcome,
        overtaken=call.overtaken,
        story=tuple(call.story),
        keys="".join(call.point.setup.keys),
    )
