"""Rule 4: the order: a head start."""

from forrang.acd.events import Wish
from forrang.domain.number_span import NumberSpan

from .talk import (
    AISHA,
    KARI,
    MAIN,
    OLA,
    OTHER,
    PER,
    STOR_AVIS,
    STOR_KUNDE,
    TOR,
    Talk,
    group,
    nordlys,
    number,
    vip,
)  # fmt: skip


def sole(**more: object) -> Talk:
    """Kari alone answers, and she talks."""
    talk = Talk(nordlys([group(KARI)], [number(vip=vip(**more))]))
    return talk.call(0, "k", PER).answers(0, KARI)


def taken(talk: Talk, now: float, times: int) -> list[str]:
    """Whom Kari takes, one after the other."""
    found = []
    for _ in range(times):
        talk.hangs_up(now, KARI).answers(now, KARI)
        found += talk.talks.values()
    return found


def test_a_vip_is_always_first_by_default() -> None:
    talk = sole().call(1, "c1", PER).call(2, "c2", TOR).call(500, "c3", STOR_KUNDE)
    assert taken(talk, 501, 3) == ["c3", "c1", "c2"]


def test_two_vips_come_in_the_order_in_which_they_called() -> None:
    talk = sole().call(1, "c1", PER).call(2, "c9", STOR_AVIS).call(3, "c2", STOR_KUNDE)
    assert taken(talk, 4, 3) == ["c9", "c2", "c1"]


def test_with_a_head_start_of_minutes_nobody_is_overtaken_by_a_vip_who_calls_later_than_that() -> (
    None
):
    talk = sole(head_start=1, overflow_after=0).call(100, "c1", PER).call(120, "c2", TOR)
    talk.call(170, "c3", STOR_KUNDE)
    assert taken(talk, 171, 3) == ["c1", "c3", "c2"]


def test_of_two_with_the_same_key_the_earlier_arrival_is_first_then_the_lowest_id() -> None:
    talk = sole(head_start=1).call(100, "c3", PER).call(160, "c1", STOR_KUNDE)
    talk.call(160, "c2", STOR_AVIS)
    assert taken(talk, 161, 3) == ["c3", "c1", "c2"]


def test_whoever_becomes_free_gets_the_first_over_every_group_and_list_they_belong_to() -> None:
    groups = [group(KARI), group(KARI, name="Salg")]
    numbers = [number(), number(OTHER, "Salg", vip=vip(KARI))]
    talk = Talk(nordlys(groups, numbers)).call(0, "k", PER).answers(0, KARI)
    talk.call(1, "c1", PER, OTHER).call(2, "c2", TOR, MAIN)
    talk.lists[OTHER].put(NumberSpan.of(STOR_KUNDE), 1, 0)
    talk.call(3, "c3", STOR_KUNDE, OTHER)
    assert taken(talk, 4, 3) == ["c3", "c1", "c2"]


def test_only_calls_that_they_may_answer_count() -> None:
    talk = Talk(nordlys([group(OLA)], [number(vip=vip(KARI))])).call(0, "k", PER).answers(0, OLA)
    talk.call(0, "k2", STOR_AVIS).answers(0, KARI).call(1, "c1", STOR_KUNDE).call(2, "c2", TOR)
    assert talk.hangs_up(3, OLA).rings == {"Ola": "c2"}


def test_where_one_event_makes_several_pairs_possible_the_smallest_key_chooses_first() -> None:
    talk = Talk(nordlys([group(KARI, OLA)], [number(vip=vip("Resepsjon"))]))
    talk.logs(0, Wish.OUT, KARI).logs(0, Wish.OUT, OLA)
    talk.call(1, "c1", PER).call(2, "c2", STOR_KUNDE)
    talk.saves(3, nordlys([group(AISHA, KARI, OLA)], [number(vip=vip("Resepsjon"))]))
    assert talk.rung == [("Aisha", "c2")]
    both = (
        Talk(nordlys([group()], [number(vip=vip())])).call(1, "c1", PER).call(2, "c2", STOR_KUNDE)
    )
    both.saves(3, nordlys([group(KARI, OLA)], [number(vip=vip())]))
    assert both.rung == [("Kari", "c2"), ("Ola", "c1")]


def test_a_changed_head_start_moves_nobody_who_waits() -> None:
    talk = sole().call(1, "c1", PER).call(2, "c2", STOR_KUNDE)
    talk.saves(3, nordlys([group(KARI)], [number(vip=vip(head_start=0))]))
    assert taken(talk, 4, 2) == ["c2", "c1"]
    talk.call(5, "c3", PER).call(6, "c4", STOR_KUNDE)
    assert taken(talk, 7, 2) == ["c3", "c4"]
