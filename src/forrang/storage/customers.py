"""Finding the customer that a document is about."""

from django.db.models import Q

from forrang.domain.document import Document
from forrang.domain.schema import DocumentFault, Fault
from forrang.storage import models


def find_or_create(document: Document) -> tuple[models.Customer, bool]:
    """The document's customer, locked until the transaction ends, and whether they are new: found
    by `id`, or else by name. Raises `DocumentFault`.
    """
    customers = models.Customer.objects.select_for_update()
    there = customers.filter(_known_as(document)).first()
    if there is not None:
        return there, False
    new = models.Customer(name=document.customer)
    if document.id is not None:
        new.public_id = document.id
    models.Customer.objects.bulk_create([new], ignore_conflicts=True)  # somebody else may be first
    there = customers.filter(name=document.customer).first()
    if there is None or document.id not in (None, there.public_id):
        raise _fault("id", "a customer of this name has another id; leave it out to mean that one")
    return there, there.version == 0


def find(document: Document) -> int | None:
    """The id in this database of the document's customer, if they are there."""
    rows = models.Customer.objects.filter(_known_as(document))
    return rows.values_list("pk", flat=True).first()


def rename(customer: models.Customer, name: str) -> None:
    """Give the customer this name. Raises `DocumentFault` when another one has it."""
    if customer.name != name:
        if models.Customer.objects.filter(name=name).exists():
            raise _fault("customer", "another customer has this name")
        customer.name = name
        customer.save(update_fields=["name"])


def _known_as(document: Document) -> Q:
    return Q(name=document.customer) if document.id is None else Q(public_id=document.id)


def _fault(field: str, message: str) -> DocumentFault:
    return DocumentFault([Fault((field,), message)])
