"""«Last ned»: what a page shows as a file, that a spreadsheet opens as it is and that can come back."""

import warnings
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from forrang.domain.vip_list import Entry
from forrang.storage import models, vip_pages
from forrang.storage.entries import EntryList, change_entries
from forrang.storage.list_sizes import count_all_lists
from forrang.storage.records import store_records

from .cast import HEAD_OFFICE, today
from .conftest import setup_of

ON_BOTH_DATABASES = True
LIST = "/numbers/4722334455/vip/"
FILES = f"{LIST}download/"
DANGEROUS = ["=1+1", "+47 is not a name", "-Bakke", "@sum", "'=quoted", "a;b", 'say "x"']


def content(client: Client, address: str, **query: str) -> bytes:
    """A file, whole."""
    response = client.get(address, query)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename=")
    with warnings.catch_warnings(action="ignore"):  # under the real server it is asynchronous
        return b"".join(response)


def lines(client: Client, address: str, **query: str) -> list[str]:
    """A CSV's lines."""
    text = content(client, address, **query)
    assert text.startswith(b"\xef\xbb\xbf")
    return text.decode("utf-8-sig").splitlines()


def cells(content: bytes) -> list[list[Any]]:
    """A workbook's cells."""
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def put(*entries: Entry) -> None:
    """Add entries without being asked whether they may be."""
    change_entries(EntryList(setup_of("Nordlys").customer, HEAD_OFFICE), entries, (), "test")


def many_kinds() -> None:
    """Entries of every kind, some of which a person could not add any more."""
    gone = today() - timedelta(days=9)
    put(
        Entry(number="+46 8 000 00 10", name="=cmd()", note="two\nlines  and  spaces"),
        Entry(number="02800", name="Info", last_day=gone),
        Entry(prefix="22 98", name="Huset", last_day=date(2031, 1, 2)),
        Entry(range="22 97 00 00 - 22 97 00 49", note="only a note"),
        Entry(number="22 97 00 07", name="in the series"),
        Entry(number="004799999999"),
        *(Entry(number=f"412000{n:02d}", name=name) for n, name in enumerate(DANGEROUS)),
    )


def test_csv_as_a_norwegian_excel_reads_it(kari: Client) -> None:
    many_kinds()
    found = lines(kari, f"{FILES}list.csv")
    assert found[0] == "Nummer;Navn;Notat;Siste dag;Sammenlignes som;Ringte sist"
    assert "411 11 111;Stor Kunde AS;" in "\n".join(found)
    assert "22 98*;Huset;;02.01.2031;'+47 22 98 …;" in found
    assert len(found) == 1 + models.VipEntry.objects.count()


def test_no_cell_is_a_formula(kari: Client) -> None:
    many_kinds()
    for line in lines(kari, f"{FILES}list.csv"):
        for cell in line.split(";"):
            assert cell.lstrip('"')[:1] not in ("=", "+", "-", "@"), line
    rows = cells(content(kari, f"{FILES}list.xlsx"))
    assert {row[1] for row in rows} >= {*DANGEROUS, "=cmd()"} - {"'=quoted"}
    assert b"<f>" not in content(kari, f"{FILES}list.xlsx")


def test_dates_and_times_are_dates_in_a_workbook(kari: Client) -> None:
    many_kinds()
    rows = {row[1]: row for row in cells(content(kari, f"{FILES}list.xlsx"))}
    assert rows["Huset"][3] == date(2031, 1, 2)
    assert rows["Huset"][0] == "22 98*"


@pytest.mark.parametrize("file", ["list.csv", "list.xlsx"])
def test_what_was_downloaded_can_come_back_unchanged(kari: Client, file: str) -> None:
    many_kinds()
    back = SimpleUploadedFile(file, content(kari, f"{FILES}{file}"))
    text = kari.post(f"{LIST}paste/", {"file": back, "act": "look"}).content.decode()
    count = models.VipEntry.objects.count()
    assert text.count('<span class="tag ">Uendret</span>') == count, text
    assert "Det er ingenting å lagre" in text


def test_the_filter_in_force(kari: Client) -> None:
    many_kinds()
    assert len(lines(kari, f"{FILES}list.csv", q="huset")) == 2
    assert len(lines(kari, f"{FILES}list.csv", q="xyzzy")) == 1
    looked = "\n".join(lines(kari, f"{FILES}list.csv", which="look"))
    assert "in the series" in looked and "Info" in looked and "Huset" not in looked
    page = kari.get(LIST, {"which": "look", "q": "info"}).content.decode()
    assert f'href="{FILES}list.xlsx?q=info&amp;which=look"' in page


def test_blocks_leave_nothing_out(kari: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    many_kinds()
    whole = {which: lines(kari, f"{FILES}list.csv", which=which) for which in ("all", "look")}
    monkeypatch.setattr(vip_pages, "BLOCK", 2)
    assert whole == {one: lines(kari, f"{FILES}list.csv", which=one) for one in whole}


def test_the_example_can_be_pasted(kari: Client) -> None:
    models.VipEntry.objects.all().delete()
    count_all_lists()
    assert f'href="{FILES}example.xlsx"' in kari.get(LIST).content.decode()
    file = SimpleUploadedFile("example.xlsx", content(kari, f"{FILES}example.xlsx"))
    text = kari.post(f"{LIST}paste/", {"file": file, "act": "look"}).content.decode()
    assert "Legg til 4" in text.replace("\n", "")


def test_the_call_log(kari: Client) -> None:
    customer, now = setup_of("Nordlys").customer, timezone.now().timestamp()
    callers = ["+4741111111", None, "+4740000031"]
    store_records(
        {
            "kind": "CallRecord", "id": str(at), "customer": customer, "main_number": HEAD_OFFICE,
            "caller": caller, "withheld": caller is None, "vip": at == 0,
            "standing": {"why": "not-on-list", "entry": None}, "arrived": now - at,
            "place_from": now, "ended": now, "waited_seconds": 12.3, "answered_by": None,
            "outcome": "gave-up", "overtaken": 0, "story": [],
        }
        for at, caller in enumerate(callers)
    )  # fmt: skip
    found = lines(kari, "/calls/download/calls.csv")
    assert found[0] == (
        "Når;Innringer;Innringerens nummer;Ringte;Hovednummer;Ventet, sekunder;Besvart av;Utfall;VIP"
    )
    assert ";Stor Kunde AS;411 11 111;22 33 44 55;" in found[1] and found[1].endswith(";ja")
    assert ";Skjult nummer;;22 33 44 55;" in found[2]
    assert len(found) == 4
    assert len(lines(kari, "/calls/download/calls.csv", vip="1")) == 2
    page = kari.get("/calls/", {"vip": "1"}).content.decode()
    assert 'href="/calls/download/calls.csv?vip=1"' in page


def test_nothing_of_vip_without_the_service(per: Client) -> None:
    assert "VIP" not in lines(per, "/calls/download/calls.csv")[0]
