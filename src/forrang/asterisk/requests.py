"""From commands to ARI requests; pure. None of the answers is waited for: what the engine refuses
comes back as an event, or is late and means nothing.
"""

from urllib.parse import quote

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
from forrang.acd.events import CallId, OfferId, PromptId
from forrang.asterisk.connection import Request
from forrang.asterisk.translate import VOICEMAIL
from forrang.domain.phone_number import PhoneNumber

RING_BELT_SECONDS = 5
"""How much later than the core the engine ends an offer by itself: for an exchange that is away."""

_CAUSE_CODE = {Cause.BUSY: "17", Cause.UNANSWERED: "19", Cause.UNKNOWN_NUMBER: "1"}
"""Q.850; before the answer the engine makes 486, 480 and 404 of them."""

_LEAVE = {Cause.BUSY: "busy", Cause.UNANSWERED: "unanswered", Cause.UNKNOWN_NUMBER: "congestion"}
"""The dialplan's ways out of the line: a tone, then a hang-up with the same cause."""


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
        case Record(leg, call, max_seconds):
            return [_record(leg, call, max_seconds)]
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


def _record(leg: CallId, call: CallId, max_seconds: float) -> Request:
    """At once, until #, a hang-up or the longest time: 8 kHz, 16 bit, as telephones speak."""
    query = {
        "name": f"{VOICEMAIL}{call}",
        "format": "wav",
        "maxDurationSeconds": str(int(max_seconds)),
        "ifExists": "overwrite",
        "terminateOn": "#",
    }
    return Request("POST", f"channels/{leg}/record", query, None)


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
