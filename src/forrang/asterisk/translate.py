"""From ARI frames to events, from commands to ARI requests; pure.

Who calls rides in every frame: the dialplan puts the raw headers into one channel variable before
`Stasis()` (`engine/configure`), so no request is spent on it and a restart finds it again. An
offer's leg has our own id and a variable of its own. We act on ChannelHangupRequest, which comes
half a millisecond before ChannelDestroyed; the second of the two is late, and the core ignores it.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from forrang.acd.commands import (
    AnswerCall,
    AskAnswerer,
    CallBack,
    Cause,
    Command,
    Connect,
    DismissCall,
    DropBridge,
    HangUpAnswerer,
    HangUpCall,
    LetRing,
    Play,
    Record,
    RefuseCall,
    Ring,
    StartMusic,
    StopMusic,
    StopPlaying,
    StopRinging,
)
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
    PromptId,
    RecordingEnded,
)
from forrang.asterisk.connection import Request
from forrang.asterisk.identity import dialled_number, diverted_by, who_calls
from forrang.domain.call_setup import KEYS
from forrang.domain.phone_number import NumberForm, PhoneNumber

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

RING_BELT_SECONDS = 5
"""How much later than the core the engine ends an offer by itself: for an exchange that is away."""

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

_CAUSE_CODE = {Cause.BUSY: "17", Cause.UNANSWERED: "19", Cause.UNKNOWN_NUMBER: "1"}
"""Q.850; before the answer the engine makes 486, 480 and 404 of them."""

_LEAVE = {Cause.BUSY: "busy", Cause.UNANSWERED: "unanswered", Cause.UNKNOWN_NUMBER: "congestion"}
"""The dialplan's ways out of the line: a tone, then a hang-up with the same cause."""


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


_WITHOUT_CHANNEL = ("PlaybackFinished", "RecordingFinished", "RecordingFailed")
"""Frames that name what was played or recorded, and no channel."""


def _without_channel(frame: Frame) -> Event | None:
    played, recorded = frame.get("playback"), frame.get("recording")
    if isinstance(played, dict):
        prompt = str(played.get("id", ""))
        return PromptEnded(call_of(prompt), prompt)
    name = str(recorded.get("name", "")) if isinstance(recorded, dict) else ""
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


def requests(command: Command, app: str, trunk: str, sounds: str) -> list[Request]:
    """What is asked of the engine to do a command. `app` is the Stasis application, `trunk` is
    host and port, `sounds` the folder of the sounds. None of the answers is waited for.
    """
    match command:
        case AnswerCall(call, answered, music, tune):
            answer = [] if answered else [_request("POST", f"channels/{call}/answer")]
            query = {} if tune is None else {"mohClass": tune}
            return [*answer, _request("POST", f"channels/{call}/moh", **query)] if music else answer
        case StartMusic(leg):
            return [_request("POST", f"channels/{leg}/moh")]
        case StopMusic(leg):
            return [_request("DELETE", f"channels/{leg}/moh")]
        case CallBack():
            return [_call_back(command, app, trunk)]
        case Play(call, prompt, played):
            return [_play(call, prompt, played, sounds)]
        case AskAnswerer(leg, prompt, played):
            return [_play(leg, prompt, played, sounds)]
        case StopPlaying(prompt):
            return [_request("DELETE", f"playbacks/{prompt}")]
        case Record(call, max_seconds):
            return [_record(call, max_seconds)]
        case LetRing(call):
            return [_request("POST", f"channels/{call}/ring")]
        case Ring():
            return [_ring(command, app, trunk)]
        case Connect(call, offer):
            return [
                _request("POST", "bridges", type="mixing", bridgeId=bridge_of(offer)),
                _request("DELETE", f"channels/{call}/moh"),
                _request(
                    "POST", f"bridges/{bridge_of(offer)}/addChannel", channel=f"{call},{offer}"
                ),
            ]
        case StopRinging(offer, True):
            return [_request("DELETE", f"channels/{offer}", reason_code="26")]
        case StopRinging(leg) | HangUpAnswerer(leg) | HangUpCall(leg):
            return [_request("DELETE", f"channels/{leg}")]
        case DropBridge(offer):
            return [_request("DELETE", f"bridges/{bridge_of(offer)}")]
        case RefuseCall(call, cause):
            return [_request("DELETE", f"channels/{call}", reason_code=_CAUSE_CODE[cause])]
        case DismissCall(call, cause):
            path = f"channels/{call}/continue"
            return [_request("POST", path, context="leave", extension=_LEAVE[cause], priority="1")]


def _play(channel: str, prompt: PromptId, played: tuple[str, ...], sounds: str) -> Request:
    media = ",".join(f"sound:{sounds}/{one}" for one in played)
    return _request("POST", f"channels/{channel}/play/{prompt}", media=media)


def _record(call: CallId, max_seconds: float) -> Request:
    """At once, until #, a hang-up or the longest time: 8 kHz, 16 bit, as telephones speak."""
    query = {
        "name": f"{VOICEMAIL}{call}",
        "format": "wav",
        "maxDurationSeconds": str(int(max_seconds)),
        "ifExists": "overwrite",
        "terminateOn": "#",
    }
    return Request("POST", f"channels/{call}/record", query, None)


def recording_of(call: CallId) -> str:
    """The address of a caller's message while it is recorded."""
    return f"recordings/live/{quote(VOICEMAIL + call, safe='')}"


def bridge_of(offer: OfferId) -> str:
    """The name of a talk's bridge."""
    return f"b{offer}"


def _ring(command: Ring, app: str, trunk: str) -> Request:
    shown = f"<{command.shown}>" if command.shown else '"Anonymous" <anonymous>'
    query = {
        "endpoint": endpoint(command.mobile, trunk),
        "app": app,
        "appArgs": "offer",
        "channelId": command.offer,
        "callerId": shown,
        "timeout": str(int(command.ring_seconds) + RING_BELT_SECONDS),
    }
    if command.originator is not None:
        query["originator"] = command.originator
    body = {"variables": {"FORRANG": f"offer&{command.mobile}"}}
    return Request("POST", "channels", query, body)


def _call_back(command: CallBack, app: str, trunk: str) -> Request:
    query = {
        "endpoint": endpoint(command.number, trunk),
        "app": app,
        "appArgs": "back",
        "channelId": command.leg,
        "callerId": f"<{command.shown}>",
        "timeout": str(int(command.ring_seconds) + RING_BELT_SECONDS),
    }
    return Request("POST", "channels", query, {"variables": {"FORRANG": "back"}})


def endpoint(mobile: PhoneNumber, trunk: str) -> str:
    """Where a mobile is reached: out through the trunk."""
    return f"PJSIP/trunk/sip:{mobile}@{trunk}"


def _request(method: str, path: str, **query: str) -> Request:
    return Request(method, path, query, None)
