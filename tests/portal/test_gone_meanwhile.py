"""Two administrators at once: one takes away, or calls something else, what the other edits. The
other is told, and what they typed is there to choose.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.test import Client

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.differences import put, value_at
from forrang.domain.document import Document
from forrang.domain.point_edits import point_of, without_choice
from forrang.domain.points import point_id
from forrang.domain.time_span import TimeSpan
from forrang.storage.models import VipEntry
from forrang.storage.promises import promises_of
from forrang.storage.publish import publish

from .conftest import logged_in, setup_of
from .core import the_core
from .menus import OLA, SERVICE, publish_menu

KARI = "+4790000001"
AISHA = "/employees/4790000003/"
GROUP = "/groups/Vakt/"
KEY = "/numbers/4722334466/keys/2/"
MENU = "/numbers/4722334466/edit/"
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:00–16:00")
OPEN = {**WEEK, "sat": "10:00–11:00", "holidays": "closed", "closed": "standard"}
RINGS = {"strategy": "all", "ring_seconds": "33", "wrap_up_seconds": "0", "rest_seconds": "15"}
VIPS = {"strategy": "all", "ring_seconds": "33", "overflow": "never", "head": "always"}


@pytest.fixture
def second(kari: Client) -> Client:
    """A second administrator, Ola; and there is a menu, and a group that nothing uses."""
    publish_menu()
    save(lambda document: put(document, ("employees", OLA, "administrator"), True))
    save(lambda document: put(document, ("groups", "Vakt"), AnswerGroup("Vakt", (OLA,))))
    return logged_in("ola")


@dataclass(frozen=True)
class Form:
    """A form whose thing goes while it is filled in."""

    page: str
    "Where it is opened; that the thing is gone is 404 here."
    sent: str
    "Where it is sent to."
    typed: dict[str, str]
    "What is typed."
    wrong: dict[str, str]
    "The same, where the form has something to mend."
    told: str
    "What of it the answer says."
    path: tuple[str, ...]
    "Where what goes stands in the setup."
    inside: tuple[str, ...]
    "Where in it the typed value stands."
    value: Any
    "The typed value as it is saved."
    above: str
    "Where one is led when the page is gone."


_MENU = ("main_numbers", SERVICE, "setup", "menu", "choices", "2")
_EMPLOYEE = {"name": "Aisha Typed", "mobile": "900 00 003", "confirm": "on"}
_VAKT = {"name": "Vakt", "pause_after_misses": "0", "member": OLA, **RINGS}

FORMS = {
    "employee": Form(
        f"{AISHA}edit/", f"{AISHA}edit/", _EMPLOYEE, {**_EMPLOYEE, "mobile": "12"},
        "Navn: Aisha Typed", ("employees", "+4790000003"), ("name",), "Aisha Typed", "/employees/",
    ),
    "group": Form(
        f"{GROUP}edit/", f"{GROUP}edit/", _VAKT, {**_VAKT, "ring_seconds": "x33"},
        "Ringetid: 33 sekunder", ("groups", "Vakt"), ("ringing", "ring_seconds"), 33.0, "/groups/",
    ),
    "key": Form(
        f"{KEY}edit/", f"{KEY}edit/", {"name": "Leger typed", "vip": "on"},
        {"name": "Leger typed", "kind": "forward", "forward": "12"},
        "Navn: Leger typed", _MENU, ("name",), "Leger typed", MENU,
    ),
    "key under a key": Form(
        "/numbers/4722334466/keys/4/edit/", "/numbers/4722334466/keys/4/add-key/",
        {"key": "7", "name": "Syv", "kind": "forward", "forward": "22 00 00 07"},
        {"key": "7", "name": "Syv", "kind": "forward", "forward": "12"},
        "22 00 00 07", (*_MENU[:-1], "4"), ("setup", "menu", "choices", "7", "name"), "Syv", MENU,
    ),
    "hours": Form(
        f"{KEY}hours/", f"{KEY}hours/", OPEN, {**OPEN, "sat": "x10"},
        "10:00–11:00", _MENU, ("opening_hours", "week", "sat"), (TimeSpan(600, 660),), MENU,
    ),
    "closing by hand": Form(
        f"{KEY}hours/", f"{KEY}hours/close/", {"time": "23:59"}, {"time": "x23"},
        "23:59", _MENU, ("opening_hours", "week", "mon"), (TimeSpan(0, 1440),), MENU,
    ),
    "list": Form(
        f"{KEY}vip/", f"{KEY}vip/", VIPS, {**VIPS, "ring_seconds": "x33"},
        "33 sekunder", _MENU, ("vip", "ringing", "ring_seconds"), 33.0, MENU,
    ),
}  # fmt: skip


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> Form:
    """Each of them."""
    return FORMS[request.param]


def test_what_was_typed_is_there_to_choose(kari: Client, second: Client, form: Form) -> None:
    based_on = opened(kari, form)
    goes(form)
    response = kari.post(form.sent, {**form.typed, "based_on": based_on})
    text = shown(response)
    assert response.status_code == 409
    assert "<h1>Ola Hansen lagret før deg</h1>" in text and "Dere endret det samme" in text
    assert form.told in text and "Fjernet</label>" in text
    assert f'href="{form.above}">Forkast det jeg skrev' in text
    assert kari.get(form.page).status_code == 404 and kari.get(form.above).status_code == 200


def test_choosing_ones_own_puts_it_back(kari: Client, second: Client, form: Form) -> None:
    based_on = opened(kari, form)
    goes(form)
    response = kari.post(form.sent, {**form.typed, "based_on": based_on})
    assert chosen(kari, response, "mine").status_code == 200
    assert value_at(setup_of("Nordlys").document, (*form.path, *form.inside)) == form.value
    assert kari.get(form.page).status_code == 200


def test_choosing_theirs_leaves_it_gone(kari: Client, second: Client, form: Form) -> None:
    based_on = opened(kari, form)
    goes(form)
    before = setup_of("Nordlys").document
    response = kari.post(form.sent, {**form.typed, "based_on": based_on})
    assert chosen(kari, response, "theirs").status_code == 200
    assert setup_of("Nordlys").document == before


def test_what_is_wrong_is_shown_in_the_form(kari: Client, second: Client, form: Form) -> None:
    based_on = opened(kari, form)
    goes(form)
    response = kari.post(form.sent, {**form.wrong, "based_on": based_on})
    text = shown(response)
    assert response.status_code == 200
    assert f'name="based_on" value="{based_on}"' in text
    assert all(one in text for one in form.wrong.values() if one.startswith(("x", "12", "Aisha")))
    response = kari.post(form.sent, {**form.typed, "based_on": based_on})
    assert response.status_code == 409 and form.told in shown(response)


def test_a_mobile_that_has_another_number_now(kari: Client, second: Client) -> None:
    based_on = opened(kari, FORMS["employee"])
    typed = {"name": "Aisha Khan", "mobile": "900 00 099", "based_on": based_on}
    assert second.post(f"{AISHA}edit/", typed).status_code == 302
    response = kari.post(f"{AISHA}edit/", {**FORMS["employee"].typed, "based_on": based_on})
    text = shown(response)
    assert response.status_code == 409
    assert "Beholdes, med Navn: Aisha Typed" in text and "Ola Hansen" in text
    chosen(kari, response, "theirs")
    assert employees() == {"+4790000099": "Aisha Khan"}


def test_both_give_another_number(kari: Client, second: Client) -> None:
    based_on = opened(kari, FORMS["employee"])
    typed = {"name": "Aisha Khan", "based_on": based_on}
    second.post(f"{AISHA}edit/", {**typed, "mobile": "900 00 099"})
    response = kari.post(f"{AISHA}edit/", {**typed, "mobile": "900 00 098"})
    assert response.status_code == 409
    assert "Beholdes, med Mobilnummer: 900 00 098" in shown(response)
    assert employees() == {"+4790000099": "Aisha Khan"}
    chosen(kari, response, "theirs")
    assert employees() == {"+4790000099": "Aisha Khan"}
    chosen(kari, response, "mine")
    assert "+4790000098" in employees()


def test_who_was_removed_does_not_come_back_with_another_number(
    kari: Client, second: Client
) -> None:
    based_on = opened(kari, FORMS["employee"])
    second.post(f"{AISHA}remove/", {"based_on": based_on})
    typed = {"name": "Aisha Khan", "mobile": "900 00 098", "based_on": based_on}
    response = kari.post(f"{AISHA}edit/", typed)
    assert response.status_code == 409 and employees() == {}
    assert "Beholdes, med Mobilnummer: 900 00 098" in shown(response)
    chosen(kari, response, "mine")
    assert employees() == {"+4790000098": "Aisha Khan"}


def test_a_group_that_is_called_something_else_now(kari: Client, second: Client) -> None:
    based_on = opened(kari, FORMS["group"])
    renamed = {**FORMS["group"].typed, "name": "Vakta", "ring_seconds": "20"}
    assert second.post(f"{GROUP}edit/", {**renamed, "based_on": based_on}).status_code == 302
    response = kari.post(f"{GROUP}edit/", {**FORMS["group"].typed, "based_on": based_on})
    assert response.status_code == 409
    assert "Ringetid: 33 sekunder" in shown(response) and "Svargruppen Vakta" in shown(response)


def test_a_key_of_a_menu_that_is_a_queue_now(kari: Client, second: Client) -> None:
    form = FORMS["key"]
    based_on = opened(kari, form)
    sent = {"kind": "queue", "group": "Vakt", "confirmed": "yes", "based_on": based_on}
    assert second.post(MENU, sent).status_code == 302
    response = kari.post(form.sent, {**form.typed, "based_on": based_on})
    text = shown(response)
    assert response.status_code == 409 and "Leger typed" in text and "Svargruppe: Vakt" in text
    assert chosen(kari, response, "mine").status_code == 200
    setup = setup_of("Nordlys").document.main_numbers[1].setup
    assert setup.given == ["menu"]
    assert value_at(setup_of("Nordlys").document, (*form.path, "name")) == "Leger typed"


def test_what_was_never_there_is_not_found(kari: Client, second: Client) -> None:
    version = str(setup_of("Nordlys").version)
    for address in ("/employees/4790000011/edit/", "/groups/Kundesenter/edit/"):
        assert kari.post(address, {"name": "X", "based_on": version}).status_code == 404
    for address in (f"{KEY}edit/", f"{KEY}hours/", f"{KEY}vip/"):
        other = address.replace("keys/2", "keys/9")
        assert kari.post(other, {"based_on": version}).status_code == 404
        assert logged_in("per").post(address, {"based_on": "1"}).status_code == 404


@pytest.mark.parametrize(
    "address", ["/numbers/4722334455/edit/", MENU.replace("edit", "add-key"), f"{KEY}edit/"]
)
def test_what_one_chose_is_gone(kari: Client, second: Client, address: str) -> None:
    typed = {"key": "7", "kind": "queue", "group": "Vakt", "max_wait_minutes": "17"}
    based_on = shown(kari.get(address)).split('name="based_on" value="')[1].split('"')[0]
    second.post(f"{GROUP}remove/", {"based_on": based_on})
    response = kari.post(address, {**typed, "based_on": based_on})
    assert response.status_code == 200 and "Ikke lagret: " in shown(response)
    assert 'value="17"' in shown(response)


def test_removing_what_is_gone_already(kari: Client, second: Client) -> None:
    for name in ("employee", "group", "key"):
        form = FORMS[name]
        based_on = opened(kari, form)
        goes(form)
        before = setup_of("Nordlys").document
        gone = kari.post(form.page.replace("edit", "remove"), {"based_on": based_on}, follow=True)
        assert gone.status_code == 200
        assert setup_of("Nordlys").document == before


def test_an_entry_that_was_removed_can_be_added_again(kari: Client, second: Client) -> None:
    address, typed = entry(kari), {"number": "411 11 119", "name": "Typed", "note": "Min"}
    based_on = {"based_on": shown(kari.get(address)).split('"based_on" value="')[1].split('"')[0]}
    second.post(address.replace("edit", "remove"))
    response = kari.post(address, {**typed, **based_on})
    text = shown(response)
    assert response.status_code == 409 and kari.get(address).status_code == 404
    assert "<strong>Ola Hansen har fjernet denne oppføringen</strong>" in text
    assert all(f'value="{one}"' in text for one in typed.values())
    action = text.split('class="vip-entry" method="post" action="')[1].split('"')[0]
    added = shown(kari.post(action, typed, follow=True))
    assert "Typed, 411 11 119, er lagt til på listen." in added
    assert VipEntry.objects.get(name="Typed").note == "Min"


def test_an_entry_that_was_removed_has_the_errors_too(kari: Client, second: Client) -> None:
    address = entry(kari)
    second.post(address.replace("edit", "remove"))
    response = kari.post(address, {"number": "x12", "name": "Typed"})
    assert response.status_code == 409
    assert 'value="x12"' in shown(response) and 'aria-invalid="true"' in shown(response)
    assert "har fjernet denne oppføringen" in shown(response)


def test_an_entry_that_was_never_there_is_not_found(kari: Client, second: Client) -> None:
    address = entry(kari)
    assert kari.post(address.replace("vip/", "vip/9"), {"number": "1"}).status_code == 404
    second.post(address.replace("edit", "remove"))
    assert logged_in("per").post(address, {"number": "41111119"}).status_code == 404


@pytest.mark.parametrize("where", ["add", "1/edit"])
def test_an_entry_for_a_list_that_is_gone_is_there_to_copy(
    kari: Client, second: Client, where: str
) -> None:
    form = FORMS["list"]
    typed = {"number": "411 11 119", "name": "Typed", "note": "Min", "based_on": opened(kari, form)}
    goes(form)
    response = kari.post(f"{KEY}vip/{where}/", typed)
    text = shown(response)
    assert response.status_code == 409 and not VipEntry.objects.filter(name="Typed").exists()
    assert "Denne VIP-listen ble fjernet mens du hadde siden åpen" in text
    assert 'value="Typed"' in text and 'value="Min"' in text and f'href="{MENU}">Gå videre' in text
    assert kari.post(f"{KEY}vip/1/remove/", {"based_on": typed["based_on"]}).status_code == 404


def test_a_promise_that_was_removed_can_be_put_back(kari: Client, second: Client) -> None:
    typed = {"name": "Før", "caller": "400 00 031", "to": "+4722334455", "keys": ""}
    typed |= {"weekday": "1", "day": "", "clock": "10:00", "counts": "first"}
    with the_core():
        kari.post("/promises/new/", typed)
        (kept,) = promises_of(setup_of("Nordlys").customer)
        address = f"/promises/{kept.id}/edit/"
        typed["mark"] = kept.promised.mark
        second.post(f"/promises/{kept.id}/remove/")
        for name, told in (("Typed", 'value="Typed"'), ("", 'aria-invalid="true"')):
            response = kari.post(address, {**typed, "name": name})
            assert response.status_code == 409 and told in shown(response)
            assert "Dette løftet ble fjernet mens du hadde siden åpen" in shown(response)
        assert promises_of(setup_of("Nordlys").customer) == []
        assert kari.get(address).status_code == 404
        assert kari.post(address, {**typed, "name": "Typed", "put-back": "1"}).status_code == 302
        (back,) = promises_of(setup_of("Nordlys").customer)
        assert (back.id, back.promised.name) == (kept.id, "Typed")


def entry(client: Client) -> str:
    """A new entry of the head office's list: where it is edited."""
    client.post("/numbers/4722334455/vip/add/", {"number": "411 11 118", "name": "Ny Kunde"})
    return f"/numbers/4722334455/vip/{VipEntry.objects.get(name='Ny Kunde').pk}/edit/"


def employees() -> dict[str, str]:
    """Who is there beside Kari and Ola, by mobile."""
    there = setup_of("Nordlys").document.employees
    return {one.mobile: one.name for one in there if one.mobile not in (KARI, OLA)}


def opened(client: Client, form: Form) -> str:
    """The version that the page of a form says it was made from."""
    return shown(client.get(form.page)).split('name="based_on" value="')[1].split('"')[0]


def goes(form: Form) -> None:
    """The second administrator takes away what the form is of."""
    save(lambda document: _without(document, form.path), by="Ola Hansen")


def _without(document: Document, path: tuple[str, ...]) -> Document:
    if path[0] == "main_numbers":
        point = point_of(document, point_id(SERVICE, path[-1:]))
        assert point is not None
        return without_choice(document, point)
    groups = [replace(one, members=_but(one.members, path[1])) for one in document.groups]
    numbers = [replace(one, vip=_list(one.vip, path[1])) for one in document.main_numbers]
    document = replace(document, groups=tuple(groups), main_numbers=tuple(numbers))
    return put(document, path, None)


def test_lines_pasted_for_a_list_that_is_gone_are_there_to_be_copied(
    kari: Client, second: Client
) -> None:
    page = "/numbers/4722334466/keys/2/vip/paste/"
    based_on = shown(second.get(page)).split('name="based_on" value="')[1].split('"')[0]
    key = point_of(setup_of("Nordlys").document, point_id(SERVICE, ("2",)))
    assert key is not None
    save(lambda document: without_choice(document, key))
    typed = {"lines": "Ny Kunde; 416 16 161", "act": "save", "based_on": based_on}
    answer = second.post(page, typed)
    assert answer.status_code == 409 and "Ny Kunde; 416 16 161" in shown(answer)
    assert "ble fjernet mens du hadde siden åpen" in shown(answer)
    assert not VipEntry.objects.filter(name="Ny Kunde").exists()
    assert second.post(page, {**typed, "based_on": ""}).status_code == 404


def _list(vip: Any, mobile: str) -> Any:
    return vip and replace(
        vip, answerers=tuple(one for one in vip.answerers if one.employee != mobile)
    )


def _but(members: Any, mobile: str) -> tuple[Any, ...]:
    return tuple(one for one in members if one != mobile)


def chosen(client: Client, response: Any, whose: str) -> Any:
    """Choose so in every row; the page that one comes to."""
    text = shown(response)
    edit = text.split('name="edit" value="')[1].split('"')[0]
    rows = {f"choice-{at}": whose for at in range(text.count(f'value="{whose}"'))}
    return client.post("/conflict/", {"edit": edit, **rows}, follow=True)


def save(how: Callable[[Document], Document], by: str = "provider") -> None:
    """Somebody saves the setup otherwise."""
    setup = setup_of("Nordlys")
    publish(how(setup.document), by, based_on=setup.version)


def shown(response: Any) -> str:
    """What a page says."""
    text: str = response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")
    return text
