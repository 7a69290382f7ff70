"""Rule 3: who answers: the list's answerers, then the ordinary ones too."""

from forrang.acd.events import Wish
from forrang.acd.records import Overflowed, WhyOverflow

from .talk import (
    AISHA,
    KARI,
    LISTE,
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


def clinic(**more: object) -> dict[str, object]:
    return nordlys([group(OLA, AISHA)], [number(vip=vip(KARI, **more))])


def why(talk: Talk, id: str) -> list[tuple[float, WhyOverflow]]:
    story = talk.board.house.calls[id].story
    return [(one.at, one.why) for one in story if isinstance(one, Overflowed)]


def test_a_group_stands_for_its_members_in_order_and_who_is_there_twice_counts_once() -> None:
    groups = [group(OLA, AISHA), group(AISHA, KARI, name="Salg")]
    document = nordlys(groups, [number(vip=vip(KARI, "Salg", OLA, KARI, strategy="all"))])
    talk = Talk(document).call(1, "c1", STOR_KUNDE)
    assert talk.rung == [("Kari", "c1"), ("Aisha", "c1"), ("Ola", "c1")]


def test_the_lists_own_strategy_decides_among_its_answerers() -> None:
    groups = [group(OLA, AISHA, strategy="in-order")]
    document = nordlys(groups, [number(vip=vip("Resepsjon", strategy="round-robin"))])
    talk = Talk(document).call(1, "c1", STOR_KUNDE).hangs_up(2, "c1")
    assert talk.call(3, "c2", STOR_KUNDE).rings == {"Aisha": "c2"}


def test_after_thirty_seconds_by_default_the_ordinary_answerers_are_asked_too() -> None:
    talk = Talk(clinic()).call(0, "c1", STOR_AVIS).answers(1, KARI).call(2, "c2", STOR_KUNDE)
    assert talk.at(31.9).rings == {}
    assert talk.at(32).rings == {"Ola": "c2"} and why(talk, "c2") == [(32.0, WhyOverflow.WAITED)]


def test_a_vip_in_overflow_keeps_its_place_ahead() -> None:
    talk = Talk(clinic()).call(0, "t1", PER).answers(0, OLA).call(0, "t2", TOR).answers(0, AISHA)
    talk.call(0, "k", STOR_AVIS).answers(0, KARI).call(1, "c1", PER).call(2, "c2", STOR_KUNDE)
    assert talk.at(40).hangs_up(41, OLA).rings == {"Ola": "c2"}


def test_overflow_counts_from_when_the_call_stood_in_this_line_not_from_its_kept_place() -> None:
    talk = Talk(clinic()).call(0, "k", STOR_AVIS).answers(0, KARI)
    talk.call(1, "c1", STOR_KUNDE).hangs_up(20, "c1").call(100, "c2", STOR_KUNDE)
    assert talk.board.house.calls["c2"].arrived == 1
    assert talk.at(129).rings == {} and talk.at(130).rings == {"Ola": "c2"}


def test_overflow_is_at_once_when_none_of_the_lists_answerers_is_logged_in() -> None:
    talk = Talk(clinic()).logs(0, Wish.OUT, KARI).call(1, "c1", STOR_KUNDE)
    assert talk.rings == {"Ola": "c1"}
    assert why(talk, "c1") == [(1.0, WhyOverflow.NOBODY_LOGGED_IN)]


def test_overflow_is_at_once_when_the_last_one_logs_out_while_a_vip_waits() -> None:
    talk = Talk(clinic()).call(0, "k", STOR_AVIS).answers(0, KARI).call(1, "c1", STOR_KUNDE)
    assert talk.logs(5, Wish.OUT, KARI).rings == {"Ola": "c1"}


def test_who_pauses_is_not_logged_in() -> None:
    talk = Talk(clinic()).logs(0, Wish.PAUSE, KARI).call(1, "c1", STOR_KUNDE)
    assert talk.rings == {"Ola": "c1"}


def test_who_is_logged_out_of_the_list_alone_is_asked_by_the_group_in_overflow() -> None:
    document = nordlys([group(KARI)], [number(vip=vip(KARI))])
    talk = Talk(document).logs(0, Wish.OUT, KARI, LISTE).call(1, "c1", STOR_KUNDE)
    assert talk.rings == {"Kari": "c1"}
    assert talk.board.house.people[KARI].offer.member.place == RESEPSJON  # type: ignore[union-attr]


def test_overflow_after_zero_asks_everybody_at_once_the_lists_own_first() -> None:
    talk = Talk(clinic(overflow_after=0)).call(0, "c1", STOR_KUNDE).call(1, "c2", STOR_AVIS)
    assert talk.rings == {"Kari": "c1", "Ola": "c2"}


def test_overflow_never_waits_for_the_lists_answerers_though_nobody_is_logged_in() -> None:
    talk = Talk(clinic(overflow_after="never")).logs(0, Wish.OUT, KARI).call(1, "c1", STOR_KUNDE)
    assert talk.at(500).rings == {}
    assert talk.logs(501, Wish.IN, KARI).rings == {"Kari": "c1"}


def test_the_lists_strategy_and_ring_time_govern_in_overflow() -> None:
    talk = Talk(clinic(overflow_after=0, strategy="all", ring_seconds=7))
    assert talk.call(0, "c1", STOR_KUNDE).rung == [("Kari", "c1"), ("Ola", "c1"), ("Aisha", "c1")]
    assert talk.at(6.9).rings and not talk.at(7).rings


def test_overflow_once_open_stays_open() -> None:
    talk = Talk(clinic()).logs(0, Wish.OUT, KARI)
    for mobile in (OLA, AISHA):
        talk.logs(0, Wish.PAUSE, mobile)
    talk.call(1, "c1", STOR_KUNDE).logs(2, Wish.IN, KARI, LISTE).misses(3, KARI)
    assert talk.logs(4, Wish.IN, OLA).rings == {"Ola": "c1"}


def test_the_lists_own_come_first_when_both_are_free() -> None:
    talk = Talk(clinic()).call(0, "c1", STOR_KUNDE).answers(1, KARI).call(2, "c2", STOR_AVIS)
    talk.logs(3, Wish.OUT, OLA).logs(3, Wish.OUT, AISHA).at(40).logs(41, Wish.IN, OLA)
    assert talk.rings == {"Ola": "c2"}
    assert talk.hangs_up(42, KARI).misses(43, OLA).rings == {"Kari": "c2"}


def test_a_list_that_names_nobody_has_the_ordinary_answerers_as_its_own() -> None:
    talk = Talk(nordlys([group(OLA, AISHA)], [number(vip=vip())])).call(0, "c1", STOR_KUNDE)
    assert talk.rings == {"Ola": "c1"} and why(talk, "c1") == []


def test_other_calls_are_offered_to_the_ordinary_answerers_only() -> None:
    talk = Talk(clinic()).call(0, "c1", PER).call(0, "c2", TOR).call(0, "c3", PER)
    assert talk.rings == {"Ola": "c1", "Aisha": "c2"} and "Kari" not in talk.at(300).rings


def test_who_is_back_from_a_pause_at_an_instant_is_logged_in_for_all_that_happens_then() -> None:
    document = nordlys([group(AISHA)], [number(vip=vip(KARI, OLA, pause_after_misses=1))])
    talk = Talk(document).logs(0, Wish.PAUSE, KARI, until=21).call(1, "c1", STOR_KUNDE)
    talk.rang(2, OLA).at(21)
    assert talk.rings == {"Kari": "c1"} and why(talk, "c1") == []
