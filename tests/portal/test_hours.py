"""«Åpningstider»: the week, public holidays and exceptions, closing by hand, and what then."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from forrang.domain.call_setup import CallSetup, Choice, Menu
from forrang.domain.destination import Destination, Voicemail
from forrang.domain.main_number import MainNumber
from forrang.domain.opening_hours import ExceptionalDays, OnHolidays, OpeningHours, Week
from forrang.domain.prompt import Prompt
from forrang.domain.time_span import TimeSpan
from forrang.storage.publish import publish

from .conftest import logged_in, setup_of

ADDRESS = "/numbers/4722334455/hours/"
EIGHT_TO_FOUR = (TimeSpan(480, 960),)
WORKING = OpeningHours(Week(*[EIGHT_TO_FOUR] * 5))
TUESDAY_10 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""10:00 in Oslo."""


@pytest.fixture(autouse=True)
def tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every page is of that Tuesday; log-ins are of the machine's own time."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: TUESDAY_10)
    yield


def test_without_hours_the_page_says_so_and_holds_the_first_act(kari: Client) -> None:
    text = text_of(kari.get(ADDRESS))
    assert "<h1>Åpningstider</h1>" in text and "22 33 44 55" in text
    assert "Alltid åpent" in text and "Åpent hele døgnet" in text
    assert 'href="?start=1"' in text
    start = text_of(kari.get(ADDRESS + "?start=1"))
    assert "Dette er et forslag." in start and fields(start)["mon"] == "08:00–16:00"
    assert number().opening_hours is None


def test_a_week_is_saved_and_written_in_one_form(kari: Client) -> None:
    response = post(kari, tue="8-1130, 12.00–16", wed="", sat="0-24")
    assert response["Location"] == ADDRESS
    week = hours().week
    assert week.tue == (TimeSpan(480, 690), TimeSpan(720, 960))
    assert week.wed == () and week.sat == (TimeSpan(0, 1440),)
    assert hours().holidays is OnHolidays.CLOSED
    text = text_of(kari.get(ADDRESS))
    assert "Lagret." in text and "Gjelder fra neste samtale." in text
    assert fields(text)["tue"] == "08:00–11:30, 12:00–16:00"
    assert "Åpent nå, stenger 11:30" in text


def test_an_error_names_the_day_and_the_mend_and_nothing_is_saved(kari: Client) -> None:
    text = text_of(post(kari, tue="12:00-11:30", fri="8-25", sun="8-8", sat="8-12, 10-14"))
    assert "Tirsdag: 12:00–11:30 slutter før den begynner. Mente du 11:30–12:00?" in text
    assert "Fredag: 25:00 er ikke et klokkeslett." in text
    assert "Søndag: 08:00–08:00 slutter når den begynner." in text
    assert "Lørdag: 08:00–12:00 og 10:00–14:00 overlapper." in text
    assert "4 ting må rettes før vi kan lagre" in text and "<title>Feil:" in text
    assert fields(text)["tue"] == "12:00-11:30"
    assert number().opening_hours is None


def test_monday_is_copied_and_not_saved_yet(kari: Client) -> None:
    text = text_of(post(kari, mon="9-15", sat="10-12", copy="monday"))
    shown = fields(text)
    assert [shown[one] for one in ("tue", "wed", "thu", "fri")] == ["9-15"] * 4
    assert shown["sat"] == "10-12" and "Ingenting gjelder før du lagrer." in text
    assert number().opening_hours is None


def test_holidays_can_be_ordinary_days(kari: Client) -> None:
    post(kari, holidays="open")
    assert hours().holidays is OnHolidays.OPEN


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ({}, None),
        ({"closed": "message", "message": "Ring i morgen"}, "message"),
        ({"closed": "voicemail"}, "voicemail"),
        ({"closed": "forward", "forward": "22 00 00 00"}, "forward"),
    ],
)
def test_what_callers_meet_when_it_is_closed(
    kari: Client, typed: dict[str, str], saved: str | None
) -> None:
    assert post(kari, **typed).status_code == 302
    expected = {
        None: None,
        "message": Destination(message=Prompt(say="Ring i morgen")),
        "voicemail": Destination(voicemail=Voicemail()),
        "forward": Destination(forward="+4722000000"),  # type: ignore[arg-type]
    }
    assert number().closed == expected[saved]
    assert f'value="{saved or "standard"}" selected' in text_of(kari.get(ADDRESS))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"closed": "message"}, "Skriv det som skal sies"),
        ({"closed": "forward"}, "Skriv et telefonnummer, for eksempel 411 11 111."),
        ({"closed": "forward", "forward": "22 33 44 55"}, "et av deres egne hovednumre"),
        ({"vip_closed": "on", "vip_times": "own"}, "Skriv en tid på minst én dag"),
    ],
)
def test_what_is_chosen_has_to_be_given(kari: Client, typed: dict[str, str], told: str) -> None:
    text = text_of(post(kari, **typed))
    assert told in text and "1 ting må rettes" in text
    assert "Mandag (VIP): Skriv" in text or "vip_closed" not in typed


def test_what_is_not_chosen_does_not_count(kari: Client) -> None:
    typed = {"forward": "tull", "vip_times": "always", "vip_mon": "tull"}
    assert post(kari, **typed).status_code == 302


def test_what_the_page_does_not_show_stays(kari: Client) -> None:
    voicemail = Voicemail(greeting=None, max_seconds=33.0)
    days = ExceptionalDays(date(2020, 1, 1), date(2020, 1, 2), (), "Lenge siden")
    until = datetime(2026, 11, 25, 8)
    save(
        opening_hours=replace(WORKING, exceptions=(days,), closed_until=until),
        closed=Destination(voicemail=voicemail),
    )
    post(kari, closed="voicemail", mon="9-15")
    assert hours().exceptions == (days,) and hours().closed_until == until
    assert number().closed == Destination(voicemail=voicemail)
    vip = number().vip
    assert vip is not None and vip.on and len(vip.answerers) == 1


def test_vips_are_taken_when_it_is_closed_always_or_at_times_of_their_own(kari: Client) -> None:
    post(kari, vip_closed="on", vip_times="always")
    late = number().vip.when_closed  # type: ignore[union-attr]
    assert late is not None and late.opening_hours is None
    post(kari, vip_closed="on", vip_times="own", vip_sat="10-14")
    late = number().vip.when_closed  # type: ignore[union-attr]
    assert late is not None and late.opening_hours is not None
    assert late.opening_hours.week == Week(sat=(TimeSpan(600, 840),))
    post(kari)
    assert number().vip.when_closed is None  # type: ignore[union-attr]


def test_without_the_service_nothing_says_vip(per: Client) -> None:
    address = "/numbers/4722334477/hours/"
    assert "VIP" not in text_of(per.get(address + "?start=1"))
    post(per, address, "Fjord", vip_closed="on", vip_times="always")
    (fjord,) = setup_of("Fjord").document.main_numbers
    assert fjord.opening_hours is not None and fjord.vip is None


def test_closing_by_hand_and_opening_again(kari: Client) -> None:
    save(opening_hours=WORKING)
    assert kari.post(ADDRESS + "close/", {"time": "15"}).status_code == 302
    assert hours().closed_until == datetime(2026, 11, 24, 15)
    text = text_of(kari.get(ADDRESS))
    assert "Stengt til 15:00." in text and "Stengt for hånd, åpner 15:00" in text
    kari.post(ADDRESS + "open/")
    assert hours() == WORKING


def test_who_is_always_open_can_close_too_and_is_always_open_again(kari: Client) -> None:
    kari.post(ADDRESS + "close/", {"time": "09:30", "day": "25.11.2026"})
    assert hours().closed_until == datetime(2026, 11, 25, 9, 30)
    text = text_of(kari.get(ADDRESS))
    assert "Stengt for hånd, åpner i morgen 09:30" in text and "Alltid åpent" in text
    kari.post(ADDRESS + "open/")
    assert number().opening_hours is None


def test_hours_that_are_set_while_it_is_closed_by_hand_leave_it_closed(kari: Client) -> None:
    kari.post(ADDRESS + "close/", {"time": "15:00"})
    post(kari)
    assert hours().closed_until == datetime(2026, 11, 24, 15)
    assert hours().week.sat == ()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"time": ""}, "Skriv et klokkeslett, for eksempel 15:00."),
        ({"time": "kvart på"}, "kvart på er ikke et klokkeslett."),
        ({"time": "09:59"}, "Tidspunktet er passert."),
        ({"time": "12", "day": "23.11.2026"}, "Tidspunktet er passert."),
        ({"time": "12", "day": "23.11.2028"}, "Det er mer enn et år til."),
        ({"time": "12", "day": "i morgen"}, "Skriv dagen som dd.mm.åååå"),
    ],
)
def test_closing_needs_a_time_to_come(kari: Client, typed: dict[str, str], told: str) -> None:
    text = text_of(kari.post(ADDRESS + "close/", typed))
    assert told in text and "1 ting må rettes" in text
    assert number().opening_hours is None


def test_the_clock_that_comes_twice_closes_until_it_has_come_twice(
    kari: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    night = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # 02:45, the first time
    monkeypatch.setattr("django.utils.timezone.now", lambda: night)
    kari.post(ADDRESS + "close/", {"time": "02:30"})
    assert "Stengt for hånd, åpner 02:30" in text_of(kari.get(ADDRESS))


def test_the_year_to_come_has_holidays_and_proposals(kari: Client) -> None:
    save(opening_hours=WORKING)
    shown = rows(kari)
    assert shown[0].startswith("tor. 24. des. 2026 Julaften Forslag 08:00–12:00? Legg til")
    assert shown[1].startswith("fre. 25. des. 2026 Første juledag Helligdag Stengt Åpne likevel")
    assert [one for one in shown if "17. mai 2027" in one]
    assert not [one for one in shown if "2028" in one]


def test_a_proposal_is_added_or_declined(kari: Client) -> None:
    save(opening_hours=WORKING)
    text = text_of(kari.get(ADDRESS))
    form = re.search(r'name="first" value="24.12.2026">.*?</form>', text, re.DOTALL)
    assert form is not None
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    kari.post(ADDRESS + "exceptions/new/", sent)
    (added,) = hours().exceptions
    assert added == ExceptionalDays(
        date(2026, 12, 24), date(2026, 12, 24), (TimeSpan(480, 720),), "Julaften"
    )
    assert rows(kari)[0].startswith("tor. 24. des. 2026 Julaften Avvik 08:00–12:00")
    kari.post(ADDRESS + "proposals/2026-12-31/no/")
    assert not [one for one in rows(kari) if "Nyttårsaften" in one]


def test_a_holiday_is_opened_all_the_same(kari: Client) -> None:
    save(opening_hours=WORKING)
    link = re.search(r'href="([^"]*first=25.12.2026[^"]*)"', text_of(kari.get(ADDRESS)))
    assert link is not None
    shown = fields(text_of(kari.get(link[1].replace("&amp;", "&"))))
    assert shown["first"] == "25.12.2026" and shown["open"] == "08:00–16:00"
    assert shown["text"] == "Første juledag"
    kari.post(ADDRESS + "exceptions/new/", {**shown, "open": "10-14"})
    (row,) = [one for one in rows(kari) if "25. des." in one]
    assert "Første juledag Avvik 10:00–14:00" in row


def test_an_exception_is_changed_and_removed_and_put_back(kari: Client) -> None:
    days = ExceptionalDays(date(2027, 7, 5), date(2027, 7, 30), (), "Sommerferie")
    save(opening_hours=replace(WORKING, exceptions=(days,)))
    address = ADDRESS + "exceptions/2027-07-05--2027-07-30/"
    shown = fields(text_of(kari.get(address)))
    assert shown["last"] == "30.07.2027" and shown["text"] == "Sommerferie"
    kari.post(address, {**shown, "last": "23.7.2027", "open": "10-12"})
    changed = replace(days, last=date(2027, 7, 23), open=(TimeSpan(600, 720),))
    assert hours().exceptions == (changed,)
    assert kari.get(address).status_code == 404
    kari.post(ADDRESS + "exceptions/2027-07-05--2027-07-23/remove/")
    assert hours().exceptions == ()
    undo = re.search(r'action="(/undo/\d+/)"', text_of(kari.get(ADDRESS)))
    assert undo is not None
    kari.post(undo[1])
    assert hours().exceptions == (changed,)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"first": ""}, "Skriv en dag, for eksempel 24.12.2026."),
        ({"first": "24.12.2026", "last": "23.12.2026"}, "Den siste dagen er før den første."),
        ({"first": "23.11.2026"}, "Dagene er passert."),
        ({"first": "31.2.2027"}, "Skriv dagen som dd.mm.åååå"),
        ({"first": "1.2.2027", "open": "16-8"}, "16:00–08:00 slutter før den begynner."),
    ],
)
def test_an_exception_has_days_to_come(kari: Client, typed: dict[str, str], told: str) -> None:
    save(opening_hours=WORKING)
    assert told in text_of(kari.post(ADDRESS + "exceptions/new/", typed))
    assert hours() == WORKING


def test_hours_are_taken_away_with_a_way_back(kari: Client) -> None:
    save(opening_hours=WORKING)
    kari.post(ADDRESS + "always/")
    assert number().opening_hours is None
    assert "/undo/" in text_of(kari.get(ADDRESS))


def test_two_who_save_the_same_are_told_and_lose_nothing(kari: Client) -> None:
    save(opening_hours=WORKING)
    version = setup_of("Nordlys").version
    post(logged_in("kari"), based_on=str(version), tue="9-15")
    response = post(kari, based_on=str(version), tue="10-14")
    text = text_of(response)
    assert response.status_code == 409
    assert "09:00–15:00" in text and "10:00–14:00" in text
    assert hours().week.tue == (TimeSpan(540, 900),)


def test_a_key_has_hours_of_its_own_beside_its_number(kari: Client) -> None:
    queue = number().setup.queue
    key = Choice("2", "Akutt", CallSetup(queue=queue))
    star = Choice("*", None, CallSetup(queue=queue))
    menu = Menu(Prompt(say="Trykk to"), choices=(key, star))
    save(setup=CallSetup(menu=menu), opening_hours=WORKING)
    address = "/numbers/4722334455/keys/2/hours/"
    text = text_of(kari.get(address))
    assert "Tast 2 Akutt" in text and "Alltid åpent" in text
    assert post(kari, address, sat="10-12").status_code == 302
    found = number().setup.menu
    assert found is not None
    assert [one.opening_hours is None for one in found.choices] == [False, True]
    assert found.choices[0].opening_hours.week.sat == (TimeSpan(600, 720),)  # type: ignore[union-attr]
    assert hours() == WORKING
    assert kari.get("/numbers/4722334455/keys/star/hours/").status_code == 200
    assert kari.get("/numbers/4722334455/keys/3/hours/").status_code == 404
    assert kari.post("/numbers/4722334455/keys/3/hours/close/", {"time": "15"}).status_code == 404


def test_the_company_setup_tells_it_too(kari: Client) -> None:
    assert "Åpent hele døgnet" in text_of(kari.get("/setup/"))
    save(opening_hours=WORKING)
    text = text_of(kari.get("/setup/"))
    assert f'href="{ADDRESS}">Åpent til 16:00</a>' in text
    assert "Utenom åpningstid: beskjed om at dere har stengt." in text
    save(closed=Destination(voicemail=Voicemail()))
    assert "Utenom åpningstid: innringere kan legge igjen en beskjed." in text_of(
        kari.get("/setup/")
    )
    kari.post(ADDRESS + "close/", {"time": "15:00"})
    assert "Stengt til 15:00" in text_of(kari.get("/setup/"))


def test_the_other_language(kari: Client) -> None:
    save(opening_hours=WORKING)
    kari.post("/preferences/", {"language": "en", "next": "/"})
    text = text_of(kari.get(ADDRESS))
    assert "Open now, closes 16:00" in text and "Thu 24 Dec 2026" in text
    assert "Christmas Day" in text


def post(client: Client, address: str = ADDRESS, whose: str = "Nordlys", **typed: str) -> Any:
    """Send the form as the page shows it first, with what is typed."""
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:00–16:00")
    shown = {"based_on": str(setup_of(whose).version), "holidays": "closed", "closed": "standard"}
    return client.post(address, {**shown, **week, **typed})


def text_of(response: Any) -> str:
    """What a page says."""
    text: str = response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")
    return text


def fields(text: str) -> dict[str, str]:
    """The values of the text fields of a page; those without one are left out."""
    return dict(re.findall(r'<input type="text" name="(\w+)" value="([^"]*)"', text))


def rows(client: Client) -> list[str]:
    """The coming days, as they are read."""
    table = text_of(client.get(ADDRESS)).split("<tbody")[1].split("</tbody>")[0]
    found = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in found]


def number() -> MainNumber:
    """Nordlys' main number as it is saved."""
    found: MainNumber
    (found,) = setup_of("Nordlys").document.main_numbers
    return found


def hours() -> OpeningHours:
    """Its hours."""
    found = number().opening_hours
    assert found is not None
    return found


def save(**changes: Any) -> None:
    """Somebody saves the main number otherwise."""
    setup = setup_of("Nordlys")
    numbers = tuple(replace(one, **changes) for one in setup.document.main_numbers)
    publish(replace(setup.document, main_numbers=numbers), "Ola", based_on=setup.version)
