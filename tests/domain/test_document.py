"""The customer document: every field, every default, every fault by its path."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forrang.domain.answer_group import Ringing, Strategy
from forrang.domain.call_setup import NobodyLoggedIn, Queue
from forrang.domain.document import (
    Document,
    Service,
    read_document,
    vip_lists,
    without_secrets_and_entries,
    write_document,
)
from forrang.domain.schema import DocumentFault
from forrang.domain.vip_list import ALWAYS_FIRST, VipList, queue_key
from storage.documents import plain_documents

KARI = "+4790000001"


def smallest() -> dict[str, Any]:
    """As little as a customer with a list can have."""
    return {
        "forrang": 1,
        "customer": "Nordlys Tannklinikk AS",
        "employees": [{"name": "Kari Nordmann", "mobile": "+47 900 00 001"}],
        "groups": [{"name": "Resepsjon", "members": ["90000001"]}],
        "main_numbers": [
            {"number": "22 33 44 55", "setup": {"queue": {"group": "Resepsjon"}}, "vip": {}}
        ],
    }


def everything() -> dict[str, Any]:
    """Every field, none at its default."""
    ringing = {
        "ring_seconds": 12.5,
        "wrap_up_seconds": 3,
        "rest_seconds": 7,
        "pause_after_misses": 2,
    }
    return {
        "forrang": 1,
        "customer": "Nordlys Tannklinikk AS",
        "id": "abc",
        "services": ["vip-list"],
        "time_zone": "Atlantic/Reykjavik",
        "shows": "main-number",
        "employees": [
            {"name": "Kari Nordmann", "mobile": KARI, "administrator": True},
            {"name": "Ola Hansen", "mobile": "+4790000002"},
        ],
        "groups": [
            {"name": "Resepsjon", "members": ["+4790000002", KARI], "strategy": "all", **ringing}
        ],
        "main_numbers": [
            {
                "number": "+4722334455",
                "setup": {
                    "queue": {
                        "group": "Resepsjon",
                        "max_wait_seconds": 60,
                        "max_waiting": 5,
                        "nobody_logged_in": "leave",
                    }
                },
                "name": "Hovedkontor",
                "vip": {
                    "on": True,
                    "entries": [
                        {
                            "number": "411 11 111",
                            "name": "Stor Kunde",
                            "note": "Ring tilbake",
                            "last_day": date(2027, 1, 31),
                        },
                        {"range": "22 99 00 00-99"},
                        {"prefix": "+46"},
                    ],
                    "answerers": [{"employee": KARI}, {"group": "Resepsjon"}],
                    "strategy": "round-robin",
                    **ringing,
                    "overflow_after": "never",
                    "head_start": 15,
                    "skips_menu": False,
                },
            }
        ],
    }


def faults(plain: Any) -> list[str]:
    """What is wrong with a document, each with its path."""
    with pytest.raises(DocumentFault) as refused:
        read_document(plain)
    return [str(one) for one in refused.value.faults]


def changed(path: str, value: Any) -> dict[str, Any]:
    """The whole document with one value put at a path like `groups.0.name`."""
    plain = everything()
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = plain
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return plain


def test_defaults() -> None:
    document = read_document(smallest())
    assert (document.id, document.services, document.time_zone) == (None, (), "Europe/Oslo")
    (kari,) = document.employees
    assert (kari.mobile, kari.administrator, kari.password) == (KARI, False, None)
    (group,) = document.groups
    assert group.members == (KARI,)
    assert group.ringing == Ringing(Strategy.LONGEST_IDLE, 20, 0, 15, 0)
    (number,) = document.main_numbers
    assert (number.number, number.name) == ("+4722334455", None)
    assert number.setup.queue == Queue("Resepsjon", 600, None, NobodyLoggedIn.WAIT)
    assert number.vip == VipList(
        on=False,
        entries=(),
        answerers=(),
        ringing=Ringing(Strategy.IN_ORDER, 20, 0, 15, 0),
        overflow_after=30,
        head_start=ALWAYS_FIRST,
        skips_menu=True,
    )


def test_a_customer_may_have_next_to_nothing() -> None:
    assert read_document({"forrang": 1, "customer": "Fjord"}) == Document("Fjord")


def test_every_field_comes_out_as_it_went_in() -> None:
    assert write_document(read_document(everything())) == everything()


def test_what_equals_its_default_is_not_written() -> None:
    plain = smallest()
    plain["main_numbers"][0]["vip"] = {
        "on": False,
        "entries": [],
        "answerers": [],
        "strategy": "in-order",
        "ring_seconds": 20,
        "overflow_after": 30,
        "head_start": "always-first",
        "skips_menu": True,
    }
    plain["groups"][0] |= {"strategy": "longest-idle", "rest_seconds": 15}
    written = write_document(read_document(plain))
    assert written["main_numbers"][0]["vip"] == {}
    assert written["groups"] == [{"name": "Resepsjon", "members": [KARI]}]


@settings(max_examples=150)
@given(plain_documents())
def test_any_document_is_read_back_as_it_was_written(plain: dict[str, Any]) -> None:
    try:
        document = read_document(plain)
    except DocumentFault as fault:  # two texts may cover the same numbers
        assert all("of the list again" in str(one) for one in fault.faults)
        return
    written = write_document(document)
    setup = without_secrets_and_entries(document)
    assert without_secrets_and_entries(read_document(written)) == setup
    assert write_document(read_document(written)) == written
    assert read_document(write_document(setup)) == setup
    for (_, vip), (_, again) in zip(
        vip_lists(document), vip_lists(read_document(written)), strict=True
    ):
        assert again.entries == vip.entries


_plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
_paths = st.sampled_from(
    [
        "forrang", "customer", "id", "services", "services.0", "time_zone", "employees",
        "employees.0", "employees.0.name", "employees.0.mobile", "employees.0.administrator",
        "employees.0.password", "groups", "groups.0", "groups.0.members", "groups.0.members.0",
        "groups.0.strategy", "groups.0.ring_seconds", "main_numbers", "main_numbers.0",
        "main_numbers.0.number", "main_numbers.0.setup", "main_numbers.0.setup.queue",
        "main_numbers.0.setup.queue.max_waiting", "main_numbers.0.vip", "main_numbers.0.vip.on",
        "main_numbers.0.vip.entries", "main_numbers.0.vip.entries.0",
        "main_numbers.0.vip.entries.0.number", "main_numbers.0.vip.entries.0.last_day",
        "main_numbers.0.vip.entries.1.range", "main_numbers.0.vip.entries.2.prefix",
        "main_numbers.0.vip.answerers", "main_numbers.0.vip.answerers.0",
        "main_numbers.0.vip.overflow_after", "main_numbers.0.vip.head_start", "made_up",
    ]
)  # fmt: skip


@settings(max_examples=300)
@given(_paths, _plain)
def test_any_garbage_is_a_document_or_a_fault(path: str, value: Any) -> None:
    try:
        document = read_document(changed(path, value))
    except DocumentFault as fault:
        assert fault.faults
    else:
        assert read_document(write_document(document)) is not None


VIP = "main_numbers.0.vip"

FAULTS = [
    ("forrang", ..., "forrang: 1 is the only version of the document so far"),
    ("forrang", 2, "forrang: 1 is the only version of the document so far"),
    ("forrang", True, "forrang: 1 is the only version of the document so far"),
    ("customer", ..., "customer: this field is missing"),
    ("customer", "  ", "customer: a text is expected here"),
    ("customer", 22, "customer: a text is expected here"),
    ("customer", "N" * 201, "customer: at most 200 characters are expected"),
    ("id", "n" * 41, "id: at most 40 characters are expected"),
    ("time_zone", "Oslo", "time_zone: a time zone is written like Europe/Oslo"),
    ("time_zone", "../etc/passwd", "time_zone: a time zone is written like Europe/Oslo"),
    ("services", "vip-list", "services: a list is expected here"),
    ("services", ["vip"], "services[0]: one of these is expected: vip-list"),
    ("made_up", 1, "made_up: there is no such field here"),
    ("employees.0.name", ..., "employees[0].name: this field is missing"),
    ("employees.0.name", "K" * 201, "employees[0].name: at most 200 characters are expected"),
    ("employees.0.mobile", "900", "employees[0].mobile: 900 is no Norwegian number; "
     "write + and the country code first"),
    ("employees.0.administrator", "yes", "employees[0].administrator: "
     "true or false is expected here"),
    ("employees.1.mobile", "900 00 001", "employees[1].mobile: +4790000001 is there twice"),
    ("employees.1.mobile", "22334455", "employees[1].mobile: a main number is nobody's mobile"),
    ("groups.0.name", "R" * 201, "groups[0].name: at most 200 characters are expected"),
    ("groups.0.members.0", "90000009", "groups[0].members[0]: no employee has the mobile "
     "+4790000009"),
    ("groups.0.members.0", KARI, "groups[0].members[1]: +4790000001 is there twice"),
    ("groups.0.strategy", "random", "groups[0].strategy: one of these is expected: "
     "in-order, longest-idle, round-robin, all"),
    ("groups.0.ring_seconds", 0.4, "groups[0].ring_seconds: a number from 0.5 to 600 is expected"),
    ("groups.0.ring_seconds", "20", "groups[0].ring_seconds: a number is expected here"),
    ("groups.0.ring_seconds", float("nan"), "groups[0].ring_seconds: "
     "a number from 0.5 to 600 is expected"),
    ("groups.0.rest_seconds", 0, "groups[0].rest_seconds: a number from 0.5 to 3600 is expected"),
    ("groups.0.wrap_up_seconds", True, "groups[0].wrap_up_seconds: a number is expected here"),
    ("groups.0.pause_after_misses", 1.5, "groups[0].pause_after_misses: "
     "a whole number is expected here"),
    ("groups.0", None, "groups[0]: a mapping of fields is expected here"),
    ("main_numbers", {}, "main_numbers: a list is expected here"),
    ("main_numbers.0.number", "12", "main_numbers[0].number: 12 is no Norwegian number; "
     "write + and the country code first"),
    ("main_numbers.0.setup", ..., "main_numbers[0].setup: this field is missing"),
    ("main_numbers.0.setup.queue.group", "Salg", "main_numbers[0].setup.queue.group: "
     "there is no group Salg"),
    ("main_numbers.0.setup.queue.max_wait_seconds", 0, "main_numbers[0].setup.queue."
     "max_wait_seconds: a number from 1 to 86400 is expected"),
    ("main_numbers.0.setup.queue.max_waiting", 1_000_001, "main_numbers[0].setup.queue."
     "max_waiting: a number from 0 to 1000000 is expected"),
    ("main_numbers.0.setup.queue.nobody_logged_in", "leave ", "main_numbers[0].setup.queue."
     "nobody_logged_in: one of these is expected: wait, leave"),
    (f"{VIP}.on", "on", "main_numbers[0].vip.on: true or false is expected here"),
    (f"{VIP}.overflow_after", -1, "main_numbers[0].vip.overflow_after: "
     "never, or seconds from 0 to 86400, is expected here"),
    (f"{VIP}.overflow_after", None, "main_numbers[0].vip.overflow_after: "
     "never, or seconds from 0 to 86400, is expected here"),
    (f"{VIP}.head_start", "always", "main_numbers[0].vip.head_start: "
     "always-first, or minutes from 0 to 10080, is expected here"),
    (f"{VIP}.head_start", 10_081, "main_numbers[0].vip.head_start: "
     "always-first, or minutes from 0 to 10080, is expected here"),
    (f"{VIP}.answerers.0", {}, "main_numbers[0].vip.answerers[0]: "
     "either employee or group is expected"),
    (f"{VIP}.answerers.0.group", "Resepsjon", "main_numbers[0].vip.answerers[0]: "
     "either employee or group is expected"),
    (f"{VIP}.answerers.0.employee", "90000009", "main_numbers[0].vip.answerers[0].employee: "
     "no employee has the mobile +4790000009"),
    (f"{VIP}.answerers.1.group", "Salg", "main_numbers[0].vip.answerers[1].group: "
     "there is no group Salg"),
    (f"{VIP}.entries.0.number", ..., "main_numbers[0].vip.entries[0]: "
     "one of number, range and prefix is expected"),
    (f"{VIP}.entries.0.prefix", "+47", "main_numbers[0].vip.entries[0]: "
     "one of number, range and prefix is expected"),
    (f"{VIP}.entries.0.number", "kari", "main_numbers[0].vip.entries[0].number: "
     "a telephone number has digits only"),
    (f"{VIP}.entries.0.number", "4" * 201, "main_numbers[0].vip.entries[0].number: "
     "at most 200 characters are expected"),
    (f"{VIP}.entries.0.note", "n" * 2001, "main_numbers[0].vip.entries[0].note: "
     "at most 2000 characters are expected"),
    (f"{VIP}.entries.0.last_day", "31.1.2027", "main_numbers[0].vip.entries[0].last_day: "
     "a day is written like 2027-01-31"),
    (f"{VIP}.entries.1.range", "22990099-00", "main_numbers[0].vip.entries[1].range: "
     "the last number of a range comes before its first"),
    (f"{VIP}.entries.2", {"number": "+4741111111"}, "main_numbers[0].vip.entries[2].number: "
     "this is entry 1 of the list again"),
]  # fmt: skip
"""Path, what is put there (...: nothing), and the first fault that it makes."""


@pytest.mark.parametrize(("path", "value", "fault"), FAULTS)
def test_a_fault_by_its_path(path: str, value: Any, fault: str) -> None:
    assert faults(changed(path, value))[0] == fault


@pytest.mark.parametrize("plain", [None, [], "forrang: 1", 1])
def test_what_is_no_mapping_is_no_document(plain: Any) -> None:
    assert faults(plain) == ["a mapping of fields is expected here"]


def test_all_faults_are_told_at_once() -> None:
    plain = everything()
    plain["customer"] = ""
    plain["groups"][0] |= {"ring_seconds": 0, "rest_seconds": 0, "members": ["1", "2"]}
    plain["main_numbers"][0]["vip"]["entries"][0]["last_day"] = "never"
    paths = [one.partition(":")[0] for one in faults(plain)]
    assert paths == [
        "customer",
        "groups[0].members[0]",
        "groups[0].members[1]",
        "groups[0].ring_seconds",
        "groups[0].rest_seconds",
        "main_numbers[0].vip.entries[0].last_day",
    ]


def test_a_password_is_read_and_never_written_or_shown() -> None:
    document = read_document(changed("employees.0.password", "nordlys-kari"))
    assert document.employees[0].password == "nordlys-kari"
    assert "nordlys-kari" not in repr(document)
    assert "nordlys-kari" not in str(write_document(document))


def test_digits_without_quotation_marks_are_a_telephone_number() -> None:
    document = read_document(changed("employees.0.mobile", 4790000001))
    assert document.employees[0].mobile == KARI


def test_a_service_is_known_by_its_name() -> None:
    assert read_document(everything()).services == (Service.VIP_LIST,)


@pytest.mark.parametrize(
    ("minutes", "vip_arrived", "vip_first"),
    [
        ("always-first", 1e6, True),
        (15, 899, True),
        (15, 900, False),  # the same key: the earlier arrival, which is the other's
        (15, 901, False),
        (0.5, 29, True),
        (0, 1, False),
    ],
)
def test_the_key_of_the_order(minutes: Any, vip_arrived: float, vip_first: bool) -> None:
    """An ordinary call came at noon, the VIP so many seconds later."""
    noon = 1_795_000_000.0
    vip = read_document(changed(f"{VIP}.head_start", minutes)).main_numbers[0].vip
    assert vip is not None
    key = queue_key(noon + vip_arrived, vip.head_start)
    assert (key < queue_key(noon, 0)) is vip_first


def test_two_who_are_always_first_stand_by_their_arrival() -> None:
    keys = [queue_key(1_795_000_000.0 + at / 1000, ALWAYS_FIRST) for at in range(100)]
    assert keys == sorted(set(keys))


def test_the_keys_of_a_menu_stand_in_the_order_of_a_telephone() -> None:
    choice = {"message": {"say": "Hei"}}
    keys = {"#": choice, 0: choice, "*": choice, 2: choice, 1: choice}
    menu = {"menu": {"greeting": {"say": "Trykk"}, "choices": keys}}
    setup = read_document(changed("main_numbers.0.setup", menu)).main_numbers[0].setup
    assert setup.menu is not None
    assert [one.key for one in setup.menu.choices] == ["1", "2", "0", "*", "#"]


@pytest.mark.parametrize(
    ("setup", "fault"),
    [
        ({}, "setup: one of queue, menu, forward, message and voicemail is expected"),
        (
            {"queue": {"group": "Resepsjon"}, "forward": "+4722000000"},
            "setup: one of queue, menu, forward, message and voicemail is expected",
        ),
        ({"repeat": True}, "setup.repeat: only a choice of a menu can tell the menu again"),
        ({"message": {}}, "setup.message: either say or sound is expected"),
        ({"forward": "+4722334455"}, "setup.forward: a main number cannot be where calls go on to"),
        (
            {"menu": {"greeting": {"say": "A"}, "choices": {}}},
            "setup.menu.choices: a menu has at least one key",
        ),
        (
            {"menu": {"greeting": {"say": "A"}, "choices": {12: {"message": {"say": "B"}}}}},
            'setup.menu.choices.12: a key is one of 0 to 9, "*" and "#"',
        ),
        (
            {
                "menu": {
                    "greeting": {"say": "A"},
                    "choices": {1: {"repeat": True}},
                    "otherwise": 1,
                }
            },
            "setup.menu.otherwise: there is no key 1 that leads away",
        ),
        (
            {"queue": {"group": "Resepsjon", "overflow_to": "Ingen"}},
            "setup.queue.overflow_to: there is no group Ingen",
        ),
    ],
)
def test_what_is_wrong_with_a_call_setup_is_told_where_it_stands(setup: Any, fault: str) -> None:
    told = faults(changed("main_numbers.0.setup", setup))
    assert f"main_numbers[0].{fault}" in told


def test_menus_stand_at_most_three_deep() -> None:
    setup: dict[str, Any] = {"message": {"say": "Hei"}}
    for _ in range(4):
        setup = {"menu": {"greeting": {"say": "A"}, "choices": {1: setup}}}
    (fault,) = faults(changed("main_numbers.0.setup", setup))
    assert fault.endswith("menus stand at most 3 deep in each other")
