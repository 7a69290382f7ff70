"""Opening hours: the rules by example, and documents of them."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forrang.domain.holidays_of import Eve, holiday, holidays_of, know_holidays, proposals
from forrang.domain.open_or_closed import DayPlan, Opening, WhyOpen, day_plan, opening
from forrang.domain.opening_hours import OpeningHours, Week
from forrang.domain.schema import DocumentFault, Reader, read, write
from forrang.domain.time_span import TimeSpan

from .hours_by_hand import WEEKDAYS, easter

OSLO = ZoneInfo("Europe/Oslo")


def office(**more: Any) -> dict[str, Any]:
    """The example of the document."""
    return {
        "week": {"mon": ["08:00-16:00"], "tue": ["08:00-12:00", "13:00-16:00"]},
        "exceptions": [
            {
                "from": "2026-12-24",
                "to": "2026-12-24",
                "open": ["08:00-12:00"],
                "text": "Julaften",
            }
        ],
        **more,
    }


def hours(plain: dict[str, Any]) -> OpeningHours:
    return read(OpeningHours, plain, Reader())


def utc(text: str, zone: ZoneInfo = OSLO, fold: int = 0) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).timestamp()


def at(plain: dict[str, Any], text: str, zone: ZoneInfo = OSLO) -> tuple[bool, str, Any, Any]:
    """What holds at a wall time, and until which wall time."""
    now = opening(hours(plain), utc(text, zone), zone)
    until = None
    if now.until is not None:
        until = datetime.fromtimestamp(now.until, zone).isoformat(timespec="minutes")[:16]
    return now.open, now.why, now.text, until


def faults(plain: Any) -> list[str]:
    with pytest.raises(DocumentFault) as refused:
        read(OpeningHours, plain, Reader())
    return [str(one) for one in refused.value.faults]


# Rules


def test_the_ordinary_week() -> None:
    tuesday = "2026-11-24T"
    assert at(office(), tuesday + "07:59") == (False, "week", None, tuesday + "08:00")
    assert at(office(), tuesday + "08:00") == (True, "week", None, tuesday + "12:00")
    assert at(office(), tuesday + "12:00") == (False, "week", None, tuesday + "13:00")
    assert at(office(), tuesday + "15:59") == (True, "week", None, tuesday + "16:00")
    assert at(office(), tuesday + "16:00") == (False, "week", None, "2026-11-30T08:00")


def test_seconds_count() -> None:
    before = opening(hours(office()), utc("2026-11-24T12:00") - 0.001, OSLO)
    assert before == Opening(True, WhyOpen.WEEK, None, utc("2026-11-24T12:00"))


def test_spans_that_touch_are_one() -> None:
    plain = {"week": {"mon": ["08:00-12:00", "12:00-24:00"], "tue": ["00:00-02:00"]}}
    assert at(plain, "2026-11-23T09:00") == (True, "week", None, "2026-11-24T02:00")


def test_a_holiday_is_closed_or_as_an_ordinary_day() -> None:
    plain = {"week": {"mon": ["08:00-16:00"]}}
    assert at(plain, "2027-05-17T09:00") == (False, "holiday", "2027-05-17", "2027-05-24T08:00")
    assert at({**plain, "holidays": "open"}, "2027-05-17T09:00")[:3] == (True, "week", None)


def test_an_exception_beats_a_holiday_and_the_week() -> None:
    plain = office(
        exceptions=[
            {"from": "2027-05-17", "to": "2027-05-17", "open": ["10:00-11:00"], "text": "Tog"},
            {"from": "2027-05-18", "to": "2027-05-18"},
        ]
    )
    assert at(plain, "2027-05-17T10:30") == (True, "exception", "Tog", "2027-05-17T11:00")
    assert at(plain, "2027-05-18T10:30") == (False, "exception", None, "2027-05-24T08:00")


def test_the_later_of_two_exceptions_holds() -> None:
    july = {"from": "2026-07-01", "to": "2026-07-31", "text": "Ferie"}
    day = {"from": "2026-07-15", "to": "2026-07-15", "open": ["09:00-10:00"], "text": "Vakt"}
    assert at(office(exceptions=[july, day]), "2026-07-15T09:30")[:3] == (True, "exception", "Vakt")
    assert at(office(exceptions=[day, july]), "2026-07-15T09:30")[:3] == (
        False,
        "exception",
        "Ferie",
    )


def test_closed_by_hand_beats_all() -> None:
    plain = office(closed_until="2026-12-24T10:00")
    assert at(plain, "2026-11-24T09:00") == (False, "closed-now", None, "2026-12-24T10:00")
    assert at(plain, "2026-12-24T09:59") == (False, "closed-now", None, "2026-12-24T10:00")
    assert at(plain, "2026-12-24T10:00") == (True, "exception", "Julaften", "2026-12-24T12:00")


def test_closed_by_hand_lasts_until_it_opens_by_itself() -> None:
    plain = office(closed_until="2026-11-24T12:30")
    assert at(plain, "2026-11-24T09:00") == (False, "closed-now", None, "2026-11-24T13:00")
    assert at(plain, "2026-11-24T12:30") == (False, "week", None, "2026-11-24T13:00")


def test_nothing_changes_within_the_horizon() -> None:
    assert at({"week": {}}, "2026-11-24T09:00") == (False, "week", None, None)
    far = [{"from": "2028-01-01", "to": "2028-01-01", "open": ["00:00-24:00"]}]
    assert at({"week": {}, "exceptions": far}, "2026-11-26T23:59")[3] is None
    assert at({"week": {}, "exceptions": far}, "2026-11-27T00:00")[3] == "2028-01-01T00:00"
    by_hand = {"week": {}, "closed_until": "2099-01-01T00:00"}
    assert at(by_hand, "2026-11-24T09:00") == (False, "closed-now", None, None)
    always = {day: ["00:00-24:00"] for day in WEEKDAYS}
    far_off = {"week": always, "closed_until": "2099-01-01T00:00"}
    assert at(far_off, "2026-11-24T09:00") == (False, "closed-now", None, None)


NIGHT = {"week": {"sun": ["00:00-06:00"]}, "holidays": "open"}


@pytest.mark.parametrize(("day", "lasts"), [("2026-03-29", 5), ("2026-10-25", 7)])
def test_a_night_shift_when_the_clock_is_set(day: str, lasts: int) -> None:
    """00:00-06:00 by the wall clock is an hour shorter in March, and longer in October."""
    start = utc(day + "T00:00")
    now = opening(hours(NIGHT), start, OSLO)
    assert (now.open, now.until) == (True, start + lasts * 3600)


def test_a_span_that_is_skipped_does_not_happen() -> None:
    plain = {"week": {"sun": ["02:15-02:45"]}, "holidays": "open"}
    assert at(plain, "2026-03-29T00:00")[3] == "2026-04-05T02:15"


def test_a_span_that_comes_twice_happens_twice() -> None:
    plain = {"week": {"sun": ["02:15-02:45"]}, "holidays": "open"}
    first, second = (utc("2026-10-25T02:15", fold=fold) for fold in (0, 1))
    changes = [first, first + 1800, second, second + 1800]
    now = utc("2026-10-25T00:00")
    for change in changes:
        assert opening(hours(plain), now, OSLO).until == change
        now = change
    assert opening(hours(plain), now, OSLO).until == utc("2026-11-01T02:15")


@pytest.mark.parametrize(
    ("closed_until", "hour_of_utc"),
    [
        ("2026-03-29T02:30", "2026-03-29T01:00"),  # skipped: when the clock is set
        ("2026-10-25T02:30", "2026-10-25T01:30"),  # twice: the second
    ],
)
def test_closed_by_hand_until_a_time_of_that_night(closed_until: str, hour_of_utc: str) -> None:
    plain = {"week": {"sun": ["00:00-24:00"]}, "holidays": "open", "closed_until": closed_until}
    now = opening(hours(plain), utc(closed_until[:10] + "T00:00"), OSLO)
    assert (now.why, now.until) == ("closed-now", utc(hour_of_utc, ZoneInfo("UTC")))


def test_a_zone_whose_clock_is_set_at_midnight() -> None:
    """In Santiago 00:00 becomes 01:00 in September, and 24:00 becomes 23:00 in April."""
    zone = ZoneInfo("America/Santiago")
    plain = {"week": {"sat": ["23:00-24:00"], "sun": ["00:30-02:00"]}, "holidays": "open"}
    assert at(plain, "2026-09-05T22:00", zone)[3] == "2026-09-05T23:00"
    now = opening(hours(plain), utc("2026-09-05T23:00", zone), zone)
    assert now.until == utc("2026-09-06T02:00", zone)  # 24:00 is 01:00, which is open
    night = opening(hours(plain), utc("2026-04-04T23:00", zone), zone)
    assert night.until == utc("2026-04-04T23:00", zone) + 2 * 3600


def test_a_zone_that_left_a_day_out() -> None:
    """Apia had no 30 December 2011, a Friday."""
    zone = ZoneInfo("Pacific/Apia")
    plain = {"week": {"fri": ["00:00-24:00"]}, "holidays": "open"}
    assert at(plain, "2011-12-29T12:00", zone)[3] == "2012-01-06T00:00"


def test_the_plan_of_a_day() -> None:
    one = hours(office())
    assert day_plan(one, date(2026, 12, 24)) == DayPlan(
        (TimeSpan(480, 720),), WhyOpen.EXCEPTION, "Julaften"
    )
    assert day_plan(one, date(2026, 12, 25)) == DayPlan((), WhyOpen.HOLIDAY, "2026-12-25")


# Holidays


def test_two_holidays_on_one_day_are_both_named() -> None:
    both = holiday(date(2027, 5, 17))
    assert both is not None
    assert (both.key, both.names) == ("2027-05-17", ("Andre pinsedag", "Grunnlovsdag"))
    assert both.english == ("Constitution Day", "Pentecost Monday")


def test_an_ordinary_day_is_no_holiday() -> None:
    assert holiday(date(2026, 12, 24)) is None
    assert holiday(date(2026, 12, 31)) is None


@pytest.mark.parametrize("year", range(2026, 2060))
def test_holidays_come_as_easter_does(year: int) -> None:
    names = {day: one.names for day, one in holidays_of(year).items()}
    assert list(names) == sorted(names)
    assert "Første påskedag" in names[easter(year)]
    assert sum(map(len, names.values())) == 12


def test_what_is_proposed() -> None:
    assert proposals(2026) == (
        (date(2026, 12, 24), Eve.CHRISTMAS),
        (date(2026, 12, 31), Eve.NEW_YEAR),
    )


# Documents


def test_as_little_as_there_can_be() -> None:
    assert hours({"week": {}}) == OpeningHours(Week())
    assert write(OpeningHours(Week())) == {"week": {}}


def test_every_field_comes_out_as_it_went_in() -> None:
    plain = {
        "week": {day: [f"0{at}:00-16:30", "17:00-24:00"] for at, day in enumerate(WEEKDAYS)},
        "holidays": "open",
        "exceptions": [
            {"from": "2026-12-24", "to": "2026-12-26", "open": ["00:00-24:00"], "text": "Jul"},
            {"from": "2026-12-31", "to": "2026-12-31"},
        ],
        "closed_until": "2026-11-24T15:00",
    }
    assert write(hours(plain)) == plain


def test_days_and_times_of_yaml_are_taken_too() -> None:
    day = date(2026, 12, 24)
    plain = {
        "week": {},
        "exceptions": [{"from": day, "to": day}],
        "closed_until": datetime(2026, 12, 24, 15),
    }
    assert write(hours(plain)) == {
        "week": {},
        "exceptions": [{"from": "2026-12-24", "to": "2026-12-24"}],
        "closed_until": "2026-12-24T15:00",
    }


def test_spans_are_put_in_order() -> None:
    one = hours({"week": {"mon": ["13:00-16:00", "8:00-12:00"]}})
    assert one.week.mon == (TimeSpan(480, 720), TimeSpan(780, 960))


def _day(*spans: Any) -> dict[str, Any]:
    return {"week": {"tue": list(spans)}}


FAULTS = [
    ({}, "week: this field is missing"),
    ({"week": {"tirsdag": []}}, "week.tirsdag: there is no such field here"),
    ({"week": {"tue": "08:00-16:00"}}, 'week.tue: a list like ["08:00-16:00"] is expected here'),
    (_day(8), 'week.tue: a list like ["08:00-16:00"] is expected here'),
    (_day("8-16"), "week.tue: 8-16: a span is written like 08:00-16:00"),
    (_day("12:00-11:30"), "week.tue: 12:00-11:30 ends before it begins; 11:30-12:00?"),
    (_day("16:00-00:00"), "week.tue: 16:00-00:00 ends before it begins; 16:00-24:00?"),
    (_day("08:00-08:00"), "week.tue: 08:00-08:00 ends when it begins; all day is 00:00-24:00"),
    (_day("08:00-24:01"), "week.tue: 24:01 is no time of day"),
    (_day("08:60-09:00"), "week.tue: 08:60 is no time of day"),
    (_day("13:00-16:00", "08:00-13:01"), "week.tue: 08:00-13:01 and 13:00-16:00 overlap"),
    (office(holidays="closd"), "holidays: one of these is expected: closed, open"),
    (
        office(exceptions=[{"from": "24.12.2026", "to": "2026-12-24"}]),
        "exceptions[0].from: a day is written like 2026-12-24",
    ),
    (office(exceptions=[{"from": "2026-12-24"}]), "exceptions[0].to: this field is missing"),
    (
        office(exceptions=[{"from": "2026-12-24", "to": "2026-12-23"}]),
        "exceptions[0].to: 2026-12-23 comes before 2026-12-24",
    ),
    (
        office(exceptions=[{"from": "2026-12-24", "to": "2026-12-24", "text": "J" * 101}]),
        "exceptions[0].text: at most 100 characters are expected",
    ),
    (
        office(exceptions=[{"from": "2026-12-24", "to": "2026-12-24", "open": ["9-8"]}]),
        "exceptions[0].open: 9-8: a span is written like 08:00-16:00",
    ),
    *(
        (
            office(closed_until=text),
            "closed_until: a local time is written like 2026-11-24T15:00",
        )
        for text in ("15:00", "2026-11-24T15:00Z", "2026-11-24T15:00:30", True)
    ),
]


@pytest.mark.parametrize(("plain", "fault"), FAULTS)
def test_a_fault_by_its_path(plain: dict[str, Any], fault: str) -> None:
    assert faults(plain) == [fault]


def test_the_holidays_of_years_can_be_known_beforehand() -> None:
    holidays_of.cache_clear()
    know_holidays(2026)
    known = holidays_of.cache_info().misses
    for year in (2026, 2027, 2028):
        holiday(date(year, 5, 17))
    assert holidays_of.cache_info().misses == known == 3
