"""Voicemail: a VIP list may have one of its own, and the story says whom a message is mailed to."""

from typing import Any

from forrang.acd.away import TONE
from forrang.acd.commands import Record
from forrang.acd.records import Outcome, Sent
from forrang.domain.prompt import Language, Prompt, sound_of

from .talk import OLA, PER, STOR_KUNDE, TOR, Talk, group, nordlys, number, vip

HILSEN = "Hei, du er viktig for oss."
THEIRS = sound_of(Prompt(say=HILSEN), Language.NB)
OWN = {"voicemail": {"greeting": {"say": HILSEN}, "max_seconds": 30, "notify": [OLA]}}


def clinic(list_: dict[str, Any], **queue: Any) -> Talk:
    """Ola, who answers everybody, is in a call."""
    talk = Talk(nordlys([group(OLA)], [number(vip=list_, max_wait_seconds=60, **queue)]))
    return talk.call(1, "busy", TOR).answers(2, OLA)


def test_a_vip_who_waited_too_long_comes_to_the_voicemail_of_the_list() -> None:
    talk = clinic(vip(OLA, waited_too_long=OWN), waited_too_long={"voicemail": {}})
    talk.call(3, "c1", STOR_KUNDE).call(4, "c2", PER).at(64)
    assert (talk.hears("c1"), talk.hears("c2")) == ((THEIRS, TONE), ("nb/leave-a-message", TONE))
    assert talk.told(66, "c1").last == [Record("c1", "c1", 30)]
    assert talk.hangs_up(80, "c1").record("c1").outcome is Outcome.VOICEMAIL


def test_without_one_of_their_own_vips_go_where_everybody_goes() -> None:
    talk = clinic(vip(OLA), waited_too_long={"voicemail": {}})
    assert talk.call(3, "c1", STOR_KUNDE).at(63).hears("c1") == ("nb/leave-a-message", TONE)


def test_a_list_that_is_not_ticked_sends_nobody_anywhere() -> None:
    talk = clinic(vip(OLA, on=False, waited_too_long=OWN), waited_too_long={"voicemail": {}})
    assert talk.call(3, "c1", STOR_KUNDE).at(63).hears("c1") == ("nb/leave-a-message", TONE)


def test_the_story_says_whom_the_message_is_mailed_to() -> None:
    talk = clinic(vip(OLA, waited_too_long=OWN)).call(3, "c1", STOR_KUNDE).at(63).told(66, "c1")
    record = talk.hangs_up(80, "c1").record("c1")
    assert [one.notify for one in record.story if isinstance(one, Sent)] == [(OLA,)]


def test_who_answers_tells_of_it() -> None:
    talk = clinic(vip(OLA, waited_too_long=OWN))
    assert talk.asks(STOR_KUNDE).then == "voicemail"
    assert talk.asks(PER).then is None
