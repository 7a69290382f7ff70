"""The provider's stock of main numbers: each belongs to one customer."""

from collections.abc import Sequence

from forrang.domain.document import Document
from forrang.domain.schema import DocumentFault, Fault
from forrang.storage import models
from forrang.storage.acts import ActKind, note_acts


def take_back(customer: int, document: Document, by: str) -> None:
    """Take back those of the customer's numbers that the document leaves out."""
    rows = models.MainNumberAssignment.objects.filter(customer_id=customer)
    gone = rows.exclude(number__in=[one.number for one in document.main_numbers])
    note_acts(customer, ActKind.TAKEN_BACK, by, sorted(gone.values_list("number", flat=True)))
    gone.delete()


def assign(customer: int, document: Document, by: str) -> None:
    """Give the customer the document's numbers and take back what it leaves out. Raises
    `DocumentFault` when one is another customer's.
    """
    take_back(customer, document, by)
    wanted = [one.number for one in document.main_numbers]
    there = models.MainNumberAssignment.objects.filter(number__in=wanted)
    new = sorted(set(wanted) - set(there.values_list("number", flat=True)))
    models.MainNumberAssignment.objects.bulk_create(
        [
            models.MainNumberAssignment(number=number, customer_id=customer, assigned_by=by)
            for number in new  # in one order: two writers cannot block each other
        ],
        ignore_conflicts=True,
    )
    refuse_others(customer, wanted, "belongs to another customer")
    note_acts(customer, ActKind.ASSIGNED, by, new)


def refuse_others(customer: int, wanted: Sequence[str], why: str) -> None:
    """Raise `DocumentFault` for each number of `wanted` that is not the customer's."""
    rows = models.MainNumberAssignment.objects.filter(customer_id=customer, number__in=wanted)
    own = set(rows.values_list("number", flat=True))
    faults = [
        Fault(("main_numbers", at, "number"), f"{number} {why}")
        for at, number in enumerate(wanted)
        if number not in own
    ]
    if faults:
        raise DocumentFault(faults)
