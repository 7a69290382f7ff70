"""Rule 9: nobody loses their place."""

from forrang.acd.commands import AnswerCall, DropBridge
from forrang.acd.events import EngineLost, Wish
from forrang.acd.records import Outcome

from .talk import (
    AISHA,
    KARI,
    OLA,
    OTHER,
    PER,
    STOR_KUNDE,
    TOR,
    Talk,
    group,
    nordlys,
    number,
    vip,
)  # fmt: skip


def busy(**queue: object) -> Talk:
    """Kari and Ola answer, and both talk."""
    talk = Talk(nordlys([group(KARI, OLA)], [number(**queue), number(OTHER)]))  # type: ignore[arg-type]
    for caller, who in ("+4798000001", KARI), ("+4798000002", OLA):
        talk.call(0, caller, caller).answers(0, who)  # type: ignore[arg-type]
    return talk


def place(talk: Talk, id: str) -> float:
    return talk.board.house.calls[id].arrived


def test_who_hangs_up_in_line_and_rings_again_within_ten_minutes_has_the_old_arrival() -> None:
    talk = busy().call(1, "c1", PER).call(2, "c2", TOR).hangs_up(3, "c1").call(603, "c3", PER)
    assert place(talk, "c3") == 1
    assert talk.hangs_up(600, KARI).rings == {"Kari": "c3"}


def test_after_ten_minutes_it_is_forgotten() -> None:
    talk = busy(max_wait_seconds=900).call(1, "c1", PER).hangs_up(3, "c1").call(603.1, "c3", PER)
    assert place(talk, "c3") == 603.1


def test_another_main_number_knows_nothing_of_it() -> None:
    talk = busy().call(1, "c1", PER).hangs_up(3, "c1").call(4, "c2", PER, OTHER)
    assert place(talk, "c2") == 4


def test_a_withheld_caller_has_no_such_memory() -> None:
    talk = busy().call(1, "c1", PER, withheld=True).hangs_up(3, "c1").call(4, "c2", PER)
    talk.call(5, "c3", None)
    assert place(talk, "c2") == 4 and place(talk, "c3") == 5


def test_who_waited_too_long_has_a_place_too() -> None:
    talk = busy(max_wait_seconds=60).call(1, "c1", PER).at(61)
    assert talk.record("c1").outcome is Outcome.WAITED_TOO_LONG
    assert place(talk.call(62, "c2", PER), "c2") == 1


def test_who_left_since_the_last_one_logged_out_has_a_place_too() -> None:
    talk = busy(nobody_logged_in="leave").call(1, "c1", PER)
    talk.logs(2, Wish.OUT, KARI).logs(3, Wish.OUT, OLA).logs(4, Wish.IN, OLA)
    assert place(talk.call(5, "c2", PER), "c2") == 1


def test_who_was_refused_at_the_door_never_had_a_place() -> None:
    talk = busy(max_waiting=0).call(1, "c1", PER).saves(2, nordlys([group(KARI, OLA)], [number()]))
    assert place(talk.call(3, "c2", PER), "c2") == 3


def test_a_memory_survives_a_refusal_at_the_door() -> None:
    talk = busy().call(1, "c1", PER).hangs_up(2, "c1")
    talk.saves(3, nordlys([group(KARI, OLA)], [number(max_waiting=0)])).call(4, "c2", PER)
    talk.saves(5, nordlys([group(KARI, OLA)], [number()]))
    assert place(talk.call(6, "c3", PER), "c3") == 1


def test_one_memory_serves_one_call() -> None:
    talk = busy().call(1, "c1", PER).hangs_up(2, "c1").call(3, "c2", PER).call(4, "c3", PER)
    assert (place(talk, "c2"), place(talk, "c3")) == (1, 4)


def test_two_memories_serve_two_calls_the_oldest_first() -> None:
    talk = busy().call(1, "c1", PER).call(2, "c2", PER).hangs_up(3, "c2").hangs_up(4, "c1")
    talk.call(5, "c3", PER).call(6, "c4", PER)
    assert (place(talk, "c3"), place(talk, "c4")) == (1, 2)


def test_who_leaves_again_leaves_with_the_place_they_then_had() -> None:
    talk = busy().call(1, "c1", PER).hangs_up(2, "c1").call(3, "c2", PER).hangs_up(500, "c2")
    assert place(talk.call(550, "c3", PER), "c3") == 1


def test_an_answered_call_of_that_number_clears_the_memory() -> None:
    talk = busy().call(1, "c1", PER).call(1, "c2", PER).hangs_up(2, "c1")
    talk.hangs_up(3, KARI).answers(3, KARI)
    assert talk.talks["Kari"] == "c2"
    assert place(talk.call(4, "c3", PER), "c3") == 4


def test_a_talk_that_somebody_hung_up_leaves_no_place() -> None:
    talk = busy().hangs_up(1, KARI).call(2, "c1", PER).answers(2, KARI).hangs_up(3, "c1")
    assert place(talk.call(4, "c2", PER), "c2") == 4


def test_a_caller_whose_line_fails_in_a_talk_has_the_old_arrival_and_the_same_answerer_first() -> (
    None
):
    talk = busy().hangs_up(1, OLA).call(2, "c1", PER).answers(2, OLA).hangs_up(3, "c1", fault=True)
    assert talk.record("c1").outcome is Outcome.LOST
    talk.hangs_up(4, KARI).call(5, "c2", PER)
    assert place(talk, "c2") == 2 and talk.rings == {"Ola": "c2"}


def test_the_same_answerer_comes_first_only_among_those_who_may_be_asked() -> None:
    talk = busy().hangs_up(1, OLA).call(2, "c1", PER).answers(2, OLA).hangs_up(3, "c1", fault=True)
    talk.logs(4, Wish.OUT, OLA).hangs_up(4, KARI)
    assert talk.call(5, "c2", PER).rings == {"Kari": "c2"}


def test_the_arrival_is_the_old_one_and_the_class_todays() -> None:
    document = nordlys([group(KARI)], [number(vip=vip())])
    talk = Talk(document).call(0, "k", TOR).answers(0, KARI).call(1, "c1", PER).hangs_up(2, "c1")
    talk.adds(3, PER).call(4, "c2", STOR_KUNDE).call(5, "c3", PER)
    assert talk.hangs_up(6, KARI).rings == {"Kari": "c3"}


def test_when_the_engine_is_lost_everybody_has_a_place_and_their_answerer() -> None:
    talk = busy().hangs_up(1, OLA).call(2, "c1", PER).answers(2, OLA).call(3, "c2", TOR)
    talk.at(4, EngineLost())
    assert talk.record("c1").outcome is talk.record("c2").outcome is Outcome.LOST
    assert all(type(one).__name__ == "CallRecord" for one in talk.last), "nobody to command"
    talk.call(5, "c3", PER).call(6, "c4", TOR)
    assert talk.rings == {"Ola": "c3", "Kari": "c4"} and place(talk, "c4") == 3


def test_when_the_answerers_leg_fails_the_caller_stands_in_line_again_at_the_old_arrival() -> None:
    talk = busy().hangs_up(1, KARI).call(2, "c1", PER).answers(2, KARI).call(3, "c2", TOR)
    gone = talk.offer(KARI)
    talk.logs(4, Wish.OUT, KARI).hangs_up(5, KARI, fault=True)
    assert talk.last[:2] == [DropBridge(gone), AnswerCall("c1", answered=True)], "with music"
    assert place(talk, "c1") == 2
    assert talk.hangs_up(6, OLA).rings == {"Ola": "c1"}
    assert talk.hangs_up(7, "c1").record("c1").waited_seconds == 2


def test_its_longest_wait_then_counts_from_that_moment() -> None:
    talk = busy(max_wait_seconds=60).hangs_up(1, KARI).call(2, "c1", PER).answers(2, KARI)
    talk.logs(3, Wish.OUT, KARI).hangs_up(100, KARI, fault=True)
    assert "c1" in talk.at(159).board.legs()[0]
    assert talk.at(160).record("c1").outcome is Outcome.WAITED_TOO_LONG


def test_the_same_answerer_comes_first_after_a_fault_of_their_own_too() -> None:
    groups = [group(KARI, OLA, AISHA)]
    talk = Talk(nordlys(groups, [number()])).call(1, "c1", PER).misses(2, KARI).answers(3, OLA)
    talk.hangs_up(4, OLA, fault=True)
    assert talk.rings == {"Ola": "c1"}


def test_the_same_answerer_comes_before_the_lists_own() -> None:
    document = nordlys([group(OLA)], [number(vip=vip(KARI, overflow_after=0))])
    talk = Talk(document).logs(0, Wish.OUT, KARI).call(1, "c1", STOR_KUNDE).answers(2, OLA)
    talk.logs(3, Wish.IN, KARI).hangs_up(4, "c1", fault=True)
    assert talk.call(5, "c2", STOR_KUNDE).rings == {"Ola": "c2"}


def test_overflow_counts_anew_after_a_cut_talk() -> None:
    document = nordlys([group(OLA)], [number(vip=vip(KARI))])
    talk = Talk(document).call(1, "c1", STOR_KUNDE).answers(2, KARI)
    talk.hangs_up(100, KARI, fault=True)
    assert talk.rings == {"Kari": "c1"}
    talk.misses(101, KARI)
    assert talk.at(116).rings == {"Kari": "c1"} and talk.misses(129, KARI).rings == {}
    assert talk.at(130).rings == {"Ola": "c1"}


def test_all_waits_together_are_what_it_waited() -> None:
    talk = busy().call(2, "c1", PER).hangs_up(5, KARI).answers(6, KARI)
    talk.logs(7, Wish.OUT, KARI).hangs_up(10, KARI, fault=True)
    assert talk.hangs_up(15, "c1").record("c1").waited_seconds == 4 + 5


def test_two_from_one_number_are_two_callers() -> None:
    talk = busy().call(1, "c1", PER).call(2, "c2", PER)
    assert set(talk.board.legs()[0]) >= {"c1", "c2"}
