"""A call goes away from the lines: to another number, to a message, to voicemail, or to its end
(rule 10, and what the setup says comes then).
"""

from forrang.acd.call import Call, CallState, Offer, outside
from forrang.acd.commands import (
    Cause,
    DismissCall,
    HangUpCall,
    LetRing,
    Record,
    RefuseCall,
    StopMusic,
)
from forrang.acd.endings import end
from forrang.acd.events import Miss, RecordingEnded
from forrang.acd.freeing import drop_offer
from forrang.acd.house import House
from forrang.acd.prompts import hush, music, tell
from forrang.acd.records import Ahead, LeftLine, Missed, Outcome, Sent
from forrang.acd.ringing import ring_at
from forrang.acd.timers import Kind
from forrang.acd.trunk import tell_provider
from forrang.domain.call_setup import Destination, Voicemail
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.prompt import Prompt, sound_of, standard

FORWARD_RING_SECONDS = 40.0
"""How long it rings where a call is forwarded to; their own voicemail is theirs to have."""
TONE = "tone"
"""The sound after which the caller speaks. It is one of ours: an engine's own may be missing, and
then it records nothing."""
RECORDING_BELT_SECONDS = 10.0
"""After which a message is taken for over, if the engine never says so; seconds."""
SHORTEST_MESSAGE = 1.5
"""Less is no message but a caller who hung up; seconds of recording."""


def after_line(call: Call, outcome: Outcome) -> Destination | None:
    """Where a call goes that leaves its line unserved by rule; None: nowhere. A VIP list may have a
    place of its own for those who waited, and the group a voicemail for all that have none.
    """
    point = call.point
    queue, vip = point.queue, point.vip
    own = None if vip is None or not call.standing.vip else vip.waited_too_long
    match outcome:
        case Outcome.WAITED_TOO_LONG:
            return own or queue.waited_too_long or point.unserved
        case Outcome.LINE_FULL:
            return queue.line_full or point.unserved
        case Outcome.NOBODY_LOGGED_IN:
            return queue.all_logged_out or point.unserved
    return None


def leave(house: House, call: Call, outcome: Outcome) -> None:
    """Let a call in line leave it unserved: for where the setup says, else a tone and a hang-up."""
    destination = after_line(call, outcome)
    if destination is None:
        hush(house, call)
        house.out.append(DismissCall(call.leg, Cause.UNANSWERED))
        end(house, call, outcome)
        return
    quit_line(house, call)
    call.unserved = outcome
    call.story.append(LeftLine(house.now, outcome))
    if call.prompt is None and destination.forward is None:  # it goes on while that rings
        house.out.append(StopMusic(call.leg))
    go_away(house, call, destination)


def quit_line(house: House, call: Call) -> None:
    """Take a call that rings nowhere out of its line, with every deadline of one who waits."""
    if call.entry is not None:
        assert call.line is not None
        call.line.remove(call)
    call.cancel(*(kind for kind in call.timers if kind is not Kind.PROMPT_OVER))
    house.count_idle(call)
    call.waited += house.now - call.stood


def turn_away(house: House, call: Call, outcome: Outcome) -> None:
    """Turn a call away that may not stand in line: for where the setup says, else with a cause."""
    destination = after_line(call, outcome)
    if destination is not None:
        call.cancel(Kind.MAX_WAIT)
        call.unserved = outcome
        call.story.append(LeftLine(house.now, outcome))
        go_away(house, call, destination)
        return
    cause = Cause.BUSY if outcome is Outcome.LINE_FULL else Cause.UNANSWERED
    house.out.append((DismissCall if call.up else RefuseCall)(call.leg, cause))
    end(house, call, outcome)


def go_away(house: House, call: Call, destination: Destination) -> None:
    """Send a call on, for good."""
    if destination.forward is not None:
        _forward(house, call, destination.forward)
    elif destination.message is not None:
        call.move(CallState.MESSAGE)
        call.story.append(Sent(house.now, Ahead.MESSAGE))
        tell(house, call, (_sound(house, destination.message),))
    elif destination.voicemail is not None:
        _voicemail(house, call, destination.voicemail)


def message_told(house: House, call: Call) -> None:
    """The message is told, and that is the end."""
    house.out.append(HangUpCall(call.leg))
    end(house, call, call.unserved or Outcome.MESSAGE)


def _forward(house: House, call: Call, number: PhoneNumber) -> None:
    call.move(CallState.FORWARD)
    call.story.append(Sent(house.now, Ahead.FORWARD, number))
    call.stood = house.now
    if call.up:
        music(house, call)
    else:
        house.out.append(LetRing(call.leg))
    ring_at(house, call, outside(number), FORWARD_RING_SECONDS)


def not_forwarded(house: House, offer: Offer, why: Miss) -> None:
    """Nobody took the call where it was forwarded to: a tone, and the end. An offer that was lost
    with us says nothing of them: it rings there again.
    """
    call = offer.call
    call.story.append(Missed(house.now, offer.person.mobile, why))
    if why is Miss.TRUNK:
        tell_provider(house)
    drop_offer(house, offer)
    if why is Miss.LOST:
        ring_at(house, call, outside(offer.person.mobile), FORWARD_RING_SECONDS)
        return
    cause = Cause.BUSY if why is Miss.BUSY else Cause.UNANSWERED
    house.out.append((DismissCall if call.up else RefuseCall)(call.leg, cause))
    end(house, call, call.unserved or Outcome.NOT_FORWARDED)


def _voicemail(house: House, call: Call, voicemail: Voicemail) -> None:
    call.move(CallState.VOICEMAIL)
    call.story.append(Sent(house.now, Ahead.VOICEMAIL, notify=voicemail.notify))
    call.recording_seconds = voicemail.max_seconds
    language = house.routes.document.language
    standard_words = Prompt(sound=standard("leave-a-message", language))
    tell(house, call, (_sound(house, voicemail.greeting or standard_words), TONE))


def greeting_told(house: House, call: Call) -> None:
    """The greeting and the tone are told: the caller speaks."""
    call.recorded_from = house.now
    ends = house.now + call.recording_seconds + RECORDING_BELT_SECONDS
    house.set_timer(call, Kind.PROMPT_OVER, ends)
    house.out.append(Record(call.leg, call.id, call.recording_seconds))


def recording_ended(house: House, event: RecordingEnded) -> None:
    """The longest time is over, or the caller pressed #."""
    call = house.calls.get(event.call)
    if call is not None and call.state is CallState.VOICEMAIL and call.prompt is None:
        house.out.append(HangUpCall(call.leg))
        end(house, call, spoken(house, call))


def spoken(house: House, call: Call) -> Outcome:
    """How a call ends that went to voicemail."""
    since = call.recorded_from
    if since is not None and house.now - since >= SHORTEST_MESSAGE:
        return Outcome.VOICEMAIL
    return call.unserved or Outcome.GAVE_UP


def _sound(house: House, prompt: Prompt) -> str:
    return sound_of(prompt, house.routes.document.language)
