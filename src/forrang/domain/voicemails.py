"""The voicemails of a setup: every one that a caller may come to, and who hears the messages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import cast

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.call_setup import CallSetup, Choice
from forrang.domain.destination import Destination, Voicemail
from forrang.domain.document import Document
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import (
    Point,
    PointId,
    changed,
    every_point,
    ordinary_group,
    points_of,
    waited_for,
)
from forrang.domain.vip_list import Answerer


class When(StrEnum):
    """When a point's call goes to a voicemail."""

    ALWAYS = "always"
    "It is what the point does."
    CLOSED = "closed"
    WAITED_TOO_LONG = "waited-too-long"
    LINE_FULL = "line-full"
    ALL_LOGGED_OUT = "all-logged-out"
    VIP_WAITED_TOO_LONG = "vip-waited-too-long"
    UNSERVED = "unserved"
    "It waited for a group and leaves its line unserved, and neither point nor list says more."


@dataclass(frozen=True, slots=True)
class Place:
    """One voicemail of a setup."""

    owner: Point | AnswerGroup
    "The point whose calls go there, or the group that they waited for."
    when: When
    "And when."
    voicemail: Voicemail
    "What the caller hears, and who is told."

    @property
    def id(self) -> tuple[str, When]:
        """What tells it from the others of a setup."""
        whose = self.owner.id if isinstance(self.owner, Point) else self.owner.name
        return whose, self.when


Change = Callable[[Place], Voicemail]
"Gives a voicemail as it shall be."


def voicemails(document: Document) -> Iterator[Place]:
    """Every voicemail, in the order in which the customer sees the points."""
    for point in every_point(document.main_numbers):
        for when, destination in _destinations(point):
            if destination is not None and destination.voicemail is not None:
                yield Place(point, when, destination.voicemail)
    for group in document.groups:
        if group.voicemail is not None:
            yield Place(group, When.UNSERVED, group.voicemail)


def awaited(document: Document, point: Point) -> AnswerGroup | None:
    """The group that takes the messages of a point's callers who leave its line unserved, where
    neither the point nor its list says more; None: no group does.
    """
    name = waited_for(point.part)
    return next((one for one in document.groups if one.name == name and one.voicemail), None)


def taking(document: Document) -> frozenset[PointId]:
    """The points whose calls may come to a voicemail, their own or their group's."""
    return frozenset(
        point.id
        for point in every_point(document.main_numbers)
        if any(it is not None and it.voicemail for _, it in _destinations(point))
        or awaited(document, point) is not None
    )


def with_changed_voicemails(document: Document, change: Change) -> Document:
    """With every voicemail as `change` gives it."""

    def of(point: Point) -> MainNumber | Choice:
        return _changed(point, change)

    def answering(group: AnswerGroup) -> AnswerGroup:
        if group.voicemail is None:
            return group
        return replace(group, voicemail=change(Place(group, When.UNSERVED, group.voicemail)))

    return replace(
        document,
        groups=tuple(answering(one) for one in document.groups),
        main_numbers=tuple(changed(one, of) for one in document.main_numbers),
    )


def listeners(document: Document) -> dict[PointId, frozenset[PhoneNumber]]:
    """Who hears the messages that are left at each point, besides the administrators: who answers
    there; where nobody does, who answers anywhere at that main number; and who gets them by mail.
    """
    found: dict[PointId, frozenset[PhoneNumber]] = {}
    for main_number in document.main_numbers:
        points = tuple(points_of(main_number))
        answer = {one.id: _answerers(document, one) for one in points}
        everybody = frozenset[PhoneNumber]().union(*answer.values())
        for one in points:
            theirs = [None if it is None else it.voicemail for _, it in _destinations(one)]
            group = awaited(document, one)
            theirs.append(None if group is None else group.voicemail)
            by_mail = frozenset(mobile for told in theirs if told for mobile in told.notify)
            found[one.id] = (answer[one.id] or everybody) | by_mail
    return found


def _answerers(document: Document, point: Point) -> frozenset[PhoneNumber]:
    members = {one.name: one.members for one in document.groups}
    vip = point.vip if point.vip is not None and point.vip.on else None
    named = () if vip is None else vip.answerers
    queue = point.setup.queue
    groups = [ordinary_group(point.part), None if queue is None else queue.overflow_to]
    several = (*named, *(Answerer(group=one) for one in groups if one is not None))
    return frozenset(
        mobile
        for one in several
        for mobile in ((one.employee,) if one.employee else members.get(one.group or "", ()))
    )


def _destinations(point: Point) -> Iterator[tuple[When, Destination | None]]:
    yield When.ALWAYS, point.setup
    yield When.CLOSED, point.closed
    queue, vip = point.setup.queue, point.vip
    if queue is not None:
        yield When.WAITED_TOO_LONG, queue.waited_too_long
        yield When.LINE_FULL, queue.line_full
        yield When.ALL_LOGGED_OUT, queue.all_logged_out
    if vip is not None:
        yield When.VIP_WAITED_TOO_LONG, vip.waited_too_long


def _changed(point: Point, change: Change) -> MainNumber | Choice:
    made: dict[When, Destination] = {}
    for when, one in _destinations(point):
        if one is not None and one.voicemail is not None:
            made[when] = replace(one, voicemail=change(Place(point, when, one.voicemail)))
    part = point.part
    setup = cast(CallSetup, made.get(When.ALWAYS, part.setup))
    queue, vip = part.setup.queue, part.vip
    if queue is not None:
        queue = replace(
            queue,
            waited_too_long=made.get(When.WAITED_TOO_LONG, queue.waited_too_long),
            line_full=made.get(When.LINE_FULL, queue.line_full),
            all_logged_out=made.get(When.ALL_LOGGED_OUT, queue.all_logged_out),
        )
    if vip is not None:
        there = made.get(When.VIP_WAITED_TOO_LONG, vip.waited_too_long)
        vip = replace(vip, waited_too_long=there)
    return replace(
        part,
        setup=replace(setup, queue=queue),
        closed=made.get(When.CLOSED, part.closed),
        vip=vip,
    )
