"""An edited main number as an edited setup."""

from dataclasses import replace
from typing import Any

from forrang.domain.answer_group import AnswerGroup, Strategy
from forrang.domain.document import Document
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_list import VipList
from forrang.portal.numbers.forms import QueueForm


def edited(document: Document, main_number: MainNumber, form: QueueForm) -> Document:
    """The document with what the form changed, and with nothing else changed."""
    values, changed = form.cleaned_data, set(form.changed_data)
    queue = main_number.setup.queue
    if "group" in changed:
        queue = replace(queue, group=values["group"])
    if "max_wait_minutes" in changed:
        queue = replace(queue, max_wait_seconds=values["max_wait_minutes"] * 60)
    vip = main_number.vip
    if "vip" in changed:
        vip = replace(vip or VipList(), on=values["vip"])
    new = replace(main_number, setup=replace(main_number.setup, queue=queue), vip=vip)
    return replace(
        document,
        main_numbers=tuple(new if one == main_number else one for one in document.main_numbers),
        groups=tuple(
            _rings(one, values, changed) if one.name == queue.group else one
            for one in document.groups
        ),
    )


def others_with(document: Document, group: str, number: PhoneNumber) -> list[MainNumber]:
    """The other main numbers that ring a group."""
    return [
        one
        for one in document.main_numbers
        if one.setup.queue.group == group and one.number != number
    ]


def _rings(group: AnswerGroup, values: dict[str, Any], changed: set[str]) -> AnswerGroup:
    """The group as it shall ring. What was not touched stays the group's own: the page showed that
    of the group before.
    """
    ringing = group.ringing
    if "strategy" in changed:
        ringing = replace(ringing, strategy=Strategy(values["strategy"]))
    if "ring_seconds" in changed:
        ringing = replace(ringing, ring_seconds=values["ring_seconds"])
    return replace(group, ringing=ringing)
