"""Publishing: the one way in which a customer's setup changes.

1. Everything happens in one transaction: the version, the rows of entries, the services, numbers
   and people, and at its very end the rows in the ordered table of changes.
2. Without `based_on` a document is the whole customer and the provider's act: it creates the
   customer, activates services, assigns numbers, confirms mobiles, and its entries are the lists'
   entries.
3. With `based_on` it is a setup that an administrator edited, starting from that version: it is
   laid on the newest one, services and entries stay as they are, and a number that the provider
   did not assign is refused.
4. What is there already is not written again; a document that changes nothing leaves no trace.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from django.db import transaction

from forrang.domain.document import (
    Document,
    Service,
    read_document,
    vip_lists,
    without_secrets_and_entries,
    write_document,
)
from forrang.domain.vip_list import Entry
from forrang.storage import models
from forrang.storage.acts import ActKind, note_act
from forrang.storage.changes import ChangeKind, NewChange, append_changes
from forrang.storage.connection import with_connection
from forrang.storage.customers import find, find_or_create, rename
from forrang.storage.entries import EntryCounts, EntryList, replace_entries
from forrang.storage.merge import merge
from forrang.storage.numbers import assign, refuse_others, take_back
from forrang.storage.people import (
    Hashes,
    confirmations_lost,
    hash_passwords,
    set_members,
    set_passwords,
)
from forrang.storage.promises import about_to_save
from forrang.storage.services import set_services
from forrang.storage.setups import kept_form
from forrang.storage.sounds import refuse_unknown_sounds


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing a document did."""

    customer: int
    "The customer's id in this database."
    name: str
    "The customer's name."
    version: int
    "The number of the newest setup version."
    created: bool
    "Whether the customer is new."
    new_version: bool
    "Whether the setup differs from the version before."
    services: dict[Service, bool]
    "The services that were switched, and to what."
    entries: EntryCounts
    "What became of the entries, over all lists."
    people: bool
    "Whether somebody may log in who might not before, or the other way round."
    passwords: int
    "How many passwords were set."

    @property
    def changed(self) -> bool:
        """Whether anything changed."""
        return bool(
            self.created
            or self.new_version
            or self.services
            or self.entries
            or self.people
            or self.passwords
        )


class Publisher:
    """Publishes documents into the open transaction of `publishing`."""

    def __init__(self, by: str, note: str):
        self._by = by
        self._note = note
        self.back: Mapping[str, str] = {}
        """When mobiles were confirmed, of those who come back with the document."""
        self.changes: list[NewChange] = []

    def take_back_numbers(self, documents: Iterable[Document]) -> None:
        """Take back the numbers that `documents` leave out, before one of them gives any to
        somebody else.
        """
        for document in documents:
            customer = find(document)
            if customer is not None:
                take_back(customer, document, self._by)

    def publish(
        self, document: Document, based_on: int | None = None, hashes: Hashes | None = None
    ) -> Published:
        """Publish one document. Raises `DocumentFault` when the database says no, and `Collision`.
        `hashes`: what `hash_passwords` gave for its employees.
        """
        setup = _checked(document)
        customer, created = find_or_create(document)
        if created:
            note_act(customer.pk, ActKind.CREATED, self._by)
        before = None if created else _kept(customer, customer.version)
        services: list[NewChange] = []
        if based_on is None:
            assign(customer.pk, setup, self._by)
            services = set_services(customer.pk, document.services, self._by)
            lists = {id: vip.entries for id, vip in vip_lists(document)}
        else:
            setup = _laid_on_newest(customer, setup, based_on)
            lists = {}
        refuse_unknown_sounds(customer.pk, setup)
        rename(customer, setup.customer)
        new_version = setup != before and self._add_version(customer, setup)
        self.changes += services
        lists |= dict.fromkeys(_list_ids(before) - _list_ids(setup), ())
        counts = [self._replace_entries(customer, id, lists[id]) for id in lists]
        people = set_members(customer.pk, setup.employees, based_on is None, self.back)
        if people and not new_version:  # a mobile may be confirmed now
            what = {"version": customer.version}
            self.changes.append(NewChange(customer.pk, ChangeKind.SETUP, what))
        if new_version and based_on is not None:  # the provider's act is never refused for them
            about_to_save(customer.pk)
        passwords = {} if hashes is None or based_on is not None else hashes
        set_passwords(passwords)
        return Published(
            customer=customer.pk,
            name=customer.name,
            version=customer.version,
            created=created,
            new_version=new_version,
            services={Service(one.what["service"]): one.what["active"] for one in services},
            entries=sum(counts, EntryCounts()),
            people=people,
            passwords=len(passwords),
        )

    def _add_version(self, customer: models.Customer, setup: Document) -> bool:
        customer.version += 1
        customer.save(update_fields=["version"])
        models.SetupVersion.objects.create(
            customer=customer,
            number=customer.version,
            document=kept_form(setup),
            by=self._by,
            note=self._note,
            left=confirmations_lost(customer.pk, setup.employees),
        )
        what = {"version": customer.version}
        self.changes.append(NewChange(customer.pk, ChangeKind.SETUP, what))
        return True

    def _replace_entries(
        self, customer: models.Customer, list_id: str, entries: tuple[Entry, ...]
    ) -> EntryCounts:
        counts, changes = replace_entries(EntryList(customer.pk, list_id), entries, self._by)
        self.changes += changes
        return counts


@contextmanager
def publishing(by: str, note: str = "") -> Iterator[Publisher]:
    """A transaction for several documents: all of them or none."""
    with transaction.atomic(durable=True):
        publisher = Publisher(by, note)
        yield publisher
        append_changes(publisher.changes)


@with_connection
def publish(document: Document, by: str, note: str = "", based_on: int | None = None) -> Published:
    """Publish one document; see above for `based_on`. Raises `DocumentFault` and `Collision`."""
    hashes = hash_passwords(document.employees)
    with publishing(by, note) as publisher:
        return publisher.publish(document, based_on, hashes)


def _checked(document: Document) -> Document:
    """What a version keeps of the document, which somebody may have put together by hand."""
    setup = write_document(without_secrets_and_entries(document))
    return replace(read_document(setup), id=None, services=(), unconfirmed=())


def _kept(customer: models.Customer, version: int) -> Document:
    rows = models.SetupVersion.objects.filter(customer=customer, number=version)
    return read_document(rows.values_list("document", flat=True).get())


def _laid_on_newest(customer: models.Customer, setup: Document, based_on: int) -> Document:
    if based_on != customer.version:
        base, newest = _kept(customer, based_on), _kept(customer, customer.version)
        merged = merge(base, setup, newest, customer.version)
        setup = read_document(kept_form(merged))  # what each side may do, both together may not
    numbers = [one.number for one in setup.main_numbers]
    refuse_others(customer.pk, numbers, "is not assigned to this customer")
    return setup


def _list_ids(document: Document | None) -> set[str]:
    return set() if document is None else {id for id, _ in vip_lists(document)}
