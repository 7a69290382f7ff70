"""The schema by itself: keys that differ from names, and parts that are written as a mapping."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import pytest

from forrang.domain.fields import Form, bounded, keyed_by, text_up_to, under_key, written
from forrang.domain.schema import DocumentFault, Reader, read, write


class Press(StrEnum):
    """A key of a telephone."""

    ONE = "1"
    TWO = "2"
    STAR = "*"


def _read_press(plain: Any) -> Press:
    try:
        return Press(plain)
    except ValueError:
        raise ValueError("1, 2 or * is expected") from None


@dataclass(frozen=True, slots=True)
class Sound:
    """A flat part with a key of its own."""

    global_level: int = under_key("global", bounded(0, 9, 3))
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A part of a keyed tuple, with a keyed tuple in it."""

    key: Press = written(Form(_read_press, str))
    name: str | None = text_up_to(5)
    seconds: int = bounded(1, 60, 5)
    choices: "tuple[Choice, ...]" = keyed_by("key")


@dataclass(frozen=True, slots=True)
class Floor:
    """A part whose key is a number, and has another name in documents."""

    level: int = under_key("is")
    name: str = "Loft"


@dataclass(frozen=True, slots=True)
class Menu:
    """The whole."""

    first: date = under_key("from")
    last: date | None = under_key("to", field(default=None))
    greeting: str | None = under_key("class", text_up_to(5))
    choices: tuple[Choice, ...] = keyed_by("key")
    floors: tuple[Floor, ...] = keyed_by("level")
    sound: Sound = field(default_factory=Sound, metadata={"flat": True})


DAY = date(2026, 12, 24)


def menu(**more: Any) -> Menu:
    return read(Menu, {"from": DAY, **more}, Reader())


def faults(plain: dict[str, Any]) -> list[str]:
    with pytest.raises(DocumentFault) as refused:
        read(Menu, plain, Reader())
    return [str(one) for one in refused.value.faults]


def test_a_key_that_differs_from_the_name() -> None:
    plain = {"from": DAY, "to": DAY, "class": "Hei", "global": 4}
    one = read(Menu, plain, Reader())
    assert one == Menu(DAY, DAY, "Hei", sound=Sound(4))
    assert write(one) == plain


def test_a_default_under_another_key_is_not_written() -> None:
    assert write(Menu(DAY)) == {"from": DAY}


def test_faults_call_a_field_by_its_key() -> None:
    assert faults({}) == ["from: this field is missing"]
    assert faults({"from": "today"}) == ["from: a day is written like 2027-01-31"]
    assert faults({"from": DAY, "class": "Velkommen"}) == [
        "class: at most 5 characters are expected"
    ]
    assert faults({"from": DAY, "global": 10}) == ["global: a number from 0 to 9 is expected"]


@pytest.mark.parametrize("name", ["last", "greeting", "global_level", "sound"])
def test_the_name_is_no_key(name: str) -> None:
    assert faults({"from": DAY, name: 1}) == [f"{name}: there is no such field here"]


def test_parts_by_their_key_in_their_order() -> None:
    plain = {"2": {"name": "Salg"}, "*": {}, "1": {"choices": {"2": {"seconds": 9}}}}
    one = menu(choices=plain)
    assert one.choices == (
        Choice(Press.TWO, "Salg"),
        Choice(Press.STAR),
        Choice(Press.ONE, choices=(Choice(Press.TWO, seconds=9),)),
    )
    assert write(one) == {"from": DAY, "choices": plain}
    assert list(write(one)["choices"]) == ["2", "*", "1"]


def test_a_key_may_be_a_number_or_a_text() -> None:
    assert menu(choices={1: {}, "2": {}}) == menu(choices={"1": {}, 2: {}})
    assert menu(floors={1: {}, "2": {}}).floors == (Floor(1), Floor(2))
    assert write(menu(floors={1: {"name": "Kjeller"}, 2: {}}))["floors"] == {
        "1": {"name": "Kjeller"},
        "2": {},
    }


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("3", "choices.3: 1, 2 or * is expected"),
        (3, "choices.3: 1, 2 or * is expected"),
        (True, "choices.True: 1, 2 or * is expected"),
        (1.0, "choices.1.0: 1, 2 or * is expected"),
        (None, "choices.None: 1, 2 or * is expected"),
    ],
)
def test_a_key_is_read_as_its_field_is(key: Any, fault: str) -> None:
    assert faults({"from": DAY, "choices": {key: {}}}) == [fault]
    assert faults({"from": DAY, "floors": {"I": {}}}) == [
        "floors.I: a whole number is expected here"
    ]


def test_faults_in_parts_by_their_path() -> None:
    choices = {
        1: {"seconds": 0, "choices": {2: {"name": "Alt for lang"}}},
        "9": {"nmae": "Salg"},
        "*": None,
    }
    with pytest.raises(DocumentFault) as refused:
        read(Menu, {"from": DAY, "choices": choices}, Reader())
    assert [(one.path, one.message) for one in refused.value.faults] == [
        (("choices", "1", "seconds"), "a number from 1 to 60 is expected"),
        (("choices", "1", "choices", "2", "name"), "at most 5 characters are expected"),
        (("choices", "9"), "1, 2 or * is expected"),
        (("choices", "9", "nmae"), "there is no such field here"),
        (("choices", "*"), "a mapping of fields is expected here"),
    ]


def test_a_key_twice_is_a_fault() -> None:
    assert faults({"from": DAY, "choices": {1: {}, "1": {}}}) == ["choices.1: 1 is there twice"]
    assert faults({"from": DAY, "floors": {"1": {}, "01": {}}}) == ["floors.01: 01 is there twice"]


def test_the_key_stands_outside_its_part() -> None:
    for plain in ({"key": "1"}, {"key": "2"}):
        assert faults({"from": DAY, "choices": {1: plain}}) == [
            "choices.1.key: there is no such field here"
        ]
    assert faults({"from": DAY, "floors": {1: {"is": 1}}}) == [
        "floors.1.is: there is no such field here"
    ]


@pytest.mark.parametrize("plain", [[], "1", 1, None])
def test_parts_come_in_a_mapping(plain: Any) -> None:
    assert faults({"from": DAY, "choices": plain}) == ["choices: a mapping is expected here"]
