"""Editing who works where: employees and answer groups of a setup, with all that names them.

Every function gives a new document. What names an employee or a group (members, the answerers of
VIP lists, queues) follows, so what comes out holds together as what went in did.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.document import Document, Service
from forrang.domain.employee import Employee
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_list import Answerer, VipList


@dataclass(frozen=True, slots=True)
class GroupLeft:
    """A group that somebody leaves."""

    group: AnswerGroup
    "The group as it is."
    left: tuple[PhoneNumber, ...]
    "Who is in it afterwards."


@dataclass(frozen=True, slots=True)
class ListLeft:
    """A VIP list that somebody leaves."""

    main_number: MainNumber
    "Whose list it is."
    place: int
    "Which answerer they are; the first is 1."
    left: tuple[Answerer, ...]
    "Who answers afterwards."


@dataclass(frozen=True, slots=True)
class Uses:
    """Where a group answers."""

    queues: tuple[MainNumber, ...]
    "Numbers whose calls it gets."
    lists: tuple[MainNumber, ...]
    "Numbers whose VIP lists, in force, name it."

    def __bool__(self) -> bool:
        return bool(self.queues or self.lists)


def with_employee(document: Document, new: Employee, groups: Collection[str] = ()) -> Document:
    """With one more employee, who is last in `groups`."""
    document = replace(document, employees=(*document.employees, new))
    return _in_groups(document, new.mobile, groups)


def with_changed_employee(
    document: Document, mobile: PhoneNumber, new: Employee, groups: Collection[str]
) -> Document:
    """With `new` in the place of the employee of `mobile`, and in just these groups: last in those
    that are new to them.
    """
    document = replace(
        document,
        employees=tuple(new if one.mobile == mobile else one for one in document.employees),
        groups=tuple(
            replace(one, members=_swapped(one.members, mobile, new.mobile))
            for one in document.groups
        ),
    )
    here, there = Answerer(employee=mobile), Answerer(employee=new.mobile)
    document = _with_lists(
        document, lambda vip: replace(vip, answerers=_swapped(vip.answerers, here, there))
    )
    return _in_groups(document, new.mobile, groups)


def without_employee(document: Document, mobile: PhoneNumber) -> Document:
    """Without an employee, anywhere."""
    document = replace(
        document,
        employees=tuple(one for one in document.employees if one.mobile != mobile),
        groups=tuple(
            replace(one, members=_without(one.members, mobile)) for one in document.groups
        ),
    )
    gone = Answerer(employee=mobile)
    return _with_lists(document, lambda vip: replace(vip, answerers=_without(vip.answerers, gone)))


def groups_left(document: Document, mobile: PhoneNumber) -> Iterator[GroupLeft]:
    """What the removal of an employee does to groups."""
    for one in document.groups:
        if mobile in one.members:
            yield GroupLeft(one, _without(one.members, mobile))


def lists_left(document: Document, mobile: PhoneNumber) -> Iterator[ListLeft]:
    """What the removal of an employee does to VIP lists in force."""
    named = Answerer(employee=mobile)
    for one, vip in lists_in_force(document):
        if named in vip.answerers:
            place = vip.answerers.index(named) + 1
            yield ListLeft(one, place, _without(vip.answerers, named))


def is_last_administrator(document: Document, mobile: PhoneNumber) -> bool:
    """Whether nobody else may change the setup."""
    return [one.mobile for one in document.employees if one.administrator] == [mobile]


def with_group(document: Document, new: AnswerGroup) -> Document:
    """With one more group."""
    return replace(document, groups=(*document.groups, new))


def with_changed_group(document: Document, name: str, new: AnswerGroup) -> Document:
    """With `new` in the place of the group `name`, which may have another name now."""
    document = replace(
        document, groups=tuple(new if one.name == name else one for one in document.groups)
    )
    if new.name == name:
        return document
    here, there = Answerer(group=name), Answerer(group=new.name)
    document = _with_lists(
        document, lambda vip: replace(vip, answerers=_swapped(vip.answerers, here, there))
    )
    return replace(
        document,
        main_numbers=tuple(
            _ringing(one, new.name) if one.setup.queue.group == name else one
            for one in document.main_numbers
        ),
    )


def without_group(document: Document, name: str) -> Document:
    """Without a group that no queue rings. Lists that are not in force may still name it; they are
    kept without it.
    """
    document = replace(document, groups=tuple(one for one in document.groups if one.name != name))
    gone = Answerer(group=name)
    return _with_lists(document, lambda vip: replace(vip, answerers=_without(vip.answerers, gone)))


def uses(document: Document, name: str) -> Uses:
    """Where a group answers."""
    queues = [one for one in document.main_numbers if one.setup.queue.group == name]
    named = Answerer(group=name)
    lists = [one for one, vip in lists_in_force(document) if named in vip.answerers]
    return Uses(tuple(queues), tuple(lists))


def lists_in_force(document: Document) -> Iterator[tuple[MainNumber, VipList]]:
    """The VIP lists that hold, with their numbers: the service is active, and «VIP-kø» is ticked."""
    if Service.VIP_LIST in document.services:
        for one in document.main_numbers:
            if one.vip is not None and one.vip.on:
                yield one, one.vip


def _in_groups(document: Document, mobile: PhoneNumber, groups: Collection[str]) -> Document:
    return replace(document, groups=tuple(_is_in(one, mobile, groups) for one in document.groups))


def _is_in(group: AnswerGroup, mobile: PhoneNumber, groups: Collection[str]) -> AnswerGroup:
    if (group.name in groups) == (mobile in group.members):
        return group
    if mobile in group.members:
        return replace(group, members=_without(group.members, mobile))
    return replace(group, members=(*group.members, mobile))


def _ringing(number: MainNumber, group: str) -> MainNumber:
    queue = replace(number.setup.queue, group=group)
    return replace(number, setup=replace(number.setup, queue=queue))


def _with_lists(document: Document, change: Callable[[VipList], VipList]) -> Document:
    return replace(
        document,
        main_numbers=tuple(
            one if one.vip is None else replace(one, vip=change(one.vip))
            for one in document.main_numbers
        ),
    )


def _swapped(items: tuple, old: object, new: object) -> tuple:  # type: ignore[type-arg]
    return tuple(new if one == old else one for one in items)


def _without(items: tuple, gone: object) -> tuple:  # type: ignore[type-arg]
    return tuple(one for one in items if one != gone)
