"""Rule 5: pairs, not turns."""

from .talk import (
    KARI,
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
)

NORDLYS = nordlys([group(OLA)], [number(vip=vip(KARI))])


def test_a_vip_who_waits_for_a_busy_answerer_holds_nobody_back() -> None:
    talk = Talk(NORDLYS).call(0, "k", STOR_AVIS).answers(0, KARI).call(1, "c1", STOR_KUNDE)
    assert talk.call(2, "c2", PER).rings == {"Ola": "c2"}


def test_an_answerer_has_one_offer_or_talk_over_all_groups_and_lists() -> None:
    groups = [group(KARI), group(KARI, name="Salg")]
    talk = Talk(nordlys(groups, [number(vip=vip(KARI)), number(OTHER, "Salg")]))
    talk.call(0, "c1", PER).call(1, "c2", TOR, OTHER).call(2, "c3", STOR_KUNDE)
    assert talk.rings == {"Kari": "c1"}
    assert talk.answers(3, KARI).call(4, "c4", TOR, OTHER).rings == {}


def test_what_rings_is_not_broken_for_a_vip_who_gets_the_next_offer() -> None:
    talk = Talk(nordlys([group(KARI)], [number(vip=vip(KARI))])).call(0, "c1", PER)
    talk.call(1, "c2", TOR).call(2, "c3", STOR_KUNDE)
    assert talk.rings == {"Kari": "c1"}
    assert talk.misses(3, KARI).rings == {"Kari": "c3"}


def test_a_talk_is_not_broken_for_a_vip() -> None:
    talk = Talk(nordlys([group(KARI)], [number(vip=vip(KARI))])).call(0, "c1", PER).answers(0, KARI)
    assert talk.call(1, "c2", STOR_KUNDE).talks == {"Kari": "c1"} and not talk.rings
