"""Publishing who works where.

1. A customer that has an administrator keeps one, also when two people save at once: it is asked
   in the transaction that saves, after everything else.
2. Who was logged out or pauses stays so when their mobile or their group is called something else:
   places are known by those names, so the wishes follow the new setup in the same transaction.
3. What is called something else and was taken away meanwhile does not come back unasked: that
   collides, though nothing of the two edits stands in the same place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from forrang.domain.differences import Path
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.two_edits import gone_meanwhile
from forrang.storage import models
from forrang.storage.changes import ChangeKind, NewChange
from forrang.storage.connection import with_connection
from forrang.storage.merge import Collision
from forrang.storage.publish import Published, publishing
from forrang.storage.records import presence_of
from forrang.storage.setups import as_kept, setup_version

_WISH = {"out": "out", "paused": "pause"}
_GROUP = "group:"


class NoAdministratorLeft(Exception):
    """Nobody could change the setup any more; nothing is saved."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """What has another name now, by its old one."""

    mobiles: Mapping[PhoneNumber, PhoneNumber] = field(default_factory=dict)
    "Employees' mobile numbers."
    groups: Mapping[str, str] = field(default_factory=dict)
    "Groups."

    @property
    def paths(self) -> dict[Path, Path]:
        """The same as places in a setup."""
        found: dict[Path, Path] = {
            ("employees", old): ("employees", new) for old, new in self.mobiles.items()
        }
        return found | {("groups", old): ("groups", new) for old, new in self.groups.items()}


@with_connection
def publish_staffing(
    document: Document,
    by: str,
    based_on: int,
    note: str = "",
    renamed: Renamed | None = None,
    back: Mapping[str, str] | None = None,
) -> Published:
    """Publish a setup in which people or groups were edited; `back`: when the mobiles of those who
    come back with it were confirmed. Raises `NoAdministratorLeft`,
    `Collision` and `DocumentFault`.
    """
    with publishing(by, note) as publisher:
        publisher.back = back or {}
        published = publisher.publish(document, based_on)
        rows = models.Membership.objects.filter(customer_id=published.customer)
        if not rows.filter(administrator=True).exists():
            raise NoAdministratorLeft
        if renamed is not None:
            _refuse_gone(published, document, based_on, renamed)
            publisher.changes += _carried(published.customer, renamed)
        return published


def _refuse_gone(published: Published, document: Document, based_on: int, renamed: Renamed) -> None:
    """Raise `Collision` when what is called something else was taken away since."""
    newest = published.version - published.new_version
    if based_on == newest:
        return
    base, theirs = (
        as_kept(setup_version(published.customer, one).document) for one in (based_on, newest)
    )
    mine = as_kept(document)
    gone = gone_meanwhile(base, mine, theirs, renamed.paths)
    if gone:
        raise Collision([(path[0], path[1]) for path in gone], newest, base, mine, theirs)


def _carried(customer: int, renamed: Renamed) -> Iterator[NewChange]:
    for one in presence_of(customer):
        mobile = renamed.mobiles.get(one.mobile, one.mobile)
        group = one.place.removeprefix(_GROUP)
        place = f"{_GROUP}{renamed.groups.get(group, group)}" if group != one.place else one.place
        if one.state in _WISH and (mobile, place) != (one.mobile, one.place):
            wish = {"mobile": mobile, "place": place, "wish": _WISH[one.state], "until": one.until}
            yield NewChange(customer, ChangeKind.PRESENCE, wish)
