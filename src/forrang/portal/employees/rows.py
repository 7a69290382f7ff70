"""The rows of the list of employees, and what the removal of one does."""

from collections.abc import Iterator
from dataclasses import dataclass

from forrang.domain.document import Document
from forrang.domain.employee import Employee
from forrang.domain.staffing import GroupLeft, ListLeft, groups_left, lists_left
from forrang.domain.vip_list import Answerer
from forrang.portal.live.regions import region
from forrang.portal.my_page.places import Place, places_of
from forrang.portal.my_page.presence import Presence, presence
from forrang.portal.tenancy import Person, name_of
from forrang.site.exchange import Away, House


@dataclass(frozen=True, slots=True)
class Row:
    """An employee in the list."""

    employee: Employee
    "Who."
    presence: Presence
    "What they are doing."
    places: list[Place]
    "Where they answer."
    unconfirmed: bool
    "Whether the mobile is not known to be theirs yet."

    @property
    def initials(self) -> str:
        """Of the first and the last name."""
        return initials(self.employee)

    @property
    def id_presence(self) -> str:
        """Where the page says what they are doing."""
        return region("doing", self.employee.mobile)


@dataclass(frozen=True, slots=True)
class Loss:
    """What a group or a list loses."""

    group: GroupLeft | None
    "The group, or else…"
    vip: ListLeft | None
    "…the list."
    left: list[str]
    "The names of who answers there afterwards."


def initials(one: Employee) -> str:
    """Of the first and the last name."""
    names = one.name.split()
    return "".join(name[0] for name in names[:1] + names[1:][-1:]).upper()


def rows(person: Person, house: House | Away, wanted: str = "") -> Iterator[Row]:
    """The employees; only those whose name or number has `wanted` in it."""
    document = person.document
    for one in document.employees:
        if _fits(one, wanted):
            yield Row(
                employee=one,
                presence=presence(document, one.mobile, house),
                places=places_of(document, one.mobile),
                unconfirmed=one.mobile in document.unconfirmed,
            )


def losses(document: Document, employee: Employee) -> Iterator[Loss]:
    """What the removal of an employee takes from lists and groups."""
    for vip in lists_left(document, employee.mobile):
        yield Loss(None, vip, [_name(document, one) for one in vip.left])
    for group in groups_left(document, employee.mobile):
        yield Loss(group, None, [name_of(document, one) for one in group.left])


def _name(document: Document, one: Answerer) -> str:
    return one.group or name_of(document, one.employee or "")


def _fits(one: Employee, wanted: str) -> bool:
    digits = "".join(filter(str.isdigit, wanted))
    named = wanted.strip().casefold() in one.name.casefold()
    return named or bool(digits and digits in one.mobile)
