"""Where menus, hours, announcements and forwards meet saves, restarts and each other."""

from typing import Any

from forrang.acd.commands import (
    AnswerCall,
    DismissCall,
    HangUpCall,
    Ring,
    StopMusic,
    StopPlaying,
)
from forrang.acd.events import (
    CallArrived,
    CallStumbled,
    Miss,
    OfferAnswered,
    OfferFailed,
    Wish,
)
from forrang.acd.overtaking import Overtaking
from forrang.acd.records import Arrived, Outcome, StoodInLine
from forrang.acd.switchboard import Switchboard
from forrang.domain.number_span import NumberSpan
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.prompt import Language, Prompt, sound_of

from .talk import (
    AISHA,
    KARI,
    MAIN,
    NAMES,
    OLA,
    PER,
    STOR_KUNDE,
    TOR,
    Talk,
    group,
    key,
    menu,
    nordlys,
    number,
    vip,
)  # fmt: skip

OUTSIDE = PhoneNumber("+4722000000")
NIGHT = 1_795_557_600.0
"""Tuesday the 24th of November 2026 in Oslo, 23:00."""
HOURS: dict[str, Any] = {"week": {"tue": ["08:00-16:00"]}}
STRAKS = sound_of(Prompt(say="Straks"), Language.NB)
GROUPS = [group(OLA), group(AISHA, name="Salg")]


def talk_with(*numbers: dict[str, Any], **more: Any) -> Talk:
    return Talk(nordlys(GROUPS, list(numbers), **more))


def restarted(talk: Talk) -> Talk:
    talk.board = Switchboard.restore(talk.board.checkpoint())
    return talk


def rung_outside(talk: Talk) -> list[Ring]:
    return [one for one in talk.last if isinstance(one, Ring) and one.mobile == OUTSIDE]


def test_a_message_for_one_too_many_is_not_cut_by_the_longest_wait() -> None:
    full = {"max_waiting": 0, "max_wait_seconds": 20, "line_full": {"voicemail": {}}}
    talk = talk_with(number(**full)).call(1, "busy", TOR).answers(2, OLA)
    talk.call(3, "c1", PER).told(8, "c1").at(60)
    assert talk.board.has_call("c1")
    assert talk.hangs_up(61, "c1").record("c1").outcome is Outcome.VOICEMAIL


def test_a_key_after_a_save_that_took_the_menu_away_leads_to_the_line_once() -> None:
    talk = talk_with(menu({1: key("Salg")})).call(1, "c1", PER).told(5, "c1")
    talk.saves(6, nordlys(GROUPS, [number(welcome={"say": "Straks"})])).presses(7, "c1", "1")
    assert talk.rings == {"Ola": "c1"} and talk.hears("c1") == (STRAKS,)
    talk.at(20)
    assert talk.hears("c1") == (STRAKS,) and talk.rings == {"Ola": "c1"}


def test_a_stumble_while_something_is_told_ends_that_first() -> None:
    told = {"every_seconds": 30, "comfort": [{"say": "Straks"}]}
    talk = talk_with(number(announcements=told)).call(1, "busy", TOR).answers(2, OLA)
    talk.call(3, "c1", PER).at(33).at(34, CallStumbled("c1"))
    assert talk.last[:2] == [StopPlaying("p1.c1"), AnswerCall("c1", answered=True)]
    assert talk.at(64).hears("c1") == (STRAKS,)


def test_a_talk_at_another_number_that_stumbles_ends() -> None:
    talk = talk_with({"number": MAIN, "setup": {"forward": OUTSIDE}}).call(1, "c1", PER)
    (ring,) = rung_outside(talk)
    talk.at(2, OfferAnswered(ring.offer)).at(3, CallStumbled("c1"))
    assert HangUpCall("c1") in talk.last and talk.record("c1").outcome is Outcome.LOST


def test_a_vip_carried_past_a_menu_is_not_counted_as_an_ordinary_caller() -> None:
    keys = {1: {"queue": {"group": "Resepsjon", "max_waiting": 1}}}
    talk = talk_with(menu(keys, vip=vip(KARI, skips_menu=False)))
    talk.call(1, "busy", TOR).presses(2, "busy", "1").answers(3, OLA)
    talk.call(4, "c1", STOR_KUNDE).presses(5, "c1", "1")
    talk.call(6, "c2", PER).presses(7, "c2", "1")
    assert talk.board.has_call("c2")


def test_a_message_counts_also_if_the_line_failed_behind_it() -> None:
    talk = talk_with({"number": MAIN, "setup": {"voicemail": {}}}).call(1, "c1", PER)
    talk.told(5, "c1").hangs_up(60, "c1", fault=True)
    assert talk.record("c1").outcome is Outcome.VOICEMAIL


def test_no_announcement_is_waited_for_where_nothing_is_said() -> None:
    talk = talk_with(number(announcements={"every_seconds": 30})).call(1, "busy", TOR)
    talk.answers(2, OLA).call(3, "c1", PER)
    assert talk.board.deadline() == 603


def test_a_save_does_not_put_off_what_is_told() -> None:
    told = {"every_seconds": 30, "comfort": [{"say": "Straks"}]}
    talk = talk_with(number(announcements=told)).call(1, "busy", TOR).answers(2, OLA)
    talk.call(3, "c1", PER)
    talk.saves(20, nordlys(GROUPS, [number(announcements=told)]))
    assert talk.at(33).hears("c1") == (STRAKS,)


def test_a_forward_that_names_itself_is_refused_also_for_a_withheld_caller() -> None:
    talk = talk_with({"number": MAIN, "setup": {"forward": OUTSIDE}})
    talk.call(1, "c1", None, withheld=True)
    talk.at(2, CallArrived("c2", MAIN, None, withheld=True, diverted_by=(OUTSIDE,)))
    assert not rung_outside(talk) and not talk.board.has_call("c2")
    assert talk.record("c1").outcome is Outcome.NOT_FORWARDED


def test_a_forward_that_comes_back_without_a_word_rings_until_that_is_over() -> None:
    talk = talk_with({"number": MAIN, "setup": {"forward": OUTSIDE}}).call(1, "c1", PER)
    talk.call(2, "c2", PER)
    assert not rung_outside(talk)
    talk.at(41).hangs_up(41.5, "c2")
    assert talk.record("c1").outcome is Outcome.NOT_FORWARDED
    assert not talk.board.has_call("c2")


def test_a_forward_that_was_lost_with_us_rings_there_again() -> None:
    talk = talk_with({"number": MAIN, "setup": {"forward": OUTSIDE}}).call(1, "c1", PER)
    talk.at(2, OfferFailed("o1.c1", Miss.LOST))
    assert [one.offer for one in rung_outside(talk)] == ["o2.c1"]


def test_a_vip_taken_after_hours_arrived_as_everybody_does() -> None:
    main = {**number(vip=vip(KARI, when_closed={})), "opening_hours": HOURS}
    talk = talk_with(main).call(NIGHT, "c1", STOR_KUNDE).hangs_up(NIGHT + 1, "c1")
    kinds = [type(step) for step in talk.record("c1").story]
    assert kinds[0] is Arrived and StoodInLine in kinds


def test_a_vip_taken_after_hours_keeps_the_lists_answerers_whatever_is_saved() -> None:
    def main(**more: Any) -> dict[str, Any]:
        return menu({1: key()}, vip=vip(KARI, **more), hours=HOURS)

    talk = talk_with(main(when_closed={})).call(NIGHT, "c1", STOR_KUNDE).misses(NIGHT + 1, KARI)
    talk.saves(NIGHT + 2, nordlys(GROUPS, [main()])).at(NIGHT + 20)
    assert talk.rings == {"Kari": "c1"}


def test_who_waits_at_a_number_that_has_no_queue_now_is_not_left_alone() -> None:
    talk = talk_with(number()).call(1, "busy", TOR).answers(2, OLA).call(3, "c1", PER)
    talk.saves(4, nordlys(GROUPS, [menu({1: key("Salg")})])).hangs_up(5, OLA)
    assert talk.rings or talk.hears("c1")


def test_what_another_keys_list_said_does_not_count_where_no_key_leads_now() -> None:
    keys = {1: key("Salg", vip=vip(AISHA)), 2: key(vip=vip(KARI))}
    talk = talk_with(menu(keys, otherwise=1, repeats=0))
    talk.lists[f"{MAIN}/1"].put(NumberSpan.of(STOR_KUNDE), 7, 0)
    talk.call(1, "c1", STOR_KUNDE).told(5, "c1")
    talk.saves(6, nordlys(GROUPS, [menu(keys, otherwise=2, repeats=0)])).at(11)
    assert talk.rings == {"Ola": "c1"}


def test_who_is_put_on_the_list_while_no_key_is_waited_for_is_a_vip_there() -> None:
    keys = {1: key("Salg", vip=vip(KARI))}
    talk = talk_with(menu(keys, otherwise=1, repeats=0)).call(1, "c1", PER).told(5, "c1")
    talk.adds(8, PER, point=f"{MAIN}/1").at(11)
    assert talk.rings == {"Kari": "c1"}


def test_a_restart_still_asks_for_the_key_of_who_left_the_company_while_it_rang() -> None:
    document = nordlys(GROUPS, [number()])
    people = [{"name": name, "mobile": one, "confirm": True} for one, name in NAMES.items()]
    talk = Talk({**document, "employees": people}).call(1, "c1", PER)
    left = [one for one in people if one["mobile"] != OLA]
    groups = [group(KARI), group(AISHA, name="Salg")]
    talk.saves(2, {**nordlys(groups, [number()]), "employees": left})
    restarted(talk).answers(3, OLA)
    assert talk.talks == {}


def test_the_oldest_who_is_there_is_the_same_after_a_restart() -> None:
    """A call that came first may stand at a key last."""
    keys = {1: {"queue": {"group": "Resepsjon"}}}
    talk = talk_with(menu(keys)).call(1, "busy", TOR).presses(2, "busy", "1").answers(3, OLA)
    talk.call(4, "c1", PER).call(5, "c2", KARI).presses(6, "c2", "1").presses(7, "c1", "1")

    def oldest(overtaking: Overtaking) -> int:
        return next(iter(overtaking._here))

    point = f"{MAIN}/1"
    talk.hangs_up(8, OLA)
    before = oldest(talk.board.house.overtaking[point])
    assert oldest(restarted(talk).board.house.overtaking[point]) == before


def test_music_is_ended_once_for_who_goes_on_elsewhere() -> None:
    waited = {"max_wait_seconds": 20, "waited_too_long": {"forward": OUTSIDE}}
    talk = talk_with(number(**waited)).call(1, "busy", TOR).answers(2, OLA)
    talk.call(3, "c1", PER).at(23)
    assert rung_outside(talk)
    assert StopMusic("c1") not in talk.last  # it goes on while it rings there


def test_the_wait_is_told_alike_whether_the_other_number_answers_or_not() -> None:
    waited = {"max_wait_seconds": 20, "waited_too_long": {"forward": OUTSIDE}}
    talk = talk_with(number(**waited)).call(1, "busy", TOR).answers(2, OLA)
    talk.call(3, "c1", PER).at(23).at(33, OfferFailed("o1.c1", Miss.BUSY))
    talk.call(40, "c2", KARI).at(60).at(70, OfferAnswered("o1.c2")).hangs_up(80, "c2")
    assert talk.record("c1").waited_seconds == talk.record("c2").waited_seconds == 30


def test_who_answers_goes_on_after_a_wrong_key() -> None:
    talk = talk_with(menu({1: key("Salg"), "*": {"repeat": True}}))
    arrival = talk.board.recognise(CallArrived("?", MAIN, PER), talk.lists, 0)
    assert isinstance(arrival, CallArrived)
    for keys in ("91", "*1"):
        told = talk.board.who_answers(arrival, 0, keys, talk.lists)
        assert told.point == f"{MAIN}/1", keys


def test_a_caller_who_is_asked_for_is_dismissed_after_the_longest_wait() -> None:
    people = [{"name": name, "mobile": one, "confirm": True} for one, name in NAMES.items()]
    talk = Talk({**nordlys(GROUPS, [number(max_wait_seconds=10)]), "employees": people})
    talk.call(1, "c1", PER).answers(8, OLA).at(15.9)
    assert talk.board.has_call("c1")
    talk.at(16)
    assert any(isinstance(one, DismissCall) for one in talk.last)
    assert talk.record("c1").outcome is Outcome.WAITED_TOO_LONG


def test_all_at_once_asks_more_while_one_is_asked_for_the_key() -> None:
    people = [{"name": name, "mobile": one, "confirm": True} for one, name in NAMES.items()]
    groups = [group(OLA, strategy="all"), group(AISHA, name="Salg")]
    main = number(overflow_to="Salg", overflow_after=5)
    talk = Talk({**nordlys(groups, [main]), "employees": people})
    talk.call(1, "c1", PER).answers(2, OLA).logs(3, Wish.OUT, KARI).at(6)
    assert talk.rings == {"Ola": "c1", "Aisha": "c1"}


def test_who_overflows_at_once_to_somebody_free_is_not_one_too_many() -> None:
    main = number(max_waiting=0, overflow_to="Salg", overflow_after=5)
    talk = talk_with(main).logs(0, Wish.OUT, OLA).call(1, "c1", PER)
    assert talk.rings == {"Aisha": "c1"}
