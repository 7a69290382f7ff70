"""Rule 13: a call under way keeps a valid path whatever is saved meanwhile."""

from datetime import date

from forrang.acd.events import ListReplaced, Wish
from forrang.domain.number_span import NumberSpan
from forrang.domain.vip_entries import VipEntries, day_number

from .talk import (
    AISHA,
    KARI,
    MAIN,
    OLA,
    OTHER,
    PER,
    STOR_AVIS,
    STOR_KUNDE,
    TOR,
    Talk,
    group,
    nordlys,
    number,
    vip,
)  # fmt: skip


def clinic(*members: str, **more: object) -> dict[str, object]:
    return nordlys([group(*members)], [number(vip=vip(**more))])  # type: ignore[arg-type]


def busy(document: dict[str, object]) -> Talk:
    """Kari talks, and the others are logged out."""
    talk = Talk(document).call(0, "k", TOR).answers(0, KARI)
    return talk.logs(0, Wish.OUT, OLA).logs(0, Wish.OUT, AISHA)


def test_a_caller_who_is_made_a_vip_while_waiting_moves_at_once() -> None:
    talk = busy(clinic(KARI)).call(1, "c1", PER).call(2, "c2", TOR).adds(3, TOR)
    assert talk.hangs_up(4, KARI).rings == {"Kari": "c2"}


def test_so_does_one_whom_a_replaced_list_brings() -> None:
    talk = busy(clinic(KARI)).call(1, "c1", PER).call(2, "c2", TOR)
    talk.lists[MAIN].put(NumberSpan.of(TOR), 9, 0)
    assert talk.at(3, ListReplaced(MAIN)).hangs_up(4, KARI).rings == {"Kari": "c2"}


def test_so_does_one_for_whom_the_box_is_ticked() -> None:
    talk = busy(clinic(KARI, on=False)).call(1, "c1", PER).call(2, "c2", STOR_KUNDE)
    assert talk.saves(3, clinic(KARI)).hangs_up(4, KARI).rings == {"Kari": "c2"}


def test_who_is_made_a_vip_while_waiting_has_overflow_from_that_moment() -> None:
    document = nordlys([group(OLA)], [number(vip=vip(KARI))])
    talk = Talk(document).call(0, "k", STOR_AVIS).answers(0, KARI).call(0, "o", TOR).answers(0, OLA)
    talk.call(1, "c1", PER).adds(100, PER).hangs_up(101, OLA)
    assert talk.at(129.9).rings == {} and talk.at(130).rings == {"Ola": "c1"}


def test_who_is_taken_off_the_list_keeps_the_class_they_waited_under() -> None:
    talk = busy(clinic(KARI)).call(1, "c1", PER).call(2, "c2", STOR_KUNDE)
    talk.lists[MAIN] = VipEntries()
    assert talk.at(3, ListReplaced(MAIN)).hangs_up(4, KARI).rings == {"Kari": "c2"}


def test_so_does_one_whose_last_day_passes() -> None:
    talk = busy(clinic(KARI))
    talk.lists[MAIN].put(NumberSpan.of(PER), 9, day_number(date(1970, 1, 1)))
    talk.call(82_600, "c1", TOR).call(82_700, "c2", PER)
    talk.at(82_900, ListReplaced(MAIN)).hangs_up(82_901, KARI)
    assert talk.rings == {"Kari": "c2"}


def test_a_list_that_goes_away_leaves_its_vips_their_place_and_the_ordinary_are_asked_at_once() -> (
    None
):
    document = nordlys([group(OLA)], [number(vip=vip(KARI))])
    talk = Talk(document).call(0, "k", STOR_AVIS).answers(0, KARI).call(0, "o", TOR).answers(0, OLA)
    talk.call(1, "c1", PER).call(2, "c2", STOR_KUNDE)
    talk.saves(3, nordlys([group(OLA, AISHA)], [number(vip=vip(KARI, on=False))]))
    assert talk.rings == {"Aisha": "c2"}
    assert talk.hangs_up(4, "c2").record("c2").vip


def test_so_it_is_when_the_service_goes() -> None:
    document = nordlys([group(OLA)], [number(vip=vip(KARI))])
    talk = Talk(document).call(0, "k", STOR_AVIS).answers(0, KARI).call(1, "c1", STOR_KUNDE)
    assert talk.saves(2, {**document, "services": []}).rings == {"Ola": "c1"}


def test_a_new_version_governs_the_next_decision() -> None:
    talk = busy(clinic(KARI)).call(1, "c1", PER)
    assert talk.saves(2, clinic(AISHA, KARI)).logs(3, Wish.IN, AISHA).rings == {"Aisha": "c1"}


def test_logging_out_stops_new_offers_and_one_that_rings_may_still_be_answered() -> None:
    talk = Talk(clinic(KARI)).call(1, "c1", PER).logs(2, Wish.OUT, KARI).call(3, "c2", TOR)
    assert talk.rings == {"Kari": "c1"}
    assert talk.answers(4, KARI).talks == {"Kari": "c1"} and not talk.hangs_up(5, KARI).rings


def test_a_removed_employee_may_still_answer_what_rings_and_is_asked_no_more() -> None:
    talk = Talk(clinic(KARI)).call(1, "c1", PER)
    gone = {**clinic(OLA), "employees": [{"name": "Ola", "mobile": OLA}]}
    talk.saves(2, gone).call(3, "c2", TOR)
    assert talk.rings == {"Kari": "c1", "Ola": "c2"}
    assert talk.answers(4, KARI).talks == {"Kari": "c1"}
    assert talk.hangs_up(5, KARI).call(6, "c3", PER).rings == {"Ola": "c2"}


def test_a_removed_employee_who_misses_leaves_the_call_to_the_others() -> None:
    talk = Talk(clinic(KARI)).call(1, "c1", PER)
    gone = {**clinic(OLA), "employees": [{"name": "Ola", "mobile": OLA}]}
    assert talk.saves(2, gone).misses(3, KARI).rings == {"Ola": "c1"}


def test_a_removed_employee_who_comes_back_is_still_in_their_talk_and_their_rest() -> None:
    document = nordlys([group(KARI, wrap_up_seconds=30)], [number()])
    talk = Talk(document).call(1, "c1", PER).answers(1, KARI)
    gone = {**document, "employees": [], "groups": [group()]}
    talk.saves(2, gone).call(3, "c2", TOR).saves(4, document)
    assert talk.rings == {} and not talk.hangs_up(5, KARI).saves(6, gone).saves(7, document).rings
    assert talk.at(34.9).rings == {} and talk.at(35).rings == {"Kari": "c2"}


def test_the_call_is_decided_anew_when_what_rings_ends() -> None:
    talk = Talk(clinic(KARI)).call(1, "c1", PER).saves(2, clinic(AISHA))
    assert talk.rings == {"Kari": "c1"} and talk.misses(3, KARI).rings == {"Aisha": "c1"}


def test_overflow_that_a_save_took_away_does_not_open_though_it_rang_meanwhile() -> None:
    document = nordlys([group(OLA)], [number(vip=vip(KARI, ring_seconds=60))])
    never = nordlys([group(OLA)], [number(vip=vip(KARI, overflow_after="never"))])
    talk = Talk(document).call(0, "c1", STOR_KUNDE).saves(10, never).at(40).misses(45, KARI)
    assert talk.rings == {}


def test_a_waiting_call_whose_number_is_gone_stays_with_the_answerers_of_the_last_version() -> None:
    document = nordlys([group(KARI)], [number(), number(OTHER)])
    talk = Talk(document).call(0, "k", TOR).answers(0, KARI).call(1, "c1", PER)
    talk.saves(2, nordlys([group(OLA)], [number(OTHER)]))
    assert talk.rings == {} and talk.hangs_up(3, KARI).rings == {"Kari": "c1"}
    assert talk.call(4, "c2", PER).last[0].cause == "unknown-number"  # type: ignore[union-attr]


def test_who_logs_out_everywhere_is_not_asked_for_a_call_of_a_number_that_is_gone() -> None:
    document = nordlys([group(KARI), group(OLA, name="Salg")], [number(), number(OTHER, "Salg")])
    talk = Talk(document).call(0, "k", TOR).answers(0, KARI).call(1, "c1", PER)
    talk.saves(2, nordlys([group(OLA, name="Salg")], [number(OTHER, "Salg")]))
    assert talk.logs(3, Wish.OUT, KARI).hangs_up(4, KARI).rings == {}


def test_a_vip_that_rings_all_at_once_is_what_new_overflow_rings_for_too() -> None:
    document = nordlys([group(OLA)], [number(vip=vip(KARI, strategy="all", ring_seconds=60))])
    talk = Talk(document).call(0, "c1", STOR_KUNDE).call(1, "c2", PER).hangs_up(2, "c2")
    assert talk.at(30).rings == {"Kari": "c1", "Ola": "c1"}
