"""«Trykk 1 for å bli ringt opp»: a caller hangs up, and keeps the place and the class (rule 9)."""

from typing import Any

from forrang.acd.away import TONE
from forrang.acd.commands import (
    AnswerCall,
    CallBack,
    Connect,
    HangUpAnswerer,
    HangUpCall,
    Record,
    StartMusic,
    StopMusic,
)
from forrang.acd.events import (
    CallbackAnswered,
    CallbackFailed,
    CallerLeft,
    EngineLost,
    Wish,
)
from forrang.acd.records import CalledBack, Outcome
from forrang.acd.switchboard import Switchboard
from forrang.domain.phone_number import PhoneNumber

from .talk import AISHA, MAIN, OLA, PER, STOR_KUNDE, TOR, Talk, group, nordlys, number, vip

ABROAD = PhoneNumber("+442071234567")


CALLBACK = {"callback": {"tries": 2, "retry_seconds": 60}}


def clinic(list_: dict[str, Any] | None = None, **queue: Any) -> Talk:
    wished = {**CALLBACK, **queue}
    talk = Talk(nordlys([group(OLA)], [number(vip=list_, **wished)]))
    return talk.call(1, "busy", TOR).answers(2, OLA)


def away(
    talk: Talk, id: str = "c1", caller: PhoneNumber = PER, at: float = 10, **more: Any
) -> Talk:
    """A caller asks to be called back, and hangs up."""
    return talk.call(at, id, caller, **more).presses(at + 1, id, "1").hangs_up(at + 2, id)


def rung(talk: Talk) -> Talk:
    """Ola took it, and the caller is rung."""
    return talk.hangs_up(100, OLA).answers(103, OLA)


def test_callers_are_told_that_they_may() -> None:
    talk = clinic().call(10, "c1", PER).at(55)
    assert talk.hears("c1") == ("nb/press-one-callback",)


def test_who_asks_is_told_and_hung_up() -> None:
    talk = clinic().call(10, "c1", PER).presses(11, "c1", "1")
    assert talk.hears("c1") == ("nb/you-will-be-called",)
    assert talk.told(16, "c1").last == [HangUpCall("c1")]
    assert talk.hangs_up(16.1, "c1").board.has_call("c1")


def test_who_is_away_keeps_the_place() -> None:
    talk = away(clinic()).call(20, "c2", STOR_KUNDE)
    talk.hangs_up(100, OLA)
    assert talk.rings == {"Ola": "c1"}


def test_and_the_class() -> None:
    talk = clinic(vip(OLA)).call(5, "c0", PER)
    away(talk, "c1", STOR_KUNDE).hangs_up(100, OLA)
    assert talk.rings == {"Ola": "c1"}


def test_the_caller_is_rung_when_somebody_took_it_and_that_one_hears_music() -> None:
    talk = rung(away(clinic()))
    assert talk.last[:2] == [StartMusic("o1.c1"), CallBack("c1", "k1.c1", PER, MAIN, 30.0)]
    assert Connect("c1", "o1.c1") not in talk.all


def test_they_talk_when_the_caller_picks_up() -> None:
    talk = rung(away(clinic())).at(110, CallbackAnswered("c1", "k1.c1"))
    assert talk.last == [StopMusic("o1.c1"), Connect("k1.c1", "o1.c1")]
    talk.at(150, CallerLeft("c1", leg="k1.c1"))
    record = talk.record("c1")
    assert (record.outcome, record.answered_by) == (Outcome.ANSWERED, OLA)
    assert record.waited_seconds == 100


def test_the_answerer_hangs_up_the_leg_that_rang() -> None:
    talk = rung(away(clinic())).at(110, CallbackAnswered("c1", "k1.c1")).hangs_up(150, OLA)
    assert HangUpCall("k1.c1") in talk.last


def test_who_is_not_reached_is_tried_again_at_the_old_place() -> None:
    talk = rung(away(clinic())).at(120, CallbackFailed("c1", "k1.c1"))
    assert HangUpAnswerer("o1.c1") in talk.last
    talk.call(121, "c2", STOR_KUNDE)
    assert talk.rings == {"Ola": "c2"}
    talk.answers(122, OLA).at(180).hangs_up(200, OLA)
    assert talk.rings == {"Ola": "c1"}


def test_after_the_last_try_it_is_over() -> None:
    talk = rung(away(clinic())).at(120, CallbackFailed("c1", "k1.c1")).at(180).answers(181, OLA)
    talk.at(190, CallbackFailed("c1", "k2.c1"))
    record = talk.record("c1")
    assert (record.outcome, record.answered_by) == (Outcome.NOT_REACHED, None)
    assert [one.reached for one in record.story if isinstance(one, CalledBack)] == [False, False]


def test_it_rings_no_longer_than_half_a_minute_at_the_caller() -> None:
    talk = rung(away(clinic())).at(132.9)
    assert HangUpCall("k1.c1") not in talk.all
    assert HangUpCall("k1.c1") in talk.at(133).last


def test_an_answerer_who_hangs_up_first_leaves_it_to_the_next() -> None:
    document = nordlys([group(OLA, AISHA)], [number(callback={})])
    talk = Talk(document).logs(0, Wish.OUT, AISHA).call(1, "busy", TOR).answers(2, OLA)
    rung(away(talk)).logs(104, Wish.IN, AISHA).hangs_up(105, OLA)
    assert HangUpCall("k1.c1") in talk.last and list(talk.rings.values()) == ["c1"]


def test_the_longest_wait_is_for_who_waits_at_the_telephone() -> None:
    talk = away(clinic(max_wait_seconds=30)).at(500)
    assert talk.board.has_call("c1")


def test_a_withheld_or_foreign_caller_is_not_offered_it() -> None:
    talk = clinic().call(10, "c1", None, withheld=True).call(11, "c2", ABROAD)
    talk.presses(12, "c1", "1").presses(13, "c2", "1")
    assert talk.hears("c1") is None and talk.hears("c2") is None


def test_who_calls_again_meanwhile_has_the_place_and_is_not_called_back() -> None:
    talk = away(clinic()).call(20, "c2", STOR_KUNDE).call(30, "c3", PER)
    assert talk.record("c1").outcome is Outcome.GAVE_UP
    talk.hangs_up(100, OLA)
    assert talk.rings == {"Ola": "c3"}


def test_without_the_setting_the_key_does_nothing() -> None:
    talk = Talk(nordlys([group(OLA)], [number()])).call(1, "busy", TOR).answers(2, OLA)
    assert talk.call(10, "c1", PER).presses(11, "c1", "1").last == []


def test_the_engines_death_costs_who_waits_without_a_telephone_nothing() -> None:
    talk = away(clinic()).at(50, EngineLost())
    assert talk.board.has_call("c1")
    assert talk.at(52).rings == {"Ola": "c1"}


def test_a_restart_goes_on_in_every_state() -> None:
    talk = away(clinic())
    talk.board = Switchboard.restore(talk.board.checkpoint())
    rung(talk)
    talk.board = Switchboard.restore(talk.board.checkpoint())
    talk.at(110, CallbackAnswered("c1", "k1.c1"))
    assert Connect("k1.c1", "o1.c1") in talk.last


def test_a_talk_that_is_cut_stands_in_line_again_on_the_leg_that_rang() -> None:
    talk = rung(away(clinic())).at(110, CallbackAnswered("c1", "k1.c1"))
    talk.hangs_up(120, OLA, fault=True)
    assert AnswerCall("k1.c1", answered=True) in talk.last


def test_who_was_called_back_leaves_a_message_on_the_leg_that_rang() -> None:
    talk = clinic(max_wait_seconds=600, waited_too_long={"voicemail": {"max_seconds": 30}})
    rung(away(talk)).at(110, CallbackAnswered("c1", "k1.c1"))
    talk.hangs_up(120, OLA, fault=True).at(1000)
    assert talk.hears("c1") == ("nb/leave-a-message", TONE)
    assert talk.told(1010, "c1").last == [Record("k1.c1", "c1", 30)]


def test_who_calls_again_while_it_rings_for_them_has_the_place() -> None:
    talk = away(clinic()).call(20, "c2", STOR_KUNDE).hangs_up(100, OLA)
    talk.call(105, "c3", PER).misses(110, OLA).at(112)
    assert talk.board.house.calls["c3"].arrived == 10


def test_and_who_called_while_nobody_of_ours_looked() -> None:
    talk = away(clinic()).call(33, "c3", PER, came=30)
    assert talk.board.house.calls["c3"].arrived == 10


def test_an_employee_who_hung_up_may_be_asked() -> None:
    talk = away(Talk(nordlys([group(OLA)], [number(**CALLBACK)])), "c1", OLA, asserted=True)
    assert talk.call(20, "c2", PER).rings == {"Ola": "c2"}


def test_an_employee_who_was_rung_back_is_in_that_call() -> None:
    people = Talk(nordlys([group(AISHA, OLA)], [number(**CALLBACK)]))
    talk = away(people.call(1, "busy", TOR).answers(2, AISHA), "c1", OLA, asserted=True)
    talk.hangs_up(100, AISHA).answers(103, AISHA).at(105, CallbackAnswered("c1", "k1.c1"))
    assert talk.call(110, "c2", PER).rings == {}


def test_who_asked_and_listens_still_is_not_lost_with_the_engine() -> None:
    talk = clinic().call(10, "c1", PER).presses(11, "c1", "1").at(12, EngineLost())
    assert talk.board.has_call("c1")


def test_the_engines_death_does_not_shorten_the_pause_between_tries() -> None:
    talk = away(clinic()).hangs_up(100, OLA).answers(103, OLA)
    talk.at(110, CallbackFailed("c1", "k1.c1")).at(115, EngineLost()).at(169)
    assert talk.rings == {}
    assert talk.at(170).rings == {"Ola": "c1"}


def test_a_longest_wait_that_passed_while_it_rang_is_nothing_to_who_hung_up_then() -> None:
    talk = Talk(nordlys([group(OLA)], [number(max_wait_seconds=10, **CALLBACK)]))
    talk.call(0, "c1", PER).presses(9, "c1", "1").hangs_up(11, "c1").misses(15, OLA)
    assert talk.board.has_call("c1")


def test_who_is_put_on_the_list_while_they_are_rung_is_a_vip_when_they_are_not_reached() -> None:
    talk = away(clinic(vip(OLA))).hangs_up(100, OLA).answers(103, OLA).adds(105, PER)
    talk.at(110, CallbackFailed("c1", "k1.c1")).at(175)
    assert talk.board.house.calls["c1"].standing.vip


def test_a_pause_after_the_engines_death_fills_no_line() -> None:
    talk = Talk(nordlys([group()], [number(max_waiting=1, callback={})]))
    talk.call(1, "c1", PER).presses(2, "c1", "1").hangs_up(3, "c1").at(4, EngineLost())
    assert talk.call(5, "c2", TOR).board.has_call("c2")
