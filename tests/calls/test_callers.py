"""Nasty callers: who they are, as the exchange reads it from raw headers, and what is shown of them."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from calls.cast import Cast
from calls.instance import Instance
from forrang.demo.behaviour import Answers
from forrang.demo.caller import Caller
from forrang.demo.ports import Ports
from peers import needs
from peers.sipp import SippCaller
from peers.sipp_call import SippCall

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="session")]

Sipp = Callable[..., Any]
"Calls the exchange from SIPp: dialled number, From and other headers, byte for byte."


@pytest.fixture
def sipp(instance: Instance, tmp_path: Path) -> Iterator[Sipp]:
    """Callers whose headers nobody has tidied up."""
    program = needs.sipp()
    with Ports() as ports:

        @asynccontextmanager
        async def call(
            dialled: str,
            from_: str,
            headers: tuple[tuple[str, str], ...] = (),
            host: str = "127.0.0.1",
        ) -> AsyncIterator[SippCall]:
            peer = SippCaller(tmp_path, program, instance.sip, ports, dialled, from_, headers)
            peer.address = peer.address.replace("127.0.0.1", host)
            async with peer:
                yield peer.call

        yield call


async def is_served(call: SippCall) -> None:
    """The call is answered, and ends since the answerer hangs up."""
    await call.answered()
    await call.ended()
    assert not call.ended_by_us


def national(number: str) -> str:
    """A Norwegian number as it is dialled at home."""
    return number.removeprefix("+47")


async def test_a_withheld_caller_is_a_vip_never_and_shown_to_nobody(cast: Cast, sipp: Sipp) -> None:
    await cast.load(group={"members": [cast.ola]}, vip={"answerers": [{"employee": cast.kari}]})
    ola, kari = cast.phone(cast.ola, Answers(talk=0.02)), cast.phone(cast.kari)
    seen = f"<sip:{cast.vip}@net.example>"
    asserted = ("P-Asserted-Identity", seen)
    forms: list[tuple[str, tuple[tuple[str, str], ...]]] = [
        *((seen, (asserted, ("Privacy", value))) for value in (
            "id", "header", "user", "session", "critical", "history", "id;critical", "ID",
            "none;id", "what-comes-next",
        )),
        (seen, (("Privacy", "none"), ("Privacy", "id"))),
        (seen, (("Privacy", "id"),)),
        ('"Anonymous" <sip:anonymous@anonymous.invalid>', (asserted,)),
        (f'"Anonymous" <sip:{cast.vip}@net.example>', ()),
        (f"<sip:{cast.vip}@anonymous.invalid>", (asserted,)),
        *((f"<sip:{user}@net.example>", (asserted,)) for user in (
            "anonymous", "Anonymous", "restricted", "unavailable", "unknown", "0",
        )),
        ("<sip:net.example>", (asserted,)),
    ]  # fmt: skip
    for from_, headers in forms:
        async with sipp(cast.number, from_, headers) as call:
            await is_served(call)
    assert not kari.offers
    assert len(ola.offers) == len(forms)
    for form, offer in zip(forms, ola.offers, strict=True):
        assert (offer.shown, offer.display) == ("anonymous", "Anonymous"), form
        head = (await offer.invite()).raw.partition(b"\r\n\r\n")[0].decode()
        assert national(cast.vip) not in head, form
    for record in await cast.records(len(forms)):
        assert record["caller"] is None
        assert (record["class"], record["why"]["why"]) == ("ordinary", "withheld")
        assert national(cast.vip) not in str(record)


async def test_a_vip_is_known_in_whatever_form_the_trunk_writes(cast: Cast, sipp: Sipp) -> None:
    vip, short, swedish = cast.vip, national(cast.vip), f"46812{cast.n:03}678"
    await cast.load(vip={"entries": [{"number": vip}, {"number": f"+{swedish}"}]})
    ola, kari = cast.phone(cast.ola), cast.phone(cast.kari, Answers(talk=0.02))
    other = f"<sip:{cast.ordinary(1)}@net.example>"

    def pai(*values: str) -> tuple[tuple[str, str], ...]:
        return tuple(("P-Asserted-Identity", value) for value in values)

    forms: list[tuple[str, tuple[tuple[str, str], ...]]] = [
        (f"<sip:{vip}@net.example>", ()),
        (f"<sip:{short}@net.example>", ()),
        (f"<sip:47{short}@net.example>", ()),
        (f"<sip:0047{short}@net.example>", ()),
        (f"<sip:%2B47{short}@net.example;user=phone>", ()),
        (f"sip:{vip}@net.example", ()),
        (f"<tel:{vip}>", ()),
        (f'"Hansen, Per <0>" <sip:{vip};cpc=ordinary@net.example>', ()),
        (other, pai(f"<sip:{vip}@net.example>")),
        (other, pai(f"<tel:+47-{short[:3]}-{short[3:]}>")),
        (other, pai(f"<tel:{short};phone-context=+47>")),
        (other, pai(f"<sip:reception@net.example>, <tel:{vip}>")),
        (other, pai(f'"Stor, Kunde" <sip:{vip}@net.example>, <tel:{cast.ordinary(2)}>')),
        (other, pai(f"<sip:{vip}@net.example>", f"<tel:{cast.ordinary(2)}>")),
        (other, pai("<sip:reception@net.example>", f"<tel:{vip}>")),
        (other, (*pai(f"<sip:{vip}@net.example>"), ("Privacy", "none"))),
    ]
    foreign = [
        *((f"<sip:{prefix}{swedish}@net.example>", ()) for prefix in ("+", "00", "")),
        (other, pai(f"<tel:{swedish.removeprefix('46')};phone-context=+46>")),
    ]
    wanted = [vip] * len(forms) + [f"+{swedish}"] * len(foreign)
    for n, (from_, headers) in enumerate(forms + foreign, 1):
        async with sipp(cast.number, from_, headers) as call:
            await is_served(call)
        assert [offer.shown for offer in kari.offers] == wanted[:n], (from_, headers)
    assert not ola.offers
    for record, number in zip(await cast.records(len(wanted)), wanted, strict=True):
        assert (record["caller"], record["class"]) == (number, "vip")


async def test_an_asserted_number_hides_a_vip_in_from(cast: Cast, sipp: Sipp) -> None:
    await cast.load()
    ola, kari = cast.phone(cast.ola, Answers(talk=0.02)), cast.phone(cast.kari)
    asserted = ("P-Asserted-Identity", f"<tel:{cast.ordinary(1)}>")
    async with sipp(cast.number, f"<sip:{cast.vip}@net.example>", (asserted,)) as call:
        await is_served(call)
    # what cannot be read is nobody: the From does not fill in
    for unreadable in ("<sip:reception@net.example>", "<tel:123456789012345678>"):
        headers = (("P-Asserted-Identity", unreadable),)
        async with sipp(cast.number, f"<sip:{cast.vip}@net.example>", headers) as call:
            await is_served(call)
    assert [offer.shown for offer in ola.offers] == [cast.ordinary(1), "anonymous", "anonymous"]
    assert not kari.offers
    records = await cast.records(3)
    assert [one["caller"] for one in records] == [cast.ordinary(1), None, None]
    assert [one["why"]["why"] for one in records] == ["not-on-list", "unreadable", "unreadable"]


async def test_a_from_that_equals_the_name_of_an_endpoint_is_nobody(cast: Cast, sipp: Sipp) -> None:
    await cast.load()
    ola = cast.phone(cast.ola, Answers(talk=0.02))
    for name in ("trunk", "forrang"):
        async with sipp(cast.number, f'"trunk" <sip:{name}@127.0.0.1>') as call:
            await is_served(call)
    assert [offer.shown for offer in ola.offers] == ["anonymous", "anonymous"]
    assert [one["caller"] for one in await cast.records(2)] == [None, None]


async def test_a_call_from_an_address_that_is_no_trunk_is_refused(cast: Cast, sipp: Sipp) -> None:
    await cast.load()
    ola, kari = cast.phone(cast.ola), cast.phone(cast.kari)
    for user in (cast.vip, "trunk"):
        async with sipp(cast.number, f"<sip:{user}@x>", host="127.0.0.2") as call:
            await call.ended()
            assert 400 <= call.status < 500
            assert not call.ended_by_us
    assert (await cast.board())["calls"] == {}
    assert not ola.offers
    assert not kari.offers
    await cast.records(0)


async def test_an_entry_covers_its_numbers_through_its_last_day_and_no_more(cast: Cast) -> None:
    n = f"{cast.n:03}"
    # the customer's day, where that is another one than in UTC, and far from midnight
    zone = "Pacific/Kiritimati" if datetime.now(UTC).hour >= 10 else "Etc/GMT+12"
    today = datetime.now(ZoneInfo(zone)).date()
    entries = [
        {"range": f"+47 55{n}100-149"},
        {"prefix": f"+47 56{n}2"},
        {"number": f"+47 57{n}001", "last_day": today.isoformat()},
        {"number": f"+47 57{n}002", "last_day": (today - timedelta(1)).isoformat()},
    ]
    await cast.load(vip={"entries": entries}, time_zone=zone)
    vips = [f"55{n}100", f"55{n}149", f"56{n}200", f"56{n}299", f"57{n}001"]
    others = {
        f"55{n}099": "not-on-list",
        f"55{n}150": "not-on-list",
        f"55{n}1000": "not-on-list",
        f"56{n}300": "not-on-list",
        f"57{n}002": "expired",
        f"57{n}003": "not-on-list",
    }
    answers = Answers(talk=0.02)
    ola, kari = cast.phone(cast.ola, answers), cast.phone(cast.kari, answers)
    calls = [await cast.call(f"+47{caller}") for caller in (*vips, *others)]
    for call in calls:
        await call.ended(10)
    assert {offer.shown for offer in kari.offers} == {f"+47{number}" for number in vips}
    assert {offer.shown for offer in ola.offers} == {f"+47{number}" for number in others}
    records = {national(one["caller"]): one["why"]["why"] for one in await cast.records(11)}
    assert records == dict.fromkeys(vips, "on-list") | others


async def test_a_list_says_nothing_at_another_main_number(cast: Cast) -> None:
    second = f"+4722{cast.n:03}600"
    there = {
        "number": second,
        "setup": {"queue": {"group": "Resepsjon"}},
        "vip": {
            "on": True,
            "entries": [{"number": cast.vip_2}],
            "answerers": [{"employee": cast.kari}],
        },
    }
    await cast.load(vip={"entries": [{"number": cast.vip}]}, main_numbers=[there])
    answers = Answers(talk=0.02)
    ola, kari = cast.phone(cast.ola, answers), cast.phone(cast.kari, answers)
    for caller in (cast.vip, cast.vip_2):
        for number in (cast.number, second):
            call = await cast.call(caller, number)
            await call.ended()
    assert [offer.shown for offer in kari.offers] == [cast.vip, cast.vip_2]
    assert [offer.shown for offer in ola.offers] == [cast.vip, cast.vip_2]
    here = {one["caller"]: one["class"] for one in await cast.records(2)}
    assert here == {cast.vip: "vip", cast.vip_2: "ordinary"}


async def test_three_switches_make_a_vip(cast: Cast) -> None:
    answers = Answers(talk=0.02)
    ola, kari = cast.phone(cast.ola, answers), cast.phone(cast.kari, answers)
    for changes in ({"services": []}, {"vip": {"on": False}}, {}):
        await cast.load(**changes)
        call = await cast.call(cast.vip)
        await call.ended()
    assert [one["why"]["why"] for one in await cast.records(3)] == [
        "no-service", "vip-queue-off", "on-list",
    ]  # fmt: skip
    assert len(ola.offers) == 2
    assert len(kari.offers) == 1


async def test_the_dialled_number_is_read_in_any_usual_form(cast: Cast, sipp: Sipp) -> None:
    await cast.load()
    cast.phone(cast.ola, Answers(talk=0.02))
    short = national(cast.number)
    forms = (
        short, f"47{short}", f"+47{short}", f"0047{short}", f"{short};npdi",
        f"+47{short};npdi;rn=+4721000000",
    )  # fmt: skip
    for dialled in forms:
        async with sipp(dialled, f"<sip:{cast.ordinary(1)}@x>") as call:
            await is_served(call)
    await cast.records(len(forms))


async def test_a_number_that_nobody_has_is_refused_counted_and_leaves_no_record(
    cast: Cast, sipp: Sipp
) -> None:
    await cast.load()
    before = (await cast.instance.ask("/healthz"))["unknown_numbers"]
    nobody = f"+4722{cast.n:03}999"
    for dialled in (nobody, "+4711", "99", "reception", "s", "h"):
        async with sipp(dialled, f"<sip:{cast.vip}@x>") as call:
            await call.ended()
            assert call.status in (404, 484, 604), dialled
            assert call.answered_at is None
    refused = await cast.call(Caller(cast.vip), nobody)
    assert (await refused.ended()).status == 404
    assert (await cast.instance.ask("/healthz"))["unknown_numbers"] == before + 3
    assert await cast.instance.calls(nobody) == []
    await cast.instance.until_empty()
