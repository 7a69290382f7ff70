"""What the engine says, as events; what the core wants, as requests."""

from typing import Any
from urllib.parse import quote

import pytest

from forrang.acd.commands import (
    AnswerCall,
    CallBack,
    Cause,
    Connect,
    DismissCall,
    DropBridge,
    HangUpAnswerer,
    HangUpCall,
    Play,
    Record,
    RefuseCall,
    Ring,
    StopRinging,
)
from forrang.acd.events import (
    AnswererLeft,
    CallArrived,
    CallbackFailed,
    CallerLeft,
    Miss,
    OfferAnswered,
    OfferFailed,
    OfferRang,
    PromptEnded,
    RecordingEnded,
)
from forrang.asterisk.requests import requests
from forrang.asterisk.translate import (
    Unreadable,
    call_of,
    is_offer,
    read_frame,
    read_refusal,
)
from forrang.domain.phone_number import NumberForm, PhoneNumber

CALL, OFFER = "1764000000.12", "o3.1764000000.12"
KARI = PhoneNumber("+4790000001")
MAIN = PhoneNumber("+4722334455")


def _channel(id: str, state: str = "Up", **variables: str) -> dict[str, Any]:
    return {"id": id, "state": state, "channelvars": variables}


def _in(*parts: str) -> str:
    padded = [*parts, *[""] * (10 - len(parts))]
    return "&".join(["in", *(quote(part, safe="") for part in padded)])


def _read(type: str, channel: dict[str, Any], **more: Any) -> Any:
    return read_frame({"type": type, "channel": channel, **more}, NumberForm.MIXED)


def test_a_call_from_the_trunk_is_an_arrival() -> None:
    value = _in("sip:22334455@h", '"Å, <B>" <sip:41111111@x>;tag=1')
    event = _read("StasisStart", _channel(CALL, "Ring", FORRANG=value))
    assert event == CallArrived(CALL, "+4722334455", PhoneNumber("+4741111111"))


def test_an_answered_call_says_that_it_is_up() -> None:
    event = _read("StasisStart", _channel(CALL, FORRANG=_in("sip:22334455@h")))
    assert event.up


@pytest.mark.parametrize("value", ["", "in", "offer&+47", _in("x") + "&more", "%", "\udcff"])
def test_a_call_without_what_the_dialplan_says_is_unreadable(value: str) -> None:
    assert _read("StasisStart", _channel(CALL, FORRANG=value)) == Unreadable(CALL)


def test_an_offer_in_the_application_is_answered() -> None:
    assert _read("StasisStart", _channel(OFFER)) == OfferAnswered(OFFER)


def test_a_ringing_telephone_is_told_of_once_it_rings() -> None:
    assert _read("ChannelStateChange", _channel(OFFER, "Ringing")) == OfferRang(OFFER)
    assert _read("ChannelStateChange", _channel(OFFER, "Up")) is None
    assert _read("ChannelStateChange", _channel(CALL, "Ringing")) is None


@pytest.mark.parametrize(
    ("code", "cause", "miss"),
    [
        (486, 17, Miss.BUSY),
        (600, 17, Miss.BUSY),
        (603, 21, Miss.REFUSED),
        (302, 23, Miss.REFUSED),
        (480, 19, Miss.UNREACHABLE),
        (404, 1, Miss.UNREACHABLE),
        (410, 22, Miss.UNREACHABLE),
        (408, 18, Miss.TRUNK),
        (500, 38, Miss.TRUNK),
        (503, 34, Miss.TRUNK),
        (488, 58, Miss.TRUNK),
        (None, 0, Miss.TRUNK),
    ],
)
@pytest.mark.parametrize("state", ["Down", "Ringing"])
def test_a_refusal_says_of_whom_it_speaks(
    code: int | None, cause: int, miss: Miss, state: str
) -> None:
    channel = _channel(OFFER, state)
    event = _read("ChannelHangupRequest", channel, cause=cause, tech_cause=code)
    assert event == OfferFailed(OFFER, miss)


def test_a_480_that_the_engine_made_up_is_told_from_a_real_one() -> None:
    """Without a ChannelHangupRequest before it, nobody sent it: it rang out, or nobody replied."""
    rang = _read("ChannelDestroyed", _channel(OFFER, "Ringing"), cause=19, tech_cause=480)
    silent = _read("ChannelDestroyed", _channel(OFFER, "Down"), cause=19, tech_cause=480)
    assert (rang, silent) == (OfferFailed(OFFER, Miss.NO_ANSWER), OfferFailed(OFFER, Miss.TRUNK))


@pytest.mark.parametrize(("cause", "fault"), [(16, False), (0, False), (41, True), (38, True)])
def test_a_line_that_failed_is_told_from_a_hang_up(cause: int, fault: bool) -> None:
    assert _read("ChannelHangupRequest", _channel(CALL), cause=cause) == CallerLeft(CALL, fault)
    assert _read("ChannelHangupRequest", _channel(OFFER), cause=cause) == AnswererLeft(OFFER, fault)


@pytest.mark.parametrize(
    "frame",
    [
        {},
        {"type": "StasisStart"},
        {"type": "StasisStart", "channel": None},
        {"type": "ChannelDtmfReceived", "channel": {"id": CALL}},
        {"type": 7, "channel": {}},
    ],
)
def test_other_frames_are_nothing(frame: dict[str, Any]) -> None:
    assert read_frame(frame, NumberForm.MIXED) is None


def test_an_offers_id_has_its_call_in_it() -> None:
    assert is_offer(OFFER)
    assert call_of(OFFER) == CALL
    assert not any(is_offer(id) for id in (CALL, "o.1", "ox.1", "", "o1"))


def _asked(*commands: Any) -> list[tuple[str, str]]:
    return [
        (one.method, one.path)
        for command in commands
        for one in requests(command, "forrang", "t:5070", "/sounds")
    ]


def test_an_answered_call_takes_eight_requests() -> None:
    """Section 5 of the design: two for the caller, one offer, three to join, two to clean up."""
    ring = Ring(OFFER, CALL, KARI, PhoneNumber("+4741111111"), 20.0, CALL)
    whole = [AnswerCall(CALL), ring, Connect(CALL, OFFER), HangUpCall(CALL), DropBridge(OFFER)]
    assert _asked(*whole) == [
        ("POST", f"channels/{CALL}/answer"),
        ("POST", f"channels/{CALL}/moh"),
        ("POST", "channels"),
        ("POST", "bridges"),
        ("DELETE", f"channels/{CALL}/moh"),
        ("POST", f"bridges/b{OFFER}/addChannel"),
        ("DELETE", f"channels/{CALL}"),
        ("DELETE", f"bridges/b{OFFER}"),
    ]


def test_a_withheld_number_is_not_shown_to_the_mobile() -> None:
    (request,) = requests(Ring(OFFER, CALL, KARI, None, 20.0, CALL), "forrang", "t:5070", "/sounds")
    assert request.query["callerId"] == '"Anonymous" <anonymous>'
    assert request.query["endpoint"] == "PJSIP/trunk/sip:+4790000001@t:5070"


def test_who_is_told_what_when_others_answered() -> None:
    (request,) = requests(StopRinging(OFFER, elsewhere=True), "forrang", "t:1", "/sounds")
    assert request.query == {"reason_code": "26"}
    (request,) = requests(StopRinging(OFFER), "forrang", "t:1", "/sounds")
    assert request.query == {}


@pytest.mark.parametrize("cause", list(Cause))
def test_every_cause_has_a_code_and_a_way_out(cause: Cause) -> None:
    (refused,) = requests(RefuseCall(CALL, cause), "forrang", "t:1", "/sounds")
    assert refused.query["reason_code"].isdigit()
    (left,) = requests(DismissCall(CALL, cause), "forrang", "t:1", "/sounds")
    assert left.query["context"] == "leave"
    assert _asked(HangUpAnswerer(OFFER)) == [("DELETE", f"channels/{OFFER}")]


def test_music_of_ones_own_costs_no_request_more() -> None:
    ours = requests(AnswerCall(CALL, tune="ab" * 32), "forrang", "t:5070", "/sounds")
    houses = requests(AnswerCall(CALL), "forrang", "t:5070", "/sounds")
    assert [one.path for one in ours] == [one.path for one in houses]
    assert [one.query for one in ours] == [{}, {"mohClass": "ab" * 32}]
    assert [one.query for one in houses] == [{}, {}]


BACK = f"k1.{CALL}"


@pytest.mark.parametrize(
    ("command", "event"),
    [
        (Ring(OFFER, CALL, KARI, None, 20), OfferFailed(OFFER, Miss.TRUNK)),
        (CallBack(CALL, BACK, KARI, MAIN, 30), CallbackFailed(CALL, BACK)),
        (Play(BACK, f"p2.{CALL}", ("beep",)), PromptEnded(CALL, f"p2.{CALL}")),
        (Record(CALL, CALL, 60), RecordingEnded(CALL)),
        (Record(BACK, CALL, 60), RecordingEnded(CALL)),
        (HangUpCall(CALL), None),
    ],
)
def test_what_the_engine_refuses_ends(command: Any, event: Any) -> None:
    (request,) = requests(command, "forrang", "127.0.0.1:5080", "/sounds")
    assert read_refusal(request) == event
