"""Rule 11: every decision carries its reason; and `who-answers` says what would be decided."""

from forrang.acd.events import Miss, WhyClass, Wish
from forrang.acd.explain import waits_because
from forrang.acd.records import Arrived, BecameVip, Condition, Doing, Offered, Outcome, WhyOverflow

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

NORDLYS = nordlys([group(OLA, AISHA)], [number(vip=vip(KARI))])


def test_an_offer_says_who_could_have_been_asked_and_why_each_was_not() -> None:
    talk = Talk(nordlys([group(KARI, OLA, AISHA)], [number()])).logs(0, Wish.OUT, KARI)
    talk.call(1, "c1", PER).misses(2, OLA, Miss.BUSY)
    offers = [one for one in talk.board.house.calls["c1"].story if isinstance(one, Offered)]
    assert [(one.to, one.place) for one in offers] == [(OLA, RESEPSJON), (AISHA, RESEPSJON)]
    assert offers[1].roster == (
        (KARI, Condition(Doing.LOGGED_OUT)),
        (OLA, Condition(Doing.RESTING, 17)),
        (AISHA, Condition(Doing.FREE)),
    )


def test_the_story_says_which_entry_matched_and_from_when_the_place_counts() -> None:
    talk = Talk(NORDLYS).logs(0, Wish.OUT, OLA).logs(0, Wish.OUT, AISHA)
    talk.call(1, "c1", PER).hangs_up(2, "c1").call(3, "c2", PER).adds(4, PER, entry=7)
    story = talk.board.house.calls["c2"].story
    assert isinstance(story[0], Arrived) and story[0].place_kept_from == 1
    assert story[0].standing.why is WhyClass.NOT_ON_LIST
    became = next(one for one in story if isinstance(one, BecameVip))
    assert became.standing.entry == 7 and became.at == 4


def test_why_a_call_waits_names_everybody_and_what_they_do() -> None:
    talk = Talk(nordlys([group(KARI, OLA, AISHA)], [number()])).logs(0, Wish.PAUSE, OLA, until=90)
    talk.call(1, "t", PER).answers(1, KARI).call(2, "r", TOR).call(3, "c1", PER)
    assert waits_because(talk.board.house, "c1") == (
        (KARI, Condition(Doing.IN_TALK)),
        (OLA, Condition(Doing.PAUSED, 90)),
        (AISHA, Condition(Doing.RINGING)),
    )
    assert waits_because(talk.board.house, "t") == ()


def test_who_answers_names_the_first_and_those_of_overflow_in_order() -> None:
    told = Talk(NORDLYS).asks(STOR_KUNDE)
    assert told.offers == [(0.0, (KARI,)), (30.0, (KARI, OLA, AISHA))]
    assert [one.why for one in told.rounds] == [None, WhyOverflow.WAITED]


def test_who_answers_asks_everybody_at_once_when_the_list_is_logged_out() -> None:
    told = Talk(NORDLYS).logs(0, Wish.OUT, KARI).asks(STOR_KUNDE)
    assert told.offers == [(0.0, (OLA, AISHA))]
    assert told.rounds[0].why is WhyOverflow.NOBODY_LOGGED_IN
    assert told.rounds[0].left_out[0].condition.doing is Doing.LOGGED_OUT


def test_who_rings_talks_or_rests_stays_with_the_reason() -> None:
    talk = Talk(NORDLYS).call(0, "k", PER).answers(0, OLA)
    (round_,) = talk.asks(TOR).rounds
    assert [(one.mobile, one.condition.doing) for one in round_.asked] == [
        (OLA, Doing.IN_TALK), (AISHA, Doing.FREE),
    ]  # fmt: skip


def test_who_is_logged_out_paused_or_calls_themselves_is_left_out() -> None:
    talk = Talk(nordlys([group(KARI, OLA, AISHA)], [number()])).logs(0, Wish.OUT, OLA)
    told = talk.logs(0, Wish.PAUSE, AISHA).asks(KARI)
    assert told.offers == []
    assert [(one.mobile, one.own) for one in told.rounds[0].left_out] == [
        (KARI, True), (OLA, False), (AISHA, False),
    ]  # fmt: skip


def test_who_answers_says_what_would_be_refused_at_the_door() -> None:
    talk = Talk(nordlys([group(KARI)], [number(max_waiting=0)])).call(0, "k", PER)
    assert talk.asks(TOR).refused is Outcome.LINE_FULL and talk.asks(TOR).offers == []
    assert not talk.asks(TOR, "+4722000000").known_number


def test_who_answers_counts_those_ahead_and_knows_a_kept_place() -> None:
    talk = Talk(nordlys([group(KARI)], [number(vip=vip())])).call(0, "k", PER).answers(0, KARI)
    talk.call(1, "c1", TOR).call(2, "c2", STOR_AVIS).hangs_up(3, "c1")
    assert (talk.asks(STOR_KUNDE).ahead, talk.asks(PER).ahead) == (1, 1)
    assert talk.asks(TOR).place_from == 1 and talk.asks(PER).place_from is None


def test_overflow_that_would_come_after_the_longest_wait_is_not_promised() -> None:
    document = nordlys([group(OLA)], [number(vip=vip(KARI), max_wait_seconds=20)])
    assert Talk(document).asks(STOR_KUNDE).offers == [(0.0, (KARI,))]


def test_overflow_that_would_ask_nobody_else_is_not_told_again() -> None:
    document = nordlys([group(KARI)], [number(vip=vip(KARI))])
    assert Talk(document).asks(STOR_KUNDE).offers == [(0.0, (KARI,))]


def test_of_two_rests_the_longer_one_is_told() -> None:
    talk = Talk(nordlys([group(KARI)], [number()])).call(1, "c1", PER).misses(2, KARI)
    talk.call(3, "c2", TOR).misses(10, KARI, Miss.BUSY)
    assert waits_because(talk.board.house, "c1") == ((KARI, Condition(Doing.RESTING, 25)),)


def test_a_mobile_that_is_not_confirmed_is_not_rung_and_the_reason_says_so() -> None:
    document = nordlys([group(KARI, OLA)], [number()], unconfirmed=[KARI])
    talk = Talk(document).call(1, "c1", PER)
    assert talk.rings == {"Ola": "c1"}
    assert talk.board.house.people[KARI].seats[0].member.condition.doing is Doing.UNCONFIRMED
    talk.saves(2, {**document, "unconfirmed": []}).call(3, "c2", TOR)
    assert talk.rings == {"Ola": "c1", "Kari": "c2"}
