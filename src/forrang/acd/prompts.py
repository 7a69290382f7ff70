"""What callers are told: one prompt at a time, and the music around it.

A prompt that plays keeps the caller's channel, so it is always ended before anything else is done
with the call (`hush`). When it ends by itself, `flow` and `announcing` say what comes next.
"""

from forrang.acd.call import Call
from forrang.acd.commands import AnswerCall, Play, StopPlaying
from forrang.acd.house import House
from forrang.acd.timers import Kind

LONGEST_PROMPT = 900.0
"""After which a prompt is taken for over, if the engine never says so; seconds. A belt."""


def answer(house: House, call: Call) -> None:
    """Answer a caller who is not answered yet, with nothing to hear."""
    if not call.up:
        house.out.append(AnswerCall(call.leg, music=False))
        call.up = True


def tell(house: House, call: Call, sounds: tuple[str, ...]) -> None:
    """Tell a caller something; they are answered first where they are not yet. Music ends by it."""
    hush(house, call)
    answer(house, call)
    call.prompts_made += 1
    call.prompt = f"p{call.prompts_made}.{call.id}"
    house.out.append(Play(call.leg, call.prompt, sounds))
    house.set_timer(call, Kind.PROMPT_OVER, house.now + LONGEST_PROMPT)


def hush(house: House, call: Call) -> None:
    """End what is told to a caller, if anything is."""
    if call.prompt is not None:
        house.out.append(StopPlaying(call.prompt))
        told(call)


def told(call: Call) -> None:
    """What was told to a caller is over."""
    call.prompt = None
    call.cancel(Kind.PROMPT_OVER)


def music(house: House, call: Call) -> None:
    """Let a caller hear the music of the line; they are answered first where they are not yet."""
    hush(house, call)
    if not call.away:
        tune = house.routes.document.music
        house.out.append(AnswerCall(call.leg, answered=call.up, tune=tune))
        call.up = True
