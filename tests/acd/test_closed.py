"""Open and closed: when a main number or a key takes calls, and what it does otherwise (rule 2)."""

from typing import Any

from forrang.acd.commands import AnswerCall, HangUpCall, Play, Ring
from forrang.acd.events import CallId
from forrang.acd.records import Closed, Outcome
from forrang.domain.open_or_closed import WhyOpen
from forrang.domain.prompt import Language, Prompt, sound_of

from .talk import (
    AISHA,
    KARI,
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

NOON, NIGHT = 1_795_518_000.0, 1_795_557_600.0
"""Tuesday the 24th of November 2026 in Oslo, 12:00 and 23:00."""
HOURS: dict[str, Any] = {"week": {day: ["08:00-16:00"] for day in ("mon", "tue", "wed")}}


def clinic(list_: dict[str, Any] | None = None, **more: Any) -> Talk:
    main = {**number(vip=list_), "opening_hours": HOURS, **more}
    return Talk(nordlys([group(OLA), group(AISHA, name="Vakt")], [main]))


def closed_step(talk: Talk, id: CallId) -> Closed:
    (found,) = [one for one in talk.record(id).story if isinstance(one, Closed)]
    return found


def test_when_it_is_open_it_rings() -> None:
    assert clinic().call(NOON, "c1", PER).rings == {"Ola": "c1"}


def test_when_it_is_closed_a_caller_is_told_so_and_nobody_is_rung() -> None:
    talk = clinic().call(NIGHT, "c1", PER)
    assert talk.last == [AnswerCall("c1", music=False), Play("c1", "p1.c1", ("nb/closed",))]
    talk.told(NIGHT + 4, "c1")
    assert HangUpCall("c1") in talk.last
    assert talk.record("c1").outcome is Outcome.CLOSED
    assert closed_step(talk, "c1").why is WhyOpen.WEEK


def test_closed_has_words_of_its_own_where_the_setup_gives_some() -> None:
    talk = clinic(closed={"message": {"say": "Ring i morgen"}}).call(NIGHT, "c1", PER)
    assert talk.hears("c1") == (sound_of(Prompt(say="Ring i morgen"), Language.NB),)


def test_closed_may_forward() -> None:
    talk = clinic(closed={"forward": "+4722000000"}).call(NIGHT, "c1", PER)
    assert [one.mobile for one in talk.last if isinstance(one, Ring)] == ["+4722000000"]


def test_closed_may_take_messages() -> None:
    talk = clinic(closed={"voicemail": {}}).call(NIGHT, "c1", PER).told(NIGHT + 5, "c1")
    assert talk.hangs_up(NIGHT + 30, "c1").record("c1").outcome is Outcome.VOICEMAIL


def test_who_waits_at_closing_time_is_still_served() -> None:
    closing = NOON + 4 * 3600
    talk = clinic().call(closing - 60, "c1", TOR).answers(closing - 55, OLA)
    talk.call(closing - 10, "c2", PER).hangs_up(closing + 30, OLA)
    assert talk.rings == {"Ola": "c2"}


def test_a_vip_meets_a_closed_door_like_everybody() -> None:
    assert clinic(vip(KARI)).call(NIGHT, "c1", STOR_KUNDE).hears("c1") == ("nb/closed",)


def test_a_vip_may_be_taken_when_it_is_closed_by_answerers_of_its_own() -> None:
    late = {"answerers": [{"employee": AISHA}]}
    talk = clinic(vip(KARI, when_closed=late)).call(NIGHT, "c1", STOR_KUNDE)
    assert talk.rings == {"Aisha": "c1"}
    assert talk.hangs_up(NIGHT + 5, "c1").record("c1").vip
    assert closed_step(talk, "c1").taken


def test_without_any_the_lists_own_take_them() -> None:
    talk = clinic(vip(KARI, when_closed={})).call(NIGHT, "c1", STOR_KUNDE)
    assert talk.rings == {"Kari": "c1"}


def test_the_ordinary_answerers_are_at_home_then_and_are_not_asked_by_overflow() -> None:
    talk = clinic(vip(KARI, when_closed={}, overflow_after=5)).call(NIGHT, "c1", STOR_KUNDE)
    talk.misses(NIGHT + 1, KARI)
    assert talk.at(NIGHT + 15).rings == {}
    assert talk.at(NIGHT + 16).rings == {"Kari": "c1"}


def test_vips_are_taken_within_hours_of_their_own() -> None:
    late = {"opening_hours": {"week": {"tue": ["06:00-22:00"]}}}
    talk = clinic(vip(KARI, when_closed=late))
    assert talk.call(NIGHT - 2 * 3600, "c1", STOR_KUNDE).rings == {"Kari": "c1"}
    assert talk.call(NIGHT, "c2", STOR_KUNDE).hears("c2") == ("nb/closed",)


def test_a_key_has_hours_of_its_own() -> None:
    keys = {1: key("Vakt"), 2: key(opening_hours=HOURS)}
    talk = Talk(nordlys([group(OLA), group(AISHA, name="Vakt")], [menu(keys)]))
    talk.call(NIGHT, "c1", PER).presses(NIGHT + 1, "c1", "2")
    assert talk.hears("c1") == ("nb/closed",)
    talk.call(NIGHT + 2, "c2", TOR).presses(NIGHT + 3, "c2", "1")
    assert talk.rings == {"Aisha": "c2"}


def test_hours_are_asked_when_the_key_is_pressed() -> None:
    closing = NOON + 4 * 3600
    talk = Talk(nordlys([group(OLA)], [menu({1: key(opening_hours=HOURS)})]))
    talk.call(closing - 1, "c1", PER).presses(closing + 1, "c1", "1")
    assert talk.hears("c1") == ("nb/closed",)


def test_who_answers_says_that_it_is_closed_and_why() -> None:
    talk = clinic()
    talk.at(NIGHT)
    found = talk.asks(PER)
    assert found.offers == [] and found.point is None
    assert [type(step).__name__ for step in found.path] == ["Closed", "Sent"]
