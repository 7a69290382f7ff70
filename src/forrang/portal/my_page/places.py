"""Where somebody answers: their groups, and the VIP lists in force that name them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import Point
from forrang.domain.staffing import everybody_named, lists_in_force, uses
from forrang.domain.vip_list import Answerer
from forrang.portal.live.places import place_name, point_of_call
from forrang.site.exchange import Away, House


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere one is logged in or out."""

    id: str
    "As the exchange knows it."
    name: str
    "As the pages name it."
    group: str | None
    "The group's name; None: a VIP list."
    queues: tuple[Point, ...]
    "Whose calls come here."
    lists: tuple[Point, ...]
    "Whose VIPs come here."
    position: int
    "Which of the answerers one is; the first is 1."
    of: int
    "How many answerers there are."

    def waiting(self, house: House | Away) -> int | None:
        """How many callers wait who may come here; None when the exchange is away."""
        return waiting_for(self.queues, self.lists, house)


def places_of(document: Document, mobile: PhoneNumber) -> list[Place]:
    """Where an employee answers, groups first."""
    return [*_groups(document, mobile), *_lists(document, mobile)]


def waiting_for(
    queues: tuple[Point, ...], lists: tuple[Point, ...], house: House | Away
) -> int | None:
    """How many callers wait in these queues, and how many VIPs of these lists; None when the exchange
    is away.
    """
    if not house:
        return None
    all_of, vips_of = {one.id for one in queues}, {one.id for one in lists}
    return sum(
        here in all_of or (bool(one["vip"]) and here in vips_of)
        for one in house.waiting()
        for here in [point_of_call(one)]
    )


def group_place(name: str) -> str:
    """The place of a group."""
    return f"group:{name}"


def _groups(document: Document, mobile: PhoneNumber) -> Iterator[Place]:
    for one in document.groups:
        if mobile in one.members:
            used = uses(document, one.name)
            place, count = one.members.index(mobile) + 1, len(one.members)
            id = group_place(one.name)
            yield Place(id, one.name, one.name, used.queues, used.lists, place, count)


def _lists(document: Document, mobile: PhoneNumber) -> Iterator[Place]:
    named = Answerer(employee=mobile)
    for one, vip in lists_in_force(document):
        if named in everybody_named(vip):
            answerers = vip.answerers
            if named not in answerers and vip.when_closed is not None:
                answerers = vip.when_closed.answerers  # they answer only then
            name = _("VIP – %(name)s") % {"name": place_name(document, one.id)}
            place, count = answerers.index(named) + 1, len(answerers)
            yield Place(f"list:{one.id}", name, None, (), (one,), place, count)
