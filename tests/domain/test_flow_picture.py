"""The picture of a call setup: what stands in it, in which order, and what it warns of."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forrang.domain.document import Document, read_document
from forrang.domain.flow_picture import Kind, Node, Trouble, Where, picture
from forrang.domain.menu_words import named_keys
from forrang.domain.points import points_of

NUMBER = "+4722334455"
WEEK = {"week": {"mon": ["08:00-16:00"]}}


def document(services: tuple[str, ...] = ("vip-list",), **main_number: Any) -> Document:
    """A customer with one main number."""
    return read_document(
        {
            "forrang": 1,
            "customer": "Nordlys",
            "services": list(services),
            "employees": [{"name": "Kari", "mobile": "+4790000001", "administrator": True}],
            "groups": [
                {"name": "Resepsjon", "members": ["+4790000001"]},
                {"name": "Salg", "members": []},
            ],
            "main_numbers": [{"number": NUMBER, "setup": queue(), **main_number}],
        }
    )


def queue(group: str = "Resepsjon", **more: Any) -> dict[str, Any]:
    """A setup that comes to a queue."""
    return {"queue": {"group": group, **more}}


def menu(choices: dict[str, Any], say: str = "Hei") -> dict[str, Any]:
    """A setup that tells a menu."""
    return {"menu": {"greeting": {"say": say}, "choices": choices}}


def drawn(found: Document, entries: dict[str, int] | None = None) -> Node:
    """The picture of its main number."""
    return picture(found, found.main_numbers[0], entries)


def outline(node: Node) -> list[Any]:
    """The kinds, nested as they stand."""
    return [node.kind.value, *(outline(one) for one in node.children)]


def troubles(node: Node) -> list[tuple[Kind, Trouble, str]]:
    """What is wrong, and where."""
    return [(one.kind, it.trouble, it.key) for one in node.every() for it in one.warnings]


def test_a_queue_and_what_becomes_of_who_waits_too_long() -> None:
    assert outline(drawn(document())) == ["arrived", ["queue", ["waited-too-long"]]]


def test_everything_that_may_happen_in_a_line_has_a_node() -> None:
    setup = queue(overflow_to="Salg", max_waiting=3, nobody_logged_in="leave")
    line = drawn(document(setup=setup)).children[0]
    assert outline(line) == [
        "queue",
        ["overflow"],
        ["waited-too-long"],
        ["line-full"],
        ["logged-out"],
    ]
    assert [one.amount for one in line.children] == [60, 600, 3, None]
    assert troubles(line) == [(Kind.OVERFLOW, Trouble.NOBODY_IN_GROUP, "")]


def test_a_vips_place_after_the_longest_wait_stands_under_the_list() -> None:
    vip = {"on": True, "waited_too_long": {"forward": "+4741122333"}}
    found = drawn(document(vip=vip, setup=queue(max_wait_seconds=300)))
    (node,) = [one for one in found.every() if one.kind is Kind.VIP_WAITED_TOO_LONG]
    assert (node.amount, node.where) == (300, Where.VIP_LIST)
    assert found.children[0].children == (node,)
    menu_instead = drawn(document(vip=vip, setup=menu({"1": queue()})))
    assert Kind.VIP_WAITED_TOO_LONG in {one.kind for one in menu_instead.every()}


def test_the_door_stands_before_the_list_and_the_list_before_the_others() -> None:
    vip = {"on": True, "answerers": [{"employee": "+4790000001"}]}
    top = drawn(document(vip=vip, opening_hours=WEEK, closed={"message": {"say": "Stengt"}}))
    assert outline(top) == [
        "arrived",
        ["open", ["vip", ["overflow"]], ["queue", ["waited-too-long"]]],
        ["closed"],
    ]
    vips, others = top.children[0].children
    assert others.others and not vips.others
    assert vips.where is Where.VIP_LIST and top.children[0].where is Where.HOURS
    assert troubles(top) == []


def test_vips_who_are_taken_when_closed_stand_under_the_closed_door() -> None:
    vip = {"on": True, "when_closed": {}}
    top = drawn(document(vip=vip, opening_hours=WEEK))
    assert outline(top.children[1]) == ["closed", ["vip-closed"]]
    assert troubles(top) == [(Kind.CLOSED, Trouble.NO_MESSAGE, "")]


@pytest.mark.parametrize(
    "given", [{"vip": {"on": False}}, {"services": (), "vip": {"on": True}}, {}]
)
def test_a_list_that_is_not_used_is_not_drawn(given: dict[str, Any]) -> None:
    assert "vip" not in str(outline(drawn(document(**given))))


def test_a_menu_has_its_keys_in_order_and_then_no_key() -> None:
    choices = {
        "2": queue("Salg"),
        "1": {"forward": "+4722000000"},
        "*": {"repeat": True},
        "3": menu({"1": queue(), "2": {"voicemail": {}}}),
    }
    top = drawn(document(setup=menu(choices)))
    assert outline(top.children[0]) == [
        "menu",
        ["key", ["away"]],
        ["key", ["queue", ["waited-too-long"]]],
        ["key", ["menu", ["key", ["queue", ["waited-too-long"]]], ["key", ["away"]], ["no-key"]]],
        ["key", ["repeat"]],
        ["no-key"],
    ]
    assert [one.point for one in top.children[0].children[:4]] == [
        f"{NUMBER}/1",
        f"{NUMBER}/2",
        f"{NUMBER}/3",
        f"{NUMBER}/*",
    ]
    assert troubles(top) == [(Kind.QUEUE, Trouble.NOBODY_IN_GROUP, "")]


def test_greeting_and_keys_are_held_together() -> None:
    choices = {"1": queue(), "4": queue()}
    top = drawn(document(setup=menu(choices, "Trykk 1 for salg, 2 for support.")))
    assert troubles(top) == [
        (Kind.MENU, Trouble.KEY_NOT_SET, "2"),
        (Kind.KEY, Trouble.KEY_NOT_NAMED, "4"),
    ]


def test_an_empty_list_is_said_where_the_entries_are_known() -> None:
    found = document(vip={"on": True})
    assert troubles(drawn(found)) == []
    assert troubles(drawn(found, {NUMBER: 2})) == []
    assert troubles(drawn(found, {})) == [(Kind.VIP, Trouble.LIST_EMPTY, "")]


@pytest.mark.parametrize(
    ("vip", "warned"),
    [
        ({}, True),
        ({"answerers": [{"group": "Salg"}]}, True),
        ({"answerers": [{"group": "Resepsjon"}]}, False),
        ({"overflow_to": "Resepsjon"}, False),
        ({"answerers": [{"group": "Salg"}], "overflow_to": "Resepsjon"}, False),
        (
            {
                "answerers": [{"group": "Salg"}],
                "overflow_to": "Resepsjon",
                "overflow_after": "never",
            },
            True,
        ),
    ],
)
def test_vips_whom_nobody_ever_answers_are_warned_of(vip: dict[str, Any], warned: bool) -> None:
    found = document(setup={"forward": "+4722000000"}, vip={"on": True, **vip})
    told = [one for one in troubles(drawn(found)) if one[1] is Trouble.NOBODY_ANSWERS_VIPS]
    assert bool(told) is warned


@pytest.mark.parametrize(
    ("greeting", "keys"),
    [
        ("Trykk 1 for salg, 2 for support.", ("1", "2")),
        ("Velkommen. For time, trykk 2. For faktura, tast 3.", ("2", "3")),
        ("Press 1 for sales or # to hear this again.", ("1", "#")),
        ("Tast * for å høre dette igjen", ("*",)),
        ("Vi holder til i Storgata 1 og har åpent fra 8 til 16. Ring 22 33 44 55.", ()),
        ("I 2026 er vi stengt.", ()),
    ],
)
def test_the_keys_that_a_greeting_names(greeting: str, keys: tuple[str, ...]) -> None:
    assert named_keys(greeting) == keys


_away = st.sampled_from(
    [{"forward": "+4722000000"}, {"message": {"say": "Hei"}}, {"voicemail": {}}]
)
_queues = st.sampled_from(["Resepsjon", "Salg"]).map(queue)
_vips = st.fixed_dictionaries({"on": st.booleans()})
_around = st.fixed_dictionaries(
    {}, optional={"vip": _vips, "opening_hours": st.just(WEEK), "closed": _away}
)


def _menus(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    choices = st.builds(lambda setup, more: setup | more, inner, _around)
    return st.dictionaries(st.sampled_from("1234*#"), choices, min_size=1, max_size=3).map(menu)


def _deep(levels: int) -> st.SearchStrategy[Any]:
    flat = _away | _queues
    return flat if not levels else flat | _menus(_deep(levels - 1))


@given(_deep(3), _around)
def test_every_point_stands_in_the_picture_once_and_in_order(
    setup: dict[str, Any], around: dict[str, Any]
) -> None:
    found = document(setup=setup, **around)
    points = [one.point for one in drawn(found).every() if one.kind in (Kind.ARRIVED, Kind.KEY)]
    assert points == [one.id for one in points_of(found.main_numbers[0])]
