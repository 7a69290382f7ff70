"""The corners of section 3: own people, our own offer that comes back, a restart."""

import json

import pytest

from forrang.acd.commands import AnswerCall, Cause, DismissCall, RefuseCall, Ring, StopRinging
from forrang.acd.events import EngineLost, Miss, Resumed, Wish
from forrang.acd.records import CallRecord, Missed, Outcome
from forrang.acd.switchboard import Switchboard

from .talk import AISHA, KARI, MAIN, OLA, PER, STOR_KUNDE, TOR, Talk, group, nordlys, number, vip

NORDLYS = nordlys([group(KARI, OLA)], [number()])


def test_an_employee_who_calls_in_is_in_a_call_where_the_trunk_asserts_the_number() -> None:
    talk = Talk(NORDLYS).call(1, "c1", KARI, asserted=True).call(2, "c2", PER)
    assert talk.rings == {"Ola": "c1"}
    assert talk.hangs_up(3, "c1").rings == {"Kari": "c2"}


def test_otherwise_only_their_own_call_is_not_offered_to_them() -> None:
    talk = Talk(NORDLYS).call(1, "c1", KARI).call(2, "c2", PER)
    assert talk.rings == {"Ola": "c1", "Kari": "c2"}


def test_a_sole_list_answerer_who_calls_has_overflow_at_once() -> None:
    document = nordlys([group(OLA)], [number(vip=vip(KARI))])
    assert Talk(document, KARI).call(1, "c1", KARI).rings == {"Ola": "c1"}


def test_our_own_offer_that_comes_back_by_name_is_refused_as_busy_and_is_a_miss() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER)
    offer = talk.offer(KARI)
    talk.call(2, "x", PER, diverted_by=(TOR, KARI))
    assert talk.last[:2] == [RefuseCall("x", Cause.BUSY), StopRinging(offer)]
    assert talk.rings == {"Ola": "c1"} and not talk.board.has_call("x")
    assert Missed(2, KARI, Miss.BUSY) in talk.board.house.calls["c1"].story


def test_it_is_a_miss_right_after_a_talk_too() -> None:
    talk = Talk(nordlys([group(KARI)], [number()])).call(1, "c1", PER).answers(1, KARI)
    talk.call(1, "c2", TOR).hangs_up(2, KARI).call(3, "x", TOR, diverted_by=(KARI,))
    assert talk.at(17.9).rings == {} and talk.at(18).rings == {"Kari": "c2"}


def test_one_that_names_somebody_who_is_offered_nothing_is_a_caller() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER, diverted_by=(KARI,))
    assert talk.rings == {"Kari": "c1"}


def test_without_a_name_a_call_from_an_offered_callers_number_is_left_ringing_unanswered() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).call(2, "x", PER)
    assert not [one for one in talk.last if isinstance(one, AnswerCall | Ring)]
    assert talk.board.has_call("x") and talk.rings == {"Kari": "c1"}


def test_it_is_an_arrival_as_of_when_it_came_a_moment_after_that_offer_ended() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).call(2, "x", PER).call(3, "c3", TOR).misses(5, OLA)
    assert talk.answers(6, KARI).at(6.9).rings == {}
    talk.at(7)
    assert talk.rings == {"Ola": "x"} and talk.board.house.calls["x"].arrived == 2


def test_it_waits_for_that_one_offer_and_not_for_the_next_ones() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).call(2, "x", PER).misses(3, KARI)
    assert talk.rings == {"Ola": "c1"}
    assert talk.at(4).rings == {"Ola": "c1", "Kari": "x"}


def test_one_that_goes_with_the_offer_was_our_own_and_leaves_no_record() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).call(2, "x", PER).answers(3, KARI).hangs_up(3.5, "x")
    assert talk.at(100).last == [] and not talk.board.has_call("x")
    assert not [one for one in talk.all if isinstance(one, CallRecord)]


def test_one_that_goes_before_the_offer_was_a_caller_who_gave_up_and_has_lost_no_place() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).call(2, "x", PER).hangs_up(3, "x").hangs_up(4, "c1")
    assert talk.record("x").outcome is Outcome.GAVE_UP
    talk.call(5, "c2", PER).call(6, "y", PER).answers(7, KARI).at(8)
    assert talk.board.house.calls["y"].arrived == 6


def test_one_that_is_held_when_the_engine_is_lost_has_its_record() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).call(2, "x", PER).at(3, EngineLost())
    assert talk.record("x").outcome is talk.record("c1").outcome is Outcome.LOST
    assert talk.at(100).last == []


def test_one_that_was_held_asks_for_places_as_of_when_it_came() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).call(2, "x", PER).hangs_up(3, "c1").at(4)
    assert talk.board.house.calls["x"].arrived == 2


def test_one_that_was_held_keeps_its_class_when_the_list_goes_away() -> None:
    document = nordlys([group(KARI, OLA)], [number(vip=vip())])
    talk = Talk(document).call(1, "c1", STOR_KUNDE).call(2, "x", STOR_KUNDE)
    talk.saves(3, nordlys([group(KARI, OLA)], [number()])).answers(4, KARI).at(5)
    assert talk.hangs_up(6, "x").record("x").vip


def test_one_that_was_held_keeps_the_head_start_that_it_came_with() -> None:
    document = nordlys([group(KARI)], [number(vip=vip())])
    talk = Talk(document).call(1, "c1", STOR_KUNDE).call(2, "c2", PER).call(3, "x", STOR_KUNDE)
    talk.saves(4, nordlys([group(KARI)], [number()])).answers(5, KARI).at(6)
    assert talk.hangs_up(7, "c1").rings == {"Kari": "x"}


def test_one_that_was_held_beyond_its_longest_wait_is_turned_away() -> None:
    talk = Talk(nordlys([group(KARI)], [number(max_wait_seconds=10)])).call(1, "c1", PER)
    talk.call(2, "x", PER).at(30)
    assert RefuseCall("x", Cause.UNANSWERED) in talk.all
    assert talk.record("x").outcome is Outcome.WAITED_TOO_LONG


def test_an_employee_whose_held_call_is_let_in_is_in_it_for_all_who_ask_at_that_instant() -> None:
    document = nordlys([group(OLA, AISHA, KARI, ring_seconds=5)], [number()])
    talk = Talk(document).call(1, "c1", KARI).call(1, "c3", PER).call(2, "x", KARI, asserted=True)
    assert talk.rings == {"Ola": "c1", "Aisha": "c3"}
    assert talk.answers(5, OLA).at(6).rings == {"Aisha": "x"}  # and Kari is not asked: she calls
    assert talk.hangs_up(7, "x").rings == {"Kari": "c3"}


def test_a_call_that_a_restart_found_keeps_when_it_came_and_its_music() -> None:
    talk = Talk(NORDLYS).logs(0, Wish.OUT, KARI).logs(0, Wish.OUT, OLA)
    talk.call(100, "c1", PER, came=40.0, up=True)
    assert talk.last == [AnswerCall("c1", answered=True)]
    assert talk.board.house.calls["c1"].arrived == 40 and talk.board.deadline() == 640


def test_one_that_a_restart_found_is_nobodys_offer_come_back() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).call(2, "x", PER, up=True, diverted_by=(KARI,))
    assert talk.rings == {"Kari": "c1", "Ola": "x"}


def test_one_that_is_up_already_is_dismissed_and_not_refused() -> None:
    talk = Talk(nordlys([group(KARI)], [number(nobody_logged_in="leave")])).logs(0, Wish.OUT, KARI)
    assert DismissCall("c1", Cause.UNANSWERED) in talk.call(1, "c1", PER, up=True).last


def test_after_a_restart_an_overdue_offer_rings_for_a_moment_more() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER)
    assert talk.board.handle(Resumed(), 300.0) == []
    assert talk.rings == {"Kari": "c1"} and talk.board.deadline() == 301
    talk.now = 300
    assert talk.answers(300.5, KARI).talks == {"Kari": "c1"}


def test_nothing_that_was_due_while_we_were_away_is_lost_by_a_checkpoint() -> None:
    talk = Talk(nordlys([group(KARI)], [number()])).call(1, "c1", PER).misses(2, KARI)
    talk.board.handle(Resumed(), 300.0)
    talk.board = Switchboard.restore(json.loads(json.dumps(talk.board.checkpoint())))
    talk.now = 300
    assert talk.at(300).rings == {"Kari": "c1"}


def test_a_checkpoint_that_does_not_fit_is_refused() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER)
    state = talk.board.checkpoint()
    (call,) = state["calls"]
    for broken in (
        {},
        {**state, "format": 0},
        {**state, "calls": [{**call, "point": "+4700000000"}]},
        {**state, "calls": [{**call, "story": [["Nonsense", {}]]}]},
        {**state, "calls": [{**call, "held_until": ["o7.c7"]}]},
    ):
        with pytest.raises(ValueError):
            Switchboard.restore(broken)


def test_a_pause_that_is_over_before_it_begins_is_over_at_once() -> None:
    talk = Talk(nordlys([group(KARI)], [number()])).at(50).logs(50, Wish.PAUSE, KARI, until=10)
    assert talk.call(51, "c1", PER).rings == {"Kari": "c1"}


def test_time_never_runs_backwards() -> None:
    talk = Talk(NORDLYS).call(100, "c1", PER).hangs_up(90, "c1")
    record = talk.record("c1")
    assert (record.arrived, record.ended, record.waited_seconds) == (100, 100, 0)


@pytest.mark.parametrize(("shows", "shown"), [("caller", PER), ("main-number", MAIN)])
def test_the_mobile_shows_who_calls_or_the_main_number(shows: str, shown: str) -> None:
    talk = Talk({**NORDLYS, "shows": shows}).call(1, "c1", PER)
    assert [one.shown for one in talk.last if isinstance(one, Ring)] == [shown]
