"""Employees: the list, adding, changing and removing, and logging them in and out."""

import re
from typing import Any

import pytest
from django.test import Client

from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_list import Answerer
from forrang.portal.employees import rows as rows_module
from forrang.storage.changes import Change, ChangeKind, changes_after
from forrang.storage.models import Membership
from forrang.storage.people import confirm_mobile

from .conftest import setup_of

KARI, OLA = PhoneNumber("+4790000001"), PhoneNumber("+4790000002")
AISHA, NEW = PhoneNumber("+4790000003"), PhoneNumber("+4790000004")


@pytest.fixture(autouse=True)
def english(request: pytest.FixtureRequest) -> None:
    """All browsers show English here."""
    for who in ("kari", "ola", "per"):
        if who in request.fixturenames:
            request.getfixturevalue(who).cookies["language"] = "en"


def document() -> Document:
    """Nordlys' setup as it is now."""
    return setup_of("Nordlys").document


def employee_names() -> list[str]:
    """Nordlys' employees."""
    return [one.name for one in document().employees]


def text_of(response: Any) -> str:
    """What a page says, in ordinary spaces."""
    text: str = response.content.decode().replace("\xa0", " ")
    return text


def posted(**fields: Any) -> dict[str, Any]:
    """The form of an employee, filled in."""
    return {"name": "Siri Test", "mobile": "900 00 004", "groups": ["Resepsjon"], **fields}


def added(kari: Client) -> None:
    """Kari adds Siri."""
    assert kari.post("/employees/add/", posted()).status_code == 302


def wishes() -> list[Change]:
    """The wishes about presence so far."""
    return [one for one in changes_after(0, 100) if one.kind is ChangeKind.PRESENCE]


def test_the_list_says_where_each_answers_and_that_the_exchange_is_away(kari: Client) -> None:
    text = text_of(kari.get("/employees/"))
    for told in ("Kari Nordmann", "900 00 002", "Resepsjon", "VIP", "The exchange is away"):
        assert told in text


def test_the_list_finds_by_name_and_by_digits(kari: Client) -> None:
    for wanted in ("ola", "00 002"):
        text = text_of(kari.get("/employees/", {"find": wanted}))
        assert "900 00 002" in text
        assert "900 00 003" not in text
    assert "Nobody has" in text_of(kari.get("/employees/", {"find": "xyz"}))


def test_whom_an_administrator_adds_gets_no_calls_until_confirmed(kari: Client) -> None:
    added(kari)
    assert NEW in document().groups[0].members
    assert document().unconfirmed == (NEW,)
    assert "is added" in text_of(kari.get("/employees/"))
    page = text_of(kari.get("/employees/4790000004/edit/"))
    assert "not confirmed yet" in page
    confirm_mobile(setup_of("Nordlys").customer, NEW)
    assert "not confirmed yet" not in text_of(kari.get("/employees/4790000004/edit/"))


def test_whoever_is_added_presses_1_unless_that_is_unticked(kari: Client) -> None:
    page = text_of(kari.get("/employees/add/"))
    assert re.search(r'name="confirm"[^>]* checked', page) and "Press 1 to take the call" in page
    kari.post("/employees/add/", posted(confirm="on"))
    assert document().employees[-1].confirm
    page = text_of(kari.get("/employees/4790000002/edit/"))
    assert not re.search(r'name="confirm"[^>]* checked', page)  # of a document that does not say so
    kari.post(
        "/employees/4790000002/edit/", {"name": "Ola", "mobile": "900 00 002", "confirm": "on"}
    )
    assert document().employees[1].confirm


@pytest.mark.parametrize(
    ("mobile", "told"),
    [
        ("900 00 002", "Ola Hansen has this number already."),
        ("22 33 44 55", "22 33 44 55 is a main number."),
        ("9000", "4 digits."),
        ("", "Type a telephone number"),
    ],
)
def test_a_wrong_number_is_told_beside_its_field(kari: Client, mobile: str, told: str) -> None:
    response = kari.post("/employees/add/", posted(mobile=mobile))
    assert response.status_code == 200
    assert told in text_of(response)
    assert 'aria-invalid="true"' in text_of(response)
    assert "Siri Test" not in employee_names()


def test_the_last_administrator_stays_one(kari: Client) -> None:
    fields = {"name": "Kari Nordmann", "mobile": "900 00 001"}
    response = kari.post("/employees/4790000001/edit/", fields)
    assert "Kari Nordmann is the only administrator" in text_of(response)
    response = kari.post("/employees/4790000001/remove/", {"based_on": "1"})
    assert response.status_code == 409
    assert "Kari Nordmann is the only administrator" in text_of(response)
    assert document().employees[0].administrator


def test_two_who_take_each_others_rights_leave_one_administrator(kari: Client) -> None:
    fields = {"name": "Ola Hansen", "mobile": "900 00 002", "administrator": "on"}
    kari.post("/employees/4790000002/edit/", {**fields, "groups": ["Resepsjon"]})
    for mobile, name in (("4790000001", "Kari Nordmann"), ("4790000002", "Ola Hansen")):
        fields = {"name": name, "mobile": mobile[2:], "based_on": "2"}
        kari.post(f"/employees/{mobile}/edit/", fields)
    rows = Membership.objects.filter(customer__name__startswith="Nordlys", administrator=True)
    assert rows.count() == 1


def test_a_new_number_follows_into_groups_and_lists_and_keeps_who_is_logged_out(
    kari: Client,
) -> None:
    from forrang.storage.records import store_records

    kept = {"customer": setup_of("Nordlys").customer, "mobile": OLA, "state": "out", "at": 1.0}
    place = {"place": "group:Resepsjon", "until": None, "kind": "PresenceChanged", "id": "1"}
    store_records([{**kept, **place}])
    fields = {"name": "Ola Hansen", "mobile": "900 00 004", "groups": ["Resepsjon"]}
    assert kari.post("/employees/4790000002/edit/", fields).status_code == 302
    assert document().groups[0].members == (NEW, AISHA)
    (wish,) = wishes()
    assert (wish.what["mobile"], wish.what["wish"]) == (NEW, "out")
    assert document().unconfirmed == (NEW,)


def test_ones_own_number_is_changed_by_somebody_else(kari: Client) -> None:
    fields = {"name": "Kari Nordmann", "mobile": "900 00 004", "administrator": "on"}
    response = kari.post("/employees/4790000001/edit/", fields)
    assert "Ask another administrator" in text_of(response)


def test_removing_says_first_what_changes(kari: Client) -> None:
    text = text_of(kari.get("/employees/4790000002/remove/"))
    assert "only Aisha Khan left" in text
    assert "Ola Hansen" in employee_names()
    kari.post("/employees/4790000002/remove/", {"based_on": "1"})
    assert "Ola Hansen" not in employee_names()
    assert document().groups[0].members == (AISHA,)
    text = text_of(kari.get("/employees/4790000003/remove/"))
    assert "nobody is left" in text
    assert "people-bad" in text


def test_removing_an_answerer_of_a_list_says_who_is_left(kari: Client) -> None:
    fields = {"name": "Ola Hansen", "mobile": "900 00 002", "administrator": "on"}
    kari.post("/employees/4790000002/edit/", fields)
    assert "is answerer no. 1" in text_of(kari.get("/employees/4790000001/remove/"))
    kari.post("/employees/4790000001/remove/", {"based_on": "2"})
    (number,) = document().main_numbers
    assert number.vip is not None
    assert Answerer(employee=KARI) not in number.vip.answerers


def test_a_removal_can_be_undone(kari: Client) -> None:
    kari.post("/employees/4790000002/remove/", {"based_on": "1"})
    assert 'action="/undo/2/"' in text_of(kari.get("/employees/"))
    kari.post("/undo/2/")
    assert document().groups[0].members == (OLA, AISHA)
    assert document().unconfirmed == ()


def test_who_saved_first_is_told_and_nothing_typed_is_lost(kari: Client) -> None:
    first = {"name": "Ola H. Hansen", "mobile": "900 00 002", "groups": ["Resepsjon"]}
    kari.post("/employees/4790000002/edit/", {**first, "based_on": "1"})
    second = {**first, "name": "Ola Hansson", "based_on": "1"}
    response = kari.post("/employees/4790000002/edit/", second)
    assert response.status_code == 409
    text = text_of(response)
    assert "Ola H. Hansen" in text and "Ola Hansson" in text
    edit = text.split('name="edit" value="')[1].split('"')[0]
    kari.post("/conflict/", {"edit": edit, "choice-0": "mine"})
    assert "Ola Hansson" in employee_names()


def test_an_administrator_logs_somebody_out_and_in(kari: Client) -> None:
    address = "/employees/4790000002/presence/"
    fields = {"wish": "out", "place": "group:Resepsjon", "back": "groups"}
    assert kari.post(address, fields)["Location"] == "/groups/"
    text = text_of(kari.get("/groups/"))
    assert "Ola Hansen: Logged out: Resepsjon." in text
    assert "The exchange is away. It holds as soon as the exchange is back." in text
    assert kari.post(f"{address}?wish=in&place=group:Resepsjon").status_code == 302
    assert [one.what["wish"] for one in wishes()] == ["out", "in"]
    assert kari.post(address, {"wish": "in", "place": "group:Andre"}).status_code == 404
    assert kari.post(address, {"wish": "fly"}).status_code == 404
    assert kari.post("/employees/4790000011/presence/", {"wish": "in"}).status_code == 404


def test_initials_are_of_the_first_and_the_last_name(kari: Client) -> None:
    people = document().employees
    assert [rows_module.initials(one) for one in people] == ["KN", "OH", "AK"]
