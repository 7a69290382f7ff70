"""Editing who works where: employees and answer groups of a setup, with all that names them.

Every function gives a new document. What names an employee or a group (members, the answerers of
VIP lists, queues) follows, so what comes out holds together as what went in did.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.call_setup import Choice
from forrang.domain.document import Document, Service
from forrang.domain.employee import Employee
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import Change, Point, changed, every_point
from forrang.domain.vip_list import Answerer, VipList
from forrang.domain.voicemails import with_changed_voicemails


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

    point: Point
    "Whose list it is."
    place: int
    "Which answerer they are; the first is 1."
    left: tuple[Answerer, ...]
    "Who answers afterwards."


@dataclass(frozen=True, slots=True)
class Uses:
    """Where a group answers."""

    queues: tuple[Point, ...]
    "Points whose calls it gets."
    lists: tuple[Point, ...]
    "Points whose VIP lists, in force, name it."

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
    document = _with_answerers(document, lambda several: _swapped(several, here, there))
    document = _with_told(document, lambda told: _swapped(told, mobile, new.mobile))
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
    document = _with_told(document, lambda told: _without(told, mobile))
    return _with_answerers(document, lambda several: _without(several, gone))


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

    def renamed(point: Point) -> MainNumber | Choice:
        part = point.part
        queue = part.setup.queue
        if queue is not None and name in (queue.group, queue.overflow_to):
            queue = replace(
                queue,
                group=new.name if queue.group == name else queue.group,
                overflow_to=new.name if queue.overflow_to == name else queue.overflow_to,
            )
            part = replace(part, setup=replace(part.setup, queue=queue))
        if part.vip is not None and part.vip.overflow_to == name:
            part = replace(part, vip=replace(part.vip, overflow_to=new.name))
        return part

    document = _with_answerers(document, lambda several: _swapped(several, here, there))
    return _with_points(document, renamed)


def without_group(document: Document, name: str) -> Document:
    """Without a group that no queue rings. Lists that are not in force may still name it; they are
    kept without it.
    """
    document = replace(document, groups=tuple(one for one in document.groups if one.name != name))
    gone = Answerer(group=name)
    return _with_answerers(document, lambda several: _without(several, gone))


def uses(document: Document, name: str) -> Uses:
    """Where a group answers."""
    named = Answerer(group=name)
    queues = [
        one
        for one in every_point(document.main_numbers)
        if one.setup.queue is not None
        and name in (one.setup.queue.group, one.setup.queue.overflow_to)
    ]
    lists = [
        one
        for one, vip in lists_in_force(document)
        if vip.overflow_to == name or named in everybody_named(vip)
    ]
    return Uses(tuple(queues), tuple(lists))


def lists_in_force(document: Document) -> Iterator[tuple[Point, VipList]]:
    """The VIP lists that hold, with their points: the service is active, and «VIP-kø» is ticked."""
    if Service.VIP_LIST in document.services:
        for one in every_point(document.main_numbers):
            if one.vip is not None and one.vip.on:
                yield one, one.vip


def everybody_named(vip: VipList) -> tuple[Answerer, ...]:
    """Whom a list names, also for when it is closed."""
    return vip.answerers + (() if vip.when_closed is None else vip.when_closed.answerers)


def _in_groups(document: Document, mobile: PhoneNumber, groups: Collection[str]) -> Document:
    return replace(document, groups=tuple(_is_in(one, mobile, groups) for one in document.groups))


def _is_in(group: AnswerGroup, mobile: PhoneNumber, groups: Collection[str]) -> AnswerGroup:
    if (group.name in groups) == (mobile in group.members):
        return group
    if mobile in group.members:
        return replace(group, members=_without(group.members, mobile))
    return replace(group, members=(*group.members, mobile))


def _with_points(document: Document, change: Change) -> Document:
    numbers = tuple(changed(one, change) for one in document.main_numbers)
    return replace(document, main_numbers=numbers)


def _with_answerers(
    document: Document, change: Callable[[tuple[Answerer, ...]], tuple[Answerer, ...]]
) -> Document:
    def with_answerers(point: Point) -> MainNumber | Choice:
        part, vip = point.part, point.vip
        if vip is None:
            return part
        vip = replace(vip, answerers=change(vip.answerers))
        closed = vip.when_closed
        if closed is not None:
            vip = replace(vip, when_closed=replace(closed, answerers=change(closed.answerers)))
        return replace(part, vip=vip)

    return _with_points(document, with_answerers)


def _with_told(
    document: Document, change: Callable[[tuple[PhoneNumber, ...]], tuple[PhoneNumber, ...]]
) -> Document:
    """With those changed who get voicemail by mail."""
    return with_changed_voicemails(
        document, lambda one: replace(one.voicemail, notify=change(one.voicemail.notify))
    )


def _swapped(items: tuple, old: object, new: object) -> tuple:  # type: ignore[type-arg]
    return tuple(new if one == old else one for one in items)


def _without(items: tuple, gone: object) -> tuple:  # type: ignore[type-arg]
    return tuple(one for one in items if one != gone)
