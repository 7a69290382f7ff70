"""«Trykk 1 for å ta samtalen»: only the key is the answer (rule 6)."""

from typing import Any

from forrang.acd.commands import (
    AskAnswerer,
    Connect,
    HangUpAnswerer,
    Play,
    StopPlaying,
    StopRinging,
)
from forrang.acd.events import AnswererLeft, OfferConfirmed
from forrang.acd.records import Missed
from forrang.acd.switchboard import Switchboard
from forrang.domain.prompt import Language, Prompt, sound_of

from .talk import (
    AISHA,
    KARI,
    NAMES,
    OLA,
    PER,
    STOR_KUNDE,
    Talk,
    group,
    menu,
    nordlys,
    number,
    vip,
)  # fmt: skip

HOVEDKONTOR = sound_of(Prompt(say="Hovedkontor"), Language.NB)


def clinic(*members: Any, list_: dict[str, Any] | None = None, **ringing: Any) -> Talk:
    main = {**number(vip=list_), "name": "Hovedkontor"}
    document = nordlys([group(*(members or (OLA,)), **ringing)], [main])
    document["employees"] = [
        {"name": name, "mobile": mobile, "confirm": mobile != AISHA}
        for mobile, name in NAMES.items()
    ]
    return Talk(document)


def picked_up(talk: Talk, at: float = 5) -> Talk:
    return talk.call(1, "c1", PER).answers(at, OLA)


def test_who_picks_up_is_told_for_whom_it_is_and_the_caller_keeps_the_music() -> None:
    talk = picked_up(clinic())
    sounds = ("nb/call-to", HOVEDKONTOR, "nb/press-one")
    assert talk.last == [AskAnswerer("o1.c1", "p0.o1.c1", sounds)]
    assert talk.rings == {"Ola": "c1"} and talk.talks == {}


def test_the_key_takes_the_call() -> None:
    talk = picked_up(clinic()).at(7, OfferConfirmed("o1.c1"))
    assert talk.last == [StopPlaying("p0.o1.c1"), Connect("c1", "o1.c1")]
    record = talk.hangs_up(20, OLA).record("c1")
    assert (record.answered_by, record.waited_seconds) == (OLA, 6)


def test_a_vip_is_told_as_one() -> None:
    talk = clinic(list_=vip(KARI)).call(1, "c1", STOR_KUNDE).answers(5, KARI)
    (asked,) = [one for one in talk.last if isinstance(one, AskAnswerer)]
    assert asked.sounds[0] == "nb/vip-call-to"


def test_no_key_in_eight_seconds_is_a_miss_and_the_next_is_asked() -> None:
    talk = picked_up(clinic(OLA, AISHA))
    assert talk.at(12.9).rings == {"Ola": "c1"}
    talk.at(13)
    assert HangUpAnswerer("o1.c1") in talk.last and talk.rings == {"Aisha": "c1"}
    story = talk.answers(14, AISHA).hangs_up(20, AISHA).record("c1").story
    assert [one.to for one in story if isinstance(one, Missed)] == [OLA]


def test_a_voicemail_that_picks_up_does_not_ring_out_later() -> None:
    talk = picked_up(clinic(ring_seconds=6), at=5)
    assert talk.at(12).rings == {"Ola": "c1"}  # the key may still come, though it rang long enough


def test_who_hangs_up_instead_missed_it() -> None:
    talk = picked_up(clinic(OLA, AISHA)).at(7, AnswererLeft("o1.c1"))
    assert talk.rings == {"Aisha": "c1"}


def test_while_one_is_asked_the_others_go_on_ringing_and_the_first_key_wins() -> None:
    talk = clinic(OLA, KARI, strategy="all").call(1, "c1", PER).answers(2, OLA).answers(3, KARI)
    talk.at(4, OfferConfirmed("o2.c1"))
    assert StopRinging("o1.c1", elsewhere=True) in talk.last
    assert talk.talks == {"Kari": "c1"}


def test_who_needs_no_key_takes_it_at_once() -> None:
    talk = clinic(AISHA).call(1, "c1", PER).answers(2, AISHA)
    assert talk.talks == {"Aisha": "c1"}


def test_a_caller_who_hangs_up_meanwhile_ends_it() -> None:
    talk = picked_up(clinic()).hangs_up(6, "c1")
    assert StopRinging("o1.c1") in talk.last and talk.rings == {}


def test_a_restart_waits_for_the_key_as_long_as_before() -> None:
    talk = picked_up(clinic())
    talk.board = Switchboard.restore(talk.board.checkpoint())
    assert talk.at(12.9).rings == {"Ola": "c1"} and talk.at(13).rings == {}


def test_the_caller_is_told_nothing() -> None:
    assert not [one for one in picked_up(clinic()).all if isinstance(one, Play)]


def test_a_key_without_a_name_is_told_by_its_number_and_key() -> None:
    keys = {1: {"queue": {"group": "Resepsjon"}}, "*": {"queue": {"group": "Resepsjon"}}}
    document = nordlys([group(OLA)], [menu(keys)])
    document["employees"] = [
        {"name": name, "mobile": mobile, "confirm": True} for mobile, name in NAMES.items()
    ]
    talk = Talk(document).call(1, "c1", PER).presses(2, "c1", "*").answers(3, OLA)
    (asked,) = [one for one in talk.last if isinstance(one, AskAnswerer)]
    number_told = sound_of(Prompt(say="+47 22 33 44 55"), Language.NB)
    assert asked.sounds == ("nb/call-to", number_told, "nb/key", "nb/star", "nb/press-one")
