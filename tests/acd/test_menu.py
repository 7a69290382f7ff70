"""A menu of key choices: what callers are told, which keys count, and whose list is asked (rule 2)."""

import pytest

from forrang.acd.away import TONE
from forrang.acd.commands import (
    AnswerCall,
    Cause,
    Connect,
    DismissCall,
    HangUpCall,
    LetRing,
    Play,
    Record,
    RefuseCall,
    Ring,
    StopPlaying,
)
from forrang.acd.events import (
    CallStumbled,
    Miss,
    OfferFailed,
    RecordingEnded,
    WhyClass,
)
from forrang.acd.records import InMenu, Notice, NoticeKind, Outcome, Pressed, StoodInLine
from forrang.acd.switchboard import Switchboard
from forrang.domain.number_span import NumberSpan
from forrang.domain.prompt import Language, Prompt, sound_of

from .talk import (
    AISHA,
    KARI,
    MAIN,
    OLA,
    OTHER,
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

VELKOMMEN = sound_of(Prompt(say="Velkommen"), Language.NB)
OUTSIDE = "+4722000000"


def clinic(choices: dict[str | int, dict[str, object]] | None = None, **more: object) -> Talk:
    groups = [group(OLA), group(AISHA, name="Salg")]
    keys = choices or {1: key("Salg"), 2: key(vip=vip(KARI))}
    talk = Talk(nordlys(groups, [menu(keys, **more), number(OTHER)]))  # type: ignore[arg-type]
    talk.lists[f"{MAIN}/2"].put(NumberSpan.of(STOR_KUNDE), 7, 0)
    return talk


def test_a_caller_is_answered_and_told_the_menu_and_no_music_plays() -> None:
    talk = clinic().call(1, "c1", PER)
    assert talk.last == [AnswerCall("c1", music=False), Play("c1", "p1.c1", (VELKOMMEN,))]
    assert talk.rings == {}


def test_a_key_leads_to_its_queue_and_is_told_in_the_record() -> None:
    talk = clinic().call(1, "c1", PER).told(5, "c1").presses(7, "c1", "1")
    assert talk.rings == {"Aisha": "c1"}
    talk.answers(9, AISHA).hangs_up(20, AISHA)
    record = talk.record("c1")
    assert (record.main_number, record.keys, record.outcome) == (MAIN, "1", Outcome.ANSWERED)
    assert record.waited_seconds == 2
    kinds = [type(step) for step in record.story]
    assert kinds[1:4] == [InMenu, Pressed, StoodInLine]


def test_a_key_counts_while_the_greeting_speaks_and_ends_it_first() -> None:
    talk = clinic().call(1, "c1", PER).presses(2, "c1", "1")
    assert talk.last[0] == StopPlaying("p1.c1")
    assert talk.rings == {"Aisha": "c1"}


def test_one_press_counts_once() -> None:
    talk = clinic().call(1, "c1", PER).presses(2, "c1", "1").presses(2.1, "c1", "2")
    assert talk.rings == {"Aisha": "c1"} and talk.last == []


def test_the_longest_wait_counts_from_the_line_and_not_from_the_door() -> None:
    talk = clinic({1: {"queue": {"group": "Salg", "max_wait_seconds": 60}}})
    talk.call(1, "c1", PER).told(50, "c1").presses(55, "c1", "1").answers(60, AISHA)
    talk.call(61, "c2", TOR).presses(100, "c2", "1").at(159)
    assert talk.board.has_call("c2")
    assert not talk.at(160).board.has_call("c2")


def test_a_wrong_key_says_so_and_tells_the_menu_again() -> None:
    talk = clinic().call(1, "c1", PER).presses(2, "c1", "9")
    assert talk.hears("c1") == ("nb/wrong-key", VELKOMMEN)


def test_no_key_tells_the_menu_again_and_then_it_is_over() -> None:
    talk = clinic(wait_seconds=6, repeats=1).call(1, "c1", PER).told(5, "c1")
    assert talk.at(10.9).hears("c1") is None
    assert talk.at(11).hears("c1") == (VELKOMMEN,)
    talk.told(15, "c1").at(21)
    assert DismissCall("c1", Cause.UNANSWERED) in talk.last
    assert talk.record("c1").outcome is Outcome.NO_KEY


def test_no_key_leads_where_the_setup_says_otherwise_and_its_list_is_asked() -> None:
    talk = clinic(wait_seconds=6, repeats=0, otherwise=2, vip=None).call(1, "c1", STOR_KUNDE)
    talk.told(5, "c1").at(11)
    assert talk.rings == {"Kari": "c1"}


def test_a_key_may_tell_the_menu_again() -> None:
    talk = clinic({1: key("Salg"), "*": {"repeat": True}}).call(1, "c1", PER).presses(2, "c1", "*")
    assert talk.hears("c1") == (VELKOMMEN,)


def test_menus_stand_in_menus() -> None:
    inner = {"menu": {"greeting": {"say": "Innerst"}, "choices": {2: key("Salg")}}}
    talk = clinic({1: inner}).call(1, "c1", PER).presses(2, "c1", "1")
    assert talk.hears("c1") == (sound_of(Prompt(say="Innerst"), Language.NB),)
    assert talk.presses(3, "c1", "2").rings == {"Aisha": "c1"}
    talk.hangs_up(4, "c1")
    assert talk.record("c1").keys == "12"


def test_the_list_of_a_key_is_asked_when_that_key_is_pressed() -> None:
    talk = clinic().call(1, "c1", STOR_KUNDE).presses(2, "c1", "2")
    assert talk.rings == {"Kari": "c1"}
    assert talk.hangs_up(3, "c1").record("c1").vip


def test_the_list_of_a_key_says_nothing_at_another() -> None:
    talk = clinic().call(1, "c1", STOR_KUNDE).presses(2, "c1", "1")
    assert talk.rings == {"Aisha": "c1"}
    assert not talk.hangs_up(3, "c1").record("c1").vip


def test_a_vip_under_a_key_passes_the_line_of_that_key_alone() -> None:
    talk = clinic({1: key(), 2: key(vip=vip())})
    talk.call(1, "busy", TOR).presses(2, "busy", "2").answers(3, OLA)
    talk.call(4, "c1", PER).presses(5, "c1", "2")
    talk.call(6, "c2", TOR).presses(7, "c2", "1")
    talk.call(8, "c3", STOR_KUNDE).presses(9, "c3", "2")
    talk.hangs_up(10, OLA)
    assert talk.rings == {"Ola": "c3"}


def test_the_main_numbers_list_comes_before_the_menu() -> None:
    talk = clinic(vip=vip(KARI)).call(1, "c1", STOR_KUNDE)
    assert talk.rings == {"Kari": "c1"} and talk.hears("c1") is None


def test_with_the_short_cut_off_a_vip_hears_the_menu_and_keeps_the_head_start() -> None:
    talk = clinic({1: key(), 2: key()}, vip=vip(KARI, skips_menu=False))
    talk.call(1, "busy", TOR).presses(2, "busy", "1").answers(3, OLA)
    talk.call(4, "c1", PER).presses(5, "c1", "1")
    talk.call(6, "c2", STOR_KUNDE)
    assert talk.hears("c2") == (VELKOMMEN,)
    talk.presses(7, "c2", "1").hangs_up(8, OLA)
    assert talk.rings == {"Ola": "c2"}
    record = talk.hangs_up(9, "c2").record("c2")
    assert record.vip and record.standing.why is WhyClass.ON_LIST


def test_vips_of_a_number_with_a_menu_overflow_to_the_group_that_is_named() -> None:
    talk = clinic(vip=vip(KARI, overflow_to="Salg", overflow_after=10)).call(1, "c1", STOR_KUNDE)
    talk.misses(5, KARI).at(11)
    assert talk.rings == {"Aisha": "c1"}


def test_without_that_group_they_wait_for_the_list_alone() -> None:
    talk = clinic(vip=vip(KARI, overflow_after=0)).call(1, "c1", STOR_KUNDE).misses(2, KARI)
    assert talk.at(16.9).rings == {}
    assert talk.at(17).rings == {"Kari": "c1"}


def test_who_left_the_line_of_a_key_has_the_old_place_at_the_same_number() -> None:
    talk = clinic({1: key(), 2: key()})
    talk.call(1, "busy", TOR).presses(2, "busy", "1").answers(3, OLA)
    talk.call(4, "c1", PER).presses(5, "c1", "1")
    talk.call(6, "c2", STOR_KUNDE).presses(7, "c2", "1")
    talk.hangs_up(8, "c1").call(20, "c3", PER).presses(25, "c3", "1")
    talk.hangs_up(30, OLA)
    assert talk.rings == {"Ola": "c3"}


def test_two_calls_of_one_number_in_a_menu_share_no_place() -> None:
    talk = clinic({1: key()}).call(1, "busy", TOR).presses(2, "busy", "1").answers(3, OLA)
    talk.call(4, "c1", PER).presses(5, "c1", "1").hangs_up(6, "c1")
    talk.call(7, "c2", PER).call(8, "c3", PER).presses(9, "c2", "1").presses(10, "c3", "1")
    assert [talk.board.house.calls[id].arrived for id in ("c2", "c3")] == [4, 8]


def test_a_key_forwards_with_music_and_is_answered_there() -> None:
    talk = clinic({1: {"forward": OUTSIDE}}).call(1, "c1", PER).presses(2, "c1", "1")
    (ring,) = [one for one in talk.last if isinstance(one, Ring)]
    assert (ring.mobile, ring.shown) == (OUTSIDE, PER)
    talk.at(5, talk_event("answered", ring.offer))
    assert Connect("c1", ring.offer) in talk.last
    talk.at(20, talk_event("left", ring.offer))
    record = talk.record("c1")
    assert HangUpCall("c1") in talk.last
    assert (record.outcome, record.answered_by) == (Outcome.FORWARDED, OUTSIDE)


def talk_event(what: str, offer: str) -> object:
    from forrang.acd.events import AnswererLeft, Miss, OfferAnswered, OfferFailed

    if what == "answered":
        return OfferAnswered(offer)
    return AnswererLeft(offer) if what == "left" else OfferFailed(offer, Miss.BUSY)


def test_a_number_may_forward_at_once_and_its_caller_pays_only_when_it_is_answered() -> None:
    forwarding = {"number": MAIN, "setup": {"forward": OUTSIDE}}
    talk = Talk(nordlys([group(OLA)], [forwarding])).call(1, "c1", PER)
    assert talk.last[0] == LetRing("c1")
    (ring,) = [one for one in talk.last if isinstance(one, Ring)]
    talk.at(5, talk_event("answered", ring.offer))
    assert talk.last == [AnswerCall("c1", music=False), Connect("c1", ring.offer)]


def test_a_forward_that_nobody_takes_ends_with_a_cause() -> None:
    forwarding = {"number": MAIN, "setup": {"forward": OUTSIDE}}
    talk = Talk(nordlys([group(OLA)], [forwarding])).call(1, "c1", PER)
    (ring,) = [one for one in talk.last if isinstance(one, Ring)]
    talk.at(5, talk_event("busy", ring.offer))
    assert RefuseCall("c1", Cause.BUSY) in talk.last
    assert talk.record("c1").outcome is Outcome.NOT_FORWARDED


def test_a_message_is_told_and_then_the_call_ends() -> None:
    talk = clinic({1: {"message": {"say": "Ha det"}}}).call(1, "c1", PER).presses(2, "c1", "1")
    talk.told(9, "c1")
    assert HangUpCall("c1") in talk.last and talk.record("c1").outcome is Outcome.MESSAGE


def test_voicemail_greets_and_records() -> None:
    talk = clinic({1: {"voicemail": {"max_seconds": 60}}}).call(1, "c1", PER).presses(2, "c1", "1")
    assert talk.hears("c1") == ("nb/leave-a-message", TONE)
    assert talk.told(5, "c1").last == [Record("c1", "c1", 60)]
    talk.at(30, RecordingEnded("c1"))
    assert HangUpCall("c1") in talk.last and talk.record("c1").outcome is Outcome.VOICEMAIL


def test_a_message_whose_end_is_never_told_ends_all_the_same() -> None:
    talk = clinic({1: {"voicemail": {"max_seconds": 60}}}).call(1, "c1", PER).presses(2, "c1", "1")
    assert talk.told(5, "c1").at(74.9).board.has_call("c1")
    assert talk.at(75).record("c1").outcome is Outcome.VOICEMAIL


def test_the_provider_is_told_of_a_trunk_that_does_not_forward() -> None:
    forwarding = {"number": MAIN, "setup": {"forward": OUTSIDE}}
    talk = Talk(nordlys([group(OLA)], [forwarding])).call(1, "c1", PER)
    talk.at(5, OfferFailed("o1.c1", Miss.TRUNK))
    assert NoticeKind.TRUNK_FAULT in [one.kind for one in talk.last if isinstance(one, Notice)]


@pytest.mark.parametrize(
    ("hung_up", "outcome"), [(6.0, Outcome.GAVE_UP), (12.0, Outcome.VOICEMAIL)]
)
def test_a_message_is_one_if_something_could_be_said(hung_up: float, outcome: Outcome) -> None:
    talk = clinic({1: {"voicemail": {}}}).call(1, "c1", PER).presses(2, "c1", "1").told(5, "c1")
    assert talk.hangs_up(hung_up, "c1").record("c1").outcome is outcome


def test_a_save_while_a_caller_hears_the_menu_holds_from_the_next_key_on() -> None:
    talk = clinic().call(1, "c1", PER)
    talk.saves(2, nordlys([group(OLA), group(AISHA, name="Salg")], [menu({1: key()})]))
    assert talk.presses(3, "c1", "1").rings == {"Ola": "c1"}


def test_a_caller_whose_menu_was_taken_away_keeps_it() -> None:
    talk = clinic().call(1, "c1", PER)
    talk.saves(2, nordlys([group(OLA), group(AISHA, name="Salg")], [number(OTHER)]))
    assert talk.presses(3, "c1", "1").rings == {"Aisha": "c1"}


def test_a_caller_whose_number_has_a_queue_now_stands_in_it_when_no_key_comes() -> None:
    talk = clinic().call(1, "c1", PER).told(5, "c1")
    talk.saves(6, nordlys([group(OLA), group(AISHA, name="Salg")], [number()]))
    assert talk.at(11).rings == {"Ola": "c1"}


def test_a_restart_finds_a_caller_in_the_menu_where_they_were() -> None:
    talk = clinic().call(1, "c1", PER).told(5, "c1")
    talk.board = Switchboard.restore(talk.board.checkpoint())
    assert talk.presses(6, "c1", "1").rings == {"Aisha": "c1"}


def test_a_stumble_tells_the_menu_from_the_beginning() -> None:
    talk = clinic().call(1, "c1", PER).presses(2, "c1", "1").hangs_up(3, "c1")
    talk.call(4, "c2", PER).at(5, CallStumbled("c2"))
    assert talk.hears("c2") == (VELKOMMEN,)
