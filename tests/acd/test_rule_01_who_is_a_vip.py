"""Rule 1: who is a VIP. Numbers themselves are the domain's; here: what the core makes of them."""

from datetime import date

from forrang.acd.commands import AnswerCall, Ring
from forrang.acd.events import EntryAdded, WhyClass
from forrang.domain.number_span import EntryKind, NumberSpan, parse_span
from forrang.domain.vip_entries import day_number

from .talk import KARI, MAIN, OTHER, PER, STOR_KUNDE, Talk, group, nordlys, number, vip

NORDLYS = nordlys([group(KARI)], [number(vip=vip(KARI)), number(OTHER)])
NOON = 1_800_000_000.0  # 2027-01-15 09:00 in Oslo


def test_a_number_on_the_list_of_the_point_is_a_vip_by_its_entry() -> None:
    talk = Talk(NORDLYS).call(1, "c1", STOR_KUNDE).hangs_up(2, "c1")
    record = talk.record("c1")
    assert record.vip and record.standing.why is WhyClass.ON_LIST and record.standing.entry == 1


def test_a_number_that_is_not_on_the_list_is_ordinary() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).hangs_up(2, "c1")
    assert talk.record("c1").standing.why is WhyClass.NOT_ON_LIST


def test_the_list_of_one_main_number_says_nothing_at_another() -> None:
    talk = Talk(NORDLYS).call(1, "c1", STOR_KUNDE, OTHER).hangs_up(2, "c1")
    assert talk.record("c1").standing.why is WhyClass.VIP_QUEUE_OFF


def test_a_range_covers_its_numbers_and_nothing_else() -> None:
    talk = Talk(NORDLYS)
    talk.lists[MAIN].put(parse_span(EntryKind.RANGE, "22 99 00 00-99"), 7, 0)
    inside = talk.call(1, "c1", "+4722990042").hangs_up(2, "c1").record("c1")  # type: ignore[arg-type]
    outside = talk.call(3, "c2", "+4722990100").hangs_up(4, "c2").record("c2")  # type: ignore[arg-type]
    assert inside.standing.entry == 7 and not outside.vip


def test_an_entry_is_in_force_through_its_last_day_in_the_customers_time_zone() -> None:
    talk = Talk(NORDLYS)
    talk.lists[MAIN].put(NumberSpan.of(PER), 5, day_number(date(2027, 1, 15)))
    midnight = NOON + 15 * 3600 - 60  # 23:59 in Oslo, and another day in UTC two minutes later
    assert talk.call(midnight, "c1", PER).hangs_up(midnight, "c1").record("c1").vip
    late = talk.call(midnight + 700, "c2", PER).hangs_up(midnight + 700, "c2").record("c2")
    assert not late.vip and late.standing.why is WhyClass.EXPIRED and late.standing.entry == 5


def test_a_withheld_number_is_never_a_vip_and_is_shown_to_nobody_though_the_trunk_asserts_it() -> (
    None
):
    talk = Talk(NORDLYS).call(1, "c1", STOR_KUNDE, withheld=True, asserted=True).hangs_up(2, "c1")
    record = talk.record("c1")
    assert record.standing.why is WhyClass.WITHHELD and record.withheld and record.caller is None
    assert STOR_KUNDE not in repr(talk.all)


def test_a_missing_or_unreadable_number_is_never_a_vip() -> None:
    talk = Talk(NORDLYS).call(1, "c1", None).hangs_up(2, "c1")
    assert talk.record("c1").standing.why is WhyClass.UNREADABLE


def test_a_new_entry_covers_waiting_callers_by_range_too() -> None:
    talk = Talk(NORDLYS).call(1, "c1", PER).call(2, "c2", "+4722990042")  # type: ignore[arg-type]
    span = parse_span(EntryKind.RANGE, "22 99 00 00-99")
    talk.at(3, EntryAdded(MAIN, 7, span)).hangs_up(4, "c2").hangs_up(4, "c1")
    assert talk.record("c2").standing.entry == 7 and not talk.record("c1").vip


def test_nothing_is_said_to_a_vip_that_is_not_said_to_others() -> None:
    vips = Talk(NORDLYS).call(1, "c1", STOR_KUNDE).last
    others = Talk(NORDLYS).call(1, "c1", PER).last
    assert [type(one) for one in vips] == [type(one) for one in others] == [AnswerCall, Ring]
