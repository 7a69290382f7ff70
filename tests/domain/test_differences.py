"""What differs between two setups: applying it gives the other, and two edits go together."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from forrang.domain.answer_group import AnswerGroup, Ringing, Strategy
from forrang.domain.call_setup import CallSetup, Choice, Menu, Queue
from forrang.domain.differences import (
    applied,
    differences,
    keys_to,
    put,
    value_at,
)
from forrang.domain.document import Document
from forrang.domain.employee import Employee
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.prompt import Prompt
from forrang.domain.two_edits import compare, merged
from forrang.domain.vip_list import Answerer, VipList

KARI, OLA, AISHA = (PhoneNumber(f"+479000000{n}") for n in (1, 2, 3))
MAIN, OTHER = PhoneNumber("+4722334455"), PhoneNumber("+4722334466")
NORDLYS = Document(
    customer="Nordlys",
    employees=(Employee("Kari", KARI, administrator=True), Employee("Ola", OLA)),
    groups=(AnswerGroup("Resepsjon", (KARI, OLA)), AnswerGroup("groups", (OLA,))),
    main_numbers=(MainNumber(MAIN, CallSetup(queue=Queue("Resepsjon")), vip=VipList(on=True)),),
)
GROUP = ("groups", "Resepsjon")
DESK = CallSetup(queue=Queue("Resepsjon"))
RING = (*GROUP, "ringing", "ring_seconds")

_ringings = st.builds(
    Ringing, st.sampled_from(Strategy), st.sampled_from([10.0, 20.0]), st.sampled_from([0.0, 5.0])
)
_mobiles = st.sampled_from([KARI, OLA, AISHA])
_lists = st.builds(
    VipList,
    on=st.booleans(),
    answerers=st.lists(_mobiles.map(Answerer), max_size=2).map(tuple),
    ringing=_ringings,
    overflow_after=st.sampled_from([None, 0.0, 30.0]),
)


def _some(items: st.SearchStrategy[Any], key: str) -> st.SearchStrategy[tuple[Any, ...]]:
    unique = st.lists(items, max_size=3, unique_by=lambda one: getattr(one, key))
    return unique.map(tuple)


_documents = st.builds(
    Document,
    customer=st.just("Nordlys"),
    time_zone=st.sampled_from(["Europe/Oslo", "Europe/Paris"]),
    employees=_some(st.builds(Employee, st.sampled_from("ab"), _mobiles, st.booleans()), "mobile"),
    groups=_some(
        st.builds(
            AnswerGroup,
            st.sampled_from(["groups", "members", "Resepsjon"]),
            st.lists(_mobiles, max_size=2).map(tuple),
            _ringings,
        ),
        "name",
    ),
    main_numbers=_some(
        st.builds(
            MainNumber,
            st.sampled_from([MAIN, OTHER]),
            st.builds(CallSetup, st.builds(Queue, st.sampled_from("ab"))),
            st.none() | st.just("Hovedkontor"),
            st.none() | _lists,
        ),
        "number",
    ),
)


@given(_documents, _documents)
def test_applying_the_differences_gives_the_other(before: Document, after: Document) -> None:
    found = differences(before, after)
    assert applied(before, found) == after
    for one in found:
        assert one.before != one.after
        assert (value_at(before, one.path), value_at(after, one.path)) == (one.before, one.after)


@given(_documents, _documents)
def test_who_changed_nothing_takes_nothing_away(base: Document, edited: Document) -> None:
    assert merged(base, edited, base) == edited
    assert merged(base, base, edited) == edited
    assert merged(base, edited, edited) == edited


@given(_documents, _documents, _documents)
def test_everything_of_both_is_there(base: Document, mine: Document, theirs: Document) -> None:
    found = compare(base, mine, theirs)
    for chosen in ((), [one.path for one in found.clashes]):
        document = merged(base, mine, theirs, chosen)
        for one in (*found.theirs, *found.mine, *found.both):
            if not one.is_order:
                assert value_at(document, one.path) == one.after
        for clash in found.clashes:
            if clash.field not in ("employees", "groups", "main_numbers"):
                wanted = clash.mine if chosen else clash.theirs
                assert value_at(document, clash.path) == wanted
    told = len(found.theirs) + len(found.both) + len(found.mine)
    assert told <= len(differences(base, mine)) + len(differences(base, theirs))
    if not found.clashes:
        back = compare(base, theirs, mine)
        assert (back.mine, back.clashes) == (found.theirs, ())


def test_a_field_is_told_by_its_path() -> None:
    (one,) = differences(NORDLYS, put(NORDLYS, RING, 30.0))
    assert (one.path, one.owner, one.field) == (RING, Ringing, "ring_seconds")
    assert (one.before, one.after) == (20.0, 30.0)


def test_an_item_that_goes_is_told_whole() -> None:
    after = replace(NORDLYS, groups=NORDLYS.groups[:1])
    (one,) = differences(NORDLYS, after)
    assert (one.path, one.owner, one.field) == (("groups", "groups"), AnswerGroup, "")
    assert (one.before, one.after) == (NORDLYS.groups[1], None)


def test_another_order_is_told_as_one() -> None:
    after = replace(NORDLYS, groups=NORDLYS.groups[::-1])
    (one,) = differences(NORDLYS, after)
    assert one.is_order
    assert one.after == ("groups", "Resepsjon")


def test_the_same_field_clashes_and_others_go_together() -> None:
    mine = put(put(NORDLYS, RING, 30.0), (*GROUP, "members"), (OLA,))
    theirs = put(put(NORDLYS, RING, 15.0), ("time_zone",), "Europe/Paris")
    found = compare(NORDLYS, mine, theirs)
    (clash,) = found.clashes
    assert (clash.path, clash.before, clash.theirs, clash.mine) == (RING, 20.0, 15.0, 30.0)
    assert [one.field for one in found.mine] == ["members"]
    assert [one.field for one in found.theirs] == ["time_zone"]
    assert value_at(merged(NORDLYS, mine, theirs), RING) == 15.0
    assert value_at(merged(NORDLYS, mine, theirs, [RING]), RING) == 30.0


def test_what_one_took_away_and_the_other_changed_clashes_whole() -> None:
    gone = put(NORDLYS, GROUP, None)
    changed = put(put(NORDLYS, RING, 30.0), (*GROUP, "members"), (OLA,))
    for mine, theirs in ((gone, changed), (changed, gone)):
        (clash,) = compare(NORDLYS, mine, theirs).clashes
        assert clash.path == GROUP
        assert value_at(merged(NORDLYS, mine, theirs), GROUP) == value_at(theirs, GROUP)
        assert value_at(merged(NORDLYS, mine, theirs, [GROUP]), GROUP) == value_at(mine, GROUP)


def test_what_both_changed_alike_is_no_clash() -> None:
    edited = put(NORDLYS, RING, 30.0)
    found = compare(NORDLYS, edited, edited)
    assert (found.clashes, found.mine, found.theirs) == ((), (), ())
    assert [one.path for one in found.both] == [RING]


def test_what_ends_as_two_kinds_is_one_thing() -> None:
    path = ("main_numbers", str(MAIN), "setup")
    mine = put(NORDLYS, (*path, "queue", "max_wait_seconds"), 120.0)
    theirs = put(NORDLYS, path, CallSetup(forward=OTHER))
    (clash,) = compare(NORDLYS, mine, theirs).clashes
    assert (clash.path, clash.field, clash.owner) == (path, "setup", MainNumber)
    for chosen, wanted in (((), theirs), ((path,), mine)):
        assert value_at(merged(NORDLYS, mine, theirs, chosen), path) == value_at(wanted, path)


def test_what_has_another_key_and_was_taken_away_clashes() -> None:
    old, new = ("employees", str(OLA)), ("employees", str(AISHA))
    theirs, mine = put(NORDLYS, old, None), put(NORDLYS, (*old, "mobile"), AISHA)
    assert compare(NORDLYS, mine, theirs).clashes == ()
    found = compare(NORDLYS, mine, theirs, {old: new})
    (clash,) = found.clashes
    assert (clash.path, clash.theirs, clash.mine) == (new, None, Employee("Ola", AISHA))
    assert [one.field for one in clash.changed] == ["mobile"]
    assert merged(NORDLYS, mine, theirs, (), {old: new}) == theirs
    back = merged(NORDLYS, mine, theirs, (new,), {old: new})
    assert value_at(back, new) == Employee("Ola", AISHA)


def test_a_key_of_a_menu_is_one_thing() -> None:
    before = _with_menu(Choice("1", "Sales", DESK), Choice("3", "Bills", DESK))
    after = _with_menu(
        Choice("1", "Sale", DESK), Choice("2", "Help", DESK), Choice("3", "Bills", DESK)
    )
    found = differences(before, after)
    here = ("main_numbers", OTHER, "setup", "menu", "choices")
    assert {one.path for one in found} == {(*here, "1", "name"), (*here, "2")}
    assert applied(before, found) == after
    assert keys_to((*here, "2")) == (("2",), len(here) + 1)


def _with_menu(*choices: Choice) -> Document:
    menu = Menu(Prompt(say="Press 1"), choices)
    return Document("A", main_numbers=(MainNumber(OTHER, CallSetup(menu=menu)),))
