"""Whose messages somebody hears: administrators all of them, others those of the points where they
answer, and those that are mailed to them.
"""

from dataclasses import dataclass

from django.utils.translation import ngettext

from forrang.domain.voicemails import listeners, taking
from forrang.portal.tenancy import Person
from forrang.site.templatetags.forrang import unbroken
from forrang.storage.voicemail import Box, any_messages, new_messages


def box_of(person: Person) -> Box:
    """The box of whoever is asking."""
    if person.administrator:
        return Box(person.customer.pk, None)
    several = listeners(person.document)
    points = frozenset(point for point, people in several.items() if person.mobile in people)
    return Box(person.customer.pk, points)


@dataclass(frozen=True, slots=True)
class Shown:
    """That there is voicemail to speak of, for the ways that lead there."""

    new: int
    "How many messages nobody has heard yet."

    @property
    def words(self) -> str:
        """The same in words; empty for none."""
        told = ngettext("%(n)s new", "%(n)s new", self.new) % {"n": self.new}
        return unbroken(told) if self.new else ""


def shown(person: Person) -> Shown | None:
    """None where no call can go to voicemail and none has left a message: the page is left out."""
    box = box_of(person)
    points = taking(person.document)
    if box.points is not None:
        if not box.points:
            return None
        points &= box.points
    return Shown(new_messages(box)) if points or any_messages(box) else None
