"""From ARI frames to events; pure. From commands to requests it is `requests`.

Who calls rides in every frame: the dialplan puts the raw headers into one channel variable before
`Stasis()` (`engine/configure`), so no request is spent on it and a restart finds it again. An
offer's leg has our own id and a variable of its own. We act on ChannelHangupRequest, which comes
half a millisecond before ChannelDestroyed; the second of the two is late, and the core ignores it.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from forrang.acd.confirming import KEY
from forrang.acd.events import (
    AnswererLeft,
    CallArrived,
    CallbackAnswered,
    CallbackFailed,
    CallerLeft,
    CallId,
    Event,
    KeyPressed,
    Miss,
    OfferAnswered,
    OfferConfirmed,
    OfferFailed,
    OfferId,
    OfferRang,
    PromptEnded,
    RecordingEnded,
)
from forrang.asterisk.connection import Request
from forrang.asterisk.identity import dialled_number, diverted_by, who_calls
from forrang.domain.call_setup import KEYS
from forrang.domain.phone_number import NumberForm

Frame = dict[str, Any]
"A decoded ARI event."

FRAMES = (
    "StasisStart",
    "ChannelStateChange",
    "ChannelHangupRequest",
    "ChannelDestroyed",
    "ChannelDtmfReceived",
    "PlaybackFinished",
    "RecordingFinished",
    "RecordingFailed",
    "Dial",
    "RESTResponse",
    "ApplicationReplaced",
)
"""The types that the event filter lets through."""


_FAULTS = frozenset({3, 25, 27, 34, 38, 41, 42, 44, 47, 58, 63, 66, 102, 111, 127})
"""Q.850 causes of a line that failed, against a person who hung up (16, 17, 19, 21, none)."""

_OF_THE_PERSON = {
    486: Miss.BUSY,
    600: Miss.BUSY,
    603: Miss.REFUSED,
    302: Miss.REFUSED,
    480: Miss.UNREACHABLE,
    404: Miss.UNREACHABLE,
    410: Miss.UNREACHABLE,
}
"""SIP codes that say something of the person (rule 7); every other one is the trunk's."""

VOICEMAIL = "voicemail/"
"""The folder of callers' messages, among the engine's recordings; each has the name of its call."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A call whose data nobody can use: it is refused, or it would spoil every later recovery."""

    channel: str
    "The engine's name for it."


def read_frame(frame: Frame, form: NumberForm) -> Event | Unreadable | None:
    """What a frame says; None for nothing of ours."""
    if frame.get("type") in _WITHOUT_CHANNEL:
        return _without_channel(frame)
    channel = frame.get("channel") or frame.get("peer")  # a Dial's leg is its peer
    if not isinstance(channel, dict):
        return None
    id = str(channel.get("id", ""))
    match frame.get("type"):
        case "StasisStart" if is_offer(id):
            return OfferAnswered(id)
        case "StasisStart" if is_callback(id):
            return CallbackAnswered(call_of(id), id)
        case "StasisStart":
            return read_arrival(channel, form)
        case "ChannelStateChange" if is_offer(id) and channel.get("state") == "Ringing":
            return OfferRang(id)
        case "Dial" if is_offer(id) and frame.get("dialstatus") == "PROGRESS":
            return OfferRang(id)  # 183: the network plays something of its own
        case "ChannelDtmfReceived" if is_offer(id):
            return OfferConfirmed(id) if frame.get("digit") == KEY else None
        case "ChannelDtmfReceived":
            key = str(frame.get("digit", ""))
            id = call_of(id) if is_callback(id) else id
            return KeyPressed(id, key) if key and key in KEYS else None
        case "ChannelHangupRequest" | "ChannelDestroyed":
            if is_offer(id):
                return _leg_ended(id, frame, channel)
            fault = frame.get("cause") in _FAULTS
            if not is_callback(id):
                return CallerLeft(id, fault)
            up = channel.get("state") == "Up"
            call = call_of(id)
            return CallerLeft(call, fault, leg=id) if up else CallbackFailed(call, id)
    return None


def read_refusal(
    request: Request,
) -> OfferFailed | CallbackFailed | PromptEnded | RecordingEnded | None:
    """What it means that the engine did not carry out a request; None where it came too late for
    anything.
    """
    if request.method != "POST":
        return None
    if request.path == "channels":
        leg = request.query["channelId"]
        return (
            CallbackFailed(call_of(leg), leg) if is_callback(leg) else OfferFailed(leg, Miss.TRUNK)
        )
    if "/play/" in request.path:
        prompt = request.path.rpartition("/")[2]
        return PromptEnded(call_of(prompt), prompt)
    return _recorded(request.query["name"]) if request.path.endswith("/record") else None


_WITHOUT_CHANNEL = ("PlaybackFinished", "RecordingFinished", "RecordingFailed")
"""Frames that name what was played or recorded, and no channel."""


def _without_channel(frame: Frame) -> Event | None:
    played, recorded = frame.get("playback"), frame.get("recording")
    if isinstance(played, dict):
        prompt = str(played.get("id", ""))
        return PromptEnded(call_of(prompt), prompt)
    return _recorded(str(recorded.get("name", ""))) if isinstance(recorded, dict) else None


def _recorded(name: str) -> RecordingEnded | None:
    return RecordingEnded(name.removeprefix(VOICEMAIL)) if name.startswith(VOICEMAIL) else None


def read_arrival(channel: Frame, form: NumberForm) -> CallArrived | Unreadable:
    """The call that came on a caller's channel, as it stands in the channel's own variable."""
    id = str(channel.get("id", ""))
    parts = variable(channel)
    if len(parts) != 11 or parts[0] != "in":
        return Unreadable(id)
    uri, from_header, pai_1, pai_2, privacy_1, privacy_2, *ways = parts[1:]
    point = dialled_number(uri, form)
    who = who_calls(from_header, (pai_1, pai_2), (privacy_1, privacy_2), form)
    return CallArrived(
        call=id,
        point=point or "",
        caller=who.number,
        withheld=who.withheld,
        asserted=who.asserted,
        diverted_by=diverted_by(ways[:3], form),
        up=channel.get("state") == "Up",
    )


def variable(channel: Frame) -> list[str]:
    """The parts of the variable that every channel of ours carries."""
    value = channel.get("channelvars", {}).get("FORRANG") or ""
    return [unquote(part, errors="replace") for part in str(value).split("&")]


def is_offer(channel: str) -> bool:
    """Whether a channel is an answerer's leg: its id is ours, `o<n>.<call>`."""
    head, dot, _ = channel.partition(".")
    return bool(dot) and head[:1] == "o" and head[1:].isdigit()


def is_callback(channel: str) -> bool:
    """Whether a channel is a leg that rings a caller back: its id is ours, `k<n>.<call>`."""
    head, dot, _ = channel.partition(".")
    return bool(dot) and head[:1] == "k" and head[1:].isdigit()


def call_of(leg: str) -> CallId:
    """The call that a leg of ours is for: an offer's, or one that rings a caller back."""
    return leg.partition(".")[2]


def _leg_ended(id: OfferId, frame: Frame, channel: Frame) -> Event:
    if channel.get("state") == "Up":
        return AnswererLeft(id, fault=frame.get("cause") in _FAULTS)
    code = frame.get("tech_cause")
    if frame.get("cause") == 19 and channel.get("state") != "Ringing" and code == 480:
        # Made up by the engine: nobody replied at all. A real 480 comes as a hang-up request.
        silent = frame.get("type") == "ChannelDestroyed"
        return OfferFailed(id, Miss.TRUNK if silent else Miss.UNREACHABLE)
    if (
        channel.get("state") == "Ringing"
        and frame.get("type") == "ChannelDestroyed"
        and code == 480
    ):
        return OfferFailed(id, Miss.NO_ANSWER)
    return OfferFailed(id, _OF_THE_PERSON.get(code if isinstance(code, int) else 0, Miss.TRUNK))
