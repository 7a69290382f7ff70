"""After a restart: what the engine has and we do not know, and the other way round, as events."""

from typing import Any

import pytest

from forrang.acd.call import CallState
from forrang.acd.commands import AnswerCall, Connect, DropBridge, HangUpAnswerer
from forrang.acd.events import (
    AnswererLeft,
    CallArrived,
    CallerLeft,
    Miss,
    OfferAnswered,
    OfferFailed,
    OfferRang,
    PromptEnded,
    RecordingEnded,
)
from forrang.asterisk.reconcile import Known, Survey, created, difference, ghosts

CALL, OFFER, SECOND = "c1", "o1.c1", "o2.c1"
TALK = {f"b{OFFER}": frozenset({CALL, OFFER})}


def _found(*calls: CallArrived, bridges: Any = None, **legs: str) -> Survey:
    """What the engine has: callers, legs by name (`o1` is the first offer of c1) and bridges."""
    found = Survey(started="now")
    found.arrivals = {one.call: one for one in calls}
    found.legs = {f"{name}.{CALL}": {"state": state} for name, state in legs.items()}
    found.bridges = bridges or {}
    return found


def _caller(up: bool = True) -> CallArrived:
    return CallArrived(CALL, "+4722334455", None, up=up)


@pytest.mark.parametrize("up", [True, False])
def test_who_waits_is_given_music_again_and_is_answered_where_that_was_lost(up: bool) -> None:
    found = difference(_found(_caller(up)), Known({CALL: CallState.IN_LINE}))
    assert found == ([], [AnswerCall(CALL, answered=up)])


@pytest.mark.parametrize("state", [CallState.HELD, CallState.TALKING])
def test_who_does_not_wait_is_given_none(state: CallState) -> None:
    assert difference(_found(_caller()), Known({CALL: state})) == ([], [])


def test_who_hung_up_in_the_gap_is_told_before_their_offers() -> None:
    found = difference(_found(o1="Up"), Known({CALL: CallState.IN_LINE}, {OFFER: False}))
    assert found == ([CallerLeft(CALL), OfferAnswered(OFFER)], [])


@pytest.mark.parametrize(
    ("leg", "event"),
    [
        ("Up", OfferAnswered(OFFER)),
        ("Ringing", OfferRang(OFFER)),
        (None, OfferFailed(OFFER, Miss.LOST)),
    ],
)
def test_an_offer_that_rang_is_found_as_it_is(leg: str | None, event: Any) -> None:
    found = _found(_caller(), **({} if leg is None else {"o1": leg}))
    events, _ = difference(found, Known({CALL: CallState.IN_LINE}, {OFFER: False}))
    assert events == [event]


def test_an_offer_that_was_sent_and_does_not_ring_yet_says_nothing() -> None:
    found = difference(_found(_caller(), o1="Down"), Known({CALL: CallState.HELD}, {OFFER: False}))
    assert found == ([], [])


def test_an_answer_is_told_before_the_other_offers_of_the_call() -> None:
    offers = {OFFER: False, SECOND: False}
    events, _ = difference(_found(_caller(), o2="Up"), Known({CALL: CallState.IN_LINE}, offers))
    assert events == [OfferAnswered(SECOND), OfferFailed(OFFER, Miss.LOST)]


def test_a_talk_that_was_never_joined_is_joined_and_one_that_was_is_left_alone() -> None:
    calls = {CALL: CallState.TALKING}
    half = {f"b{OFFER}": frozenset({CALL})}
    for bridges, again in ((None, True), (half, True), (TALK, False)):
        found = _found(_caller(), bridges=bridges, o1="Up")
        expected = [Connect(CALL, OFFER)] if again else []
        assert difference(found, Known(calls, {OFFER: True})) == ([], expected)


def test_a_talk_whose_answerer_is_gone_has_ended() -> None:
    events, again = difference(_found(_caller()), Known({CALL: CallState.TALKING}, {OFFER: True}))
    assert (events, again) == ([AnswererLeft(OFFER)], [])


def test_a_prompt_that_ended_in_the_gap_has_ended_and_one_that_goes_on_is_left_alone() -> None:
    known = Known({CALL: CallState.MENU}, telling={CALL: "p1.c1"})
    found = _found(_caller())
    assert difference(found, known) == ([PromptEnded(CALL, "p1.c1")], [])
    found.under_way.add("playbacks/p1.c1")
    assert difference(found, known) == ([], [])


def test_a_caller_whose_answer_was_lost_before_a_prompt_is_answered() -> None:
    known = Known({CALL: CallState.MENU}, telling={CALL: "p1.c1"})
    _, again = difference(_found(_caller(up=False)), known)
    assert again == [AnswerCall(CALL, music=False)]


def test_who_is_told_something_in_line_is_given_no_music_over_it() -> None:
    known = Known({CALL: CallState.IN_LINE}, telling={CALL: "p1.c1"})
    found = _found(_caller())
    found.under_way.add("playbacks/p1.c1")
    assert difference(found, known) == ([], [])


def test_a_message_that_was_recorded_to_its_end_in_the_gap_has_ended() -> None:
    known = Known({CALL: CallState.VOICEMAIL}, recording=[CALL])
    found = _found(_caller())
    assert difference(found, known) == ([RecordingEnded(CALL)], [])
    found.under_way.add("recordings/live/voicemail%2Fc1")
    assert difference(found, known) == ([], [])


def test_legs_and_bridges_that_nobody_knows_go() -> None:
    found = _found(bridges=TALK | {"somebody-elses": frozenset()}, o1="Up", o2="Ringing")
    assert ghosts(found, [OFFER]) == [HangUpAnswerer(SECOND)]
    assert ghosts(found, [SECOND]) == [HangUpAnswerer(OFFER), DropBridge(OFFER)]


@pytest.mark.parametrize("channel", [{}, {"creationtime": None}, {"creationtime": "yesterday"}])
def test_a_channel_without_a_time_has_none(channel: Any) -> None:
    assert created(channel) is None


def test_a_channels_time_is_when_it_came() -> None:
    assert created({"creationtime": "2026-11-24T18:00:00.250+0000"}) == 1795543200.25
