"""«Kunder»: all of them, and one."""

from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse

from forrang.domain.document import Document, Service
from forrang.domain.main_number import MainNumber
from forrang.provider.access import for_staff
from forrang.provider.pages import page
from forrang.provider.sessions import StaffRequest
from forrang.provider.words import name_of
from forrang.storage.models import Customer, MainNumberAssignment
from forrang.storage.orders import MAIN_NUMBER, ServiceState, service_states, waiting_orders
from forrang.storage.services import active_services
from forrang.storage.setups import current_setup

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A customer in the list."""

    customer: Customer
    "Who; with their counts."
    services: list[str]
    "What is active, in words."
    waits: bool
    "Whether an order of theirs waits."


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service on a customer's page."""

    name: str
    "What it is called."
    state: ServiceState
    "Who ordered and activated it, and when."
    is_number: bool
    "Whether it is a number, which is assigned and not activated."


def find(public_id: str) -> Customer:
    """The customer of an address. Raises `Http404`."""
    found = Customer.objects.filter(public_id=public_id, version__gt=0).first()
    if found is None:
        raise Http404
    return found


@for_staff
def customers(request: StaffRequest) -> HttpResponse:
    """All customers by name, or those whose name or main number has what is asked for."""
    wanted = request.GET.get("find", "").strip()
    rows = Customer.objects.filter(version__gt=0).order_by("name")
    if wanted:
        rows = rows.filter(_fits(wanted)).distinct()
    rows = rows.annotate(
        numbers=Count("mainnumberassignment", distinct=True),
        people=Count("membership", distinct=True),
    )
    paginator = Paginator(rows, A_PAGE)
    here = paginator.get_page(request.GET.get("page"))
    services = active_services([one.pk for one in here])
    waiting = {one.customer for one in waiting_orders()}
    found = [
        Row(one, [name_of(each) for each in services.get(one.pk, ())], one.pk in waiting)
        for one in here
    ]
    return page(request, "customers.html", {"rows": found, "here": here, "wanted": wanted})


@for_staff
def customer(request: StaffRequest, public_id: str) -> HttpResponse:
    """One customer: services, main numbers, administrators."""
    found = find(public_id)
    document = current_setup(found.pk).document
    states = service_states(found.pk)
    context = {
        "customer": found,
        "document": document,
        "administrators": [one for one in document.employees if one.administrator],
        "services": [
            ServiceRow(name_of(what), state, what == MAIN_NUMBER)
            for what, state in states.items()
            if what != MAIN_NUMBER or state.waiting
        ],
        "numbers": _numbers(found, document),
        "trunk": settings.FORRANG_TRUNK,
    }
    return page(request, "customer.html", context)


def _numbers(found: Customer, document: Document) -> list[tuple[MainNumber, object]]:
    """The customer's main numbers and when each was assigned, in the customer's order."""
    rows = MainNumberAssignment.objects.filter(customer=found)
    assigned = {one.number: one for one in rows}
    return [(one, assigned.get(one.number)) for one in document.main_numbers]


def _fits(wanted: str) -> Q:
    digits = "".join(filter(str.isdigit, wanted))
    named = Q(name__icontains=wanted)
    if not digits:
        return named
    return named | Q(mainnumberassignment__number__contains=digits)


def lists_in_use(document: Document) -> int:
    """How many VIP lists are hidden when the service goes."""
    if Service.VIP_LIST not in document.services:
        return 0
    return sum(one.vip is not None and one.vip.on for one in document.main_numbers)
