"""What the provider activates for a customer."""

from collections.abc import Collection, Iterable

from django.utils import timezone

from forrang.domain.document import Service
from forrang.storage import models
from forrang.storage.acts import ActKind, note_acts
from forrang.storage.changes import ChangeKind, NewChange


def set_services(customer: int, wanted: Collection[Service], by: str) -> list[NewChange]:
    """Make `wanted` the active services; a change for each that is switched."""
    rows = models.Service.objects.filter(customer_id=customer)
    active = set(rows.filter(activated__isnull=False).values_list("service", flat=True))
    now = timezone.now()
    for service in sorted(set(wanted) - active):
        on = {"activated_by": by, "activated": now, "deactivated_by": None, "deactivated": None}
        rows.update_or_create({"customer_id": customer, **on}, service=service)
    gone = sorted(active - set(wanted))
    rows.filter(service__in=gone).update(
        activated_by=None, activated=None, deactivated_by=by, deactivated=now
    )
    note_acts(customer, ActKind.ACTIVATED, by, sorted(set(wanted) - active))
    note_acts(customer, ActKind.TURNED_OFF, by, gone)
    return [
        NewChange(customer, ChangeKind.SERVICE, {"service": service, "active": service in wanted})
        for service in (*sorted(set(wanted) - active), *gone)
    ]


def active_services(customers: Iterable[int]) -> dict[int, tuple[Service, ...]]:
    """The active services of those customers who have any."""
    rows = models.Service.objects.filter(activated__isnull=False, customer_id__in=customers)
    found: dict[int, tuple[Service, ...]] = {}
    for customer, service in rows.order_by("service").values_list("customer_id", "service"):
        found[customer] = (*found.get(customer, ()), Service(service))
    return found
