"""Rule 6: ring strategies."""

from forrang.acd.commands import Connect, StopRinging
from forrang.acd.events import Wish

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


def three(strategy: str, **more: object) -> Talk:
    return Talk(nordlys([group(KARI, OLA, AISHA, strategy=strategy, **more)], [number()]))


def served(talk: Talk, now: float, id: str) -> str:
    """Who is asked for a call; it is answered and over at once."""
    talk.call(now, id, PER)
    ((name, _),) = talk.rung
    who = {"Kari": KARI, "Ola": OLA, "Aisha": AISHA}[name]
    talk.answers(now, who).hangs_up(now, who)
    return name


def test_in_order_asks_the_first_who_is_free() -> None:
    talk = three("in-order")
    assert [served(talk, now, f"c{now}") for now in (1, 2)] == ["Kari", "Kari"]
    assert talk.call(3, "c3", PER).call(4, "c4", TOR).rings == {"Kari": "c3", "Ola": "c4"}


def test_longest_idle_asks_whose_last_talk_ended_longest_ago() -> None:
    talk = three("longest-idle")
    assert [served(talk, now, f"c{now}") for now in range(1, 6)] == [
        "Kari", "Ola", "Aisha", "Kari", "Ola",
    ]  # fmt: skip


def test_longest_idle_counts_talks_anywhere() -> None:
    document = nordlys([group(KARI, OLA, strategy="longest-idle")], [number(vip=vip(KARI))])
    talk = Talk(document).call(1, "c1", STOR_KUNDE).answers(1, KARI).hangs_up(2, KARI)
    assert served(talk, 3, "c2") == "Ola"


def test_longest_idle_counts_logging_in_as_the_end_of_a_talk_but_no_miss() -> None:
    talk = three("longest-idle").logs(1, Wish.OUT, KARI).logs(2, Wish.IN, KARI)
    talk.call(3, "c1", PER).misses(4, OLA).hangs_up(5, "c1")
    assert served(talk, 20, "c2") == "Ola"
    assert [served(talk, now, f"d{now}") for now in (21, 22, 23)] == ["Aisha", "Kari", "Ola"]


def test_longest_idle_does_not_count_the_end_of_a_pause() -> None:
    talk = three("longest-idle").logs(1, Wish.PAUSE, KARI).logs(2, Wish.IN, KARI)
    assert served(talk, 3, "c1") == "Kari"


def test_round_robin_asks_the_first_who_is_free_after_the_last_offered() -> None:
    talk = three("round-robin")
    assert [served(talk, now, f"c{now}") for now in range(1, 5)] == ["Kari", "Ola", "Aisha", "Kari"]
    assert served(talk.logs(5, Wish.OUT, OLA), 6, "c6") == "Aisha"


def test_round_robin_moves_on_after_an_offer_that_was_missed_too() -> None:
    talk = three("round-robin").call(1, "c1", PER).hangs_up(2, "c1")
    assert served(talk, 3, "c2") == "Ola"


def test_in_overflow_the_pointer_of_the_group_moves_and_not_the_lists() -> None:
    groups = [group(OLA, AISHA, strategy="round-robin")]
    document = nordlys(
        groups, [number(vip=vip(KARI, OLA, strategy="round-robin", overflow_after=0))]
    )
    talk = Talk(document).logs(0, Wish.OUT, KARI).logs(0, Wish.OUT, OLA, LISTE)
    assert talk.call(1, "c1", STOR_KUNDE).rings == {"Ola": "c1"}
    talk.hangs_up(2, "c1").logs(3, Wish.IN, KARI).logs(3, Wish.IN, OLA)
    assert talk.call(4, "c2", PER).rings == {"Aisha": "c2"}
    assert talk.call(5, "c3", STOR_AVIS).rings == {"Aisha": "c2", "Kari": "c3"}


def test_a_save_does_not_turn_the_pointer_back() -> None:
    document = nordlys([group(KARI, OLA, AISHA, strategy="round-robin")], [number()])
    talk = Talk(document)
    assert served(talk, 1, "c1") == "Kari"
    assert served(talk.saves(2, document), 3, "c2") == "Ola"


def test_all_at_once_rings_at_everyone_who_is_free() -> None:
    talk = three("all").logs(0, Wish.OUT, OLA).call(1, "c1", PER)
    assert talk.rung == [("Kari", "c1"), ("Aisha", "c1")]


def test_all_at_once_rings_at_whoever_becomes_free_too_for_ring_seconds_of_their_own() -> None:
    talk = three("all", ring_seconds=10).logs(0, Wish.OUT, OLA).call(1, "c1", PER)
    assert talk.logs(7, Wish.IN, OLA).rung == [("Ola", "c1")]
    assert talk.at(11).rings == {"Ola": "c1"} and talk.at(17).rings == {}


def test_all_at_once_the_first_answer_wins_and_the_others_hear_of_it() -> None:
    talk = three("all").call(1, "c1", PER)
    others = [talk.offer(KARI), talk.offer(AISHA)]
    talk.answers(2, OLA)
    assert talk.last == [
        Connect("c1", talk.offer(OLA)),
        *(StopRinging(one, elsewhere=True) for one in others),
    ]
    assert talk.rings == {} and talk.talks == {"Ola": "c1"}


def test_those_at_whom_an_ordinary_call_rings_keep_it_and_whoever_becomes_free_goes_to_the_vip() -> (
    None
):
    document = nordlys([group(KARI, OLA, AISHA, strategy="all")], [number(vip=vip())])
    talk = Talk(document).logs(0, Wish.OUT, AISHA).call(1, "c1", PER).call(2, "c2", STOR_KUNDE)
    assert talk.rings == {"Kari": "c1", "Ola": "c1"}
    assert talk.logs(3, Wish.IN, AISHA).rings == {"Kari": "c1", "Ola": "c1", "Aisha": "c2"}
    assert talk.misses(4, KARI).rings == {"Ola": "c1", "Aisha": "c2"}


def test_a_voicemails_answer_is_an_answer() -> None:
    talk = three("in-order").call(1, "c1", PER).answers(1, KARI)
    assert talk.talks == {"Kari": "c1"}


def test_ring_seconds_are_those_of_the_group() -> None:
    talk = three("in-order", ring_seconds=7).call(1, "c1", PER)
    assert talk.at(7.9).rings == {"Kari": "c1"} and talk.at(8).rings == {"Ola": "c1"}


def test_all_at_once_of_a_place_that_is_paused_elsewhere() -> None:
    groups = [group(KARI, OLA, strategy="all"), group(KARI, name="Salg")]
    talk = Talk(nordlys(groups, [number()])).logs(0, Wish.PAUSE, KARI, "group:Salg")
    assert talk.call(1, "c1", PER).rings == {"Kari": "c1", "Ola": "c1"}
    assert talk.logs(2, Wish.OUT, KARI, RESEPSJON).rings == {"Kari": "c1", "Ola": "c1"}
