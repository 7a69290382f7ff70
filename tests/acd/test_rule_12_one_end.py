"""Rule 12: one end. That it is exactly one is a law in `test_laws`."""

from forrang.acd.commands import Cause, DropBridge, HangUpAnswerer, HangUpCall, RefuseCall
from forrang.acd.events import (
    AnswererLeft,
    CallerLeft,
    CallStumbled,
    OfferAnswered,
    OfferRang,
)
from forrang.acd.records import Answered, Arrived, CallRecord, Ended, Missed, Offered, Outcome

from .talk import KARI, OLA, PER, STOR_KUNDE, TOR, Talk, group, nordlys, number, vip

NORDLYS = nordlys([group(KARI, OLA)], [number(vip=vip())])


def test_a_record_tells_the_whole_story() -> None:
    talk = Talk(NORDLYS).call(1, "c1", STOR_KUNDE).misses(4, KARI).answers(9, OLA)
    record = talk.hangs_up(60, OLA).record("c1")
    assert (record.caller, record.main_number, record.vip) == (STOR_KUNDE, "+4722334455", True)
    assert (record.arrived, record.waited_seconds, record.ended) == (1, 8, 60)
    assert (record.answered_by, record.outcome) == (OLA, Outcome.ANSWERED)
    assert [type(one) for one in record.story] == [
        Arrived, Offered, Missed, Offered, Answered, Ended,
    ]  # fmt: skip


def test_an_answerer_who_hangs_up_ends_the_call_and_then_its_bridge() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).answers(2, KARI)
    offer = talk.offer(KARI)
    talk.hangs_up(3, KARI)
    assert isinstance(talk.last[0], CallRecord)
    assert talk.last[1:] == [HangUpCall("c1"), DropBridge(offer)]


def test_a_caller_who_hangs_up_ends_the_answerers_leg_and_its_bridge() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).answers(2, KARI)
    offer = talk.offer(KARI)
    talk.hangs_up(3, "c1")
    assert talk.last[0] == HangUpAnswerer(offer) and talk.last[-1] == DropBridge(offer)


def test_overtaken_counts_those_who_came_later_and_were_answered_earlier() -> None:
    talk = Talk(nordlys([group(KARI)], [number(vip=vip())])).call(0, "k", TOR).answers(0, KARI)
    talk.call(1, "c1", PER).call(2, "c2", STOR_KUNDE).call(3, "c3", TOR)
    talk.hangs_up(4, KARI).answers(4, KARI).hangs_up(5, KARI).answers(5, KARI)
    talk.hangs_up(6, KARI).answers(6, KARI).hangs_up(7, KARI)
    assert [talk.record(one).overtaken for one in ("c1", "c2", "c3")] == [1, 0, 0]


def test_who_is_answered_later_has_overtaken_nobody_though_the_first_talk_goes_on() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).answers(1, KARI).call(2, "c2", TOR).answers(2, OLA)
    assert talk.hangs_up(50, KARI).record("c1").overtaken == 0


def test_who_gave_up_counts_until_the_end() -> None:
    talk = Talk(nordlys([group(KARI)], [number(vip=vip())])).call(0, "k", TOR).answers(0, KARI)
    talk.call(1, "c1", PER).call(2, "c2", STOR_KUNDE).hangs_up(3, KARI).answers(3, KARI)
    assert talk.hangs_up(4, "c1").record("c1").overtaken == 1


def test_a_number_that_nobody_has_is_refused_and_leaves_no_record() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER, "+4722000000")
    assert talk.last == [RefuseCall("c1", Cause.UNKNOWN_NUMBER)]


def test_the_same_call_told_twice_is_one_call() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).call(2, "c1", PER).hangs_up(3, "c1")
    assert talk.record("c1").arrived == 1


def test_what_comes_too_late_changes_nothing() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER)
    offer = talk.offer(KARI)
    before = talk.hangs_up(2, "c1").board.checkpoint()
    for late in (CallerLeft("c1"), AnswererLeft(offer), OfferRang(offer)):
        assert talk.at(2, late).last == []
    assert talk.at(2, OfferAnswered(offer)).last == [HangUpAnswerer(offer)]
    assert talk.board.checkpoint() == before


def test_a_call_that_stumbled_stands_in_line_anew_and_loses_its_place_and_no_other_does() -> None:
    talk = Talk(nordlys([group(KARI)], [number()])).call(1, "c1", PER).call(2, "c2", TOR)
    talk.at(3, CallStumbled("c1"))
    assert talk.rings == {"Kari": "c2"} and talk.board.house.calls["c1"].arrived == 3
    assert talk.hangs_up(4, "c1").record("c1").place_from == 3


def test_a_talk_that_stumbled_stands_in_line_anew() -> None:
    talk = Talk(nordlys([group(KARI)], [number()])).call(1, "c1", PER).answers(2, KARI)
    offer = talk.offer(KARI)
    talk.at(3, CallStumbled("c1"))
    assert talk.last[:2] == [HangUpAnswerer(offer), DropBridge(offer)]
    assert talk.rings == {"Kari": "c1"} and talk.hangs_up(4, "c1").record("c1")
