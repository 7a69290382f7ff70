"""Versions with menus, hours and lists on keys: compared, restored, undone."""

import re
from dataclasses import replace
from typing import Any

from django.test import Client

from forrang.domain.document import read_document, write_document
from forrang.domain.vip_list import Entry
from forrang.storage.entries import EntryList, written_entries
from forrang.storage.entry_saves import add_entry
from forrang.storage.publish import publish

from .conftest import setup_of

KEY = "+4722334455/1"


def save(setup: dict[str, Any], **more: Any) -> int:
    """Let Nordlys' main number do this; the version that it makes."""
    newest = setup_of("Nordlys")
    plain = write_document(newest.document)
    plain["main_numbers"][0] |= {"setup": setup, **more}
    numbers = read_document(plain).main_numbers
    document = replace(newest.document, main_numbers=numbers)
    return publish(document, "Kari", based_on=newest.version).version


def menu(**vip: Any) -> dict[str, Any]:
    """A menu of one key, with a list where one is given."""
    choice = {"name": "Time", "queue": {"group": "Resepsjon"}} | vip
    return {"menu": {"greeting": {"say": "Trykk 1 for time."}, "choices": {1: choice}}}


HOURS = {
    "week": {"mon": ["08:00-16:00"]},
    "exceptions": [{"from": "2027-05-14", "to": "2027-05-14", "text": "Inneklemt"}],
}


def test_a_version_with_a_menu_and_hours_is_seen_and_compared(kari: Client) -> None:
    save(menu(), opening_hours=HOURS, closed={"message": {"say": "Vi har stengt."}})
    for address in ("/history/", "/history/2/", "/history/1/?with=2"):
        text = kari.get(address).content.decode()
        for told in ("Trykk 1 for time.", "Vi har stengt.", "Inneklemt"):
            assert told in text, (address, told)


def test_it_is_restored_and_the_restoring_undone(kari: Client) -> None:
    before = setup_of("Nordlys").document.main_numbers
    save(menu(), opening_hours=HOURS)
    made = setup_of("Nordlys").document.main_numbers
    html = kari.get("/history/1/restore/").content.decode()
    based_on = re.search(r'name="based_on" value="(\d+)"', html)
    assert based_on
    assert kari.post("/history/1/restore/", {"based_on": based_on[1]}).status_code == 302
    assert setup_of("Nordlys").document.main_numbers == before
    assert kari.post("/undo/3/").status_code == 302
    assert setup_of("Nordlys").document.main_numbers == made


def test_a_list_of_a_key_that_came_since_is_kept_unticked(kari: Client) -> None:
    save(menu())
    version = save(menu(vip={"on": True}))
    customer = setup_of("Nordlys").customer
    add_entry(EntryList(customer, KEY), Entry(number="+47 400 00 031"), "Kari")
    assert kari.post(f"/undo/{version}/").status_code == 302
    found = setup_of("Nordlys").document.main_numbers[0].setup.menu
    assert found is not None
    (choice,) = found.choices
    assert choice.vip is not None and not choice.vip.on
    assert [one.number for one in written_entries(customer, KEY)] == ["+47 400 00 031"]
