"""Where a setup plays a sound of the customer's own."""

from collections.abc import Iterator
from dataclasses import replace

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.call_setup import prompts_in
from forrang.domain.document import Document
from forrang.domain.points import Point, every_point


def sound_uses(document: Document, sound: str) -> Iterator[Point]:
    """The points whose callers hear it, each for itself: a menu's choices are points of their own."""
    for point in every_point(document.main_numbers):
        if any(one.sound == sound for one in prompts_in(_alone(point))):
            yield point


def groups_with(document: Document, sound: str) -> Iterator[AnswerGroup]:
    """The answer groups whose voicemail plays it."""
    for group in document.groups:
        if any(one.sound == sound for one in prompts_in(group)):
            yield group


def _alone(point: Point) -> object:
    """The point without its choices, and without the entries of its list, which are many."""
    part, menu = point.part, point.setup.menu
    if menu is not None:
        part = replace(part, setup=replace(point.setup, menu=replace(menu, choices=())))
    if part.vip is not None:
        part = replace(part, vip=replace(part.vip, entries=()))
    return part
