"""What becomes of an offer: it rings out, fails, is answered, and the talk ends (rules 6 and 7)."""

from forrang.acd.announcing import back_to_music
from forrang.acd.away import not_forwarded
from forrang.acd.call import CallState, Offer
from forrang.acd.callback import answerer_gone, call_back
from forrang.acd.comeback import offer_stopped
from forrang.acd.commands import (
    Connect,
    DropBridge,
    HangUpAnswerer,
    HangUpCall,
    StopPlaying,
    StopRinging,
)
from forrang.acd.confirming import ask_to_confirm, asking_prompt
from forrang.acd.endings import end
from forrang.acd.events import (
    AnswererLeft,
    Miss,
    OfferAnswered,
    OfferConfirmed,
    OfferFailed,
    OfferRang,
)
from forrang.acd.freeing import drop_offer, rest, talk_over
from forrang.acd.house import House
from forrang.acd.line import arm_max_wait, seek_again, stand, wait_no_more
from forrang.acd.places import set_member
from forrang.acd.prompts import answer, hush
from forrang.acd.records import (
    Doing,
    Missed,
    Notice,
    NoticeKind,
    NotReady,
    Outcome,
    State,
    TalkCut,
)
from forrang.acd.talking import talk_begins
from forrang.acd.timers import Kind
from forrang.acd.trunk import tell_provider

NOT_READY_WITHIN = 2.0
"""Busy so soon after the end of one's own last talk is a telephone that is not ready; seconds."""
NOT_READY_REST = 1.0
"""After which it is asked again; seconds."""

_OF_THE_PERSON = (Miss.BUSY, Miss.REFUSED, Miss.UNREACHABLE)


def offer_rang(house: House, event: OfferRang) -> None:
    """The telephone rings: the trunk is alive."""
    offer = house.offers.get(event.offer)
    if offer is not None:
        offer.rang = True


def ring_over(house: House, offer: Offer) -> None:
    """It rang for `ring_seconds`; one that was never heard to ring says something of the trunk."""
    house.out.append(StopRinging(offer.id))
    miss(house, offer, Miss.NO_ANSWER if offer.rang else Miss.TRUNK)


def offer_failed(house: House, event: OfferFailed) -> None:
    """The answerer's leg ended unanswered."""
    offer = house.offers.get(event.offer)
    if offer is None:
        return
    ended = offer.person.last_talk_ended
    if offer.answered:
        answerer_left(house, AnswererLeft(event.offer, fault=True))
    elif event.why is Miss.BUSY and ended is not None and house.now - ended <= NOT_READY_WITHIN:
        offer.call.story.append(NotReady(house.now, offer.person.mobile))
        rest(house, offer.person, house.now + NOT_READY_REST, Doing.NOT_READY)
        _ask_on(house, offer)
    else:
        miss(house, offer, event.why)


def miss(house: House, offer: Offer, why: Miss) -> None:
    """Not answered: whoever is next is asked at once, and this one not again for a while."""
    if offer.outside:
        not_forwarded(house, offer, why)
        return
    call, person = offer.call, offer.person
    ringing = call.ringing
    asked_again = house.now + ringing.rest_seconds
    call.story.append(Missed(house.now, person.mobile, why))
    if why is Miss.LOST:  # nobody missed it: the call keeps its turn with whom it had
        _ask_on(house, offer)
        return
    call.misses[person] = (call.misses.get(person, (0, 0.0))[0] + 1, asked_again)
    if why in _OF_THE_PERSON:
        rest(house, person, asked_again, Doing.RESTING)
    if why is Miss.TRUNK:
        tell_provider(house)
    else:
        _count_miss(house, offer, ringing.pause_after_misses)
    _ask_on(house, offer)


def offer_answered(house: House, event: OfferAnswered) -> None:
    """Somebody picked up: that is the answer, unless they are to press a key."""
    offer = house.offers.get(event.offer)
    if offer is None:
        house.out.append(HangUpAnswerer(event.offer))
    elif offer.person.confirms and not offer.answered:
        ask_to_confirm(house, offer)
    elif not offer.answered:
        _take_call(house, offer)


def offer_confirmed(house: House, event: OfferConfirmed) -> None:
    """Who picked up pressed the key."""
    offer = house.offers.get(event.offer)
    if offer is not None and offer.asked and not offer.answered:
        house.out.append(StopPlaying(asking_prompt(offer)))
        _take_call(house, offer)


def confirm_over(house: House, offer: Offer) -> None:
    """No key was pressed: it was a voicemail, or somebody who would rather not."""
    house.out.append(HangUpAnswerer(offer.id))
    miss(house, offer, Miss.NO_ANSWER)


def _take_call(house: House, offer: Offer) -> None:
    """The first answer wins; the others are told that it was answered elsewhere."""
    call = offer.call
    offer.answered = True
    if offer.timer is not None:
        offer.timer.cancel()
    wait_no_more(call)
    call.cancel(Kind.MAX_WAIT, Kind.ANNOUNCE)
    del call.offers[offer.id]
    call.talk = offer
    offer.member.misses = 0
    offer.person.refresh()
    if call.away:
        call_back(house, offer)
    else:
        call.move(CallState.TALKING)
        talk_begins(house, call, offer)
        hush(house, call)
        answer(house, call)
        house.out.append(Connect(call.leg, offer.id))
    offer_stopped(house, offer)
    for other in tuple(call.offers.values()):
        house.out.append(StopRinging(other.id, elsewhere=True))
        drop_offer(house, other)


def answerer_left(house: House, event: AnswererLeft) -> None:
    """The answerer's leg ended: by a hang-up, or by a fault, and then the caller waits again."""
    offer = house.offers.get(event.offer)
    if offer is None:
        return
    if not offer.answered:
        miss(house, offer, Miss.NO_ANSWER)
        return
    call = offer.call
    if call.state is CallState.CALLING_BACK:
        answerer_gone(house, offer)
        return
    talk_over(house, offer)
    if not event.fault or offer.outside:
        house.after += (HangUpCall(call.leg), DropBridge(offer.id))
        end(house, call, Outcome.ANSWERED)
        return
    call.move(CallState.IN_LINE)
    call.story.append(TalkCut(house.now, offer.person.mobile))
    call.kept_answerer = offer.person
    call.stood = call.vip_since = house.now
    house.out.append(DropBridge(offer.id))
    back_to_music(house, call)
    arm_max_wait(house, call)
    stand(house, call)


def _ask_on(house: House, offer: Offer) -> None:
    """Ask the next; where the call rings nowhere now, decide anew what becomes of it."""
    call = offer.call
    drop_offer(house, offer)
    if not call.offers:
        wait_no_more(call)
        stand(house, call)
    elif call.entry is not None:  # all at once
        seek_again(house, call)


def _count_miss(house: House, offer: Offer, pause_after: int) -> None:
    member = offer.member
    member.misses += 1
    if pause_after and member.misses >= pause_after and member.open:
        set_member(house, member, State.PAUSED, None)
        who, where = offer.person.mobile, member.place
        house.out.append(Notice(house.now, NoticeKind.PAUSED_AFTER_MISSES, who, where))
