"""Behaviours put into effect: one task for each offer."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from forrang.demo.behaviour import (
    Answers,
    Behaviour,
    Forwards,
    Progresses,
    Redirects,
    Refuses,
    Rings,
    Silent,
)
from forrang.demo.caller import Caller
from forrang.demo.leg import State
from forrang.demo.log import Forwarded
from forrang.demo.phone import Ringing
from forrang.demo.waiting import CallOver

if TYPE_CHECKING:
    from forrang.demo.network import Network
    from forrang.demo.outside_call import OutsideCall

__all__ = ["behave"]

NO_ANSWER = 480
"What a forwarded call is refused with when its other half ends without a status."


async def behave(network: "Network", offer: Ringing, behaviour: Behaviour) -> None:
    """Do with an offer what the telephone does; the offer's end cancels this."""
    match behaviour:
        case Rings():
            offer.ring()
        case Answers(after, talk):
            offer.ring()
            await asyncio.sleep(after)
            await offer.answer()
            if talk is not None:
                await asyncio.sleep(talk)
                await offer.hang_up()
        case Refuses(status, after):
            if after:
                offer.ring()
                await asyncio.sleep(after)
            offer.refuse(status)
        case Progresses():
            offer.progress()
        case Redirects(number):
            offer.redirect(number)
        case Forwards():
            await _forward(network, offer, behaviour)
        case Silent():
            pass


async def _forward(network: "Network", offer: Ringing, how: Forwards) -> None:
    caller = Caller(offer.shown, offer.display, withheld="anonymous" in offer.from_header.lower())
    here = f"<sip:{offer.number}@{network.files.trunk}"
    if how.diversion:
        caller = replace(caller, diversion=(f"{here}>;reason=unconditional;counter=1",))
    if how.history_info:
        history = (f"{here}?Reason=SIP%3Bcause%3D302>;index=1", f"<sip:{how.number}>;index=1.1")
        caller = replace(caller, history_info=history)
    now = asyncio.get_running_loop().time()
    network.log.append(Forwarded(now, offer.id, offer.number, how.number))
    onward = await network.call(caller, how.number, tone=None)
    try:
        await _follow(network, offer, onward)
    finally:
        # Both halves end together, whichever was first; this also runs when the offer was taken back.
        await onward.hang_up()


async def _follow(network: "Network", offer: Ringing, onward: "OutsideCall") -> None:
    try:
        await onward.ringing(timeout=180)
        if onward.state is State.RINGING:
            offer.ring()
        await onward.answered(timeout=180)
    except CallOver:
        offer.refuse(onward.end.status if onward.end and onward.end.status else NO_ANSWER)
        return
    offer.tone = None
    await offer.answer()
    network.tell("POST", "bridges", type="mixing", bridgeId=f"forward-{offer.id}")
    network.tell(
        "POST", f"bridges/forward-{offer.id}/addChannel", channel=f"{offer.id},{onward.id}"
    )
    try:
        await onward.ended(timeout=86_400)
        await offer.hang_up()
    finally:
        network.tell("DELETE", f"bridges/forward-{offer.id}")
