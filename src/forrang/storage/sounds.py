"""The sounds of a customer: kept, named, and removed when no setup says them any more.

1. A sound is known by the SHA-256 of its samples. The same one twice is one row.
2. A setup names it by that id, wherever in the document; who keeps a setup asks `unknown_sounds`
   first. The version in force is the newest one, and it alone keeps a sound from being removed.
3. Everything that decides holds the customer's row, as a save of the setup does: what was free to
   be removed stays free until it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from forrang.domain.call_setup import prompts_in
from forrang.domain.document import Document, write_document
from forrang.domain.fields import NAME_LENGTH
from forrang.domain.schema import DocumentFault, Fault
from forrang.storage import models
from forrang.storage.acts import ActKind, note_act
from forrang.storage.connection import with_connection

MOST_BYTES = 200_000_000
"""What one customer's sounds may take together: three and a half hours."""


class NoSuchSound(LookupError):
    """The customer has no such sound."""


class SoundsFull(Exception):
    """There is no room for another one. The mend: remove one that nothing uses."""

    def __init__(self, used: int, wanted: int):
        super().__init__(used, wanted)
        self.used = used
        "Bytes that the customer's sounds take."
        self.wanted = wanted
        "Bytes of the new one."
        self.limit = MOST_BYTES
        "Bytes that they may take."


class SoundUsed(Exception):
    """The setup in force says it. The mend: choose another one there first."""

    def __init__(self, places: tuple[tuple[str | int, ...], ...]):
        super().__init__(places)
        self.places = places
        "Where in the document: each a path of fields and places in lists."


@dataclass(frozen=True, slots=True)
class StoredSound:
    """A sound, without its samples."""

    id: str
    "SHA-256 of its samples, in hexadecimal."
    name: str
    "As the customer calls it."
    seconds: float
    "How long it is."
    bytes: int
    "What it takes of the customer's room."
    made: datetime
    "When it was first kept."
    by: str
    "By whom."


_FIELDS = ("sound", "name", "seconds", "bytes", "made", "by")


@with_connection
def add_sound(
    customer: int, id: str, samples: bytes, seconds: float, name: str, by: str
) -> tuple[StoredSound, bool]:
    """Keep a sound, and say whether it is new; one that is there keeps its name. Raises
    `SoundsFull`.
    """
    with transaction.atomic():
        _lock(customer)
        rows = _rows(customer)
        there = rows.filter(sound=id).values_list(*_FIELDS).first()
        if there is not None:
            return StoredSound(*there), False
        used = used_bytes(customer)
        if used + len(samples) > MOST_BYTES:
            raise SoundsFull(used, len(samples))
        made = StoredSound(id, name[:NAME_LENGTH], seconds, len(samples), timezone.now(), by)
        values = {name: getattr(made, name) for name in _FIELDS[1:]}
        models.Sound.objects.create(customer_id=customer, sound=id, samples=samples, **values)
        note_act(customer, ActKind.SOUND_ADDED, by, made.name)
        return made, True


@with_connection
def sounds_of(customer: int) -> list[StoredSound]:
    """A customer's sounds by name."""
    rows = _rows(customer).order_by("name", "made")
    return [StoredSound(*row) for row in rows.values_list(*_FIELDS)]


@with_connection
def sound_of(customer: int, id: str) -> StoredSound:
    """One of a customer's sounds. Raises `NoSuchSound`."""
    row = _rows(customer).filter(sound=id).values_list(*_FIELDS).first()
    if row is None:
        raise NoSuchSound(id)
    return StoredSound(*row)


@with_connection
def samples_of(customer: int, id: str) -> bytes:
    """The samples of one of a customer's sounds. Raises `NoSuchSound`."""
    found = _rows(customer).filter(sound=id).values_list("samples", flat=True).first()
    if found is None:
        raise NoSuchSound(id)
    return bytes(found)


@with_connection
def samples_by_id(id: str) -> bytes | None:
    """The samples with this id, whoever's they are; for the engine's files, where a setup that
    names them was let through already.
    """
    rows = models.Sound.objects.filter(sound=id).values_list("samples", flat=True)
    found = rows.first()
    return None if found is None else bytes(found)


@with_connection
def rename_sound(customer: int, id: str, name: str, by: str) -> None:
    """Call it something else. Raises `NoSuchSound`."""
    name = name[:NAME_LENGTH]
    with transaction.atomic():
        _lock(customer)
        before = sound_of(customer, id).name
        if before != name:
            _rows(customer).filter(sound=id).update(name=name)
            note_act(customer, ActKind.SOUND_RENAMED, by, before, name)


@with_connection
def remove_sound(customer: int, id: str, by: str) -> None:
    """Remove it. Raises `NoSuchSound`, and `SoundUsed` when the setup in force says it."""
    with transaction.atomic():
        _lock(customer)
        name = sound_of(customer, id).name
        places = tuple(_places(_in_force(customer), id))
        if places:
            raise SoundUsed(places)
        _rows(customer).filter(sound=id).delete()
        note_act(customer, ActKind.SOUND_REMOVED, by, name)


@with_connection
def used_bytes(customer: int) -> int:
    """What a customer's sounds take."""
    return _rows(customer).aggregate(sum=Sum("bytes"))["sum"] or 0


@with_connection
def unknown_sounds(customer: int, ids: Iterable[str]) -> set[str]:
    """Which of these are none of the customer's: a setup that names one is refused."""
    wanted = set(ids)
    rows = _rows(customer).filter(sound__in=wanted)
    return wanted - set(rows.values_list("sound", flat=True))


def refuse_unknown_sounds(customer: int, setup: Document) -> None:
    """See that a setup names none but the customer's own sounds. Raises `DocumentFault`."""
    named = {one.sound for one in prompts_in(setup) if one.sound is not None}
    if setup.music is not None:
        named.add(setup.music)
    unknown = unknown_sounds(customer, named) if named else ()
    if unknown:
        plain = write_document(setup)
        raise DocumentFault(
            [
                Fault(path, "is no sound of this customer; upload it under «Lyder» first")
                for id in unknown
                for path in _places(plain, id)
            ]
        )


def _rows(customer: int) -> QuerySet[models.Sound]:
    return models.Sound.objects.filter(customer_id=customer)


def _lock(customer: int) -> None:
    models.Customer.objects.select_for_update().get(pk=customer)


def _in_force(customer: int) -> dict[str, Any] | None:
    rows = models.SetupVersion.objects.filter(customer_id=customer, number=F("customer__version"))
    return rows.values_list("document", flat=True).first()


def _places(
    plain: Any, id: str, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """Where the id stands in a plain document. It is looked for as a value, so that no new field of
    the document can be forgotten here.
    """
    if plain == id:
        yield path
    elif isinstance(plain, dict):
        for name, value in plain.items():
            yield from _places(value, id, (*path, name))
    elif isinstance(plain, list):
        for at, value in enumerate(plain):
            yield from _places(value, id, (*path, at))
