"""Editing opening hours: closing by hand, exceptions, and the year to come."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from forrang.domain.holidays_of import holidays_of
from forrang.domain.hours_edits import (
    ALWAYS,
    PROPOSED,
    beginning,
    closed_by_hand,
    coming,
    exception_of,
    never_closes,
    opened_again,
    with_exception,
    without_exception,
)
from forrang.domain.open_or_closed import day_plan
from forrang.domain.opening_hours import ExceptionalDays, OnHolidays, OpeningHours, Week
from forrang.domain.time_span import TimeSpan

TODAY = date(2026, 11, 24)
UNTIL = datetime(2026, 11, 24, 15)
MORNING = (TimeSpan(480, 720),)


def days(first: date, last: date | None = None, text: str = "Avvik") -> ExceptionalDays:
    return ExceptionalDays(first, last or first, MORNING, text)


def test_closing_by_hand_where_there_are_no_hours_leaves_none_behind() -> None:
    closed = closed_by_hand(None, UNTIL)
    assert closed == replace(ALWAYS, closed_until=UNTIL) and never_closes(closed)
    assert opened_again(closed) is None


def test_closing_by_hand_keeps_the_hours() -> None:
    assert opened_again(closed_by_hand(PROPOSED, UNTIL)) == PROPOSED
    assert not never_closes(closed_by_hand(PROPOSED, UNTIL))


def test_who_never_closes_begins_with_a_proposal_and_stays_closed_by_hand() -> None:
    assert beginning(None) == PROPOSED
    assert beginning(closed_by_hand(None, UNTIL)) == replace(PROPOSED, closed_until=UNTIL)
    assert beginning(replace(PROPOSED, holidays=OnHolidays.OPEN)).holidays is OnHolidays.OPEN


def test_what_is_saved_last_holds_and_takes_the_place_of_the_same_days() -> None:
    week, day = days(TODAY, TODAY + timedelta(days=6)), days(TODAY)
    hours = with_exception(with_exception(PROPOSED, week), day)
    assert day_plan(hours, TODAY).text == day.text
    hours = with_exception(hours, replace(week, text="Uke"))
    assert [one.text for one in hours.exceptions] == ["Avvik", "Uke"]
    assert exception_of(hours, week.first, week.last) == replace(week, text="Uke")
    assert day_plan(hours, TODAY).text == "Uke"
    moved = days(TODAY + timedelta(days=9))
    assert with_exception(hours, moved, instead=day).exceptions[-1] == moved
    assert exception_of(with_exception(hours, moved, instead=day), TODAY, TODAY) is None
    assert without_exception(hours, TODAY, TODAY).exceptions == (replace(week, text="Uke"),)


def test_what_comes_has_each_holiday_once_and_no_proposal_for_a_day_that_is_closed() -> None:
    christmas = days(date(2026, 12, 23), date(2026, 12, 27))
    shown = coming(with_exception(PROPOSED, christmas), TODAY)
    assert shown[0].exception == christmas
    assert not [one for one in shown[1:] if one.first <= christmas.last]
    eves = [one.first for one in shown if one.eve]
    assert eves == [date(2026, 12, 31)]
    (eve,) = [one for one in shown if one.eve]
    assert eve.open == MORNING
    weekend = OpeningHours(Week(sat=MORNING))  # both eves of 2026 are Thursdays
    assert not [one for one in coming(weekend, TODAY) if one.eve]


def test_what_is_over_or_declined_is_not_shown() -> None:
    hours = with_exception(PROPOSED, days(TODAY - timedelta(days=9), TODAY - timedelta(days=1)))
    assert not [one for one in coming(hours, TODAY, {date(2026, 12, 24)}) if one.exception]
    assert date(2026, 12, 24) not in [
        one.first for one in coming(hours, TODAY, {date(2026, 12, 24)})
    ]


@given(st.dates(date(2024, 1, 1), date(2035, 1, 1)), st.integers(0, 400), st.integers(0, 20))
def test_every_holiday_of_the_next_year_is_told_as_it_is(
    today: date, begins: int, lasts: int
) -> None:
    """Day by day: a holiday is in the list once, as itself or within an exception."""
    first = today + timedelta(days=begins)
    hours = with_exception(PROPOSED, days(first, first + timedelta(days=lasts)))
    shown = coming(hours, today)
    assert [one.first for one in shown] == sorted(one.first for one in shown)
    for ahead in range(366):
        day = today + timedelta(days=ahead)
        rows = [one for one in shown if one.first <= day <= one.last and not one.eve]
        if day in holidays_of(day.year) or exception_of(hours, day, day):
            assert len(rows) == 1 and rows[0].open == day_plan(hours, day).spans
