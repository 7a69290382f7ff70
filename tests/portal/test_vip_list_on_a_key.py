"""«VIP-liste» under a key of a menu, and of main numbers without a queue: the same pages, by the point
that they are of.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from forrang.domain.opening_hours import OpeningHours
from forrang.domain.points import every_point
from forrang.domain.vip_list import Answerer, VipList, VipWhenClosed
from forrang.storage.models import VipEntry
from forrang.storage.publish import publish

from .conftest import setup_of
from .core import Core, the_core
from .menus import AISHA, DOCTORS, OLA, SERVICE, WORKDAYS, number_with_menu, publish_menu

ADDRESS = "/numbers/4722334466/keys/2/vip/"
NUMBER = "/numbers/4722334466/vip/"


@pytest.fixture(autouse=True)
def _menu(customers: None) -> None:
    publish_menu()


@pytest.fixture
def core() -> Iterator[Core]:
    with the_core() as found:
        yield found


def test_it_works(kari: Client) -> None:
    text = shown(kari)
    assert "<h1>VIP-liste</h1>" in text
    assert "når de ringer 22 33 44 66 Servicetelefon og taster 2." in text
    assert "Tast 2: Leger" in text and "Hvem skal slippe å vente?" in text
    assert 'name="overflow_to"' not in text and 'name="skips_menu"' not in text


def test_the_tree_has_a_line_for_each_key(kari: Client) -> None:
    text = kari.get("/setup/").content.decode()
    for address, words in (
        (ADDRESS, "Tast 2: VIP-liste"),
        ("/numbers/4722334466/keys/4.1/vip/", "Tast 4, 1: VIP-liste"),
    ):
        branch = re.search(rf'href="{address}".*?</a>', text, re.DOTALL)
        assert branch and words in branch[0]
    assert f'href="{ADDRESS}" aria-current="page"' in shown(kari)


def test_entries_are_of_the_key(kari: Client) -> None:
    answer = kari.post(f"{ADDRESS}add/", {"number": "412 34 567", "name": "Dr. Eva"}, follow=True)
    assert "Dr. Eva, 412 34 567, er lagt til på listen." in plain(answer)
    row = VipEntry.objects.get(name="Dr. Eva")
    assert row.list_id == DOCTORS
    page = kari.get(f"{ADDRESS}{row.pk}/edit/").content.decode()
    found = re.search(r'name="row_version" value="([^"]+)"', page)
    assert found and "Tast 2: Leger" in page
    sent = {"number": "412 34 567", "name": "Eva Strand", "row_version": found[1]}
    kari.post(f"{ADDRESS}{row.pk}/edit/", sent)
    assert VipEntry.objects.get(pk=row.pk).name == "Eva Strand"
    for list_ in (NUMBER, "/numbers/4722334455/vip/", "/numbers/4722334466/keys/1/vip/"):
        assert kari.get(f"{list_}{row.pk}/edit/").status_code == 404
    assert "Finnes fra før" in kari.get(f"{ADDRESS}typed/?number=41234567").content.decode()
    file = kari.get(f"{ADDRESS}download/list.csv")
    assert "vip-liste-4722334466-2-" in file["Content-Disposition"]
    answer = kari.post(f"{ADDRESS}{row.pk}/remove/", follow=True)
    assert not VipEntry.objects.filter(pk=row.pk).exists()
    assert f"{ADDRESS}undo/" in plain(answer)


def test_many_are_pasted_to_the_key(kari: Client) -> None:
    assert "Tast 2: Leger" in kari.get(f"{ADDRESS}paste/").content.decode()
    kari.post(f"{ADDRESS}paste/", {"lines": "412 34 568", "act": "save"})
    assert VipEntry.objects.get(low=474123456800000).list_id == DOCTORS


def test_settings_are_saved_at_the_key_alone(kari: Client) -> None:
    before = setup_of("Nordlys").document
    answer = settings(kari, ADDRESS, answerer=["group:Resepsjon"], head="minutes", head_minutes="5")
    assert "Lagret." in plain(answer)
    vip = saved(DOCTORS)
    assert vip.answerers == (Answerer(group="Resepsjon"),) and vip.head_start == 300
    after = setup_of("Nordlys").document
    assert [one.id for one in every_point(after.main_numbers)] == [
        one.id for one in every_point(before.main_numbers)
    ]
    assert after.main_numbers[0] == before.main_numbers[0]
    assert after.main_numbers[1].setup.menu != before.main_numbers[1].setup.menu


def test_a_key_without_a_ticked_list_leads_to_the_tick(kari: Client) -> None:
    answer = kari.get("/numbers/4722334466/keys/1/vip/")
    assert answer.status_code == 302 and "/numbers/4722334466/" in answer["Location"]
    assert kari.post("/numbers/4722334466/keys/1/vip/add/").status_code == 404


@pytest.mark.parametrize("keys", ["5", "2.1", "star", "4.1.1"])
def test_a_key_that_is_not_there(kari: Client, keys: str) -> None:
    for part in ("", "live/", "paste/", "download/list.csv", "typed/"):
        answer = kari.get(f"/numbers/4722334466/keys/{keys}/vip/{part}")
        assert answer.status_code == (302 if (keys, part) == ("star", "") else 404) or (
            part == "live/" and answer.status_code == 406 and keys == "star"
        )


def test_a_strangers_key(per: Client, ola: Client) -> None:
    for part in ("", "live/", "add/", "1/edit/", "paste/", "download/list.csv", "typed/"):
        assert per.get(f"{ADDRESS}{part}").status_code in (404, 405)
        assert per.post(f"{ADDRESS}{part}").status_code in (404, 405)
        assert ola.get(f"{ADDRESS}{part}").status_code in (403, 405)


def test_without_the_service_there_is_no_such_page(kari: Client) -> None:
    setup = setup_of("Nordlys")
    publish(replace(setup.document, services=()), "provider")
    assert kari.get(ADDRESS).status_code == 404
    assert "VIP" not in kari.get("/setup/").content.decode()


def test_where_no_queue_is_a_group_is_chosen(kari: Client, core: Core) -> None:
    number = number_with_menu()
    publish_menu(replace(number, vip=VipList(on=True)))
    text = shown(kari, NUMBER)
    assert "Ingen svarer VIP-ene noen gang." in text
    assert "Svargruppe som også spørres" in text and "VIP-er slipper menyen" in text
    assert "None" not in re.sub(r"<script.*?</script>", "", text)
    answer = settings(kari, NUMBER, answerer=["employee:+4790000003"], skips_menu="on")
    assert "spørres ingen andre" in plain(answer)
    answer = settings(kari, NUMBER, answerer=["employee:+4790000003"], overflow_to="Resepsjon")
    assert "spørres ingen andre" not in plain(answer)
    vip = saved(SERVICE)
    assert vip.overflow_to == "Resepsjon" and not vip.skips_menu
    assert vip.answerers == (Answerer(employee=AISHA),)


def test_a_group_that_is_not_ours_is_refused(kari: Client) -> None:
    publish_menu(replace(number_with_menu(), vip=VipList(on=True)))
    answer = settings(kari, NUMBER, overflow_to="Kundesenter")
    assert answer.status_code == 200 and "field-error" in plain(answer)
    assert saved(SERVICE).overflow_to is None


def test_who_answers_when_it_is_closed(kari: Client) -> None:
    hours = OpeningHours(WORKDAYS)
    vip = VipList(on=True, answerers=(Answerer(employee=OLA),))
    publish_menu(replace(number_with_menu(), vip=vip, opening_hours=hours))
    assert "VIP-er tas ikke imot når det er stengt" in shown(kari, NUMBER)
    late = replace(vip, when_closed=VipWhenClosed(hours, ()))
    publish_menu(replace(number_with_menu(), vip=late, opening_hours=hours))
    assert "De samme besvarerne som ellers." in shown(kari, NUMBER)
    answer = settings(kari, NUMBER, arrange="late-add", late_add="employee:+4790000003")
    assert 'name="late_answerer" value="employee:+4790000003"' in plain(answer)
    assert saved(SERVICE).when_closed == VipWhenClosed(hours, ())
    settings(kari, NUMBER, late_answerer=["employee:+4790000003"])
    assert saved(SERVICE).when_closed == VipWhenClosed(hours, (Answerer(employee=AISHA),))
    assert saved(SERVICE).answerers == (Answerer(employee=OLA),)


def test_a_point_that_is_always_open_asks_nothing_of_closed_times(kari: Client) -> None:
    assert "når det er stengt" not in shown(kari)


def shown(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return plain(answer)


def plain(answer: Any) -> str:
    return str(answer.content.decode()).replace("\xa0", " ")


def settings(client: Client, address: str, **values: Any) -> Any:
    page = client.get(address).content.decode()
    found = re.search(r'name="based_on" value="(\d+)"', page)
    assert found
    sent = {
        "based_on": found[1],
        "answerer": re.findall(r'name="answerer" value="([^"]+)"', page),
        "strategy": "in-order",
        "ring_seconds": "20",
        "overflow": "after",
        "overflow_after": "30",
        "head": "always",
    }
    return client.post(address, sent | values, follow=True)


def saved(id: str) -> VipList:
    points = every_point(setup_of("Nordlys").document.main_numbers)
    found = next(one.vip for one in points if one.id == id)
    assert found is not None
    return found
