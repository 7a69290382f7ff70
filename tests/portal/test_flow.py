"""«Oppsettet»: the picture of a main number's call setup, on its page and beside the form."""

import re
from dataclasses import replace
from typing import Any

from django.test import Client

from forrang.domain.document import read_document, write_document
from forrang.storage.publish import publish

from .cast import HEAD_OFFICE
from .conftest import setup_of

ADDRESS = "/numbers/4722334455/"


def text_of(client: Client, address: str = ADDRESS) -> str:
    """The words of a page, without its tree."""
    html = client.get(address).content.decode().replace("\xa0", " ").replace("\u2060", "")
    main = re.sub(r"^.*<main|</main>.*$", "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", main).split()).replace(" :", ":")


def give(part: dict[str, Any]) -> None:
    """Let Nordlys' main number have this in its document."""
    setup = setup_of("Nordlys")
    plain = write_document(setup.document)
    first = plain["main_numbers"][0]
    first |= part
    made = read_document(plain)
    publish(replace(setup.document, main_numbers=made.main_numbers), "Kari", based_on=setup.version)


def test_it_works(kari: Client) -> None:
    text = text_of(kari)
    assert "Noen ringer 22 33 44 55" in text
    assert "Resepsjon, lengst ledig først" in text
    assert "Ingen svarer innen 10 minutter en tone, så avsluttes samtalen" in text
    assert 'href="/numbers/4722334455/edit/"' in kari.get(ADDRESS).content.decode()


def test_it_tells_the_whole_of_a_menu_and_what_is_wrong_with_it(kari: Client) -> None:
    give(
        {
            "setup": {
                "menu": {
                    "greeting": {"say": "Trykk 1 for time, 2 for faktura."},
                    "choices": {
                        1: {
                            "name": "Time",
                            "queue": {"group": "Resepsjon"},
                            "vip": {"on": True, "answerers": [{"employee": "+4790000001"}]},
                        },
                        3: {"name": "Sentralbordet", "forward": "+4722000000"},
                    },
                }
            },
            "opening_hours": {"week": {"mon": ["08:00-16:00"], "tue": ["08:00-16:00"]}},
        }
    )
    beside = text_of(kari, f"{ADDRESS}edit/")  # what comes of waiting at a key is left out there
    assert "Tast 1: Time VIP På VIP-listen" in beside and "spørres også" not in beside
    text = text_of(kari)
    assert "Åpent? Man–tir 08:00–16:00" in text
    assert "Alle andre: hilsen og meny «Trykk 1 for time, 2 for faktura.»" in text
    assert "Tast 1: Time VIP På VIP-listen alltid først, Kari Nordmann" in text
    assert "Etter 30 sekunder Resepsjon spørres også" in text
    assert "Alle andre Resepsjon, lengst ledig først" in text
    assert "Tast 3: Sentralbordet Viderekobles til 22 00 00 00" in text
    assert "Hilsenen nevner tast 2, men den er ikke satt opp." in text
    assert "Listen er tom, så ingen kommer foran ennå." in text
    assert "Stengt standardbeskjeden, så avsluttes samtalen" in text


def test_a_group_without_people_leads_to_where_one_chooses_them(kari: Client) -> None:
    setup = setup_of("Nordlys")
    groups = tuple(replace(one, members=()) for one in setup.document.groups)
    publish(replace(setup.document, groups=groups), "Kari", based_on=setup.version)
    assert "Ingen er med i denne gruppen, så ingen kan svare." in text_of(kari)
    assert 'href="/groups/Resepsjon/edit/"' in kari.get(ADDRESS).content.decode()


def test_before_activation_no_list_is_drawn(per: Client) -> None:
    assert "VIP" not in text_of(per, "/numbers/4722334477/")


def test_another_customers_number_has_no_picture(per: Client) -> None:
    assert per.get(ADDRESS).status_code == 404
    assert HEAD_OFFICE not in per.get("/numbers/4722334477/").content.decode()
