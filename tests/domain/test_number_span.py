"""Spans: a number, a range or a prefix covers what its text says, and never "contains"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forrang.domain.number_span import EntryKind, NumberSpan, line_up, parse_span
from forrang.domain.phone_number import NumberFault, PhoneNumber

NUMBER, RANGE, PREFIX = EntryKind

COVERS = [
    (NUMBER, "411 11 111", ["+4741111111"], ["+4741111112", "+474111111", "+47411111111"]),
    (NUMBER, "02800", ["+4702800"], ["+47028000", "+4702801"]),
    (RANGE, "+47 2299 0000-9999", ["+4722990000", "+4722999999"], ["+4722989999", "+4723000000"]),
    (RANGE, "22 99 00 00-99", ["+4722990000", "+4722990099"], ["+4722990100", "+472299005"]),
    (RANGE, "22990000–22990099", ["+4722990050"], ["+4722990100"]),
    (RANGE, "22-99-00-00 - 22-99-00-99", ["+4722990000", "+4722990099"], ["+4722990100"]),
    (RANGE, "22990000 — 0099", ["+4722990000", "+4722990099"], ["+4722990100"]),
    (RANGE, "22990000-00 99", ["+4722990099"], ["+4722990100", "+4722980000"]),
    (RANGE, "22990000-+4722990099", ["+4722990099"], ["+4722990100"]),
    (RANGE, "22990000-004722990099", ["+4722990099"], ["+4722990100"]),
    (RANGE, "22990000-22990000", ["+4722990000"], ["+4722990001"]),
    (RANGE, "22990009-10", ["+4722990009", "+4722990010"], ["+4722990011", "+4722990008"]),
    (RANGE, "02800-09", ["+4702800", "+4702809"], ["+4702810", "+47028001"]),
    (RANGE, "580012345000-999", ["+47580012345678"], ["+4758001234", "+47580012346000"]),
    (RANGE, "+46 8 123 45 00-99", ["+4681234599"], ["+468123450", "+4681234600", "+46812345001"]),
    (RANGE, "+46 81234500-81234599", ["+4681234550"], ["+4781234550"]),
    (PREFIX, "+47 22 99", ["+472299", "+4722990000", "+47229900001234"], ["+4722980000", "+47229"]),
    (PREFIX, "22 99", ["+4722990000"], ["+4622990000", "+4702299"]),
    (PREFIX, "0046", ["+46701234567", "+461234"], ["+4770123456", "+4571234567"]),
    (PREFIX, "+47220", ["+4722000000", "+47220"], ["+4722", "+4722100000"]),
    (PREFIX, "+1", ["+12025550100"], ["+2025550100"]),
    (PREFIX, "+123456789012345", ["+123456789012345"], ["+12345678901234", "+123456789012346"]),
]
"""Kind, text, numbers that it covers, numbers that it does not."""

FAULTS = {
    (RANGE, "22990000"): "a range is written first-last",
    (RANGE, "22990000-"): "the range has no last number",
    (RANGE, "22990099-00"): "the last number of a range comes before its first",
    (RANGE, "22990000-229900990"): (
        "229900990 is no Norwegian number; write + and the country code first"
    ),
    (RANGE, "22990000-+46701234567"): ("the first and the last number of a range are equally long"),
    (RANGE, "+4722990000-+4822990000"): (
        "the first and the last number of a range are of one country"
    ),
    (RANGE, "-22990000"): "a range is written first-last",
    (RANGE, "kari-ola"): "a telephone number has digits only",
    (PREFIX, ""): "a prefix begins with a country code, or is Norwegian",
    (PREFIX, "+"): "a prefix begins with a country code, or is Norwegian",
    (PREFIX, "00"): "a prefix begins with a country code, or is Norwegian",
    (PREFIX, "+4"): "a prefix begins with a country code, or is Norwegian",
    (PREFIX, "+999"): "a prefix begins with a country code, or is Norwegian",
    (PREFIX, "22*"): "a telephone number has digits only",
    (PREFIX, "+1234567890123456"): "a number has at most 15 digits",
    (NUMBER, "22990000-99"): (
        "2299000099 is no Norwegian number; write + and the country code first"
    ),
}


@pytest.mark.parametrize(("kind", "text", "inside", "outside"), COVERS)
def test_what_it_covers(kind: EntryKind, text: str, inside: list[str], outside: list[str]) -> None:
    span = parse_span(kind, text)
    assert [one for one in inside if not span.covers(PhoneNumber(one))] == []
    assert [one for one in outside if span.covers(PhoneNumber(one))] == []


@pytest.mark.parametrize(("entry", "sentence"), FAULTS.items())
def test_what_it_refuses(entry: tuple[EntryKind, str], sentence: str) -> None:
    with pytest.raises(NumberFault) as fault:
        parse_span(*entry)
    assert str(fault.value) == sentence


def test_a_number_and_a_range_of_one_are_the_same() -> None:
    assert parse_span(RANGE, "22990000-0") == parse_span(NUMBER, "22 99 00 00")
    assert parse_span(NUMBER, "22990000").is_number
    assert parse_span(NUMBER, "22990000").number == "+4722990000"
    assert not parse_span(PREFIX, "+123456789012345").is_number


def test_numbers_line_up_by_their_beginning() -> None:
    assert line_up(PhoneNumber("+4722334455")) == 472233445500000
    assert line_up(PhoneNumber("+123456789012345")) == 123456789012345


@given(st.sampled_from(EntryKind), st.text() | st.text("0123456789+- –", max_size=24))
def test_any_garbage_is_a_span_or_a_fault(kind: EntryKind, text: str) -> None:
    try:
        span = parse_span(kind, text)
    except NumberFault:
        return
    assert 0 < span.low <= span.high < 10**15
    assert 0 <= span.digits <= 15


@given(st.integers(1, 15), st.integers(1, 15), st.integers(4, 15), st.data())
def test_a_prefix_covers_what_begins_with_it(
    prefix_length: int, same: int, length: int, data: st.DataObject
) -> None:
    """Against the text itself."""
    prefix = "47" + data.draw(st.text("019", min_size=prefix_length, max_size=prefix_length))
    number = (prefix[:same] + data.draw(st.text("019", min_size=15, max_size=15)))[:length]
    try:
        span = parse_span(PREFIX, "+" + prefix)
    except NumberFault:
        assert len(prefix) > 15
    else:
        assert span.covers(PhoneNumber("+" + number)) == number.startswith(prefix)


@given(st.lists(st.integers(22990000, 22990999), min_size=3, max_size=3))
def test_a_range_covers_what_lies_between(numbers: list[int]) -> None:
    first, last, asked = numbers
    if first <= last:
        span = parse_span(RANGE, f"{first}-{last}")
        assert span.covers(PhoneNumber(f"+47{asked}")) == (first <= asked <= last)
        assert span == NumberSpan(int(f"47{first}00000"), int(f"47{last}00000"), 10)
