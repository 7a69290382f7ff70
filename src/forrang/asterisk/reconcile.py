"""What is there after a restart or a reconnect: the engine is asked once, and the difference to what
we knew goes in as ordinary events.

The list of all channels can fail for the whole engine because of one call with unreadable data, so
each channel is read by itself, and what cannot be read is hung up. A caller who left while we were
away leaves no event; the journal knows that they came.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from forrang.acd.call import CallState
from forrang.acd.commands import AnswerCall, Command, Connect, DropBridge, HangUpAnswerer
from forrang.acd.events import (
    AnswererLeft,
    CallArrived,
    CallbackAnswered,
    CallbackFailed,
    CallerLeft,
    CallId,
    Event,
    Miss,
    OfferAnswered,
    OfferFailed,
    OfferId,
    OfferRang,
    PromptEnded,
    PromptId,
    RecordingEnded,
)
from forrang.asterisk.connection import Connection, Frame, Request, Response
from forrang.asterisk.requests import bridge_of, recording_of
from forrang.asterisk.translate import (
    Unreadable,
    call_of,
    is_callback,
    is_offer,
    read_arrival,
    variable,
)
from forrang.domain.phone_number import NumberForm

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Survey:
    """What the engine has."""

    started: str
    "When the engine started: another value is another engine, without our calls."
    arrivals: dict[CallId, CallArrived] = field(default_factory=dict)
    "Callers, also those whom we do not know yet, in the order in which they came."
    legs: dict[OfferId, Frame] = field(default_factory=dict)
    "Answerers' legs."
    bridges: dict[str, frozenset[str]] = field(default_factory=dict)
    "Bridges, and who is in them."
    under_way: set[str] = field(default_factory=set)
    "What is told or recorded, of that which was asked about."


@dataclass(frozen=True, slots=True)
class Known:
    """What a switchboard believes that the engine is doing."""

    calls: Mapping[CallId, CallState] = field(default_factory=dict)
    offers: Mapping[OfferId, bool] = field(default_factory=dict)
    "Each offer, and whether it is answered."
    telling: Mapping[CallId, PromptId] = field(default_factory=dict)
    recording: Iterable[CallId] = ()
    called_back: Mapping[CallId, tuple[CallId, CallState]] = field(default_factory=dict)
    "Calls whose callers are rung back or talk so, each with its leg."
    tune: str | None = None
    "The sound that is the customer's music."

    def under_way(self) -> Iterable[str]:
        """The addresses by which the engine is asked whether it is still at it."""
        yield from (f"playbacks/{prompt}" for prompt in self.telling.values())
        yield from (recording_of(call) for call in self.recording)


async def survey(
    connection: Connection, app: str, known: Iterable[Known], form: NumberForm
) -> Survey:
    """Ask the engine. It is asked for every channel that we would expect; what it has besides is
    found through the application and, if that can be read, the list of all channels.
    """
    known = list(known)
    status = await connection.ask(Request("GET", "asterisk/info", {"only": "status"}))
    found = Survey(started=str(status.body["status"]["startup_time"]))
    application = await connection.ask(Request("GET", f"applications/{app}"))
    ours = [id for one in known for part in (one.calls, one.offers) for id in part]
    ours += [leg for one in known for leg, _ in one.called_back.values()]
    ids = dict.fromkeys((*ours, *application.body["channel_ids"]))
    everything = await connection.ask(Request("GET", "channels"))
    if everything.status == 200:
        ids |= dict.fromkeys(one["id"] for one in everything.body if _is_leg(one["id"]))
    answers = await asyncio.gather(
        *(connection.ask(Request("GET", f"channels/{id}"), timeout=30) for id in ids)
    )
    for id, answer in zip(ids, answers, strict=True):
        _take(found, id, answer, connection, form)
    found.arrivals = dict(sorted(found.arrivals.items(), key=lambda item: item[1].came or 0.0))
    for address in [address for one in known for address in one.under_way()]:
        if (await connection.ask(Request("GET", address))).status == 200:
            found.under_way.add(address)
    bridges = await connection.ask(Request("GET", "bridges"))
    if bridges.status == 200:
        found.bridges = {one["id"]: frozenset(one["channels"]) for one in bridges.body}
    return found


def _take(
    found: Survey, id: str, answer: Response, connection: Connection, form: NumberForm
) -> None:
    if answer.status == 404:
        return
    channel: Any = answer.body
    if answer.status != 200 or not isinstance(channel, dict):
        log.warning("a channel that cannot be read is hung up")
        connection.send(Request("DELETE", f"channels/{id}"))
    elif _is_leg(id):
        found.legs[id] = channel
    elif variable(channel)[0] == "in":
        arrival = read_arrival(channel, form)
        if isinstance(arrival, Unreadable):
            connection.send(Request("DELETE", f"channels/{id}"))
        else:
            found.arrivals[id] = replace(arrival, came=created(channel))


def _is_leg(channel: str) -> bool:
    return is_offer(channel) or is_callback(channel)


def created(channel: Frame) -> float | None:
    """When a channel was made; UTC seconds."""
    try:
        return datetime.strptime(channel["creationtime"], "%Y-%m-%dT%H:%M:%S.%f%z").timestamp()
    except (KeyError, TypeError, ValueError):
        return None


def difference(found: Survey, known: Known) -> tuple[list[Event], list[Command]]:
    """What happened to one switchboard's calls and offers while nobody looked, and what we had
    decided that the engine may not have been told. The latter is to be said first: what happened
    may end it.
    """
    events: list[Event] = []
    again: list[Command] = [
        # no music lost in between
        AnswerCall(call, answered=found.arrivals[call].up, tune=known.tune)
        for call, state in known.calls.items()
        if state is CallState.IN_LINE and call in found.arrivals and call not in known.telling
    ]
    for call, prompt in known.telling.items():
        if call in found.arrivals and f"playbacks/{prompt}" not in found.under_way:
            if not found.arrivals[call].up:
                again.append(AnswerCall(call, music=False))
            events.append(PromptEnded(call, prompt))
    events += [
        RecordingEnded(call)
        for call in known.recording
        if call in found.arrivals and recording_of(call) not in found.under_way
    ]
    for offer, answered in known.offers.items():
        leg = found.legs.get(offer)
        if leg is None:
            left = AnswererLeft(offer) if answered else OfferFailed(offer, Miss.LOST)
            events.append(left)
        elif not answered and leg.get("state") == "Up":
            events.append(OfferAnswered(offer))
        elif not answered and leg.get("state") == "Ringing":
            events.append(OfferRang(offer))
        elif answered:
            leg_of_caller, state = known.called_back.get(call_of(offer), (call_of(offer), None))
            joined = found.bridges.get(bridge_of(offer), frozenset())
            if {offer, leg_of_caller} - joined and state is not CallState.CALLING_BACK:
                again.append(Connect(leg_of_caller, offer))
    for call, (id, state) in known.called_back.items():
        there = found.legs.get(id)
        if state is not CallState.CALLING_BACK:
            events += [] if there is not None else [CallerLeft(call, leg=id)]
        elif there is None:
            events.append(CallbackFailed(call, id))
        elif there.get("state") == "Up":
            events.append(CallbackAnswered(call, id))
    # Answers before the other offers of a call: whom one of those frees is not asked for it again.
    events.sort(key=lambda event: not isinstance(event, OfferAnswered))
    gone = [CallerLeft(call) for call in known.calls if call not in found.arrivals]
    return [*gone, *events], again


def ghosts(found: Survey, offers: Iterable[OfferId]) -> list[Command]:
    """Answerers' legs that nobody knows are hung up, and bridges of no talk dropped."""
    known = set(offers)
    bridges = {bridge_of(offer) for offer in known}
    return [
        *(HangUpAnswerer(leg) for leg in found.legs if leg not in known),
        *(DropBridge(one[1:]) for one in found.bridges if is_offer(one[1:]) and one not in bridges),
    ]
