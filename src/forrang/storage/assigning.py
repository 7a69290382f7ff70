"""Giving a customer one more main number: the number's row and the setup that has it, at once."""

from dataclasses import replace

from forrang.domain.call_setup import CallSetup, Queue
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.storage import models
from forrang.storage.acts import ActKind, note_act
from forrang.storage.connection import with_connection
from forrang.storage.notices import OrderNotice, tell_customer
from forrang.storage.orders import MAIN_NUMBER, answered
from forrang.storage.publish import publishing
from forrang.storage.setups import current_setup


class NumberTaken(ValueError):
    """The number is somebody's already; `customer` is their name."""

    def __init__(self, number: PhoneNumber, customer: str):
        super().__init__(f"{number} belongs to {customer}")
        self.customer = customer


@with_connection
def assign_number(
    customer: int, number: PhoneNumber, name: str | None, group: str, by: str
) -> None:
    """Give the customer a main number that goes to one of their answer groups, tell them, and
    answer their order, if there is one. Raises `NumberTaken`, and `DocumentFault` when the number
    is an employee's mobile or there is no such group.
    """
    with publishing(by, f"assign {number}") as publisher:
        whose = models.MainNumberAssignment.objects.filter(number=number)
        there = whose.values_list("customer__name", flat=True).first()
        if there is not None:
            raise NumberTaken(number, there)
        models.MainNumberAssignment.objects.create(
            number=number, customer_id=customer, assigned_by=by
        )
        setup = current_setup(customer)
        new = MainNumber(number, CallSetup(queue=Queue(group)), name)
        main_numbers = (*setup.document.main_numbers, new)
        publisher.publish(replace(setup.document, main_numbers=main_numbers), setup.version)
        note_act(customer, ActKind.ASSIGNED, by, number)
        answered(customer, MAIN_NUMBER)
        tell_customer(customer, OrderNotice.ASSIGNED, number)


class NumberGone(LookupError):
    """The customer has not this number, or not any more."""


@with_connection
def take_back_number(customer: int, number: PhoneNumber, by: str) -> None:
    """Take a main number back with its setup and the entries of its lists, and tell the customer.
    Whoever waits on it stays with the answerers they had. Raises `NumberGone`.
    """
    with publishing(by, f"take back {number}") as publisher:
        setup = current_setup(customer)
        left = tuple(one for one in setup.document.main_numbers if one.number != number)
        if len(left) == len(setup.document.main_numbers):
            raise NumberGone(number)
        publisher.publish(replace(setup.document, main_numbers=left), setup.version)
        models.MainNumberAssignment.objects.filter(number=number, customer_id=customer).delete()
        note_act(customer, ActKind.TAKEN_BACK, by, number)
        tell_customer(customer, OrderNotice.TAKEN_BACK, number)
