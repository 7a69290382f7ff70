"""«Lim inn mange»: what lines mean, what becomes of them, and one save that is undone as one."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forrang.domain.document import Service
from forrang.domain.pasted_lines import PastedLine, read_lines
from forrang.domain.typed_entry import Wrong
from forrang.storage.models import Change, Customer, VipEntry
from forrang.storage.orders import turn_off
from forrang.storage.pasting import LARGEST

ON_BOTH_DATABASES = True
HERE = "/numbers/4722334455/vip/paste/"


def entries() -> dict[str, str | None]:
    return dict(VipEntry.objects.values_list("typed", "name"))


def post(client: Client, lines: str = "", act: str = "look", **more: object) -> str:
    answer = client.post(HERE, {"lines": lines, "act": act, **more}, follow=True)
    assert answer.status_code in (200, 400)
    return answer.content.decode().replace("\xa0", " ")


def counts(page: str) -> list[str]:
    """New, changed, unchanged, covered, faulty."""
    return [one.split("<")[0].strip() for one in page.split('<dd class="num">')[1:6]]


def only(text: str) -> PastedLine:
    (found,) = read_lines([text])
    return found


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("Stor Kunde; 411 11 111", "411 11 111", "Stor Kunde"),
        ("411 11 111\tStor Kunde", "411 11 111", "Stor Kunde"),
        ("Dr. Eva Strand  0047 930 00 012", "0047 930 00 012", "Dr. Eva Strand"),
        ("41111114 Per Per", "41111114", "Per Per"),
        ("Avdeling 2 41111113", "41111113", "Avdeling 2"),
        ("Nordmann, Kari 41111112", "41111112", "Nordmann, Kari"),
        ("Nordvik; 22 99 01 00 - 22 99 01 49", "22 99 01 00 - 22 99 01 49", "Nordvik"),
        ("Svea AB;+46 8 000 00 20", "+46 8 000 00 20", "Svea AB"),
        ("22 99 01*\tLab", "22 99 01", "Lab"),
        ('"a;b";41111118', "41111118", "a;b"),
        ("+47 411 11 111", "+47 411 11 111", None),
    ],
)
def test_a_line_with_a_number_and_a_name(text: str, number: str, name: str | None) -> None:
    found = only(text)
    assert found.typed is not None
    assert (found.typed.text, found.name) == (number, name)


def test_a_note_and_a_last_day_stand_beside() -> None:
    found = only("Ola;41111115;gammel kunde;31.12.2040")
    assert (found.name, found.note, str(found.last_day)) == ("Ola", "gammel kunde", "2040-12-31")


def test_headings_say_which_column_is_which() -> None:
    found = list(read_lines(["Notat;Telefon;Navn", "ring først;411 11 111;Kari", ";;", ""]))
    assert [(one.at, one.name, one.note) for one in found] == [(2, "Kari", "ring først")]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Tove Prøve;4123456", Wrong.DIGITS),
        ("Tove Prøve 4123456", Wrong.DIGITS),
        ("Jon Demo;08-000 00 30", Wrong.OTHER_COUNTRY),
        ("skjult", Wrong.WITHHELD),
        ("Ola\t4,11111E+07", Wrong.SPREADSHEET),
        ("nødtelefon;113", Wrong.EMERGENCY),
        ("bare tekst", Wrong.NUMBER),
    ],
)
def test_a_line_that_means_no_number(text: str, wrong: Wrong) -> None:
    found = only(text)
    assert found.fault is not None
    assert found.fault.wrong is wrong


def test_nothing_is_saved_before_the_result_was_seen(kari: Client) -> None:
    before, seq = entries(), Change.objects.count()
    page = post(kari, "Ny Kunde; 416 16 161\nTove;4123456\nskjult")
    assert counts(page) == ["1", "0", "0", "0", "2"]
    assert "Legg til 1" in page
    assert "7 sifre. Norske numre har 8, eller 5. Mangler det ett?" in page
    assert "Skjulte numre kan ikke kjennes igjen" in page
    assert entries() == before and Change.objects.count() == seq


def test_the_good_lines_are_saved_and_undone_as_one(kari: Client) -> None:
    before = list(VipEntry.objects.order_by("id").values_list("id", "typed", "name"))
    lines = "Ny Kunde;416 16 161\nEt nytt navn;411 11 111\nskjult\nLab;22 77 00 00-49"
    page = post(kari, lines, "save")
    assert "Lagret: 2 lagt til, 1 endret." in page
    assert "1 linje kunne ikke brukes og er ikke med." in page
    assert "Alt kan angres samlet i 30 dager." in page
    assert entries()["416 16 161"] == "Ny Kunde"
    assert "Et nytt navn" in entries().values()
    kinds = Change.objects.order_by("-seq").values_list("kind", flat=True)[:2]
    assert list(kinds) == ["entry_added", "entry_added"]
    undo = page.split('action="/numbers/4722334455/vip/paste/undo/')[1].split('"')[0]
    kari.post(f"{HERE}undo/{undo}")
    assert list(VipEntry.objects.order_by("id").values_list("id", "typed", "name")) == before


def test_undoing_is_refused_when_somebody_changed_one_since(kari: Client) -> None:
    page = post(kari, "Ny Kunde;416 16 161", "save")
    undo = page.split('action="/numbers/4722334455/vip/paste/undo/')[1].split('"')[0]
    VipEntry.objects.filter(typed="416 16 161").update(name="Et annet navn")
    answer = kari.post(f"{HERE}undo/{undo}", follow=True).content.decode()
    assert "Ikke angret: Kari Nordmann har endret noen av oppføringene siden." in answer
    assert entries()["416 16 161"] == "Et annet navn"


def test_a_faulty_line_is_mended_in_place(kari: Client) -> None:
    page = post(kari, "Tove;4123456\nOla;41234568", **{"line-1": "Tove;41234567"})
    assert counts(page) == ["2", "0", "0", "0", "0"]
    assert "Tove;41234567" in page


def test_what_is_there_doubled_or_covered_is_not_written(kari: Client) -> None:
    lines = "411 11 111\n+47 41 11 11 11\nLab;22 77 00 00-49\nEn;22 77 00 42\nTo;22 77 00 50"
    page = post(kari, lines)
    assert counts(page) == ["2", "0", "2", "1", "0"]
    assert "Samme nummer som linje 1." in page
    assert "22 77 00 00-49 har det." in page
    assert "Ny serie, 50 numre" in page
    assert "Legg til 2" in page
    post(kari, lines, "save")
    assert "22 77 00 42" not in entries()


def test_what_a_line_does_not_say_stays(kari: Client) -> None:
    before = list(VipEntry.objects.values_list("typed", "name", "note"))
    page = post(kari, "411 11 111", "save")
    assert "Det er ingenting å lagre" in page
    assert list(VipEntry.objects.values_list("typed", "name", "note")) == before


def test_a_last_day_that_has_passed(kari: Client) -> None:
    assert "Datoen er passert." in post(kari, "Ola;416 16 161;31.12.2020")


def test_the_faulty_lines_as_a_file(kari: Client) -> None:
    answer = kari.post(HERE, {"lines": "Tove;4123456\nOla;41234568", "act": "faulty"})
    assert answer["Content-Disposition"] == 'attachment; filename="linjer-med-feil.txt"'
    text = answer.content.decode("utf-8-sig")
    assert text.startswith("Tove;4123456\t7 sifre.") and "Ola" not in text


def test_choosing_which_lines_to_see(kari: Client) -> None:
    page = post(kari, "Tove;4123456\nOla;41234568", show="faulty")
    assert 'name="line-1"' in page
    assert page.count('<tr role="row"') == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_file(kari: Client, encoding: str) -> None:
    text = "Navn;Nummer\nBåt & Sjø;416 16 161\n"
    page = post(kari, file=SimpleUploadedFile("kunder.csv", text.encode(encoding)))
    assert counts(page) == ["1", "0", "0", "0", "0"]
    assert "Båt &amp; Sjø" in page


def test_an_xlsx_file(kari: Client) -> None:
    page = post(kari, file=SimpleUploadedFile("kunder.xlsx", xlsx()))
    assert counts(page) == ["1", "0", "0", "0", "1"]  # a number as an amount, and an eaten zero
    assert "Mente du 02800?" in page


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04 no zip", "Vi kunne ikke lese denne filen."),
        (b"\xd0\xcf\x11\xe0 old", "Dette er en gammel Excel-fil."),
        (b"\x89PNG\0\0", "Denne filen er ingen liste."),
    ],
)
def test_a_file_that_cannot_be_read(kari: Client, content: bytes, told: str) -> None:
    assert told in post(kari, file=SimpleUploadedFile("kunder.xlsx", content))


def test_too_many_lines(kari: Client) -> None:
    text = "41111111\n" * (LARGEST + 2)
    assert "Del filen, høyst 20 000 linjer i hver." in post(kari, text)


def test_as_many_as_one_can(kari: Client) -> None:
    text = "\n".join(f"Kunde {at};4{2_000_000 + at}" for at in range(LARGEST))
    page = post(kari, text)
    assert counts(page)[0] == "20 000"
    assert "Viser de første 500 av 20 000." in page
    page = post(kari, text, "save")
    assert "Lagret: 20 000 lagt til." in page
    assert Change.objects.order_by("-seq").first().kind == "list_replaced"
    undo = page.split('action="/numbers/4722334455/vip/paste/undo/')[1].split('"')[0]
    kari.post(f"{HERE}undo/{undo}")
    assert VipEntry.objects.count() == 3


def test_nothing_pasted(kari: Client) -> None:
    assert "Lim inn minst én linje" in post(kari, " \n ")


def test_without_the_service_it_is_not_there(kari: Client) -> None:
    turn_off(Customer.objects.get(name__startswith="Nordlys").pk, Service.VIP_LIST, "Lise")
    assert kari.get(HERE).status_code == 404


def test_another_customers_save_is_not_there(kari: Client, per: Client) -> None:
    page = post(kari, "Ny Kunde;416 16 161", "save")
    undo = page.split('action="/numbers/4722334455/vip/paste/undo/')[1].split('"')[0]
    for address in (f"{HERE}undo/{undo}", f"/numbers/4722334477/vip/paste/undo/{undo}"):
        assert per.post(address).status_code == 404
    assert "416 16 161" in entries()


def xlsx() -> bytes:
    """A small workbook: a heading, a number as an amount, and a number whose zero is gone."""
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Navn</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>Nummer</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>Ola</t></is></c><c r="B2"><v>41616161</v></c>'
        '</row><row r="3"><c r="B3"><v>2800</v></c></row>'
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packed = "http://schemas.openxmlformats.org/package/2006"
    relations = f'<Relationships xmlns="{packed}/relationships"><Relationship Id="r1" '
    content = BytesIO()
    with ZipFile(content, "w") as file:
        file.writestr("[Content_Types].xml", f'<Types xmlns="{packed}/content-types"></Types>')
        file.writestr(
            "_rels/.rels",
            f'{relations}Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{relations}Type="{office}/worksheet" Target="worksheets/a.xml"/></Relationships>',
        )
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        file.writestr(
            "xl/worksheets/a.xml",
            f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
        )
    return content.getvalue()
