"""Who is asking, and for which customer: the one way to get at anything that is kept.

A session says who is logged in and which membership they chose; everything else follows from that.
A view asks `request.person` and `request.customer` and never takes a customer from an address.

What somebody else took away while a form of it was open is still there for that form, as the version
has it that the form was made from (`Person.base`): saving then collides, and nothing typed is lost.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.document import Document, Service
from forrang.domain.employee import Employee
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import Point, PointId, every_point
from forrang.site.preferences import PreferringRequest
from forrang.site.viewing import Viewing, ViewingRequest
from forrang.storage.models import Account, Customer, Membership
from forrang.storage.setups import CustomerSetup, NoSuchCustomer, current_setup, setup_version

CHOSEN = "membership"
"""Where a session keeps which of their companies somebody chose."""

VERSION_DIGITS = 9
"""More than any version has."""

Answer = Callable[[HttpRequest], HttpResponse]
T = TypeVar("T")


@dataclass(frozen=True)
class Person:
    """Somebody who is logged in, as a member of one customer."""

    account: Account
    "Their log-in."
    customer: Customer
    "Where they are now."
    administrator: bool
    "Whether they may change the setup."
    companies: int
    "How many customers they belong to."
    based_on: str = field(default="", kw_only=True)
    "The version that a form was made from which they send now, as it says; else empty."

    @property
    def mobile(self) -> PhoneNumber:
        """The mobile that they log in with and that rings."""
        return PhoneNumber(self.account.mobile)

    @cached_property
    def setup(self) -> CustomerSetup:
        """The customer's setup as it is now: read once a request."""
        return current_setup(self.customer.pk)

    @property
    def document(self) -> Document:
        """The setup's document."""
        return self.setup.document

    @cached_property
    def base(self) -> CustomerSetup:
        """The setup that the form was made from which is sent; where none is, the newest. Raises
        `Http404`.
        """
        if not self.based_on.isdecimal() or len(self.based_on) > VERSION_DIGITS:
            return self.setup
        if int(self.based_on) == self.setup.version:
            return self.setup
        try:
            return setup_version(self.customer.pk, int(self.based_on))
        except NoSuchCustomer:
            raise Http404 from None

    @cached_property
    def name(self) -> str:
        """Their name."""
        return name_of(self.document, self.mobile)

    @property
    def vip_activated(self) -> bool:
        """Whether the provider activated VIP lists; nothing of VIP shows before."""
        return Service.VIP_LIST in self.document.services

    @property
    def administrators(self) -> list[Employee]:
        """Those who can help where this person may not."""
        return [one for one in self.document.employees if one.administrator]

    def main_number(self, number: PhoneNumber) -> MainNumber:
        """One of the customer's main numbers. Raises `Http404`."""
        return _one(one for one in self.document.main_numbers if one.number == number)

    def point(self, id: PointId) -> Point:
        """One of the customer's main numbers, or a choice of its menu. Raises `Http404`."""
        self.main_number(PhoneNumber(id.partition("/")[0]))  # who has it is the provider's to say
        return self._here(
            lambda document: (one for one in every_point(document.main_numbers) if one.id == id)
        )

    def point_now(self, id: PointId) -> Point:
        """The same, and never one that is gone: entries of its list would be nobody's. Raises
        `Http404`.
        """
        return _one(one for one in every_point(self.document.main_numbers) if one.id == id)

    def group(self, name: str) -> AnswerGroup:
        """One of the customer's answer groups. Raises `Http404`."""
        return self._here(lambda document: (one for one in document.groups if one.name == name))

    def employee(self, mobile: PhoneNumber) -> Employee:
        """One of the customer's employees. Raises `Http404`."""
        return self._here(
            lambda document: (one for one in document.employees if one.mobile == mobile)
        )

    def _here(self, found: Callable[[Document], Iterable[T]]) -> T:
        """As it is now; what is gone, as the form that is sent has it."""
        return _one(one for setup in self._setups() for one in found(setup.document))

    def _setups(self) -> Iterator[CustomerSetup]:
        yield self.setup
        yield self.base


@dataclass(frozen=True)
class Viewer(Person):
    """Somebody of the provider's, who sees the portal as an administrator does and is none."""

    viewing: Viewing
    "Who, and until when."

    @cached_property
    def name(self) -> str:
        """Their own name, not that of one of the customer's."""
        return self.viewing.staff


class PortalRequest(PreferringRequest, ViewingRequest):
    """What `with_person` and django-htmx make of a request; for the types alone."""

    person: Person | None
    customer: Customer | None
    htmx: HtmxDetails


class PersonRequest(PortalRequest):
    """What the guards of `access` let through, but `for_anybody`."""

    person: Person
    customer: Customer


def with_person(get_response: Answer) -> Callable[[PortalRequest], HttpResponse]:
    """Middleware: `request.person` and `request.customer`, both None for strangers; and the
    customer's time zone for all that follows.
    """

    def answer(request: PortalRequest) -> HttpResponse:
        request.person = person = person_of(request)
        request.customer = None if person is None else person.customer
        if person is None:
            return get_response(request)
        with timezone.override(ZoneInfo(person.document.time_zone)):
            return get_response(request)

    return answer


def memberships(account: Account) -> list[Membership]:
    """The companies that somebody belongs to, by name."""
    rows = Membership.objects.filter(account=account, customer__version__gt=0)
    return list(rows.select_related("customer").order_by("customer__name"))


def choose(request: HttpRequest, membership: Membership) -> None:
    """Let the session be of this membership from now on."""
    request.session[CHOSEN] = membership.pk


def name_of(document: Document, mobile: str) -> str:
    """An employee's name; the number of somebody who is gone."""
    return next((one.name for one in document.employees if one.mobile == mobile), mobile)


def person_of(request: HttpRequest) -> Person | None:
    """Whoever the session says is asking; None for strangers, and for whoever has to choose."""
    viewing, based_on = getattr(request, "viewing", None), request.POST.get("based_on", "")
    if viewing is not None:
        return Viewer(Account(mobile=""), viewing.customer, True, 1, viewing, based_on=based_on)
    if not request.user.is_authenticated:
        return None
    theirs = memberships(request.user)
    chosen = request.session.get(CHOSEN)
    found = next((one for one in theirs if one.pk == chosen), None)
    if found is None and len(theirs) == 1:
        found = theirs[0]
    if found is None:
        return None
    return Person(request.user, found.customer, found.administrator, len(theirs), based_on=based_on)


def _one(found: Iterator[T]) -> T:
    for one in found:
        return one
    raise Http404
