"""Editing who works where: all that names an employee or a group follows."""

from dataclasses import replace

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.call_setup import CallSetup, Queue
from forrang.domain.document import Document, Service
from forrang.domain.employee import Employee
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.staffing import (
    groups_left,
    is_last_administrator,
    lists_left,
    uses,
    with_changed_employee,
    with_changed_group,
    with_employee,
    with_group,
    without_employee,
    without_group,
)
from forrang.domain.vip_list import Answerer, VipList

KARI, OLA, AISHA, NEW = (PhoneNumber(f"+479000000{n}") for n in (1, 2, 3, 4))
MAIN, OTHER = PhoneNumber("+4722334455"), PhoneNumber("+4722334466")
BY_KARI, BY_OLA, BY_GROUP = Answerer(KARI), Answerer(OLA), Answerer(group="Akuttvakt")
LIST = VipList(on=True, answerers=(BY_KARI, BY_OLA, BY_GROUP))
NORDLYS = Document(
    customer="Nordlys",
    services=(Service.VIP_LIST,),
    employees=(Employee("Kari", KARI, administrator=True), Employee("Ola", OLA)),
    groups=(AnswerGroup("Resepsjon", (KARI, OLA)), AnswerGroup("Akuttvakt", (OLA,))),
    main_numbers=(
        MainNumber(MAIN, CallSetup(queue=Queue("Resepsjon")), vip=LIST),
        MainNumber(OTHER, CallSetup(queue=Queue("Akuttvakt"))),
    ),
)


def members(document: Document) -> list[tuple[PhoneNumber, ...]]:
    """Of each group."""
    return [one.members for one in document.groups]


def answerers(document: Document) -> tuple[Answerer, ...]:
    """Of the list."""
    vip = document.main_numbers[0].vip
    assert vip is not None
    return vip.answerers


def test_a_new_employee_is_last_in_their_groups() -> None:
    document = with_employee(NORDLYS, Employee("Aisha", AISHA), ["Resepsjon"])
    assert members(document) == [(KARI, OLA, AISHA), (OLA,)]
    assert document.employees[-1].name == "Aisha"


def test_a_changed_employee_keeps_their_place_also_under_another_number() -> None:
    document = with_changed_employee(NORDLYS, OLA, Employee("Ola H.", NEW), ["Resepsjon"])
    assert [one.name for one in document.employees] == ["Kari", "Ola H."]
    assert members(document) == [(KARI, NEW), ()]
    assert answerers(document) == (BY_KARI, Answerer(NEW), BY_GROUP)


def test_an_employee_who_goes_is_named_nowhere() -> None:
    document = without_employee(NORDLYS, OLA)
    assert [one.mobile for one in document.employees] == [KARI]
    assert members(document) == [(KARI,), ()]
    assert answerers(document) == (BY_KARI, BY_GROUP)


def test_what_a_removal_does_is_told_before() -> None:
    assert [(one.group.name, one.left) for one in groups_left(NORDLYS, OLA)] == [
        ("Resepsjon", (KARI,)),
        ("Akuttvakt", ()),
    ]
    assert [(one.place, one.left) for one in lists_left(NORDLYS, OLA)] == [(2, (BY_KARI, BY_GROUP))]
    assert list(lists_left(NORDLYS, AISHA)) == []
    assert list(lists_left(replace(NORDLYS, services=()), OLA)) == []


def test_the_last_administrator() -> None:
    assert is_last_administrator(NORDLYS, KARI)
    assert not is_last_administrator(NORDLYS, OLA)
    two = with_employee(NORDLYS, Employee("Aisha", AISHA, administrator=True))
    assert not is_last_administrator(two, KARI)


def test_a_group_keeps_its_name_or_takes_it_along() -> None:
    same = with_changed_group(NORDLYS, "Akuttvakt", AnswerGroup("Akuttvakt", (KARI,)))
    assert members(same) == [(KARI, OLA), (KARI,)]
    assert same.main_numbers == NORDLYS.main_numbers
    other = with_changed_group(NORDLYS, "Akuttvakt", AnswerGroup("Vakt", (OLA,)))
    assert answerers(other) == (BY_KARI, BY_OLA, Answerer(group="Vakt"))
    queues = [one.setup.queue for one in other.main_numbers]
    assert [one.group for one in queues if one is not None] == ["Resepsjon", "Vakt"]


def test_a_group_is_used_by_queues_and_by_lists_in_force() -> None:
    used = uses(NORDLYS, "Akuttvakt")
    assert [one.number for one in used.queues] == [OTHER]
    assert [one.number for one in used.lists] == [MAIN]
    off = replace(NORDLYS.main_numbers[0], vip=replace(LIST, on=False))
    assert not uses(replace(NORDLYS, main_numbers=(off,)), "Akuttvakt")


def test_a_group_that_goes_leaves_lists_too() -> None:
    document = with_group(NORDLYS, AnswerGroup("Ny"))
    assert [one.name for one in without_group(document, "Ny").groups] == ["Resepsjon", "Akuttvakt"]
    assert answerers(without_group(document, "Akuttvakt")) == (BY_KARI, BY_OLA)
