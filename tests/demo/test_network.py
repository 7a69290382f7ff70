"""The telephone network of demonstrations and tests, proved on one that stands across."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from forrang.demo.behaviour import (
    BUSY,
    BUSY_EVERYWHERE,
    DECLINES,
    GONE,
    LINE_FAULT,
    NO_SUCH_NUMBER,
    OVERLOADED,
    TIMED_OUT,
    UNREACHABLE,
    Answers,
    Forwards,
    Progresses,
    Redirects,
    Refuses,
    Silent,
)
from forrang.demo.caller import Caller
from forrang.demo.leg import State
from forrang.demo.log import Answered, Cancelled, Ended, Forwarded, Offered, Placed, Rang, Refused
from forrang.demo.network import Network
from forrang.demo.ports import Ports
from forrang.demo.sound import SILENCE, TONES
from forrang.demo.waiting import CallOver, NetworkDown
from peers import needs

pytestmark = pytest.mark.engine

VIP = Caller("+4741111111")
MAIN = "+4722334455"


# Who calls


async def test_every_header_of_identity_arrives_byte_for_byte(
    here: Network, there: Network
) -> None:
    caller = Caller(
        "+4741111111",
        display='Æse "Q" Øy',
        asserted=('"A, B" <sip:+4741111111;cpc=ordinary@net.example>', "<tel:+4741111111>"),
        privacy="id;critical",
        diversion=("<sip:+4790000001@net.example>;reason=no-answer;counter=2",),
        history_info=(
            "<sip:+4722334455@x?Reason=SIP%3Bcause%3D302>;index=1",
            "<sip:a@x>;index=1.1",
        ),
        headers=(("X-Odd", "a=b&c,d;e%20 \\x"),),
    )
    await here.call(caller, MAIN)
    offer = await there.phone(MAIN).rings()
    invite = await offer.invite()

    assert invite.headers("P-Asserted-Identity") == caller.asserted
    assert invite.header("Privacy") == caller.privacy
    assert invite.headers("Diversion") == caller.diversion
    assert invite.headers("History-Info") == caller.history_info
    assert invite.header("X-Odd") == "a=b&c,d;e%20 \\x"
    assert invite.request_uri.startswith(f"sip:{MAIN}@")
    assert (invite.header("From") or "").startswith('"Æse \\"Q\\" Øy" <sip:+4741111111@')
    assert (offer.shown, offer.display) == (caller.number, caller.display)
    assert offer.from_header == invite.header("From")


@pytest.mark.parametrize("number", ["41111111", "004741111111", "4741111111", "0"])
async def test_a_number_goes_out_in_any_form(here: Network, there: Network, number: str) -> None:
    await here.call(Caller(number), MAIN)
    assert (await there.phone(MAIN).rings()).shown == number


async def test_a_withheld_number_is_not_in_the_from(here: Network, there: Network) -> None:
    await here.call(Caller("+4741111111", withheld=True, privacy="id"), MAIN)
    offer = await there.phone(MAIN).rings()
    assert offer.from_header.startswith('"Anonymous" <sip:anonymous@anonymous.invalid>')
    assert b"41111111" not in (await offer.invite()).raw


# What a telephone does


async def test_answers_and_hangs_up(here: Network, there: Network) -> None:
    there.phone(MAIN).does(Answers(after=0.2, talk=0.3))
    call = await here.call(VIP, MAIN)
    await call.ringing()
    assert call.state is State.RINGING
    await call.answered()
    end = await call.ended()
    offer = await there.phone(MAIN).rings()

    assert (end.by_us, end.cause, end.status) == (False, 16, 0)
    assert offer.end is not None and offer.end.by_us
    assert [type(event) for event in here.log] == [Placed, Rang, Answered, Ended]
    assert [type(event) for event in there.log] == [Offered, Answered, Ended]
    at = [event.at for event in there.log]
    assert 0.2 <= at[1] - at[0] < 1.0
    assert 0.3 <= at[2] - at[1] < 1.0


@pytest.mark.parametrize(
    "refusal",
    [
        BUSY, BUSY_EVERYWHERE, DECLINES, UNREACHABLE, NO_SUCH_NUMBER, GONE, TIMED_OUT, LINE_FAULT,
        OVERLOADED, Refuses(403), Refuses(484), Refuses(488), Refuses(487), Refuses(699),
    ],
    ids=lambda refusal: str(refusal.status),
)  # fmt: skip
async def test_refuses_with_each_status(here: Network, there: Network, refusal: Refuses) -> None:
    there.phone(MAIN).does(refusal)
    call = await here.call(VIP, MAIN)
    end = await call.ended()
    offer = await there.phone(MAIN).rings()
    await offer.ended()

    assert (end.status, end.by_us) == (refusal.status, False)
    statuses = [message.status for message in call.messages() if message.about == "INVITE"]
    assert [status for status in statuses if status] == [100, refusal.status]
    assert [e.status for e in there.log if isinstance(e, Refused)] == [refusal.status]
    with pytest.raises(CallOver):
        await call.answered()


async def test_rings_before_it_refuses(here: Network, there: Network) -> None:
    there.phone(MAIN).does(Refuses(486, after=0.2))
    call = await here.call(VIP, MAIN)
    await call.ended()
    statuses = [m.status for m in call.messages() if m.about == "INVITE" and m.status]
    assert statuses == [100, 180, 486]


async def test_rings_until_somebody_picks_it_up(here: Network, there: Network) -> None:
    call = await here.call(VIP, MAIN)
    await call.ringing()
    await there.phone(MAIN).answer()
    await call.answered()
    await there.phone(MAIN).hang_up()
    assert not (await call.ended()).by_us


async def test_is_silent(here: Network, there: Network) -> None:
    there.phone(MAIN).does(Silent())
    call = await here.call(VIP, MAIN)
    await there.phone(MAIN).rings()
    await asyncio.sleep(0.3)
    assert call.state is State.TRYING
    assert [m.status for m in call.messages() if m.status] == [100]


async def test_progresses(here: Network, there: Network) -> None:
    there.phone(MAIN).does(Progresses())
    call = await here.call(VIP, MAIN)
    await here.wire.message(call.call_id, "183")
    assert call.state is State.TRYING
    await call.hang_up()
    await (await there.phone(MAIN).rings()).ended()


async def test_redirects(here: Network, there: Network) -> None:
    there.phone(MAIN).does(Redirects("+4790000009"))
    call = await here.call(VIP, MAIN)
    end = await call.ended()
    moved = await here.wire.message(call.call_id, "302")
    assert end.status == 302
    assert "sip:+4790000009@" in (moved.header("Contact") or "")


@pytest.mark.parametrize("diversion", [True, False])
@pytest.mark.parametrize("history", [True, False])
async def test_forwards(here: Network, there: Network, diversion: bool, history: bool) -> None:
    there.phone("+4790000001").does(Forwards(MAIN, diversion=diversion, history_info=history))
    call = await here.call(VIP, "+4790000001")
    comeback = await here.phone(MAIN).rings()
    invite = await comeback.invite()

    assert comeback.shown == VIP.number
    assert len(invite.headers("Diversion")) == diversion
    assert len(invite.headers("History-Info")) == 2 * history
    assert all("+4790000001" in value for value in invite.headers("Diversion"))
    await call.ringing()
    await comeback.answer()
    await call.answered()
    await call.until_hears(comeback.tone or SILENCE)
    await comeback.until_hears(call.tone or SILENCE)
    await call.hang_up()
    await comeback.ended()
    assert [e.to for e in there.log if isinstance(e, Forwarded)] == [MAIN]


async def test_what_a_forwarded_call_is_refused_with_is_passed_on(
    here: Network, there: Network
) -> None:
    there.phone("+4790000001").does(Forwards(MAIN))
    here.phone(MAIN).does(BUSY)
    call = await here.call(VIP, "+4790000001")
    assert (await call.ended()).status == 486


async def test_a_forwarded_call_ends_when_its_offer_is_taken_back(
    here: Network, there: Network
) -> None:
    there.phone("+4790000001").does(Forwards(MAIN))
    call = await here.call(VIP, "+4790000001")
    comeback = await here.phone(MAIN).rings()
    await call.hang_up()
    await comeback.ended()
    assert not there.calls()


async def test_each_offer_has_the_next_behaviour_and_the_last_one_stays(
    here: Network, there: Network
) -> None:
    there.phone(MAIN).does(BUSY, Refuses(603))
    ends = [await (await here.call(VIP, MAIN)).ended() for _ in range(3)]
    assert [end.status for end in ends] == [486, 603, 603]


# What is heard


async def test_each_side_hears_the_other_and_keys(here: Network, there: Network) -> None:
    there.phone(MAIN).does(Answers())
    call = await here.call(VIP, MAIN)
    await call.answered()
    offer = there.phone(MAIN).offer
    assert call.tone != offer.tone
    heard = await asyncio.gather(call.hears(), offer.hears())
    assert [set(sounds) for sounds in heard] == [{offer.tone}, {call.tone}]

    await call.press("159*0#")
    await offer.pressed("159*0#")
    await offer.press("2")
    await call.pressed("2")

    offer.sends(None)
    await call.until_hears(SILENCE)
    offer.sends(TONES[-1])
    await call.until_hears(TONES[-1])
    with pytest.raises(ValueError, match="none of our tones"):
        offer.sends(1234)


async def test_a_recording_says_what_was_heard_when(here: Network, there: Network) -> None:
    there.phone(MAIN).does(Answers())
    call = await here.call(VIP, MAIN, tone=None)
    await call.answered()
    offer = there.phone(MAIN).offer
    tone = offer.tone
    await call.until_hears(tone or SILENCE)
    ear = await call.listen()
    await asyncio.sleep(0.5)
    offer.sends(None)
    await asyncio.sleep(0.6)
    recording = await ear.stop()
    heard = [set(span.sounds) for span in recording.spans]
    assert (heard[0], heard[-1]) == ({tone}, {SILENCE})  # a busy machine may leave a gap between
    assert 0.4 < recording.longest_silence < 0.8


# How it ends


@pytest.mark.parametrize("cause", [16, 38, 41])
async def test_a_hang_up_says_why(here: Network, there: Network, cause: int) -> None:
    there.phone(MAIN).does(Answers())
    call = await here.call(VIP, MAIN)
    await call.answered()
    offer = there.phone(MAIN).offer
    await call.hang_up(cause)
    end = await offer.ended()
    bye = await there.wire.message(offer.call_id, "BYE")
    assert f"cause={cause}" in (bye.header("Reason") or "")
    assert (end.cause, end.status, end.by_us) == (cause, 0, False)


async def test_a_telephone_is_told_that_somebody_else_answered(
    here: Network, there: Network
) -> None:
    call = await here.call(VIP, MAIN)
    await call.ringing()
    await call.hang_up(26)
    offer = await there.phone(MAIN).rings()
    await offer.ended()
    reason = (await offer.cancel()).header("Reason") or ""
    assert reason.startswith("SIP") and "cause=200" in reason
    assert offer.cancelled_elsewhere
    assert [e.elsewhere for e in there.log if isinstance(e, Cancelled)] == [True]


async def test_a_caller_who_gives_up_leaves_a_missed_call(here: Network, there: Network) -> None:
    call = await here.call(VIP, MAIN)
    await call.ringing()
    await call.hang_up()
    offer = await there.phone(MAIN).rings()
    await offer.ended()
    await offer.cancel()
    assert not offer.cancelled_elsewhere
    with pytest.raises(CallOver):
        await offer.answer()
    assert [e.elsewhere for e in there.log if isinstance(e, Cancelled)] == [False]


# Faults


async def test_a_frozen_network_says_nothing_and_goes_on(here: Network, there: Network) -> None:
    there.phone(MAIN).does(Answers())
    there.freeze()
    call = await here.call(VIP, MAIN)
    await asyncio.sleep(0.7)
    assert not [m for m in call.messages() if m.status]
    there.thaw()
    await call.answered()


async def test_a_call_to_a_frozen_network_can_be_given_up(here: Network, there: Network) -> None:
    there.freeze()
    call = await here.call(VIP, MAIN)
    await call.hang_up(timeout=1.0)
    there.thaw()


async def test_stop_ends_every_call(here: Network, there: Network) -> None:
    there.phone(MAIN).does(Answers())
    talking = await here.call(VIP, MAIN)
    ringing = await here.call(VIP, "+4790000001")
    await talking.answered()
    await ringing.ringing()
    await there.stop()
    assert not (await talking.ended(1.0)).by_us
    assert (await ringing.ended(1.0)).status >= 400
    with pytest.raises(NetworkDown):
        await there.call(VIP, MAIN)


async def test_who_waits_is_told_that_the_engine_died(here: Network, there: Network) -> None:
    waiting = asyncio.create_task(there.phone(MAIN).rings(timeout=20))
    await asyncio.sleep(0)
    os.kill(there.pid, signal.SIGKILL)
    with pytest.raises(NetworkDown):
        await waiting


@pytest.mark.parametrize("taken", ["trunk", "ari"])
async def test_a_port_that_is_taken_is_told(
    here: Network, tmp_path: Path, ports: Ports, taken: str
) -> None:
    free = {"trunk": ports.address(), "ari": ports.address()}
    address = getattr(here.files, taken)
    network = Network(
        tmp_path / "x", needs.engine(), exchange="127.0.0.1:9", rtp=ports.span(10),
        **free | {taken: address},
    )  # fmt: skip
    with pytest.raises(NetworkDown, match=address):
        await network.start()


async def test_an_engine_that_is_not_there_is_told(tmp_path: Path, ports: Ports) -> None:
    network = Network(tmp_path, tmp_path, trunk=ports.address(), ari=ports.address())
    with pytest.raises(NetworkDown, match="no telephone engine"):
        await network.start()


KILLED = """
import asyncio, sys
from pathlib import Path
from forrang.demo.network import Network
from forrang.demo.ports import Ports

async def main():
    ports = Ports()
    network = Network(Path(sys.argv[1]), Path(sys.argv[2]), trunk=ports.address(),
                      exchange=ports.address(), ari=ports.address(), rtp=ports.span(10))
    await network.start()
    print(network.pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_nothing_stays_behind_when_its_process_is_killed(tmp_path: Path) -> None:
    words = [sys.executable, "-c", KILLED, str(tmp_path), str(needs.engine())]
    process = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert process.stdout is not None
    pid = int(await asyncio.to_thread(process.stdout.readline))
    assert Path(f"/proc/{pid}").exists()
    process.kill()
    process.wait()
    process.stdout.close()
    async with asyncio.timeout(2):
        while _alive(pid):
            await asyncio.sleep(0.02)


def _alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
