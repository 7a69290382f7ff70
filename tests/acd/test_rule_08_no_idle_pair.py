"""Rule 8: no idle pair; and no wake for nothing. The law itself is in `test_laws`."""

from forrang.acd.events import Miss, Wish

from .talk import KARI, OLA, PER, TOR, Talk, group, nordlys, number

NORDLYS = nordlys([group(KARI, OLA)], [number()])


def test_whoever_logs_in_gets_the_waiting_call_at_that_event() -> None:
    talk = Talk(NORDLYS).logs(0, Wish.OUT, KARI).logs(0, Wish.OUT, OLA).call(1, "c1", PER)
    assert talk.logs(2, Wish.IN, OLA).rings == {"Ola": "c1"}


def test_whoever_hangs_up_gets_the_waiting_call_at_that_event() -> None:
    talk = Talk(nordlys([group(KARI)], [number()])).call(0, "c1", PER).answers(1, KARI)
    assert talk.call(2, "c2", TOR).hangs_up(3, KARI).rings == {"Kari": "c2"}


def test_a_caller_who_hangs_up_while_it_rings_frees_the_answerer_for_the_next() -> None:
    talk = Talk(nordlys([group(KARI)], [number()])).call(0, "c1", PER).call(1, "c2", TOR)
    assert talk.hangs_up(2, "c1").rings == {"Kari": "c2"}


def test_the_end_of_a_pause_is_such_an_event() -> None:
    talk = Talk(nordlys([group(KARI)], [number()])).logs(0, Wish.PAUSE, KARI, until=60)
    assert talk.call(1, "c1", PER).at(59).rings == {} and talk.at(60).rings == {"Kari": "c1"}


def test_a_call_that_only_rings_waits_no_more() -> None:
    assert Talk(NORDLYS).call(1, "c1", PER).rings == {"Kari": "c1"}


def test_with_nobody_there_it_wishes_to_be_woken_for_the_longest_wait_alone() -> None:
    talk = Talk(NORDLYS)
    assert talk.board.deadline() is None
    talk.logs(0, Wish.OUT, KARI).logs(0, Wish.OUT, OLA).call(1, "c1", PER)
    assert talk.board.deadline() == 601
    assert talk.hangs_up(2, "c1").board.deadline() is None


def test_a_call_over_its_time_is_woken_for_no_rest_of_its_answerers() -> None:
    document = nordlys([group(KARI, OLA, strategy="all")], [number(max_wait_seconds=20)])
    talk = Talk(document).call(0, "c1", PER).logs(1, Wish.OUT, KARI).misses(5, KARI, Miss.NO_ANSWER)
    talk.logs(10, Wish.OUT, OLA).logs(10, Wish.IN, OLA).at(19)
    assert talk.board.deadline() == 20
    assert talk.at(20).board.deadline() is None
