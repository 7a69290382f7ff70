"""Waiting: what is told meanwhile, and where a call goes that nobody takes (rule 10)."""

from typing import Any

from forrang.acd.away import TONE
from forrang.acd.commands import AnswerCall, Connect, DismissCall, Play, StopMusic, StopPlaying
from forrang.acd.events import Wish
from forrang.acd.records import LeftLine, Outcome, Overflowed, WhyOverflow
from forrang.acd.switchboard import Switchboard
from forrang.domain.prompt import Language, Prompt, sound_of

from .talk import AISHA, KARI, OLA, PER, STOR_KUNDE, TOR, Talk, group, nordlys, number, vip

STRAKS, SNART = (sound_of(Prompt(say=text), Language.NB) for text in ("Straks", "Snart"))


def clinic(list_: dict[str, Any] | None = None, **queue: Any) -> Talk:
    groups = [group(OLA), group(AISHA, name="Salg")]
    return Talk(nordlys(groups, [number(vip=list_, **queue)]))


def busy(talk: Talk) -> Talk:
    """Ola is in a call."""
    return talk.call(1, "busy", TOR).answers(2, OLA)


def test_a_welcome_is_told_instead_of_the_music_which_follows() -> None:
    talk = busy(clinic(welcome={"say": "Straks"})).call(3, "c1", PER)
    assert talk.last == [AnswerCall("c1", music=False), Play("c1", "p1.c1", (STRAKS,))]
    assert talk.told(6, "c1").last == [AnswerCall("c1", answered=True)]


def test_nobody_waits_for_the_end_of_a_welcome() -> None:
    talk = clinic(welcome={"say": "Straks"}).call(1, "c1", PER)
    assert talk.rings == {"Ola": "c1"}
    talk.answers(2, OLA)
    assert talk.last == [StopPlaying("p1.c1"), Connect("c1", "o1.c1")]


def test_comfort_messages_are_told_one_after_the_other_between_the_music() -> None:
    told = {"every_seconds": 30, "comfort": [{"say": "Straks"}, {"say": "Snart"}]}
    talk = busy(clinic(announcements=told)).call(3, "c1", PER)
    assert talk.at(32.9).hears("c1") is None
    assert talk.at(33).last == [Play("c1", "p1.c1", (STRAKS,))]
    assert talk.told(36, "c1").last == [AnswerCall("c1", answered=True)]
    assert talk.at(66).hears("c1") == (SNART,)
    assert talk.told(69, "c1").at(99).hears("c1") == (STRAKS,)


def test_an_answer_cuts_an_announcement_short() -> None:
    told = {"every_seconds": 30, "comfort": [{"say": "Straks"}]}
    talk = busy(clinic(announcements=told)).call(3, "c1", PER).at(33).hangs_up(34, OLA)
    talk.answers(35, OLA)
    assert talk.last[:1] == [StopPlaying("p1.c1")] and Connect("c1", "o1.c1") in talk.last


def test_the_place_in_line_is_told() -> None:
    told = {"every_seconds": 30, "position": True}
    talk = busy(clinic(announcements=told)).call(3, "c1", PER).call(4, "c2", KARI).at(34)
    assert talk.hears("c1") == ("nb/you-are-next",)
    assert talk.hears("c2") == ("nb/you-are-number", "nb/2")


def test_a_place_that_grew_is_kept_silent() -> None:
    told = {"every_seconds": 30, "position": True}
    talk = busy(clinic(vip(OLA), announcements=told)).call(3, "c1", PER).at(33).told(35, "c1")
    talk.call(40, "c2", STOR_KUNDE).at(65)
    assert talk.hears("c1") is None
    talk.hangs_up(70, "c2").at(95)
    assert talk.hears("c1") == ("nb/you-are-next",)


def test_announcements_come_with_a_save_also_to_those_who_wait() -> None:
    talk = busy(clinic()).call(3, "c1", PER)
    told = {"every_seconds": 30, "comfort": [{"say": "Straks"}]}
    groups = [group(OLA), group(AISHA, name="Salg")]
    talk.saves(10, nordlys(groups, [number(announcements=told)]))
    assert talk.at(40).hears("c1") == (STRAKS,)


def test_the_longest_wait_may_lead_to_voicemail() -> None:
    talk = busy(clinic(max_wait_seconds=60, waited_too_long={"voicemail": {}}))
    talk.call(3, "c1", PER).at(63)
    assert talk.hears("c1") == ("nb/leave-a-message", TONE) and StopMusic("c1") in talk.last
    talk.told(66, "c1").hangs_up(80, "c1")
    record = talk.record("c1")
    assert (record.outcome, record.waited_seconds) == (Outcome.VOICEMAIL, 60)
    assert [one.why for one in record.story if isinstance(one, LeftLine)] == [
        Outcome.WAITED_TOO_LONG
    ]


def test_who_leaves_no_message_there_waited_too_long() -> None:
    talk = busy(clinic(max_wait_seconds=60, waited_too_long={"voicemail": {}}))
    talk.call(3, "c1", PER).at(63).hangs_up(64, "c1")
    assert talk.record("c1").outcome is Outcome.WAITED_TOO_LONG


def test_one_too_many_may_be_forwarded() -> None:
    talk = busy(clinic(max_waiting=1, line_full={"forward": "+4722000000"}))
    talk.call(3, "c1", PER).call(4, "c2", KARI)
    assert talk.board.house.offers["o1.c2"].person.mobile == "+4722000000"


def test_nobody_logged_in_may_lead_to_a_message() -> None:
    talk = clinic(nobody_logged_in="leave", all_logged_out={"message": {"say": "Straks"}})
    talk.call(1, "c1", PER).logs(2, Wish.OUT, OLA).at(22)
    talk.misses(23, OLA) if talk.rings else None
    assert talk.hears("c1") == (STRAKS,)


def test_an_ordinary_call_overflows_to_another_group_after_a_time() -> None:
    talk = busy(clinic(overflow_to="Salg", overflow_after=45)).call(3, "c1", PER)
    assert talk.at(47.9).rings == {}
    assert talk.at(48).rings == {"Aisha": "c1"}
    record = talk.hangs_up(49, "c1").record("c1")
    assert [one.why for one in record.story if isinstance(one, Overflowed)] == [WhyOverflow.WAITED]


def test_it_overflows_at_once_when_nobody_of_the_first_is_logged_in() -> None:
    talk = clinic(overflow_to="Salg", overflow_after=45).logs(0, Wish.OUT, OLA).call(3, "c1", PER)
    assert talk.rings == {"Aisha": "c1"}


def test_who_answers_tells_the_overflow_of_ordinary_calls() -> None:
    talk = clinic(overflow_to="Salg", overflow_after=45)
    assert talk.asks(PER).offers == [(0.0, (OLA,)), (45.0, (OLA, AISHA))]


def test_a_tone_ends_the_wait_where_nothing_else_is_said() -> None:
    talk = busy(clinic(max_wait_seconds=60)).call(3, "c1", PER).at(63)
    assert any(isinstance(one, DismissCall) for one in talk.last)


def test_a_restart_finds_what_was_told_and_when_the_next_comes() -> None:
    told = {"every_seconds": 30, "comfort": [{"say": "Straks"}, {"say": "Snart"}]}
    talk = busy(clinic(announcements=told)).call(3, "c1", PER).at(33).told(36, "c1")
    talk.board = Switchboard.restore(talk.board.checkpoint())
    assert talk.at(66).hears("c1") == (SNART,)


def test_the_expected_wait_is_told_by_the_pace_and_never_grows() -> None:
    told = {"every_seconds": 30, "expected_wait": True}
    talk = clinic(vip(OLA), announcements=told)
    for n in range(6):  # one a minute
        talk.call(60 * n, f"b{n}", TOR).answers(60 * n + 1, OLA)
        talk.call(60 * n + 2, f"c{n}", PER).hangs_up(60 * n + 50, f"b{n}")
        talk.hangs_up(60 * n + 51, f"c{n}")
    talk.call(360, "busy", TOR).answers(361, OLA).call(362, "w1", PER).call(363, "w2", KARI)
    talk.at(393)
    assert talk.hears("w1") == ("nb/expected-wait", "nb/1", "nb/minute")
    assert talk.hears("w2") == ("nb/expected-wait", "nb/2", "nb/minutes")
    talk.told(395, "w1").told(396, "w2").call(397, "vip", STOR_KUNDE).at(426)
    assert talk.hears("w1") is None and talk.hears("w2") is None


def test_nothing_is_told_of_the_wait_where_nobody_can_say() -> None:
    told = {"every_seconds": 30, "expected_wait": True}
    talk = busy(clinic(announcements=told)).call(3, "c1", PER).at(40)
    assert talk.hears("c1") is None


def test_a_vip_in_overflow_may_be_taken_by_whoever_takes_ordinary_calls_then() -> None:
    talk = busy(clinic(vip(KARI, overflow_after=30), overflow_to="Salg", overflow_after=60))
    talk.call(3, "v", STOR_KUNDE).misses(4, KARI).at(32).misses(32.5, KARI).at(33)
    assert talk.rings == {"Aisha": "v"}
