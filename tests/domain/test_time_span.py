"""Spans of a day as people type them."""

import pytest

from forrang.domain.time_span import SpanFault, TimeSpan, WrongSpan, typed_spans, typed_time


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", ""),
        ("  ", ""),
        ("8-16", "08:00-16:00"),
        ("08-16", "08:00-16:00"),
        ("0800-1600", "08:00-16:00"),
        ("800-1630", "08:00-16:30"),
        ("08.00–16.00", "08:00-16:00"),
        ("8:30 — 16:00", "08:30-16:00"),
        ("8-16,", "08:00-16:00"),
        ("8-12,, 13-16", "08:00-12:00 13:00-16:00"),
        ("8-16, 1700–1830", "08:00-16:00 17:00-18:30"),
        ("17-18.30; 8-16", "08:00-16:00 17:00-18:30"),
        ("8-12,12-16", "08:00-12:00 12:00-16:00"),
        ("0-24", "00:00-24:00"),
        ("00.00-24.00", "00:00-24:00"),
        ("2200-2400", "22:00-24:00"),
    ],
)
def test_what_is_typed(text: str, spans: str) -> None:
    assert " ".join(map(str, typed_spans(text))) == spans


def test_minutes_from_midnight() -> None:
    assert typed_spans("0805-24") == (TimeSpan(485, 1440),)


@pytest.mark.parametrize(
    ("text", "minutes"), [("15", 900), ("9.05", 545), ("0930", 570), (" 24:00 ", 1440), ("0", 0)]
)
def test_a_time_of_day_is_typed(text: str, minutes: int) -> None:
    assert typed_time(text) == minutes


@pytest.mark.parametrize("text", ["", "25", "9:75", "ni", "9-10", "٩"])
def test_what_is_no_time_of_day(text: str) -> None:
    with pytest.raises(SpanFault) as refused:
        typed_time(text)
    assert refused.value.wrong is WrongSpan.NO_TIME


@pytest.mark.parametrize(
    ("text", "wrong", "place", "other"),
    [
        ("stengt", WrongSpan.UNREADABLE, "stengt", ""),
        ("8", WrongSpan.UNREADABLE, "8", ""),
        ("8-12 og 13-16", WrongSpan.UNREADABLE, "8-12 og 13-16", ""),
        (" , ", WrongSpan.UNREADABLE, ",", ""),
        ("8:3-16", WrongSpan.UNREADABLE, "8:3-16", ""),
        ("٨-١٦", WrongSpan.UNREADABLE, "٨-١٦", ""),
        ("8-25", WrongSpan.NO_TIME, "25:00", ""),
        ("8.75-16", WrongSpan.NO_TIME, "8:75", ""),
        ("12-1130", WrongSpan.BACKWARDS, "12:00-11:30", "11:30-12:00"),
        ("16-0", WrongSpan.BACKWARDS, "16:00-00:00", "16:00-24:00"),
        ("8-8", WrongSpan.EMPTY, "08:00-08:00", ""),
        ("8-16, 12-13", WrongSpan.OVERLAP, "08:00-16:00", "12:00-13:00"),
    ],
)
def test_what_is_wrong_with_it(text: str, wrong: WrongSpan, place: str, other: str) -> None:
    with pytest.raises(SpanFault) as refused:
        typed_spans(text)
    fault = refused.value
    assert (fault.wrong, fault.text, fault.other) == (wrong, place, other)
