"""Codes read out over real SIP: what the mobile hears is compared with the files that were played."""

import asyncio
import json
import os
import signal
import time
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from calls.cast import Cast
from forrang.demo.behaviour import BUSY, Answers, Rings
from forrang.demo.phone import Ringing
from forrang.speech.prompts import FOLDER
from forrang.speech.sound import read

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

ALIKE = 0.8
"""Correlation above which a stretch may be a prompt: that prompt has 0.98, others less."""

SLACK = 6
"""Hundredths of a second of silence that each prompt has at its ends."""

ASK = """
from forrang.domain.phone_number import PhoneNumber
from forrang.storage.spoken_codes import Purpose, ask_code
mobile, language = words
ask_code(PhoneNumber(mobile), Purpose.PASSWORD, language, "")
"""

TELL = """
import time
from django.db import transaction
from forrang.storage.changes import NewChange, ChangeKind, append_changes
from forrang.storage.models import Customer
name, mobile, digits, language, age = words
customer = Customer.objects.get(name=name).pk
what = {"mobile": mobile, "digits": digits, "language": language, "asked": time.time() - float(age)}
with transaction.atomic():
    append_changes([NewChange(customer, ChangeKind.SPOKEN_CODE, what)])
"""

LEFT = """
import json
from forrang.storage.models import Change
rows = Change.objects.filter(kind="spoken_code", customer__name=words[0]).order_by("seq")
print(json.dumps(list(rows.values_list("what", flat=True))))
"""


async def _tell(cast: Cast, digits: str, language: str = "nb", age: float = 0.0) -> None:
    """Have digits of the test's own read out to Kari."""
    await cast.in_storage(TELL, cast.customer, cast.kari, digits, language, str(age))


async def _heard(offer: Ringing) -> npt.NDArray[np.float64]:
    """All that a mobile hears from when it picks up, now, to when the other side hangs up."""
    ear = await offer.listen()  # before the answer, so that a busy machine misses no word
    await offer.answer()
    end = await offer.ended(60)
    assert not end.by_us
    return (await ear.stop()).samples.astype(float)


def _recognised(heard: npt.NDArray[np.float64], language: str) -> list[str]:
    """The prompts in what was heard, in order. Words resemble each other: where two could stand, the
    one that is more alike does.
    """
    bands, found = _bands(heard), list[tuple[float, int, int, str]]()
    for file in (FOLDER / language).glob("*.wav"):
        prompt = _bands(read(file).samples)
        found += [(how, at, at + len(prompt), file.stem) for how, at in _places(bands, prompt)]
    kept: list[tuple[int, int, str]] = []
    for _, begin, end, name in sorted(found, reverse=True):
        if all(end - SLACK <= begun or ended - SLACK <= begin for begun, ended, _ in kept):
            kept.append((begin, end, name))
    return [name for _, _, name in sorted(kept)]


def _bands(samples: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """How loud which frequencies are, 100 times a second. A sample that a busy machine skips would
    turn the phase of all that follows; loudness does not notice.
    """
    frames = np.lib.stride_tricks.sliding_window_view(samples, 160)[::80] * np.hanning(160)
    bands: npt.NDArray[np.float64] = np.sqrt(np.abs(np.fft.rfft(frames)))
    return bands


def _places(
    heard: npt.NDArray[np.float64], prompt: npt.NDArray[np.float64]
) -> list[tuple[float, int]]:
    """How alike and where: the peaks of the correlation that are above `ALIKE`."""
    wanted = (prompt - prompt.mean()) / prompt.std()
    alike = np.zeros(len(heard))
    for at in range(len(heard) - len(prompt)):
        there = heard[at : at + len(prompt)]
        alike[at] = np.mean((there - there.mean()) * wanted) / max(there.std(), 1.0)
    places = []
    while (how := alike.max()) > ALIKE:
        at = int(alike.argmax())
        places.append((float(how), at))
        alike[max(0, at - len(prompt) // 2) : at + len(prompt) // 2] = 0
    return places


async def test_the_mobile_hears_the_digits_twice(cast: Cast) -> None:
    await cast.load()
    kari = cast.phone(cast.kari, Rings())
    await _tell(cast, "417260")
    offer = await kari.rings()
    assert offer.shown == cast.number
    heard = _recognised(await _heard(offer), "nb")
    assert heard == ["greeting", *"417260", "again", *"417260", "goodbye"]
    await cast.instance.until_empty()


async def test_it_is_no_call_and_no_offer(cast: Cast) -> None:
    """No record, no presence, nothing in the journal; and Kari may be offered a call meanwhile."""
    await cast.load()
    kari = cast.phone(cast.kari, Answers())
    await _tell(cast, "417260")
    await (await kari.rings()).answered()
    board = await cast.board()
    assert board["calls"] == {}
    assert board["people"][cast.kari]["doing"]["doing"] == "free"
    vip = await cast.waits(cast.vip)
    offered = await kari.rings()
    assert offered.shown == cast.vip
    await offered.answered()
    await vip.hang_up()
    await kari.offers[-2].hang_up()
    assert len(await cast.records(1)) == 1


async def test_an_exchange_that_starts_anew_cuts_nothing_and_calls_nobody_again(cast: Cast) -> None:
    await cast.load()
    kari = cast.phone(cast.kari, Rings())
    await _tell(cast, "359877", "en")
    offer = await kari.rings()
    hearing = asyncio.create_task(_heard(offer))
    await offer.answered()
    await asyncio.sleep(1.5)
    os.kill(cast.instance.exchange_pid, signal.SIGKILL)
    heard = _recognised(await hearing, "en")
    assert heard == ["greeting", *"359877", "again", *"359877", "goodbye"]
    await cast.instance.until_empty()
    assert len(kari.offers) == 1


async def test_a_busy_mobile_is_not_called_again(cast: Cast) -> None:
    await cast.load()
    kari = cast.phone(cast.kari, BUSY)
    await _tell(cast, "417260")
    await (await kari.rings()).ended()
    await cast.instance.until_empty()
    await asyncio.sleep(1.5)
    assert len(kari.offers) == 1


async def test_an_old_change_calls_nobody_and_its_digits_are_gone(cast: Cast) -> None:
    await cast.load()
    kari = cast.phone(cast.kari, Answers())
    await _tell(cast, "417260", age=121)
    await _tell(cast, "417261", age=100)
    offer = await kari.rings()  # the younger one: the older was passed over before
    await offer.hang_up()
    assert len(kari.offers) == 1
    assert json.loads(await cast.in_storage(LEFT, cast.customer)) == [{}, {}]


async def test_an_unknown_mobile_is_never_called(cast: Cast) -> None:
    await cast.load()
    stranger = cast.phone(cast.ordinary(7), Answers())
    kari = cast.phone(cast.kari, Answers())
    await cast.in_storage(ASK, cast.ordinary(7), "nb")
    await cast.in_storage(ASK, cast.kari, "nb")
    offer = await kari.rings()
    await offer.hang_up()
    assert stranger.offers == []


async def test_outside_the_demo_the_trunk_is_told_nothing_but_sound(cast: Cast) -> None:
    await cast.load()
    kari = cast.phone(cast.kari, Answers())
    await _tell(cast, "417260")
    offer = await kari.rings()
    invite = await offer.invite()
    assert offer.code == ""
    assert b"417260" not in invite.raw and b"x-forrang" not in invite.raw.lower()
    await offer.hang_up()


async def test_a_customer_without_a_number_calls_anonymously(cast: Cast) -> None:
    document: dict[str, Any] = {**cast.document(), "main_numbers": []}
    await cast.instance.load(document)
    kari = cast.phone(cast.kari, Answers())
    begun = time.monotonic()
    await _tell(cast, "417260")
    offer = await kari.rings()
    assert time.monotonic() - begun < 5
    assert offer.shown == "anonymous"
    await offer.hang_up()
