"""«Trykk 1 for å bli ringt opp»: a caller hangs up and keeps the place in line, and the class.

The call goes on to wait without a telephone at the ear (`away`). When its turn comes it is offered
like any other; who takes it hears music while the caller's number is rung, and talks when somebody
picks up there. Who is not reached is tried again after a while, at the old place, as often as the
setup says.
"""

from forrang.acd.call import Call, CallState, Offer
from forrang.acd.commands import (
    CallBack,
    Connect,
    HangUpAnswerer,
    HangUpCall,
    StartMusic,
    StopMusic,
)
from forrang.acd.endings import end
from forrang.acd.events import CallbackAnswered, CallbackFailed
from forrang.acd.freeing import calls_no_more, drop_offer, talk_over
from forrang.acd.house import House
from forrang.acd.line import stand, wait_no_more
from forrang.acd.prompts import hush, tell
from forrang.acd.records import AskedForCallback, CalledBack, Outcome
from forrang.acd.talking import talk_begins
from forrang.acd.timers import Kind
from forrang.domain.phone_number import same_country
from forrang.domain.prompt import standard

KEY = "1"
"""The key that asks for it."""

ENGINE_SECONDS = 2.0
"""How long after the engine's death a call that waits without a telephone goes on; seconds."""

RING_SECONDS = 30.0
"""How long a caller's telephone is rung: whoever shall talk with them waits meanwhile."""


def may_be_called_back(call: Call) -> bool:
    """Whether a caller who waits may ask for it: their number is known, and of the main number's own
    country, since a number can be forged and a call abroad is dear.
    """
    wished = call.point.queue.callback is not None and not call.wants_callback
    return wished and call.caller is not None and same_country(call.caller, call.point.number)


def ask_for_callback(house: House, call: Call) -> None:
    """A caller who waits pressed the key: they are told, and may hang up."""
    call.wants_callback = True
    call.story.append(AskedForCallback(house.now))
    language = house.routes.document.language
    tell(house, call, (standard("you-will-be-called", language),))


def go_without_telephone(house: House, call: Call) -> None:
    """The caller's leg is gone; the call waits on, as long as it takes."""
    hush(house, call)
    call.away, call.up, call.expired = True, False, False
    call.cancel(Kind.MAX_WAIT, Kind.ANNOUNCE)
    calls_no_more(house, call)


def call_back(house: House, offer: Offer) -> None:
    """Somebody took the call of a caller who is away: the caller is rung now."""
    call = offer.call
    call.move(CallState.CALLING_BACK)
    call.callbacks_made += 1
    call.leg = f"k{call.callbacks_made}.{call.id}"
    assert call.caller is not None
    number = call.point.number
    house.out += (
        StartMusic(offer.id),
        CallBack(call.id, call.leg, call.caller, number, RING_SECONDS),
    )
    house.set_timer(call, Kind.CALLBACK_OVER, house.now + RING_SECONDS)


def callback_answered(house: House, event: CallbackAnswered) -> None:
    """The caller picked up: they talk."""
    call = house.calls.get(event.call)
    if call is None or call.leg != event.leg or call.state is not CallState.CALLING_BACK:
        house.out.append(HangUpCall(event.leg))
        return
    assert call.talk is not None
    call.cancel(Kind.CALLBACK_OVER)
    call.story.append(CalledBack(house.now, reached=True))
    call.away, call.up, call.wants_callback = False, True, False
    house.meet_own_people(call)
    call.move(CallState.TALKING)
    talk_begins(house, call, call.talk)
    house.out += (StopMusic(call.talk.id), Connect(call.leg, call.talk.id))


def callback_failed(house: House, event: CallbackFailed) -> None:
    """The caller did not pick up."""
    call = house.calls.get(event.call)
    if call is not None and call.leg == event.leg and call.state is CallState.CALLING_BACK:
        _not_reached(house, call)


def callback_over(house: House, call: Call) -> None:
    """It rang long enough."""
    house.out.append(HangUpCall(call.leg))
    _not_reached(house, call)


def try_again(house: House, call: Call) -> None:
    """It is time to try a caller again who was not reached."""
    stand(house, call)


def answerer_gone(house: House, offer: Offer) -> None:
    """Who took the call hung up before the caller was reached: somebody else shall have it."""
    call = offer.call
    call.cancel(Kind.CALLBACK_OVER)
    house.out.append(HangUpCall(call.leg))
    talk_over(house, offer)
    call.move(CallState.IN_LINE)
    stand(house, call)


def called_by_themselves(house: House, new: Call) -> None:
    """Who was to be called back calls again: the new call has the place of the old one."""
    for call in tuple(house.callers.get(new.caller, {}).values()) if new.caller else ():
        if call.away and call.state is CallState.IN_LINE and call.point.number == new.point.number:
            end(house, call, Outcome.GAVE_UP, left=min(house.now, new.came))


def wait_for_engine(house: House, call: Call) -> None:
    """The engine died, and with it whatever rang: who waits without a telephone lost nothing."""
    pause = call.timers.get(Kind.CALL_BACK)
    again = pause.at if pause is not None and pause.live else house.now
    wait_no_more(call)
    call.cancel()
    for offer in tuple(call.offers.values()):
        drop_offer(house, offer)
    if call.talk is not None:
        talk_over(house, call.talk)
    if call.state is CallState.CALLING_BACK:
        call.move(CallState.IN_LINE)
    house.count_idle(call)
    house.set_timer(call, Kind.CALL_BACK, max(again, house.now + ENGINE_SECONDS))


def _not_reached(house: House, call: Call) -> None:
    offer, wished = call.talk, call.point.queue.callback
    assert offer is not None
    call.cancel(Kind.CALLBACK_OVER)
    call.story.append(CalledBack(house.now, reached=False))
    house.out.append(HangUpAnswerer(offer.id))
    talk_over(house, offer)
    call.move(CallState.IN_LINE)
    if wished is None or call.callbacks_made >= wished.tries:
        end(house, call, Outcome.NOT_REACHED)
    else:
        house.set_timer(call, Kind.CALL_BACK, house.now + wished.retry_seconds)
