"""Figures out of the call records."""

from dataclasses import dataclass

from django.db.models import Count, Max

from forrang.storage import models
from forrang.storage.connection import with_connection


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of the calls of some time."""

    calls: int
    "How many came."
    answered: int
    "How many of them somebody answered."
    longest_wait: float
    "The longest that one of them waited; seconds."


@with_connection
def figures_since(customer: int, since: float) -> Figures:
    """Of a customer's calls that came since then (UTC seconds)."""
    rows = models.CallRecord.objects.filter(customer_id=customer, arrived__gte=since)
    found = rows.aggregate(Count("id"), Count("answered_by"), Max("waited_seconds"))
    longest = found["waited_seconds__max"] or 0.0
    return Figures(found["id__count"], found["answered_by__count"], longest)
