"""«Historikk»: who did what at which customer, newest first, and filters by customer, person, kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _

from forrang.domain.phone_number import PhoneNumber, pretty
from forrang.provider.access import for_staff
from forrang.provider.pages import page
from forrang.provider.sessions import StaffRequest
from forrang.provider.words import name_of
from forrang.storage.acts import ActKind, Told, newest_acts
from forrang.storage.models import Customer, SetupVersion
from forrang.storage.staff import staff_names

A_PAGE = 100
SAVED = "saved"
"""The kind of an act that has rows of its own: the versions of setups."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody did."""

    at: datetime
    "When."
    by: str
    "Who."
    public_id: str
    "At whom: the id in addresses."
    customer: str
    "Their name."
    what: str
    "What."
    note: str
    "What was said with it."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; nothing where it is all the same."""

    customer: str
    "The id in addresses."
    by: str
    "A name."
    kind: str
    "One of `ActKind`, or `SAVED`."
    before: datetime | None
    "Older than this."


@for_staff
def history(request: StaffRequest) -> HttpResponse:
    """A page of acts."""
    wanted = _wanted(request)
    customers = list(Customer.objects.filter(version__gt=0).order_by("name"))
    chosen = next((one for one in customers if one.public_id == wanted.customer), None)
    found = sorted(_acts(wanted, chosen), key=lambda one: one.at, reverse=True)
    acts = found[:A_PAGE]
    context = {
        "acts": acts,
        "older": _older(wanted, acts[-1].at) if len(found) > A_PAGE else "",
        "wanted": wanted,
        "filtered": bool(chosen or wanted.by or wanted.kind),
        "customers": [(one.public_id, one.name) for one in customers],
        "people": staff_names(),
        "kinds": _kinds(),
    }
    return page(request, "history.html", context)


def _wanted(request: StaffRequest) -> Wanted:
    asked = request.GET
    kind = asked.get("kind", "")
    try:
        before = datetime.fromtimestamp(float(asked["before"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        before = None
    return Wanted(
        asked.get("customer", ""),
        asked.get("by", "").replace("\0", ""),
        kind if kind in (*ActKind, SAVED) else "",
        before,
    )


def _acts(wanted: Wanted, customer: Customer | None) -> Iterator[Act]:
    """At least a page's, one more where there are more."""
    if wanted.kind != SAVED:
        rows = newest_acts(
            None if customer is None else customer.pk,
            by=wanted.by,
            kind=wanted.kind,
            before=wanted.before,
            limit=A_PAGE + 1,
        )
        for one in rows:
            yield Act(one.at, one.by, one.public_id, one.customer, said(one), one.note)
    if wanted.kind in ("", SAVED):
        yield from _saves(wanted, customer)


def _saves(wanted: Wanted, customer: Customer | None) -> Iterator[Act]:
    rows = SetupVersion.objects.select_related("customer").defer("document").order_by("-at")
    if customer is not None:
        rows = rows.filter(customer=customer)
    if wanted.by:
        rows = rows.filter(by=wanted.by)
    if wanted.before is not None:
        rows = rows.filter(at__lt=wanted.before)
    for one in rows[: A_PAGE + 1]:
        what = _("Saved setup %(n)s") % {"n": one.number}
        yield Act(one.at, one.by, one.customer.public_id, one.customer.name, what, "")


def said(one: Told) -> str:
    """An act in words."""
    match one.kind:
        case ActKind.CREATED:
            return _("Made the customer")
        case ActKind.ORDERED:
            return _("Ordered: %(what)s") % {"what": name_of(one.what)}
        case ActKind.WITHDRAWN:
            return _("Withdrew the order: %(what)s") % {"what": name_of(one.what)}
        case ActKind.DECLINED:
            return _("Declined: %(what)s") % {"what": name_of(one.what)}
        case ActKind.ACTIVATED:
            return _("Activated: %(what)s") % {"what": name_of(one.what)}
        case ActKind.TURNED_OFF:
            return _("Turned off: %(what)s") % {"what": name_of(one.what)}
        case ActKind.ASSIGNED:
            return _("Assigned %(number)s") % {"number": shown(one.what)}
        case ActKind.TAKEN_BACK:
            return _("Took back %(number)s") % {"number": shown(one.what)}
        case ActKind.VIEWED:
            return _("Opened the portal as the customer")
        case ActKind.VIEW_ENDED:
            return _("Left the portal")
        case ActKind.SECOND_STEP_OFF:
            return _("Turned off two-step log-in: %(name)s") % {"name": one.what}
    return one.kind


def shown(number: str) -> str:
    """A main number as it stands in a sentence: not broken over lines."""
    return pretty(PhoneNumber(number)).removeprefix("+47 ").replace(" ", "\xa0")


def _kinds() -> list[tuple[str, str]]:
    return [
        (SAVED, _("Setups saved")),
        (ActKind.CREATED, _("Customers made")),
        (ActKind.ORDERED, _("Orders")),
        (ActKind.WITHDRAWN, _("Withdrawn orders")),
        (ActKind.DECLINED, _("Declined orders")),
        (ActKind.ACTIVATED, _("Services activated")),
        (ActKind.TURNED_OFF, _("Services turned off")),
        (ActKind.ASSIGNED, _("Numbers assigned")),
        (ActKind.TAKEN_BACK, _("Numbers taken back")),
        (ActKind.VIEWED, _("Portal opened as the customer")),
    ]


def _older(wanted: Wanted, last: datetime) -> str:
    asked = {"customer": wanted.customer, "by": wanted.by, "kind": wanted.kind}
    query = {name: value for name, value in asked.items() if value}
    return urlencode({**query, "before": repr(last.timestamp())})
