"""Faults of the exchange in the middle of calls, and what has to be true after each.

A round: Ola talks, a VIP and three ordinary callers wait. The exchange is killed at some point of
that, comes back by itself, and then everybody is served: nobody lost, order and class kept, no
telephone rung twice for one offer, nothing left behind in the engine, one record each.
"""

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from calls.cast import Cast
from calls.instance import Instance
from forrang.demo.behaviour import Answers, Rings
from forrang.demo.outside_call import OutsideCall
from forrang.demo.phone import Ringing


class Round:
    """One customer's line, with a fault in it."""

    def __init__(self, cast: Cast, seed: int):
        self.cast = cast
        self.instance: Instance = cast.instance
        self.random = random.Random(seed)
        self.callers: list[OutsideCall] = []
        "In the order in which they are to be served."
        self.left: list[str] = []
        "Who hung up by themselves."

    async def begin(self, *, ringing: bool) -> Ringing:
        """Callers wait while Ola talks; or, with `ringing`, while Ola's telephone rings for the VIP.
        The offer that Ola has.
        """
        cast = self.cast
        await cast.load(
            group={"members": [cast.ola], "ring_seconds": 15},
            vip={"answerers": [{"employee": cast.ola}], "ring_seconds": 15},
        )
        ola = cast.phone(cast.ola, Rings())
        first = await cast.waits(cast.ordinary(1))
        talk = await ola.rings()
        await ola.answer()
        await first.until_hears(talk.tone or 0)
        ordinary = [await cast.waits(cast.ordinary(n)) for n in (2, 3, 4)]
        vip = await cast.waits(cast.vip)
        self.callers = [vip, *ordinary]
        if not ringing:
            self.callers.insert(0, first)
            return talk
        await talk.hang_up()
        await first.ended()
        offer = await ola.rings()
        assert offer.shown == cast.vip
        return offer

    def kill(self) -> None:
        """kill -9."""
        os.kill(self.instance.exchange_pid, signal.SIGKILL)

    async def back(self) -> float:
        """Wait until the exchange is back and has looked; seconds."""
        return await self.instance.until_back()

    async def hangs_up(self, place: int) -> None:
        """Somebody who waits hangs up."""
        call = self.callers.pop(place)
        await call.hang_up()
        self.left.append(call.number)

    async def served(self, *, offers: int) -> None:
        """Ola serves everybody from now on: first whoever has Ola now. In the end there is one record
        each, everybody who stayed was answered, and the engine is empty. `offers` is how often Ola's
        telephone rang altogether.
        """
        cast = self.cast
        ola = cast.phone(cast.ola, Answers(talk=0.2))
        current = next((one for one in reversed(ola.offers) if one.end is None), None)
        if current is not None:
            if current.state.name != "ANSWERED":
                await current.answer()
                await self.callers[0].until_hears(current.tone or 0)
            await current.hang_up()
        for call in self.callers:
            await call.ended(15)
        shown = [one.shown for one in ola.offers]
        assert len(shown) == offers, shown
        wanted = [call.number for call in self.callers]
        answered = list(dict.fromkeys(one.shown for one in ola.offers))
        assert [one for one in answered if one in wanted] == wanted
        records = {one["caller"]: one for one in await self._records(len(wanted) + len(self.left))}
        for number in wanted:
            assert records[number]["outcome"] == "answered", records[number]
            assert records[number]["class"] == ("vip" if number == cast.vip else "ordinary")
        for number in self.left:
            assert records[number]["outcome"] == "gave-up"
        await self.instance.until_empty()

    async def _records(self, count: int) -> list[dict[str, Any]]:
        return await self.cast.records(
            count + (1 if self.callers[0].number == self.cast.vip else 0)
        )


async def idle(round: Round) -> None:
    """Nothing happens when it dies."""
    await round.begin(ringing=False)
    round.kill()
    await round.back()
    await round.served(offers=5)


async def offer_rings(round: Round) -> None:
    """A telephone rings when it dies, and is answered when it is back."""
    offer = await round.begin(ringing=True)
    round.kill()
    await round.back()
    assert offer.end is None
    await round.served(offers=5)


async def answered_in_the_gap(round: Round) -> None:
    """A telephone is answered while nobody is there: that offer is lost, the caller is not."""
    offer = await round.begin(ringing=True)
    round.kill()
    await asyncio.sleep(0.05)
    with suppress(Exception):
        await offer.answer(timeout=1.0)
    await round.back()
    await round.served(offers=5 if offer.end is None else 6)


async def answered_and_not_bridged(round: Round) -> None:
    """The answer reaches the engine, and nobody joins the two before it dies."""
    offer = await round.begin(ringing=True)
    pid = round.instance.exchange_pid
    os.kill(pid, signal.SIGSTOP)
    await offer.answer()
    await asyncio.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    await round.back()
    await round.callers[0].until_hears(offer.tone or 0)
    await round.served(offers=5)


async def hang_up_in_the_gap(round: Round) -> None:
    """A caller hangs up while nobody is there."""
    await round.begin(ringing=False)
    round.kill()
    await asyncio.sleep(0.02)
    await round.hangs_up(2)
    await round.back()
    await round.served(offers=4)


async def killed_in_replay(round: Round) -> None:
    """It dies again while it reads what it knew."""
    await round.begin(ringing=False)
    dead = round.instance.exchange_pid
    round.kill()
    for _ in range(400):
        with suppress(AssertionError):
            if round.instance.exchange_pid != dead:
                break
        await asyncio.sleep(0.005)
    await asyncio.sleep(round.random.uniform(0.2, 1.2))
    with suppress(AssertionError, ProcessLookupError):
        round.kill()
    await asyncio.sleep(0.05)
    await round.back()
    await round.served(offers=5)


async def callers_arrive_in_the_gap(round: Round) -> None:
    """Somebody calls while nobody is there: music at once, and a place behind the others."""
    await round.begin(ringing=False)
    round.kill()
    late = await round.cast.call(round.cast.ordinary(9))
    await late.answered(8)
    await round.back()
    round.callers.append(late)
    await round.served(offers=6)


POINTS: tuple[Callable[[Round], Awaitable[None]], ...] = (
    idle,
    offer_rings,
    answered_in_the_gap,
    answered_and_not_bridged,
    hang_up_in_the_gap,
    killed_in_replay,
    callers_arrive_in_the_gap,
)
"""Where it dies."""
