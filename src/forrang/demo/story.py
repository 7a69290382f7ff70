"""A VIP passes the line at Nordlys Tannklinikk: who calls when, and what the telephones saw of it.

Everybody who answers VIPs is in a talk, both at the reception too, and three callers wait, when the VIP
calls. Then Kari's talk ends; nobody else's, until somebody has been served. The evidence is what
callers and mobiles saw and heard on the network outside: of the exchange's own words it has none.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from forrang.demo.behaviour import Answers
from forrang.demo.caller import Caller
from forrang.demo.leg import Leg, State
from forrang.demo.log import Answered
from forrang.demo.network import Network
from forrang.demo.outside_call import OutsideCall
from forrang.demo.phone import Phone, Ringing
from forrang.demo.sound import MUSIC, Sound
from forrang.demo.waiting import CallOver

__all__ = ["CALLERS", "KARI", "PEOPLE", "Evidence", "StoryFault", "judge", "play"]

MAIN_NUMBER = "+4722334455"
KARI, OLA, AISHA = "+4790000001", "+4790000002", "+4790000003"
VIP, INGRID = "+4741111111", "+4792222222"
ANNE, BERIT, CECILIE, DAVID, EVA = (f"+474800000{digit}" for digit in range(1, 6))

PEOPLE = {KARI: "Kari", OLA: "Ola", AISHA: "Aisha"}
"The employees, by mobile."

CALLERS = {
    VIP: "Stor Kunde", INGRID: "Ingrid Berg", ANNE: "Anne", BERIT: "Berit",
    CECILIE: "Cecilie", DAVID: "David", EVA: "Eva",
}  # fmt: skip
"The callers, by number."

TALK_SECONDS = 1.5
"How long the later talks last."


class StoryFault(Exception):
    """The story cannot be told: what it starts from did not come about."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the network outside saw of who was served first after the VIP had called."""

    answered_by: str
    "Number of the telephone that answered first; empty if none did."
    shown: str
    "The caller's number that it showed."
    after: float
    "Seconds since the VIP's call."
    caller_hears: frozenset[Sound]
    "What the caller whose number it showed heard."
    telephone_sends: int | None
    "The tone that only this telephone sends, in Hz."
    telephone_hears: frozenset[Sound]
    "What the telephone heard."
    caller_sends: int | None
    "The tone that only this caller sends, in Hz."
    others: tuple[tuple[str, frozenset[Sound]], ...]
    "The others who were in line before the VIP, and what they heard meanwhile."


async def play(network: Network, say: Callable[[str], None]) -> Evidence:
    """Let it happen. Raises `StoryFault` when the talks or the line do not come about."""
    kari, ola, aisha = (network.phone(number) for number in PEOPLE)
    for phone in (kari, ola, aisha):
        phone.does(Answers(after=0.5), Answers(after=1.0, talk=TALK_SECONDS))

    say("Ingrid, Anne and Berit call; whoever may answers.")
    for number in (INGRID, ANNE, BERIT):
        await _call(network, number)
    await _until_talking([ola, aisha])

    say("Cecilie, David and Eva call: nobody is free for them.")
    waiting = []
    for number in (CECILIE, DAVID, EVA):
        waiting.append(await _call(network, number))
        await asyncio.sleep(0.5)
    await _in_line(waiting)

    vip = await _call(network, VIP)
    called_at = asyncio.get_running_loop().time()
    say("Stor Kunde calls, last of all.")
    await _in_line([vip])
    await asyncio.sleep(2.0)

    if any(offer.state is State.ANSWERED for offer in kari.offers):
        say("Kari's talk ends.")
        await kari.hang_up()
    first = await _first_answer(network, called_at, 4.0)
    if first is None:
        say("Nobody was served; the talks of Ola and Aisha end.")
        await asyncio.gather(ola.hang_up(), aisha.hang_up())
        first = await _first_answer(network, called_at, 4.0)
    evidence = await _look(network, first, waiting, called_at)

    for phone in (ola, aisha):
        if phone.offers[0].state is State.ANSWERED:
            await phone.hang_up()
    say("The others are served in their turn.")
    await _until_quiet(network)
    return evidence


def judge(evidence: Evidence) -> list[tuple[bool, str]]:
    """Each thing that must be so if the VIP was served first and by Kari, and whether it is."""
    phone = PEOPLE.get(evidence.answered_by, "nobody")
    caller = CALLERS.get(evidence.shown, "nobody")
    others = ", ".join(f"{name} heard {_told(sounds)}" for name, sounds in evidence.others)
    return [
        (
            evidence.shown == VIP,
            f"the first call that was answered after Stor Kunde had called was {caller}'s",
        ),
        (
            evidence.answered_by == KARI,
            f"{phone}'s telephone answered it, {evidence.after:.1f} s after Stor Kunde's call, "
            f"and showed {evidence.shown or 'no number'}",
        ),
        (
            bool(evidence.shown)
            and evidence.caller_hears == {evidence.telephone_sends}
            and evidence.telephone_hears == {evidence.caller_sends},
            f"{caller} heard {_told(evidence.caller_hears)}, and {phone}'s telephone sent "
            f"{evidence.telephone_sends} Hz; it heard {_told(evidence.telephone_hears)}, and "
            f"{caller} sent {evidence.caller_sends} Hz",
        ),
        (
            len(evidence.others) == 3 and all(sounds == {MUSIC} for _, sounds in evidence.others),
            f"meanwhile, of those who had called before, {others}",
        ),
    ]


async def _call(network: Network, number: str) -> OutsideCall:
    return await network.call(
        Caller(number, asserted=(f"<sip:{number}@net.example>",)), MAIN_NUMBER
    )


async def _until_talking(phones: Sequence[Phone]) -> None:
    def talk() -> bool:
        return all(any(o.state is State.ANSWERED for o in phone.offers) for phone in phones)

    await _until(talk, 8.0, "Ola and Aisha did not both get a call")
    await asyncio.sleep(1.0)


async def _in_line(calls: Sequence[OutsideCall]) -> None:
    try:
        await asyncio.gather(*(call.until_hears(MUSIC, timeout=5.0) for call in calls))
    except TimeoutError as error:
        raise StoryFault(f"a caller who should wait hears no music: {error}") from None


async def _first_answer(network: Network, since: float, timeout: float) -> Ringing | None:
    def found() -> Ringing | None:
        offers = {offer.id: offer for number in PEOPLE for offer in network.phone(number).offers}
        for event in network.log:
            if isinstance(event, Answered) and event.at > since and event.call in offers:
                return offers[event.call]
        return None

    try:
        await _until(lambda: found() is not None, timeout, "")
    except StoryFault:
        return None
    return found()


async def _look(
    network: Network, first: Ringing | None, waiting: Sequence[OutsideCall], since: float
) -> Evidence:
    after = asyncio.get_running_loop().time() - since
    await asyncio.sleep(0.5)  # the first packets may be lost while sound finds its way
    calls = [leg for leg in network.calls() if isinstance(leg, OutsideCall)]
    caller = next((leg for leg in calls if first and leg.number == first.shown), None)
    ends: list[Leg | None] = [first, caller, *waiting]
    heard = await asyncio.gather(*map(_heard, ends))
    return Evidence(
        answered_by=first.number if first else "",
        shown=first.shown if first else "",
        after=after,
        caller_hears=heard[1],
        caller_sends=caller.tone if caller else None,
        telephone_hears=heard[0],
        telephone_sends=first.tone if first else None,
        others=tuple(
            (CALLERS[call.number], sounds) for call, sounds in zip(waiting, heard[2:], strict=True)
        ),
    )


async def _heard(end: Leg | None) -> frozenset[Sound]:
    if end is not None:
        with suppress(CallOver):
            return await end.hears(0.4)
    return frozenset()


async def _until_quiet(network: Network) -> None:
    await _until(lambda: not network.calls(), 20.0, "calls were left over")


async def _until(true: Callable[[], bool], timeout: float, what: str) -> None:
    try:
        async with asyncio.timeout(timeout):
            while not true():
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise StoryFault(what) from None


def _told(sounds: frozenset[Sound]) -> str:
    names = [f"{sound} Hz" if isinstance(sound, int) else sound for sound in sounds]
    return " and ".join(sorted(names)) or "nothing any more"
