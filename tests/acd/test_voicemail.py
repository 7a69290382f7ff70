"""Voicemail: a VIP list may have one of its own, and a group one for all who waited for it; the story
says whom a message is mailed to.
"""

from typing import Any

from forrang.acd.away import TONE
from forrang.acd.commands import Record
from forrang.acd.events import Wish
from forrang.acd.records import Outcome, Sent
from forrang.domain.prompt import Language, Prompt, sound_of

from .talk import AISHA, OLA, PER, STOR_KUNDE, TOR, Talk, group, key, menu, nordlys, number, vip

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


GROUPS = sound_of(Prompt(say="Resepsjonen her."), Language.NB)
RECEPTION = {"voicemail": {"greeting": {"say": "Resepsjonen her."}, "notify": [AISHA]}}


def reception(list_: dict[str, Any] | None = None, **queue: Any) -> Talk:
    """Ola, who answers everybody, is in a call; his group takes messages."""
    numbers = [number(vip=list_, **{"max_wait_seconds": 60, **queue})]
    talk = Talk(nordlys([group(OLA, **RECEPTION)], numbers))
    return talk.call(1, "busy", TOR).answers(2, OLA)


def test_who_waited_too_long_comes_to_the_voicemail_of_the_group() -> None:
    talk = reception().call(4, "c1", PER).at(64)
    assert talk.hears("c1") == (GROUPS, TONE)
    record = talk.told(66, "c1").hangs_up(80, "c1").record("c1")
    assert record.outcome is Outcome.VOICEMAIL
    assert [one.notify for one in record.story if isinstance(one, Sent)] == [(AISHA,)]


def test_so_does_one_too_many() -> None:
    talk = reception(max_waiting=0).call(4, "c1", PER)
    assert talk.hears("c1") == (GROUPS, TONE)


def test_so_does_everybody_when_nobody_is_logged_in() -> None:
    talk = reception(nobody_logged_in="leave").hangs_up(3, "busy").logs(4, Wish.OUT, OLA)
    assert talk.call(5, "c1", PER).hears("c1") == (GROUPS, TONE)


def test_what_the_queue_says_goes_before_it() -> None:
    talk = reception(waited_too_long={"message": {"say": "Ring igjen."}}).call(4, "c1", PER).at(64)
    assert talk.hears("c1") == (sound_of(Prompt(say="Ring igjen."), Language.NB),)


def test_what_the_list_says_goes_before_it_for_its_vips() -> None:
    talk = reception(vip(OLA, waited_too_long=OWN)).call(3, "c1", STOR_KUNDE).call(4, "c2", PER)
    assert (talk.at(64).hears("c1"), talk.hears("c2")) == ((THEIRS, TONE), (GROUPS, TONE))


def test_a_vip_comes_to_it_too() -> None:
    talk = reception(vip(OLA)).call(3, "c1", STOR_KUNDE).at(63)
    assert talk.hears("c1") == (GROUPS, TONE)


def test_one_group_answers_at_many_points_and_takes_the_messages_of_all() -> None:
    queues = [{"queue": {"group": one, "max_wait_seconds": 60}} for one in ("Resepsjon", "Salg")]
    two = menu(dict(enumerate(queues, start=1)))
    talk = Talk(nordlys([group(**RECEPTION), group(name="Salg")], [two]))
    talk.call(1, "c1", PER).presses(2, "c1", "1").call(3, "c2", TOR).presses(4, "c2", "2")
    assert talk.at(62).hears("c1") == (GROUPS, TONE)
    assert talk.at(64).record("c2").outcome is Outcome.WAITED_TOO_LONG


def test_a_group_that_is_only_asked_too_takes_no_messages() -> None:
    queue = number(queue_of="Salg", overflow_to="Resepsjon", overflow_after=5, max_wait_seconds=60)
    talk = Talk(nordlys([group(**RECEPTION), group(name="Salg")], [queue]))
    assert talk.call(1, "c1", PER).at(61).record("c1").outcome is Outcome.WAITED_TOO_LONG


def test_where_only_vips_wait_the_first_group_of_their_list_takes_their_messages() -> None:
    list_ = vip(AISHA, "Resepsjon", "Salg", overflow_after="never")
    answers = [group(**RECEPTION), group(name="Salg", voicemail={})]
    talk = Talk(nordlys(answers, [menu({1: key()}, vip=list_)])).logs(1, Wish.OUT, AISHA)
    assert talk.call(2, "c1", STOR_KUNDE).at(602).hears("c1") == (GROUPS, TONE)


def test_who_waits_already_comes_to_a_voicemail_that_is_made_meanwhile() -> None:
    talk = clinic(vip()).call(3, "c1", PER)
    talk.saves(10, nordlys([group(OLA, **RECEPTION)], [number(max_wait_seconds=60)]))
    assert talk.at(63).hears("c1") == (GROUPS, TONE)


def test_who_answers_tells_of_the_groups_too() -> None:
    assert reception().asks(PER).then == "voicemail"
    assert reception(waited_too_long={"message": {"say": "Ring."}}).asks(PER).then == "message"
