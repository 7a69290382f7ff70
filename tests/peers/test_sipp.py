"""SIPp's callers and mobiles, proved on the network."""

import asyncio
from pathlib import Path

import pytest

from forrang.demo.behaviour import (
    BUSY,
    Answers,
    Behaviour,
    Forwards,
    Progresses,
    Redirects,
    Refuses,
    Rings,
    Silent,
)
from forrang.demo.caller import Caller
from forrang.demo.leg import State
from forrang.demo.network import Network
from forrang.demo.ports import Ports
from peers.sipp import SippCaller, SippMobiles

pytestmark = pytest.mark.engine

MAIN = "+4722334455"
KARI = "+4790000001"
VIP = Caller("+4741111111")


# Its callers


async def test_a_caller_is_answered_and_hangs_up(
    tmp_path: Path, sipp: Path, ports: Ports, network: Network
) -> None:
    network.phone(MAIN).does(Answers(after=0.2))
    exchange = network.files.trunk
    from_ = '"Stor Kunde" <sip:+4741111111@net.example>'
    async with SippCaller(tmp_path, sipp, exchange, ports, MAIN, from_, stay=0.3) as caller:
        offer = await network.phone(MAIN).rings()
        answered = await caller.call.answered()
        ended = await caller.call.ended()
        await offer.ended()
    call = caller.call
    assert (call.status, call.ended_by_us) == (200, True)
    assert call.invited_at is not None and call.rang_at is not None
    assert 0.18 <= answered - call.invited_at < 1.0
    assert 0.28 <= ended - answered < 1.0
    assert offer.end is not None and not offer.end.by_us


async def test_a_caller_is_hung_up(
    tmp_path: Path, sipp: Path, ports: Ports, network: Network
) -> None:
    network.phone(MAIN).does(Answers(talk=0.2))
    from_ = "<sip:41111111@x>"
    async with SippCaller(tmp_path, sipp, network.files.trunk, ports, MAIN, from_) as caller:
        await caller.call.ended()
    assert caller.call.ended_by_us is False


@pytest.mark.parametrize("status", [302, 404, 480, 486, 503, 603])
async def test_a_caller_is_refused(
    tmp_path: Path, sipp: Path, ports: Ports, network: Network, status: int
) -> None:
    network.phone(MAIN).does(Redirects("1") if status == 302 else Refuses(status))
    from_ = "<sip:41111111@x>"
    async with SippCaller(tmp_path, sipp, network.files.trunk, ports, MAIN, from_) as caller:
        await caller.call.ended()
    assert (caller.call.status, caller.call.ended_by_us) == (status, False)


async def test_a_caller_gives_up(
    tmp_path: Path, sipp: Path, ports: Ports, network: Network
) -> None:
    from_, exchange = "<sip:41111111@x>", network.files.trunk
    async with SippCaller(tmp_path, sipp, exchange, ports, MAIN, from_, patience=0.3) as caller:
        offer = await network.phone(MAIN).rings()
        await caller.call.ended()
        await offer.ended()
        await asyncio.sleep(0.1)
    assert caller.call.ended_by_us
    assert caller.call.status == 487
    assert not offer.cancelled_elsewhere


async def test_every_byte_of_an_identity_arrives(
    tmp_path: Path, sipp: Path, ports: Ports, network: Network
) -> None:
    from_ = b'"\\"[len] \xe6\xf8\xe5 $dialled %41 \xc3\xa6" <sip:%2B4741111111;cpc=ordinary@x>'
    headers: list[tuple[str, bytes | str]] = [
        ("P-Asserted-Identity", '"A, B" <sip:+4741111111@x>, <tel:+47-411-11-111>'),
        ("P-Asserted-Identity", "tel:41111111;phone-context=+47"),
        ("Privacy", "id;header"),
        ("Diversion", b'"[field0]\xff" <sip:90000001@x>;reason=unknown'),
        ("X-Odd", "]]> & ' \\x41 ${a}"),
    ]
    exchange = network.files.trunk
    async with SippCaller(tmp_path, sipp, exchange, ports, MAIN, from_, headers) as caller:
        offer = await network.phone(MAIN).rings()
        invite = await offer.invite()
    assert b"\r\nFrom: " + from_ + b";tag=" in invite.raw
    for name, value in headers:
        raw = value.encode() if isinstance(value, str) else value
        assert f"\r\n{name}: ".encode() + raw + b"\r\n" in invite.raw
    assert caller.call.invite.raw == invite.raw


# Its mobiles


async def test_a_mobile_answers(
    tmp_path: Path, sipp: Path, ports: Ports, network: Network, trunk: str
) -> None:
    async with SippMobiles(tmp_path, sipp, trunk, ports, {KARI: Answers(after=0.2)}) as mobiles:
        call = await network.call(VIP, KARI)
        offer = await mobiles.rings(KARI)
        await call.answered()
        # what it hears it sends back
        await call.until_hears(call.tone or 0)
        await call.hang_up()
        await offer.ended()
    assert (offer.status, offer.ended_by_us, offer.number) == (200, False, KARI)
    assert offer.answered_at is not None and offer.rang_at is not None
    assert 0.18 <= offer.answered_at - offer.rang_at < 1.0
    assert "+4741111111" in (offer.invite.header("From") or "")


async def test_a_mobile_hangs_up(
    tmp_path: Path, sipp: Path, ports: Ports, network: Network, trunk: str
) -> None:
    async with SippMobiles(tmp_path, sipp, trunk, ports, {KARI: Answers(talk=0.3)}) as mobiles:
        call = await network.call(VIP, KARI)
        await call.answered()
        assert not (await call.ended()).by_us
        offer = await mobiles.rings(KARI)
        assert offer.ended_by_us


@pytest.mark.parametrize(
    "behaviour", [BUSY, Refuses(603), Refuses(480, after=0.2), Refuses(503), Redirects("+4790")]
)
async def test_a_mobile_refuses(
    tmp_path: Path,
    sipp: Path,
    ports: Ports,
    network: Network,
    trunk: str,
    behaviour: Refuses | Redirects,
) -> None:
    status = behaviour.status if isinstance(behaviour, Refuses) else 302
    async with SippMobiles(tmp_path, sipp, trunk, ports, {KARI: behaviour}) as mobiles:
        call = await network.call(VIP, KARI)
        assert (await call.ended()).status == status
        offer = await mobiles.rings(KARI)
        assert (offer.status, offer.ended_by_us) == (status, True)
        rings = isinstance(behaviour, Refuses) and bool(behaviour.after)
        assert (offer.rang_at is not None) == rings


async def test_a_mobile_says_nothing_at_all(
    tmp_path: Path, sipp: Path, ports: Ports, network: Network, trunk: str
) -> None:
    async with SippMobiles(tmp_path, sipp, trunk, ports, {KARI: Silent()}) as mobiles:
        call = await network.call(VIP, KARI)
        offer = await mobiles.rings(KARI)
        await asyncio.sleep(0.7)
        assert call.state is State.TRYING
        assert {message.first_line for message in offer.messages()} == {offer.invite.first_line}
        assert not [message for message in call.messages() if message.status]


@pytest.mark.parametrize("behaviour", [Rings(), Answers(after=30), Progresses()])
async def test_a_mobile_is_given_up(
    tmp_path: Path,
    sipp: Path,
    ports: Ports,
    network: Network,
    trunk: str,
    behaviour: Rings | Answers | Progresses,
) -> None:
    async with SippMobiles(tmp_path, sipp, trunk, ports, otherwise=behaviour) as mobiles:
        call = await network.call(VIP, KARI)
        offer = await mobiles.rings(KARI)
        status = "183" if isinstance(behaviour, Progresses) else "180"
        await network.wire.message(call.call_id, status)
        await call.hang_up(26)
        await offer.ended()
        async with asyncio.timeout(2):
            while not offer.status:
                await asyncio.sleep(0.01)
    assert (offer.status, offer.ended_by_us) == (487, False)
    assert offer.cancel is not None and "cause=200" in (offer.cancel.header("Reason") or "")


async def test_each_mobile_has_a_behaviour_of_its_own(
    tmp_path: Path, sipp: Path, ports: Ports, network: Network, trunk: str
) -> None:
    behaviours: dict[str, Behaviour] = {
        KARI: BUSY,
        "+4790000002": Answers(),
        "+4790000003": Refuses(603),
    }
    async with SippMobiles(tmp_path, sipp, trunk, ports, behaviours) as mobiles:
        calls = [await network.call(VIP, number) for number in (*behaviours, "+4790000004") * 2]
        for call in calls:
            match call.dialled:
                case "+4790000002":
                    await call.answered()
                case "+4790000004":
                    await call.ringing()
                case _:
                    assert (await call.ended()).status in (486, 603)
        assert len(mobiles.offers()) == 8
        assert [offer.status for offer in mobiles.offers(KARI)] == [486, 486]


async def test_sipp_that_cannot_start_says_why(
    tmp_path: Path, sipp: Path, ports: Ports, network: Network
) -> None:
    with pytest.raises(RuntimeError, match="SIPp cannot have"):
        async with SippMobiles(tmp_path, sipp, network.files.trunk, ports):
            pass


def test_a_behaviour_that_sipp_lacks_is_refused(tmp_path: Path, sipp: Path, ports: Ports) -> None:
    with pytest.raises(ValueError, match="SIPp cannot do"):
        SippMobiles(tmp_path, sipp, ports.address(), ports, {KARI: Forwards(MAIN)})
