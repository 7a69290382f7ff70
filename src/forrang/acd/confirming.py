"""«Trykk 1 for å ta samtalen»: who picked up is told for whom the call is, and takes it by a key.

The caller keeps the music meanwhile, and other telephones go on ringing. So a mobile's voicemail
never swallows a caller.
"""

from forrang.acd.call import Call, Offer
from forrang.acd.commands import AskAnswerer
from forrang.acd.events import PromptId
from forrang.acd.house import House
from forrang.acd.timers import Kind
from forrang.domain.phone_number import pretty
from forrang.domain.points import Point
from forrang.domain.prompt import Language, Prompt, sound_of, standard

CONFIRM_SECONDS = 8.0
"""How long the key is waited for, from the moment in which somebody picked up."""

KEY = "1"
"""The key that takes the call."""


def ask_to_confirm(house: House, offer: Offer) -> None:
    """Ask who picked up to press the key; once."""
    if offer.asked:
        return
    offer.asked = True
    if offer.timer is not None:
        offer.timer.cancel()
    offer.ring_until = house.now + CONFIRM_SECONDS
    offer.timer = house.timers.set(offer.ring_until, Kind.CONFIRM_OVER, offer.id, offer)
    sounds = _told(offer.call, house.routes.document.language)
    house.out.append(AskAnswerer(offer.id, asking_prompt(offer), sounds))


def asking_prompt(offer: Offer) -> PromptId:
    """Our name for what is told to who picked up."""
    return f"p0.{offer.id}"


def name_of(point: Point) -> Prompt:
    """What a point is called aloud: its name, else its number."""
    return Prompt(say=point.name or pretty(point.number))


def _told(call: Call, language: Language) -> tuple[str, ...]:
    point = call.point.setup
    sounds = [standard("vip-call-to" if call.vip else "call-to", language)]
    sounds.append(sound_of(name_of(point), language))
    for key in point.keys if point.name is None else ():
        sounds += [standard("key", language), standard(_KEY_NAMES.get(key, key), language)]
    return (*sounds, standard("press-one", language))


_KEY_NAMES = {"*": "star", "#": "hash"}
