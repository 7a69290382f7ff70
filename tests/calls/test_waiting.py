"""Waiting over real calls: what is heard between the music, and that an answer waits for none of it."""

import asyncio
from typing import Any

import pytest

from calls.cast import Cast
from calls.heard import heard_of, house_sounds
from forrang.demo.behaviour import Rings
from forrang.demo.ear import Ear, Recording
from forrang.demo.hearing import Heard
from forrang.demo.outside_call import OutsideCall
from forrang.demo.sound import MUSIC, RATE, sounds_in

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

WELCOME = "Velkommen til Nordlys Tannklinikk. Vi svarer deg så snart en av oss er ledig."
COMFORT = "Takk for at du venter."
SORRY = "Alle er dessverre opptatt lenger enn vi liker. Ring oss gjerne igjen litt senere i dag."
CUT_WITHIN = 0.5
"""From the answer until the answerer is heard, also while something is told; seconds."""


class Line:
    """A main number whose queue tells its callers something."""

    def __init__(self, cast: Cast):
        self.cast = cast

    async def load(self, **queue: Any) -> None:
        """Ola alone answers."""
        members = {"members": [self.cast.ola], "ring_seconds": 30}
        await self.cast.load(vip=None, group=members, queue=queue)

    def heard(self, recording: Recording, *texts: str) -> list[Heard]:
        """What was heard of these texts and of the sounds that every house has, in order."""
        return heard_of(house_sounds(self.cast, *texts), recording.samples)

    async def second(self) -> tuple[OutsideCall, OutsideCall, Ear]:
        """A caller who talks with Ola, and one who has just been answered by the line, and listens."""
        ola = self.cast.phone(self.cast.ola, Rings())
        talking, _ = await self.cast.talk(ola, self.cast.ordinary(1))
        call, ear = await self.cast.listens(self.cast.ordinary(2))
        await call.answered()
        return talking, call, ear


@pytest.fixture
def line(cast: Cast) -> Line:
    return Line(cast)


async def test_welcome_place_and_comfort_are_heard_in_order_and_music_between(
    cast: Cast, line: Line
) -> None:
    told = {"every_seconds": 10, "position": True, "comfort": [{"say": COMFORT}]}
    await line.load(welcome={"say": WELCOME}, announcements=told)
    talking, call, ear = await line.second()
    await asyncio.sleep(22)
    recording = await ear.stop()
    heard = line.heard(recording, WELCOME, COMFORT)
    assert [one.name for one in heard] == [WELCOME, "you-are-next", COMFORT]
    welcome, place, comfort = [(one.at, one.at + one.seconds) for one in heard]
    assert 9.5 < place[0] - welcome[1] < 12
    assert comfort[0] - place[1] < 0.5
    for begins, ends in ((welcome[1], place[0]), (comfort[1], comfort[1] + 3)):
        between = recording.samples[int((begins + 0.4) * RATE) : int((ends - 0.4) * RATE)]
        assert sounds_in(between) == {MUSIC}
    for leg in (call, talking):
        await leg.hang_up()
    await cast.instance.until_empty()


async def test_an_answer_cuts_what_is_told_within_half_a_second(cast: Cast, line: Line) -> None:
    await line.load(welcome={"say": WELCOME})
    ola = cast.phone(cast.ola, Rings())
    call = await cast.call(cast.ordinary(1))
    await call.answered()
    offer = await ola.rings()
    await asyncio.sleep(1)
    answered = asyncio.get_running_loop().time()
    await ola.answer()
    ear = await call.listen()  # one that is open already would be deaf to who answers
    await asyncio.sleep(1)
    recording = await ear.stop()
    spans = [one for one in recording.spans if offer.tone in one.sounds]
    assert spans, "the answerer is not heard"
    assert spans[0].start - answered < CUT_WITHIN
    await call.hang_up()
    (record,) = await cast.records(1)
    assert record["outcome"] == "answered"


async def test_the_longest_wait_leads_to_a_message_and_the_end(cast: Cast, line: Line) -> None:
    await line.load(max_wait_seconds=5, waited_too_long={"message": {"say": SORRY}})
    talking, call, ear = await line.second()
    await call.ended(15)
    assert [one.name for one in line.heard(await ear.stop(), SORRY)] == [SORRY]
    await talking.hang_up()
    records = {one["caller"]: one["outcome"] for one in await cast.records(2)}
    assert records[cast.ordinary(2)] == "waited-too-long"


async def test_an_answered_call_through_a_menu_costs_ten_requests(cast: Cast) -> None:
    """Two more than one that comes to a line: the greeting, and its end."""
    document = cast.document(group={"members": [cast.ola]}, vip=None)
    choices = {1: {"queue": {"group": "Resepsjon"}}}
    document["main_numbers"][0]["setup"] = {
        "menu": {"greeting": {"say": WELCOME}, "choices": choices}
    }
    await cast.instance.load(document)
    ola = cast.phone(cast.ola, Rings())
    before = await cast.instance.requests()
    call = await cast.call(cast.ordinary(1))
    await call.answered()
    await asyncio.sleep(0.5)
    await call.press("1")
    offer = await ola.rings()
    await offer.answer()
    await call.until_hears(offer.tone or 0)
    await call.hang_up()
    assert await cast.instance.requests() - before == 10
