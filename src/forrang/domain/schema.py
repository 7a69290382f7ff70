"""One schema: documents are read and written by the fields of the dataclasses that they become.

A plain value is what a YAML 1.2 reader gives: dict, list, str, int, float, bool, None or date.
`read` goes through the fields of a class, names each fault by its path and goes on, so that a
person sees all of them at once; `write` is its opposite and leaves out what equals the default.
How a field is read follows from its type; a field whose text differs from its value says so with a
`Form` of its own, and a field whose class is `flat` has its own fields written beside the others.
A field that is `keyed` has parts that are written as a mapping from one of their fields to the rest.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from forrang.domain.fields import NAME_LENGTH, Form, Plain, key_of
from forrang.domain.scalars import read_scalar

Path = tuple[str | int, ...]
"Where a value stands: keys and list positions from the top."
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a document."""

    path: Path
    "Where it stands."
    message: str
    "What is wrong, and what would be right."

    def __str__(self) -> str:
        where = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in self.path)
        return f"{where.lstrip('.')}: {self.message}" if where else self.message


class DocumentFault(ValueError):
    """A document that is refused whole; `faults` says why."""

    def __init__(self, faults: list[Fault]):
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


class _Wrong(Exception):
    """A value that cannot be read; the fault is noted already."""


class Reader:
    """Reads plain values and collects what is wrong with them. A class may have a method `faults`,
    which yields what its fields do not know alone, by paths from the part on.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: Path, message: str) -> _Wrong:
        """Note a fault; raise what comes back to leave the value."""
        self.faults.append(Fault(path, message))
        return _Wrong()

    def part(
        self, cls: type[T], plain: Plain, path: Path, given: Mapping[str, Any] | None = None
    ) -> T:
        """A `cls` from a mapping of its fields. Every fault in it is noted before it gives up.
        `given`: fields that are known already, by name; the mapping may not have them.
        """
        if not isinstance(plain, dict):
            raise self.fault(path, "a mapping of fields is expected here")
        kind: Any = cls
        values: dict[str, Any] = {}
        known = _keys(kind)
        if given:
            values |= given
            known -= {key for one, _, key in _fields(kind) if one.name in given}
        faults_before = len(self.faults)
        for key in plain:
            if key not in known:
                self.fault((*path, str(key)), "there is no such field here")
        for one, inner, key in _fields(kind):
            if one.name not in values:
                self._field(one, inner, key, plain, path, values)
        if len(self.faults) > faults_before:
            raise _Wrong()
        value = cls(**values)
        if hasattr(value, "faults"):
            for fault in value.faults():
                self.fault((*path, *fault.path), fault.message)
        if len(self.faults) > faults_before:
            raise _Wrong()
        return value

    def _field(
        self,
        one: "Field[Any]",
        kind: Any,
        key: str,
        plain: dict[str, Plain],
        path: Path,
        out: dict[str, Any],
    ) -> None:
        with suppress(_Wrong):
            if one.metadata.get("flat"):
                inner = {key: plain[key] for key in _keys(kind) if key in plain}
                start = _values(_start(one))
                out[one.name] = kind(**{**start, **self._given(kind, inner, path)})
            elif key in plain:
                out[one.name] = self.value(one, kind, plain[key], (*path, key))
            elif one.default is not MISSING or one.default_factory is not MISSING:
                pass
            else:
                self.fault((*path, key), "this field is missing")

    def _given(self, cls: type, plain: dict[str, Plain], path: Path) -> dict[str, Any]:
        out: dict[str, Any] = {}
        faults_before = len(self.faults)
        for one, kind, key in _fields(cls):
            if key in plain:
                with suppress(_Wrong):
                    out[one.name] = self.value(one, kind, plain[key], (*path, key))
        if len(self.faults) > faults_before:
            raise _Wrong()
        return out

    def value(self, one: "Field[Any]", kind: Any, plain: Plain, path: Path) -> Any:
        """The value of a field, within its bounds."""
        form: Form | None = one.metadata.get("form")
        if form is not None:
            try:
                return form.read(plain)
            except ValueError as error:
                raise self.fault(path, str(error)) from None
        if "keyed" in one.metadata:
            return self._keyed(get_args(kind)[0], one.metadata["keyed"], plain, path)
        value = self.of_type(kind, plain, path)
        low, high = one.metadata.get("bounds", (None, None))
        if value is not None and low is not None and not low <= value <= high:
            raise self.fault(path, f"a number from {low:.10g} to {high:.10g} is expected")
        longest = one.metadata.get("longest", NAME_LENGTH)
        if isinstance(value, str) and len(value) > longest:
            raise self.fault(path, f"at most {longest} characters are expected")
        return value

    def of_type(self, kind: Any, plain: Plain, path: Path) -> Any:
        """A value of the type `kind`."""
        origin = get_origin(kind)
        if origin in (Union, UnionType):
            if plain is None and NoneType in get_args(kind):
                return None
            (kind,) = [one for one in get_args(kind) if one is not NoneType]
            return self.of_type(kind, plain, path)
        if origin is tuple:
            if not isinstance(plain, list):
                raise self.fault(path, "a list is expected here")
            return self._list(get_args(kind)[0], plain, path)
        if is_dataclass(kind):
            return self.part(kind, plain, path)  # type: ignore[arg-type]
        try:
            return read_scalar(kind, plain)
        except ValueError as error:
            raise self.fault(path, str(error)) from None

    def _list(self, kind: Any, plain: list[Plain], path: Path) -> tuple[Any, ...]:
        out = []
        for at, item in enumerate(plain):
            try:
                out.append(self.of_type(kind, item, (*path, at)))
            except _Wrong:
                continue
        return tuple(out)

    def _keyed(self, cls: type, name: str, plain: Plain, path: Path) -> tuple[Any, ...]:
        """Parts from a mapping of their field `name` to the rest; in the order of the mapping."""
        if not isinstance(plain, dict):
            raise self.fault(path, "a mapping is expected here")
        ((one, kind, _),) = [it for it in _fields(cls) if it[0].name == name]
        out: dict[Any, Any] = {}
        for key, rest in plain.items():
            here = (*path, str(key))
            value = None
            with suppress(_Wrong):
                value = self.value(one, kind, _key(kind, key), here)
                if value in out:
                    self.fault(here, f"{key} is there twice")
            with suppress(_Wrong):  # its own faults are told even when its key is wrong
                out[value] = self.part(cls, rest, here, {name: value})
        return tuple(out.values())


def read(cls: type[T], plain: Plain, reader: Reader) -> T:
    """A `cls` from plain values. Raises `DocumentFault` with everything that is wrong."""
    try:
        value = reader.part(cls, plain, ())
    except _Wrong:
        raise DocumentFault(reader.faults) from None
    if reader.faults:
        raise DocumentFault(reader.faults)
    return value


def write(value: Any) -> Plain:
    """The plain value of a dataclass: what `read` reads back as an equal one."""
    if is_dataclass(value):
        out: dict[str, Plain] = {}
        for one in fields(value):
            inner = getattr(value, one.name)
            if one.metadata.get("flat"):
                out |= _unlike(inner, _start(one))
            elif not one.metadata.get("secret") and not _is_default(one, inner):
                out[key_of(one)] = _write_field(one, inner)
        return out
    if isinstance(value, tuple):
        return [write(item) for item in value]
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _write_field(one: "Field[Any]", value: Any) -> Plain:
    form: Form | None = one.metadata.get("form")
    if form is not None:
        return form.write(value)
    if "keyed" in one.metadata:
        return dict(_write_keyed(part, one.metadata["keyed"]) for part in value)
    return write(value)


def _write_keyed(part: Any, name: str) -> tuple[str, Plain]:
    """The key and the rest of a part. The key is a text, as it is in JSON whatever it was."""
    (one,) = [one for one in fields(part) if one.name == name]
    rest = write(part)
    rest.pop(key_of(one), None)
    return str(_write_field(one, getattr(part, name))), rest


def _unlike(value: Any, start: Any) -> dict[str, Plain]:
    """The fields of a flat part that differ from where it starts."""
    return {
        key_of(one): _write_field(one, getattr(value, one.name))
        for one in fields(value)
        if getattr(value, one.name) != getattr(start, one.name)
    }


def _is_default(one: "Field[Any]", value: Any) -> bool:
    if one.metadata.get("always"):
        return False
    if one.default_factory is not MISSING:
        return bool(value == one.default_factory())
    return bool(one.default is not MISSING and value == one.default)


def _start(one: "Field[Any]") -> Any:
    """What a flat part is when no field of it is given."""
    if one.default_factory is MISSING:
        raise TypeError(f"{one.name} is flat and has no default")
    return one.default_factory()


def _values(part: Any) -> dict[str, Any]:
    return {one.name: getattr(part, one.name) for one in fields(part)}


@cache
def _fields(cls: Any) -> tuple[tuple["Field[Any]", Any, str], ...]:
    """The fields of a class, each with its type and its key."""
    hints = get_type_hints(cls)
    return tuple((one, hints[one.name], key_of(one)) for one in fields(cls))


@cache
def _keys(cls: Any) -> frozenset[str]:
    """The keys that a document may have where a `cls` is expected."""
    keys: set[str] = set()
    for one, kind, key in _fields(cls):
        keys |= _keys(kind) if one.metadata.get("flat") else {key}
    return frozenset(keys)


def _key(kind: Any, key: Plain) -> Plain:
    """The key of a mapping as a value of the type `kind`: a reader may have made `1` of "1", or the
    other way round.
    """
    if kind is int:
        return int(key) if isinstance(key, str) and key.isdecimal() else key
    return str(key) if isinstance(key, int) and not isinstance(key, bool) else key
