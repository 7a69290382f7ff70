"""Opening hours over real calls: what is heard when it is closed, who is rung all the same."""

import asyncio
import time
from typing import Any

import pytest

from calls.cast import Cast
from calls.heard import house_sounds, names_of
from forrang.demo.behaviour import Answers

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

TAKEN_UP = 2.0
"Seconds within which every decision uses what was saved."
NEVER: dict[str, Any] = {"week": {}, "holidays": "open"}
"Hours of a place that is always closed by its week."
ALWAYS: dict[str, Any] = {
    "week": {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
    "holidays": "open",
}

CLOSE_NOW = """
import time
from dataclasses import replace
from datetime import datetime, timedelta
from forrang.domain.hours_edits import closed_by_hand
from forrang.storage.models import Customer
from forrang.storage.publish import publish
from forrang.storage.setups import current_setup
setup = current_setup(Customer.objects.get(name=words[0]).pk)
until = datetime.now().replace(second=0, microsecond=0) + timedelta(days=1)
(number,) = setup.document.main_numbers
number = replace(number, opening_hours=closed_by_hand(number.opening_hours, until))
publish(replace(setup.document, main_numbers=(number,)), "Kari", based_on=setup.version)
print(time.time())
"""
"""What the button does."""


async def load(cast: Cast, hours: dict[str, Any], **vip: Any) -> None:
    """Nordlys with these hours."""
    document = cast.document(vip=vip)
    document["main_numbers"][0]["opening_hours"] = hours
    await cast.instance.load(document)


async def hears_that_it_is_closed(cast: Cast, caller: str) -> None:
    """Somebody calls, is told so, and the call ends by itself."""
    call, ear = await cast.listens(caller)
    await call.ended(15)
    known = house_sounds(cast, closed="nb/closed.wav")
    assert names_of(known, (await ear.stop()).samples) == ["closed"]


async def test_closed_by_the_week_is_heard_and_nobody_is_rung(cast: Cast) -> None:
    await load(cast, NEVER)
    phones = [cast.phone(one, Answers()) for one in (cast.kari, cast.ola, cast.aisha)]
    await hears_that_it_is_closed(cast, cast.ordinary(1))
    await hears_that_it_is_closed(cast, cast.vip)  # like everybody
    assert not [offer for phone in phones for offer in phone.offers]
    records = await cast.records(2)
    assert {one["outcome"] for one in records} == {"closed"}
    assert {one["class"] for one in records} == {"ordinary", "vip"}


async def test_closing_now_reaches_the_next_call_and_not_the_one_that_waits(cast: Cast) -> None:
    await load(cast, ALWAYS)
    waiting = await cast.waits(cast.ordinary(1))
    saved = float(await cast.in_storage(CLOSE_NOW, cast.customer))
    await asyncio.sleep(max(0.0, saved + TAKEN_UP - time.time()))
    await hears_that_it_is_closed(cast, cast.ordinary(2))
    ola = cast.phone(cast.ola, Answers(talk=0.5))
    await waiting.ended(15)
    assert [one.shown for one in ola.offers][-1] == cast.ordinary(1)
    outcomes = {one["caller"]: one["outcome"] for one in await cast.records(2)}
    assert outcomes == {cast.ordinary(1): "answered", cast.ordinary(2): "closed"}


async def test_a_vip_who_is_taken_when_it_is_closed_rings_at_the_chosen_one(cast: Cast) -> None:
    await load(cast, NEVER, when_closed={"answerers": [{"employee": cast.aisha}]})
    kari, aisha = cast.phone(cast.kari), cast.phone(cast.aisha, Answers(talk=0.5))
    call = await cast.call(cast.vip)
    await call.ended(15)
    assert [one.shown for one in aisha.offers] == [cast.vip] and not kari.offers
    (record,) = await cast.records(1)
    assert record["answered_by"] == cast.aisha and record["class"] == "vip"
