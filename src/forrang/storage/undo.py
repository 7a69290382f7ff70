"""Undoing a save: a new save that puts back what that one changed, and nothing else.

1. The version before it is laid on the newest one, as if somebody had edited it back: what others
   changed since stays, and what they changed of the same parts collides.
2. A VIP list that the save brought is unticked and not taken away: its entries are kept.
"""

from dataclasses import replace

from forrang.domain.document import Document
from forrang.storage.publish import Published, publish
from forrang.storage.setups import setup_version


def undo_save(customer: int, version: int, by: str) -> Published:
    """Undo the save that made `version`. Raises `NoSuchCustomer` when there is nothing before it,
    `Collision` and `DocumentFault` as `publish`.
    """
    before = setup_version(customer, version - 1).document
    after = setup_version(customer, version).document
    back = _keeping_lists(before, after)
    return publish(back, by, note=f"undo {version}", based_on=version)


def _keeping_lists(before: Document, after: Document) -> Document:
    lists = {one.number: one.vip for one in after.main_numbers if one.vip is not None}
    return replace(
        before,
        main_numbers=tuple(
            replace(one, vip=replace(lists[one.number], on=False))
            if one.vip is None and one.number in lists
            else one
            for one in before.main_numbers
        ),
    )
