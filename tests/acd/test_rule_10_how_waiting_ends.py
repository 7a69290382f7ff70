"""Rule 10: how waiting ends."""

from forrang.acd.commands import Cause, DismissCall, RefuseCall
from forrang.acd.events import Wish
from forrang.acd.records import Outcome

from .talk import (
    KARI,
    OLA,
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


def clinic(
    *members: str, list_: dict[str, object] | None = None, **queue: object
) -> dict[str, object]:
    return nordlys([group(*(members or (KARI,)))], [number(vip=list_, **queue)])  # type: ignore[arg-type]


def test_by_a_hang_up() -> None:
    assert (
        Talk(clinic()).call(1, "c1", PER).hangs_up(2, "c1").record("c1").outcome is Outcome.GAVE_UP
    )


def test_by_the_longest_wait_with_a_tone_and_a_fitting_cause() -> None:
    talk = Talk(clinic(max_wait_seconds=60)).logs(0, Wish.OUT, KARI).call(1, "c1", PER)
    assert talk.at(60.9).board.has_call("c1")
    assert DismissCall("c1", Cause.UNANSWERED) in talk.at(61).last
    record = talk.record("c1")
    assert record.outcome is Outcome.WAITED_TOO_LONG and record.waited_seconds == 60


def test_what_rings_when_the_longest_wait_passes_is_finished_first() -> None:
    talk = Talk(clinic(KARI, OLA, max_wait_seconds=30)).call(1, "c1", PER).misses(20, KARI)
    assert talk.at(35).rings == {"Ola": "c1"}
    assert talk.answers(36, OLA).talks == {"Ola": "c1"}


def test_after_that_offer_no_new_one_is_made() -> None:
    talk = Talk(clinic(KARI, OLA, max_wait_seconds=30)).call(1, "c1", PER).misses(20, KARI)
    talk.at(35).misses(36, OLA)
    assert talk.rings == {} and talk.record("c1").outcome is Outcome.WAITED_TOO_LONG


def test_all_at_once_nobody_new_rings_after_it_either() -> None:
    document = nordlys([group(KARI, OLA, strategy="all")], [number(max_wait_seconds=10)])
    talk = Talk(document).logs(0, Wish.OUT, OLA).call(1, "c1", PER).at(12).logs(13, Wish.IN, OLA)
    assert talk.rings == {"Kari": "c1"}


def test_a_save_that_gives_more_time_gives_it_to_who_rings_over_their_time() -> None:
    talk = Talk(clinic(KARI, OLA, max_wait_seconds=10)).call(1, "c1", PER).at(12)
    talk.saves(13, clinic(KARI, OLA)).misses(14, KARI)
    assert talk.rings == {"Ola": "c1"}


def test_a_save_that_gives_less_time_ends_a_wait_at_once_and_offers_nothing_more() -> None:
    talk = Talk(clinic()).logs(0, Wish.OUT, KARI).call(1, "c1", PER)
    talk.saves(50, clinic(KARI, OLA, max_wait_seconds=20))
    assert talk.record("c1").outcome is Outcome.WAITED_TOO_LONG and not talk.rung


def test_by_the_longest_line_which_refuses_one_more_as_busy() -> None:
    talk = Talk(clinic(max_waiting=1)).call(1, "c1", PER).call(2, "c2", TOR).call(3, "c3", PER)
    assert talk.hangs_up(4, "c1").rings == {"Kari": "c2"}
    talk.call(5, "c4", "+4797000009").call(6, "c5", "+4797000008")  # type: ignore[arg-type]
    assert RefuseCall("c5", Cause.BUSY) in talk.last
    assert talk.record("c5").outcome is Outcome.LINE_FULL


def test_a_line_of_none_takes_a_call_that_somebody_can_take_now() -> None:
    talk = Talk(clinic(max_waiting=0)).call(1, "c1", PER)
    assert talk.rings == {"Kari": "c1"}
    assert talk.call(2, "c2", TOR).record("c2").outcome is Outcome.LINE_FULL


def test_the_longest_line_neither_counts_nor_refuses_vips() -> None:
    talk = Talk(clinic(list_=vip(), max_waiting=1)).call(0, "k", TOR).answers(0, KARI)
    talk.call(1, "c1", STOR_KUNDE).call(2, "c2", PER).call(3, "c3", STOR_AVIS).call(4, "c4", TOR)
    assert set(talk.board.legs()[0]) == {"k", "c1", "c2", "c3"}


def test_an_all_at_once_call_that_rings_nowhere_any_more_counts_as_waiting() -> None:
    document = nordlys([group(KARI, strategy="all")], [number(max_waiting=1)])
    talk = Talk(document).call(1, "c1", PER).misses(2, KARI).logs(3, Wish.OUT, KARI)
    assert talk.call(4, "c2", TOR).record("c2").outcome is Outcome.LINE_FULL


def test_nobody_logged_in_waits_on_by_default() -> None:
    talk = Talk(clinic()).logs(0, Wish.OUT, KARI).call(1, "c1", PER)
    assert talk.logs(500, Wish.IN, KARI).rings == {"Kari": "c1"}


def test_nobody_logged_in_is_asked_when_the_call_comes() -> None:
    talk = Talk(clinic(nobody_logged_in="leave")).logs(0, Wish.OUT, KARI).call(1, "c1", PER)
    assert RefuseCall("c1", Cause.UNANSWERED) in talk.last
    assert talk.record("c1").outcome is Outcome.NOBODY_LOGGED_IN


def test_and_whenever_the_last_one_logs_out() -> None:
    talk = Talk(clinic(KARI, OLA, nobody_logged_in="leave")).call(1, "k1", PER).answers(1, KARI)
    talk.call(1, "k2", TOR).answers(1, OLA).call(2, "c1", PER).logs(3, Wish.OUT, KARI)
    assert talk.board.has_call("c1")
    assert DismissCall("c1", Cause.UNANSWERED) in talk.logs(4, Wish.PAUSE, OLA).last


def test_who_rings_is_asked_when_that_ends() -> None:
    talk = Talk(clinic(nobody_logged_in="leave")).call(1, "c1", PER).logs(2, Wish.OUT, KARI)
    assert talk.rings == {"Kari": "c1"}
    assert talk.misses(3, KARI).record("c1").outcome is Outcome.NOBODY_LOGGED_IN


def test_all_at_once_leaves_when_its_last_offer_ends_and_nobody_is_logged_in() -> None:
    document = nordlys([group(KARI, strategy="all")], [number(nobody_logged_in="leave")])
    talk = Talk(document).call(1, "c1", PER).logs(2, Wish.OUT, KARI).misses(3, KARI)
    assert talk.record("c1").outcome is Outcome.NOBODY_LOGGED_IN


def test_it_is_asked_among_all_who_may_ever_be_offered_it() -> None:
    leave = clinic(OLA, list_=vip(KARI), nobody_logged_in="leave")
    talk = Talk(leave).logs(0, Wish.OUT, KARI).call(1, "c1", STOR_KUNDE)
    assert talk.rings == {"Ola": "c1"}
    never = clinic(OLA, list_=vip(KARI, overflow_after="never"), nobody_logged_in="leave")
    talk = Talk(never).logs(0, Wish.OUT, KARI).call(1, "c1", STOR_KUNDE)
    assert talk.record("c1").outcome is Outcome.NOBODY_LOGGED_IN


def test_a_caller_is_nobody_who_may_be_offered_their_own_call() -> None:
    talk = Talk(clinic(KARI, OLA, nobody_logged_in="leave")).call(1, "k", PER).misses(2, KARI)
    talk.answers(3, OLA).call(4, "c1", KARI)
    assert talk.board.has_call("c1")
    assert talk.logs(5, Wish.OUT, OLA).record("c1").outcome is Outcome.NOBODY_LOGGED_IN
