"""Undoing a save, and restoring a version: new saves that put back what was, and nothing else.

1. Undo lays the version before a save on the newest one, as if somebody had edited it back: what
   others changed since stays, and what they changed of the same parts collides. It can be done for
   `KEPT`.
2. Restoring makes a whole setup of the past the newest one. It is based on the newest version that
   its reader saw, and collides with a later one. The customer's name and numbers that came since are
   the provider's affair and stay.
3. A VIP list that is younger is unticked and not taken away: its entries are kept.
4. Whoever comes back within `KEPT` has the mobile confirmed as before.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum

from django.utils import timezone

from forrang.domain.call_setup import Choice
from forrang.domain.document import Document, vip_lists
from forrang.domain.main_number import MainNumber
from forrang.domain.points import Point, changed
from forrang.storage import models
from forrang.storage.merge import Collision, Part, changed_parts, merge
from forrang.storage.publish import Published
from forrang.storage.setups import Saved, as_kept, saved, saves_since, setup_version
from forrang.storage.staffing import publish_staffing

KEPT = timedelta(days=30)
"""How long a save can be undone."""


class TooOld(Exception):
    """The save is older than `KEPT`."""


class Undoable(Enum):
    """Whether a save can be undone."""

    YES = "yes"
    DONE = "done"
    "What it changed is as before already."
    CHANGED = "changed"
    "Somebody changed the same since."
    TOO_OLD = "too old"
    "It is older than `KEPT`."


def undo_save(customer: int, version: int, by: str) -> Published:
    """Undo the save that made `version`. Raises `NoSuchCustomer` when there is nothing before it,
    `TooOld`, `Collision`, `DocumentFault` and `NoAdministratorLeft`.
    """
    before = setup_version(customer, version - 1).document
    after = setup_version(customer, version).document
    if too_old(saved(customer, version).at):
        raise TooOld
    back, note = keeping_lists(before, after), f"undo {version}"
    return publish_staffing(back, by, version, note, back=confirmed_before(customer, version))


def confirmed_before(customer: int, version: int) -> dict[str, str]:
    """When mobiles were confirmed, of those who were taken away by `version` or later."""
    rows = models.SetupVersion.objects.filter(
        customer_id=customer, number__gte=version, at__gte=timezone.now() - KEPT
    )
    found: dict[str, str] = {}
    for left in rows.order_by("number").values_list("left", flat=True):
        found |= left
    return found


def undoable(before: Document, after: Document, newest: Document, at: datetime) -> Undoable:
    """Whether the save at `at` that made `after` of `before` can be undone."""
    if too_old(at):
        return Undoable.TOO_OLD
    try:
        done = merge(after, keeping_lists(before, after), newest, 0)
    except Collision:
        return Undoable.CHANGED
    return Undoable.DONE if done == newest else Undoable.YES


def who_changed(customer: int, version: int, parts: Iterable[Part]) -> Saved | None:
    """The newest save after `version` that changed one of these parts."""
    wanted, newer = set(parts), None
    for told, document in saves_since(customer, version):
        if newer is not None and wanted & changed_parts(document, newer[1]).keys():
            return newer[0]
        newer = told, document
    return None


def restored(old: Document, newest: Document) -> Document:
    """The setup that restoring `old` makes."""
    then = {one.number for one in old.main_numbers}
    kept = tuple(one for one in newest.main_numbers if one.number not in then)
    back = keeping_lists(replace(old, customer=newest.customer), newest)
    return replace(back, main_numbers=(*back.main_numbers, *kept))


def restore_version(customer: int, version: int, by: str, based_on: int) -> Published:
    """Make the setup of `version` the newest one; `based_on` is the newest that was seen. Raises
    as `undo_save`.
    """
    old = as_kept(setup_version(customer, version).document)
    newest = as_kept(setup_version(customer, based_on).document)
    back, note = restored(old, newest), f"restore {version}"
    return publish_staffing(back, by, based_on, note, back=confirmed_before(customer, version + 1))


def too_old(at: datetime) -> bool:
    """Whether a save at `at` cannot be undone any more."""
    return at < timezone.now() - KEPT


def keeping_lists(before: Document, after: Document) -> Document:
    """`before` with the lists that came since, unticked."""
    lists = dict(vip_lists(after))

    def keeping(point: Point) -> MainNumber | Choice:
        if point.vip is not None or point.id not in lists:
            return point.part
        return replace(point.part, vip=replace(lists[point.id], on=False))

    return replace(before, main_numbers=tuple(changed(one, keeping) for one in before.main_numbers))
