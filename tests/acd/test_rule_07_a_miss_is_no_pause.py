"""Rule 7: a miss is not a pause for the caller."""

import pytest

from forrang.acd.events import Miss, Wish
from forrang.acd.explain import waits_because
from forrang.acd.records import (
    Condition,
    Doing,
    Missed,
    Notice,
    NoticeKind,
    NotReady,
    PresenceChanged,
    State,
)

from .talk import (
    AISHA,
    KARI,
    OLA,
    PER,
    RESEPSJON,
    STOR_AVIS,
    STOR_KUNDE,
    TOR,
    Talk,
    group,
    nordlys,
    number,
    vip,
)  # fmt: skip

OF_THE_PERSON = (Miss.BUSY, Miss.REFUSED, Miss.UNREACHABLE)
OF_THE_CALL = (Miss.NO_ANSWER, Miss.TRUNK)


def team(*members: str, **more: object) -> Talk:
    return Talk(nordlys([group(*(members or (KARI, OLA)), **more)], [number()]))  # type: ignore[arg-type]


@pytest.mark.parametrize("why", (*OF_THE_PERSON, *OF_THE_CALL))
def test_after_any_miss_the_next_answerer_is_asked_at_once(why: Miss) -> None:
    talk = team().call(1, "c1", PER).misses(2, KARI, why)
    assert talk.rings == {"Ola": "c1"}
    assert Missed(2, KARI, why) in talk.board.house.calls["c1"].story


def test_who_does_not_answer_within_ring_seconds_missed_it() -> None:
    talk = team().call(1, "c1", PER).rang(2, KARI).at(21)
    assert talk.rings == {"Ola": "c1"}
    assert Missed(21, KARI, Miss.NO_ANSWER) in talk.board.house.calls["c1"].story


def test_a_sole_answerer_is_not_asked_again_within_rest_seconds() -> None:
    talk = team(KARI, rest_seconds=15).call(1, "c1", PER).misses(2, KARI, Miss.REFUSED)
    assert talk.at(16.9).rings == {} and talk.at(17).rings == {"Kari": "c1"}


def test_who_missed_it_the_fewest_times_is_asked_first() -> None:
    talk = team(KARI, OLA, AISHA, rest_seconds=1).call(1, "c1", PER).misses(2, KARI)
    talk.misses(5, OLA).misses(8, AISHA)
    assert talk.rings == {"Kari": "c1"}
    assert talk.misses(9, KARI).rings == {"Ola": "c1"}


def test_the_lists_own_come_before_overflow_only_among_those_who_missed_it_as_often() -> None:
    document = nordlys([group(OLA)], [number(vip=vip(KARI, overflow_after=0, rest_seconds=1))])
    talk = Talk(document).call(1, "c1", STOR_KUNDE).misses(2, KARI).at(5)
    assert talk.rings == {"Ola": "c1"}
    assert talk.misses(6, OLA).rings == {"Kari": "c1"}


@pytest.mark.parametrize("why", OF_THE_PERSON)
def test_busy_refused_and_unreachable_rest_from_every_call(why: Miss) -> None:
    talk = team(KARI).call(1, "c1", PER).misses(2, KARI, why).call(3, "c2", TOR)
    assert talk.rings == {} and talk.at(17).rings == {"Kari": "c1"}


@pytest.mark.parametrize("why", OF_THE_CALL)
def test_no_answer_and_the_trunk_rest_from_that_call_alone(why: Miss) -> None:
    talk = team(KARI).call(1, "c1", PER).misses(2, KARI, why)
    assert talk.call(3, "c2", TOR).rings == {"Kari": "c2"}


def test_what_never_rang_says_something_of_the_trunk_and_the_provider_is_told_now_and_then() -> (
    None
):
    talk = team(KARI, pause_after_misses=1, rest_seconds=1).call(1, "c1", PER).at(21)
    assert Missed(21, KARI, Miss.TRUNK) in talk.board.house.calls["c1"].story
    assert talk.last[-1] == Notice(21, NoticeKind.TRUNK_FAULT)
    notices = [one for one in talk.at(320).all if isinstance(one, Notice)]
    assert len(notices) == 1, "not at each call"
    notices = [one for one in talk.at(360).all if isinstance(one, Notice)]
    assert len(notices) == 2


def test_a_miss_by_the_trunk_never_counts_towards_a_pause() -> None:
    talk = team(KARI, pause_after_misses=1).call(1, "c1", PER).misses(2, KARI, Miss.TRUNK)
    assert talk.at(17).rings == {"Kari": "c1"}


def test_busy_within_two_seconds_of_the_last_talk_is_not_ready_and_is_asked_after_a_second() -> (
    None
):
    talk = team(KARI).call(1, "c1", PER).answers(1, KARI).call(2, "c2", TOR).hangs_up(10, KARI)
    talk.misses(12, KARI, Miss.BUSY)
    assert NotReady(12, KARI) in talk.board.house.calls["c2"].story
    ((_, condition),) = waits_because(talk.board.house, "c2")
    assert (condition.doing, condition.until) == (Doing.NOT_READY, 13)
    assert talk.at(12.9).rings == {} and talk.at(13).rings == {"Kari": "c2"}


def test_busy_later_than_that_is_a_miss() -> None:
    talk = team(KARI).call(1, "c1", PER).answers(1, KARI).call(2, "c2", TOR).hangs_up(10, KARI)
    assert talk.misses(12.1, KARI, Miss.BUSY).at(27).rings == {}
    assert talk.at(27.1).rings == {"Kari": "c2"}


def test_refused_right_after_a_talk_is_a_miss() -> None:
    talk = team(KARI).call(1, "c1", PER).answers(1, KARI).call(2, "c2", TOR).hangs_up(10, KARI)
    assert talk.misses(11, KARI, Miss.REFUSED).at(25.9).rings == {}


def test_after_so_many_misses_in_a_row_the_employee_is_paused_in_that_group_with_a_notice() -> None:
    talk = team(KARI, pause_after_misses=2, rest_seconds=1).call(1, "c1", PER).misses(2, KARI)
    assert talk.at(3).misses(4, KARI).last == [
        PresenceChanged(4, KARI, RESEPSJON, State.PAUSED, None),
        Notice(4, NoticeKind.PAUSED_AFTER_MISSES, KARI, RESEPSJON),
    ]
    assert talk.at(100).rings == {} and talk.logs(101, Wish.IN, KARI).rings == {"Kari": "c1"}
    assert talk.misses(102, KARI).at(103).rings == {"Kari": "c1"}, "it counts from the start again"


def test_who_logged_out_meanwhile_is_not_paused_instead() -> None:
    talk = team(KARI, pause_after_misses=1).call(1, "c1", PER).logs(2, Wish.OUT, KARI)
    assert talk.misses(3, KARI).last == []
    assert talk.board.house.people[KARI].members[RESEPSJON].state is State.OUT


def test_an_answer_ends_the_row_of_misses() -> None:
    talk = team(KARI, pause_after_misses=2, rest_seconds=1).call(1, "c1", PER).misses(2, KARI)
    talk.at(3).answers(3, KARI).hangs_up(4, KARI).call(10, "c2", TOR).misses(11, KARI)
    assert talk.at(12).rings == {"Kari": "c2"}


def test_nobody_is_paused_by_default() -> None:
    talk = team(KARI, rest_seconds=1).call(1, "c1", PER)
    for now in range(2, 40, 2):
        talk.at(now - 1).misses(now, KARI)
    assert talk.at(41).rings == {"Kari": "c1"}


def test_a_pause_in_one_group_leaves_the_others() -> None:
    groups = [group(KARI, pause_after_misses=1), group(KARI, name="Salg")]
    talk = Talk(nordlys(groups, [number(), number("+4722334466", "Salg")]))
    talk.call(1, "c1", PER).misses(2, KARI)
    assert talk.call(3, "c2", TOR, "+4722334466").rings == {"Kari": "c2"}


def test_after_a_talk_wrap_up_is_a_rest_from_every_call() -> None:
    talk = team(KARI, wrap_up_seconds=30).call(1, "c1", PER).answers(1, KARI).call(2, "c2", TOR)
    assert talk.hangs_up(10, KARI).at(39.9).rings == {}
    assert talk.board.house.people[KARI].condition == Condition(Doing.WRAPPING_UP, 40)
    assert talk.at(40).rings == {"Kari": "c2"}


def test_the_rest_after_a_miss_says_so() -> None:
    talk = team(KARI).call(1, "c1", PER).misses(2, KARI, Miss.REFUSED)
    assert talk.board.house.people[KARI].condition == Condition(Doing.RESTING, 17)


def test_ring_time_rest_and_wrap_up_are_the_lists_for_a_vip_in_overflow_too() -> None:
    ringing = {"ring_seconds": 5, "rest_seconds": 3, "wrap_up_seconds": 40, "overflow_after": 0}
    talk = Talk(nordlys([group(OLA)], [number(vip=vip(KARI, **ringing))])).logs(0, Wish.OUT, KARI)
    talk.call(1, "c1", STOR_KUNDE)
    assert talk.at(6).rings == {} and talk.at(9).rings == {"Ola": "c1"}
    talk.answers(10, OLA).hangs_up(11, OLA).call(12, "c2", PER).call(12, "c3", STOR_AVIS)
    assert talk.at(50.9).rings == {} and talk.at(51).rings == {"Ola": "c3"}


def test_misses_of_a_call_are_remembered_over_an_answer() -> None:
    talk = team(KARI, OLA).call(1, "c1", PER).misses(2, KARI).answers(3, OLA)
    assert talk.hangs_up(4, OLA, fault=True).rings == {"Ola": "c1"}
    assert talk.misses(5, OLA).at(16.9).rings == {} and talk.at(17).rings == {"Kari": "c1"}


def test_why_it_waits_names_the_miss_as_a_rest() -> None:
    talk = team(KARI).call(1, "c1", PER).misses(2, KARI)
    ((_, condition),) = waits_because(talk.board.house, "c1")
    assert (condition.doing, condition.until) == (Doing.RESTING, 17)


def test_an_offer_that_was_lost_with_us_is_nobodys_miss() -> None:
    talk = team(KARI, pause_after_misses=1).call(1, "c1", PER).misses(2, KARI, Miss.LOST)
    assert talk.rings == {"Kari": "c1"}
