"""Rule 2: where VIP applies: the service, the tick and the list are three things."""

from forrang.acd.events import WhyClass

from .talk import KARI, OLA, PER, STOR_KUNDE, Talk, group, nordlys, number, vip

GROUPS = [group(OLA)]
NORDLYS = nordlys(GROUPS, [number(vip=vip(KARI))])
UNTICKED = nordlys(GROUPS, [number(vip=vip(KARI, on=False))])
NO_SERVICE = nordlys(GROUPS, [number(vip=vip(KARI))], services=[])


def test_with_service_tick_and_entry_a_vip_goes_to_the_lists_answerers() -> None:
    assert Talk(NORDLYS).call(1, "c1", STOR_KUNDE).rings == {"Kari": "c1"}


def test_without_the_tick_nobody_is_a_vip() -> None:
    talk = Talk(UNTICKED).call(1, "c1", STOR_KUNDE)
    assert talk.rings == {"Ola": "c1"}
    assert talk.hangs_up(2, "c1").record("c1").standing.why is WhyClass.VIP_QUEUE_OFF


def test_without_the_service_nobody_is_a_vip() -> None:
    talk = Talk(NO_SERVICE).call(1, "c1", STOR_KUNDE)
    assert talk.rings == {"Ola": "c1"}
    assert talk.hangs_up(2, "c1").record("c1").standing.why is WhyClass.NO_SERVICE


def test_an_empty_list_makes_nobody_a_vip() -> None:
    assert Talk(NORDLYS, PER).call(1, "c1", STOR_KUNDE).rings == {"Ola": "c1"}


def test_unticking_hides_the_list_and_keeps_it() -> None:
    talk = Talk(NORDLYS).saves(1, UNTICKED).saves(2, NORDLYS)
    assert talk.call(3, "c1", STOR_KUNDE).rings == {"Kari": "c1"}
