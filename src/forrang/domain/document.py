"""The customer document: a customer's whole setup as one value.

It is what the portal publishes, what the exchange holds in memory, and what `forrang load` and
`forrang dump` read and write. Reading refuses a document whole and says everything that is wrong
with it, by path; whoever has the text turns a path into a line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.employee import Employee
from forrang.domain.fields import Form, Plain, text_up_to, written
from forrang.domain.main_number import MainNumber
from forrang.domain.number_span import NumberSpan
from forrang.domain.phone_number import NumberFault, PhoneNumber
from forrang.domain.schema import DocumentFault, Path, Reader, read, write
from forrang.domain.vip_list import VipList

VERSION = 1
"""The version of the document's form; `forrang: 1` on its first line."""

ID_LENGTH = 40
"""Characters in a customer's id, at most."""

LATER = dict.fromkeys(
    ("menu", "opening_hours", "forward", "overflow_to", "confirm", "choices", "voicemail"),
    "this does not work yet; leave it out",
)
"""Fields that are known and come with a later version: refused by name, so that nobody believes
that they work."""


class Service(StrEnum):
    """What the provider activates for a customer."""

    VIP_LIST = "vip-list"


class Shows(StrEnum):
    """Which number an answerer's telephone shows."""

    CALLER = "caller"
    MAIN_NUMBER = "main-number"


def _read_zone(plain: Plain) -> str:
    try:
        return ZoneInfo(plain).key
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise ValueError("a time zone is written like Europe/Oslo") from None


def _read_version(plain: Plain) -> int:
    if plain != VERSION or isinstance(plain, bool):
        raise ValueError(f"{VERSION} is the only version of the document so far")
    return VERSION


@dataclass(frozen=True, slots=True)
class Document:
    """A customer."""

    customer: str
    "The customer's name, by which a document without `id` finds them."
    forrang: int = field(
        default=VERSION, metadata={"form": Form(_read_version, int), "always": True}
    )
    "The version of the document's form."
    id: str | None = text_up_to(ID_LENGTH)
    "The customer's id, where `dump` gave one."
    services: tuple[Service, ...] = ()
    "What the provider has activated."
    time_zone: str = written(Form(_read_zone, str), "Europe/Oslo")
    "IANA name; last days and opening hours are of this zone."
    shows: Shows = Shows.CALLER
    "What answerers' telephones show: who calls, or the main number that was called."
    employees: tuple[Employee, ...] = ()
    "The people."
    unconfirmed: tuple[PhoneNumber, ...] = ()
    """Mobiles that get no calls yet: typed by an administrator, and nobody has shown that they are
    theirs. Known beside the setup, like services; loading a document confirms all of its mobiles."""
    groups: tuple[AnswerGroup, ...] = ()
    "The answer groups."
    main_numbers: tuple[MainNumber, ...] = ()
    "The main numbers, in the order in which the customer sees them."


def read_document(plain: Plain) -> Document:
    """The document that `plain` is. Raises `DocumentFault` with everything that is wrong."""
    if isinstance(plain, dict) and "forrang" not in plain:
        plain = {"forrang": None, **plain}
    reader = Reader(LATER)
    document = read(Document, plain, reader)
    _check(document, reader)
    if reader.faults:
        raise DocumentFault(reader.faults)
    return document


def write_document(document: Document) -> dict[str, Any]:
    """The plain value of `document`, `forrang` first; without passwords."""
    plain: dict[str, Any] = write(document)
    return {"forrang": plain.pop("forrang"), **plain}


def without_secrets_and_entries(document: Document) -> Document:
    """The setup: what a version keeps and what the exchange holds in memory."""
    return replace(
        document,
        employees=tuple(replace(one, password=None) for one in document.employees),
        main_numbers=tuple(
            one if one.vip is None else replace(one, vip=replace(one.vip, entries=()))
            for one in document.main_numbers
        ),
    )


def vip_lists(document: Document) -> Iterator[tuple[str, VipList]]:
    """The VIP lists with their ids. A list is known by its point, so its id survives unticking,
    renaming and restoring.
    """
    for main_number in document.main_numbers:
        if main_number.vip is not None:
            yield main_number.number, main_number.vip


def _check(document: Document, reader: Reader) -> None:
    """What no field can know alone: doubles, and names of what is not there."""
    _doubles(reader, ("employees",), "mobile", [one.mobile for one in document.employees])
    _doubles(reader, ("groups",), "name", [one.name for one in document.groups])
    _doubles(reader, ("main_numbers",), "number", [one.number for one in document.main_numbers])
    employees = {one.mobile for one in document.employees}
    groups = {one.name for one in document.groups}
    numbers = {one.number for one in document.main_numbers}
    for at, employee in enumerate(document.employees):
        if employee.mobile in numbers:
            reader.fault(("employees", at, "mobile"), "a main number is nobody's mobile")
    for at, group in enumerate(document.groups):
        for member_at, member in enumerate(group.members):
            if member not in employees:
                here = ("groups", at, "members", member_at)
                reader.fault(here, f"no employee has the mobile {member}")
        _doubles(reader, ("groups", at, "members"), None, group.members)
    for at, main_number in enumerate(document.main_numbers):
        path: Path = ("main_numbers", at)
        if main_number.setup.queue.group not in groups:
            name = main_number.setup.queue.group
            reader.fault((*path, "setup", "queue", "group"), f"there is no group {name}")
        if main_number.vip is not None:
            _check_list(main_number.vip, (*path, "vip"), reader, employees, groups)


def _check_list(
    vip: VipList, path: Path, reader: Reader, employees: set[PhoneNumber], groups: set[str]
) -> None:
    for at, answerer in enumerate(vip.answerers):
        here = (*path, "answerers", at)
        if (answerer.employee is None) == (answerer.group is None):
            reader.fault(here, "either employee or group is expected")
        elif answerer.employee is not None and answerer.employee not in employees:
            reader.fault((*here, "employee"), f"no employee has the mobile {answerer.employee}")
        elif answerer.group is not None and answerer.group not in groups:
            reader.fault((*here, "group"), f"there is no group {answerer.group}")
    seen: dict[NumberSpan, int] = {}
    for at, entry in enumerate(vip.entries):
        here = (*path, "entries", at)
        if sum(one is not None for one in (entry.number, entry.range, entry.prefix)) != 1:
            reader.fault(here, "one of number, range and prefix is expected")
            continue
        try:
            span = entry.span()
        except NumberFault as error:
            reader.fault((*here, entry.kind), str(error))
            continue
        if span in seen:
            reader.fault((*here, entry.kind), f"this is entry {seen[span] + 1} of the list again")
        seen.setdefault(span, at)


def _doubles(reader: Reader, path: Path, key: str | None, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for at, value in enumerate(values):
        if value in seen:
            here: Path = (*path, at) if key is None else (*path, at, key)
            reader.fault(here, f"{value} is there twice")
        seen.add(value)
