"""Telephone numbers: every way of writing one is one number, and garbage is a fault."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from forrang.domain.phone_number import (
    NumberFault,
    NumberForm,
    PhoneNumber,
    pretty,
    read_number,
    typed_number,
)

READ = {
    # one mobile in every usual writing
    "41111111": "+4741111111",
    "+4741111111": "+4741111111",
    "004741111111": "+4741111111",
    "4741111111": "+4741111111",
    "411 11 111": "+4741111111",
    "+47 411 11 111": "+4741111111",
    "00 47 411 11 111": "+4741111111",
    "411.11.111": "+4741111111",
    "411-11-111": "+4741111111",
    "411\u201111\u2011111": "+4741111111",
    "(+47) 411 11 111": "+4741111111",
    "+47 (0) 411 11 111": "+4741111111",
    "tel:+47-411-11-111": "+4741111111",
    "Tlf. 411 11 111": "+4741111111",
    "\u00a0411\u00a011\u2009111\t": "+4741111111",
    "\u202a+4741111111\u202c": "+4741111111",
    "\uff0b\uff14\uff17\uff14\uff11111111": "+4741111111",
    "%2B4741111111": "+4741111111",
    # eight digits are national, also when they begin with 47
    "22334455": "+4722334455",
    "47123456": "+4747123456",
    "47000000": "+4747000000",
    "80012345": "+4780012345",
    "03456789": "+4703456789",
    # ten that begin with 47 carry the country code
    "4747123456": "+4747123456",
    "4700000000": "+4700000000",
    # five digits; their zero is part of them
    "02800": "+4702800",
    "+4702800": "+4702800",
    "00 47 02800": "+4702800",
    "4702800": "+4702800",
    "09999": "+4709999",
    # twelve that begin with 58 or 59
    "580012345678": "+47580012345678",
    "590012345678": "+47590012345678",
    "47580012345678": "+47580012345678",
    "+47580012345678": "+47580012345678",
    # foreign, with + or 00 or a bare country code
    "+46701234567": "+46701234567",
    "0046701234567": "+46701234567",
    "46701234567": "+46701234567",
    "4520123456": "+4520123456",
    "+44 (0)20 7946 0958": "+442079460958",
    "0044 (0) 20 7946 0958": "+442079460958",
    "(+44) (0)20 7946 0958": "+442079460958",
    "+39 (0)6 698 12345": "+390669812345",
    "+1 202 555 0100": "+12025550100",
    "+870773111632": "+870773111632",
    "+88213000000": "+88213000000",
    # readable, whether anybody can have it or not
    "+4711": "+4711",
    "+47116117": "+47116117",
    "+478": None,
    "+471": None,
    "+123456789012345": "+123456789012345",
    "+1234567890123456": None,
    "00471": None,
    "004711": "+4711",
    # unreadable
    "": None,
    "+": None,
    "00": None,
    "0": None,
    "112": None,
    "1881": None,
    "116117": None,
    "411 11 11": None,
    "411 11 111 1": None,
    "+99912345678": None,
    "+0047411111111": None,
    "47 411 11 11": None,
    "47 411 11 111 1": None,
    "anonymous": None,
    "kari 41111111": None,
    "41111111 x12": None,
    "411111112+": None,
    "++4741111111": None,
    "41111111, 42222222": None,
    "²²334455": None,
}
"""What stands at the door → the number, or None where there is none."""

READ_WITH_COUNTRY_CODE = {
    "4741111111": "+4741111111",
    "+4741111111": "+4741111111",
    "004741111111": "+4741111111",
    "46701234567": "+46701234567",
    "580012345678": "+580012345678",
    "41111111": "+41111111",
    "99000001": None,
}
"""As above, from a trunk that always writes the country code and no plus."""

TYPED = {
    "411 11 111": "+4741111111",
    "02800": "+4702800",
    "+47 580012345678": "+47580012345678",
    "+46 70 123 45 67": "+46701234567",
    "+44 (0)20 7946 0958": "+442079460958",
    "01234": None,
    "+4700000": None,
    "03456789": None,
    "+4711": None,
    "+47116117": None,
    "+4741111": None,
    "+46123": None,
    "+123456789012345": None,
    "08-123 45 67": None,
}
"""What a person types → the number that can exist, or None."""

PRETTY = {
    "+4741111111": "+47 411 11 111",
    "+4790000001": "+47 900 00 001",
    "+4722334455": "+47 22 33 44 55",
    "+4780012345": "+47 800 12 345",
    "+4702800": "+47 02800",
    "+47580012345678": "+47 580012345678",
    "+46701234567": "+46 70 123 45 67",
    "+4402079460958": "+4402079460958",
    "+4711": "+47 11",
}


def _or_none(text: str, form: NumberForm = NumberForm.MIXED) -> str | None:
    try:
        return read_number(text, form)
    except NumberFault:
        return None


@pytest.mark.parametrize(("text", "number"), READ.items())
def test_read(text: str, number: str | None) -> None:
    assert _or_none(text) == number


@pytest.mark.parametrize(("text", "number"), READ_WITH_COUNTRY_CODE.items())
def test_read_from_a_trunk_that_always_writes_the_country_code(
    text: str, number: str | None
) -> None:
    assert _or_none(text, NumberForm.BARE) == number


@pytest.mark.parametrize(("text", "number"), TYPED.items())
def test_typed(text: str, number: str | None) -> None:
    if number is None:
        with pytest.raises(NumberFault):
            typed_number(text)
    else:
        assert typed_number(text) == number


@pytest.mark.parametrize(("number", "text"), PRETTY.items())
def test_pretty(number: str, text: str) -> None:
    assert pretty(PhoneNumber(number)) == text
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "sentence"),
    {
        "": "the number is empty",
        "kari": "a telephone number has digits only",
        "4+7": "a + may only stand in front",
        "411 11 11": "4111111 is no Norwegian number; write + and the country code first",
        "+999123456": "no country has a code that 999123456 begins with",
        "+471": "a number with country code has 4 to 15 digits",
        "+47411": "+47411 does not have the length of a Norwegian number",
        "+461": "a number with country code has 4 to 15 digits",
        "+46123": "+46123 does not have the length of a number of that country",
    }.items(),
)
def test_a_fault_says_what_is_wrong(text: str, sentence: str) -> None:
    with pytest.raises(NumberFault) as fault:
        typed_number(text)
    assert str(fault.value) == sentence


_almost = st.text("0123456789+ -()/.%B\u00a0\u0664٠०", max_size=24)
_digits = st.text("0123456789", min_size=1, max_size=16)
_forms = st.sampled_from(NumberForm)


@given(st.text() | _almost, _forms)
@example("²", NumberForm.MIXED)
@example("\0" * 9, NumberForm.BARE)
def test_any_garbage_is_a_number_or_a_fault(text: str, form: NumberForm) -> None:
    number = _or_none(text, form)
    if number is not None:
        digits = number[1:]
        assert number[0] == "+"
        assert digits.isascii() and digits.isdecimal()
        assert 4 <= len(digits) <= 15


@given(_almost | _digits.map("+{}".format) | _digits, _forms)
def test_a_number_read_again_is_the_same(text: str, form: NumberForm) -> None:
    number = _or_none(text, form)
    if number is not None:
        for again in (number, "00" + number[1:], pretty(PhoneNumber(number)), f" tel:{number} "):
            assert read_number(again) == number
        assert read_number(number[1:], NumberForm.BARE) == number


@given(_almost | _digits)
def test_what_may_be_typed_is_read_alike(text: str) -> None:
    try:
        number = typed_number(text)
    except NumberFault:
        return
    assert read_number(text) == number
    assert typed_number(number) == number


@given(st.integers(10_000_000, 99_999_999).map(str), st.data())
def test_a_norwegian_number_is_one_however_it_is_spaced(digits: str, data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.sampled_from(["", " ", "-", "\u00a0"]), min_size=8, max_size=8))
    spaced = "".join(gap + digit for gap, digit in zip(gaps, digits, strict=True))
    for lead in ("", "+47", "0047", "47 ", "(+47)"):
        assert read_number(lead + spaced) == f"+47{digits}"
