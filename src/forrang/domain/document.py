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
from forrang.domain.call_setup import Choice
from forrang.domain.document_check import Known, check_point, check_voicemail
from forrang.domain.employee import Employee
from forrang.domain.fields import Form, Plain, bounded, text_up_to, written
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import Point, changed, every_point
from forrang.domain.prompt import Language
from forrang.domain.schema import DocumentFault, Path, Reader, read, write
from forrang.domain.vip_list import VipList

VERSION = 1
"""The version of the document's form; `forrang: 1` on its first line."""

ID_LENGTH = 40
"""Characters in a customer's id, at most."""


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
    language: Language = Language.NB
    "What callers are spoken to in, where the customer has no words of their own."
    music: str | None = None
    "The sound that callers hear while they wait, by its id. None: the house's."
    voicemail_kept_days: int = bounded(1, 3650, 90)
    "How long messages of callers are kept; then they are deleted, with their sound."
    groups: tuple[AnswerGroup, ...] = ()
    "The answer groups."
    main_numbers: tuple[MainNumber, ...] = ()
    "The main numbers, in the order in which the customer sees them."


def read_document(plain: Plain) -> Document:
    """The document that `plain` is. Raises `DocumentFault` with everything that is wrong."""
    if isinstance(plain, dict) and "forrang" not in plain:
        plain = {"forrang": None, **plain}
    reader = Reader()
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
        main_numbers=tuple(changed(one, _without_entries) for one in document.main_numbers),
    )


def _without_entries(point: Point) -> MainNumber | Choice:
    vip = point.vip
    return point.part if vip is None else replace(point.part, vip=replace(vip, entries=()))


def vip_lists(document: Document) -> Iterator[tuple[str, VipList]]:
    """The VIP lists with their ids. A list is known by its point, so its id survives unticking,
    renaming and restoring.
    """
    for point in every_point(document.main_numbers):
        if point.vip is not None:
            yield point.id, point.vip


def _check(document: Document, reader: Reader) -> None:
    """What no field can know alone: doubles, and names of what is not there."""
    _doubles(reader, ("employees",), "mobile", [one.mobile for one in document.employees])
    _doubles(reader, ("groups",), "name", [one.name for one in document.groups])
    _doubles(reader, ("main_numbers",), "number", [one.number for one in document.main_numbers])
    employees = frozenset(one.mobile for one in document.employees)
    groups = frozenset(one.name for one in document.groups)
    numbers = frozenset(one.number for one in document.main_numbers)
    known = Known(employees, groups, numbers)
    for at, employee in enumerate(document.employees):
        if employee.mobile in numbers:
            reader.fault(("employees", at, "mobile"), "a main number is nobody's mobile")
    for at, group in enumerate(document.groups):
        for member_at, member in enumerate(group.members):
            if member not in employees:
                here = ("groups", at, "members", member_at)
                reader.fault(here, f"no employee has the mobile {member}")
        _doubles(reader, ("groups", at, "members"), None, group.members)
        if group.voicemail is not None:
            check_voicemail(group.voicemail, ("groups", at, "voicemail"), reader, known)
    for at, main_number in enumerate(document.main_numbers):
        check_point(main_number, ("main_numbers", at), reader, known)


def _doubles(reader: Reader, path: Path, key: str | None, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for at, value in enumerate(values):
        if value in seen:
            here: Path = (*path, at) if key is None else (*path, at, key)
            reader.fault(here, f"{value} is there twice")
        seen.add(value)
