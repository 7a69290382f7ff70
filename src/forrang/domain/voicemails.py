"""The voicemails of a setup: every place where a caller may leave a message, and who hears them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import cast

from forrang.domain.call_setup import CallSetup, Choice
from forrang.domain.destination import Destination, Voicemail
from forrang.domain.document import Document
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import Point, PointId, changed, every_point, ordinary_group, points_of
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


@dataclass(frozen=True, slots=True)
class Place:
    """One voicemail of a setup."""

    point: Point
    "The point whose calls go there."
    when: When
    "And when."
    voicemail: Voicemail
    "What the caller hears, and who is told."


Change = Callable[[Place], Voicemail]
"Gives a voicemail as it shall be."


def voicemails(document: Document) -> Iterator[Place]:
    """Every voicemail, in the order in which the customer sees the points."""
    for point in every_point(document.main_numbers):
        for when, destination in _destinations(point):
            if destination is not None and destination.voicemail is not None:
                yield Place(point, when, destination.voicemail)


def with_changed_voicemails(document: Document, change: Change) -> Document:
    """With every voicemail as `change` gives it."""

    def of(point: Point) -> MainNumber | Choice:
        return _changed(point, change)

    return replace(document, main_numbers=tuple(changed(one, of) for one in document.main_numbers))


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
            told = (it.voicemail for _, it in _destinations(one) if it and it.voicemail)
            by_mail = frozenset(mobile for voicemail in told for mobile in voicemail.notify)
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
