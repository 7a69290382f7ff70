"""Simple values of documents: how the text of each type is read.

Each reader takes the type and a plain value, and raises ValueError with a sentence for people.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from forrang.domain.fields import Plain
from forrang.domain.phone_number import NumberFault, PhoneNumber, typed_number


def read_scalar(kind: Any, plain: Plain) -> Any:
    """The value of the type `kind` that `plain` means. Raises ValueError."""
    return _SCALARS[_scalar(kind)](kind, plain)


def _scalar(kind: Any) -> Any:
    if kind is PhoneNumber:
        return PhoneNumber
    return StrEnum if issubclass(kind, StrEnum) else kind


def _text(_kind: Any, plain: Plain) -> str:
    if not isinstance(plain, str) or not plain.strip():
        raise ValueError("a text is expected here")
    return plain.strip()


def _number(_kind: Any, plain: Plain) -> float:
    if isinstance(plain, bool) or not isinstance(plain, int | float):
        raise ValueError("a number is expected here")
    return float(plain)


def _whole(_kind: Any, plain: Plain) -> int:
    if isinstance(plain, bool) or not isinstance(plain, int):
        raise ValueError("a whole number is expected here")
    return plain


def _switch(_kind: Any, plain: Plain) -> bool:
    if not isinstance(plain, bool):
        raise ValueError("true or false is expected here")
    return plain


def _day(_kind: Any, plain: Plain) -> date:
    if isinstance(plain, date):
        return date(plain.year, plain.month, plain.day)
    try:
        return date.fromisoformat(str(plain))
    except ValueError:
        raise ValueError("a day is written like 2027-01-31") from None


def _one_of(kind: Any, plain: Plain) -> StrEnum:
    try:
        chosen: StrEnum = kind(plain)
    except ValueError:
        raise ValueError("one of these is expected: " + ", ".join(kind)) from None
    return chosen


def _phone(_kind: Any, plain: Plain) -> PhoneNumber:
    if isinstance(plain, int) and not isinstance(plain, bool):
        plain = str(plain)
    if not isinstance(plain, str):
        raise ValueError("a telephone number is expected here, in quotation marks")
    try:
        return typed_number(plain)
    except NumberFault as error:
        raise ValueError(str(error)) from None


_SCALARS: dict[Any, Callable[[Any, Plain], Any]] = {
    str: _text,
    float: _number,
    int: _whole,
    bool: _switch,
    date: _day,
    StrEnum: _one_of,
    PhoneNumber: _phone,
}
