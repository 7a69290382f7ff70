"""A new customer with its first administrator, whose mobile nobody has confirmed yet."""

from forrang.domain.answer_group import AnswerGroup
from forrang.domain.document import Document
from forrang.domain.employee import Employee
from forrang.domain.phone_number import PhoneNumber
from forrang.storage import models
from forrang.storage.connection import with_connection
from forrang.storage.publish import publishing


class CustomerExists(ValueError):
    """A customer has this name already."""


@with_connection
def create_customer(name: str, administrator: str, mobile: PhoneNumber, group: str, by: str) -> str:
    """Make it, with one answer group that the administrator is in: a main number needs somebody to
    go to. The administrator has no password, and the mobile is not rung, until it is confirmed. The
    customer's id in addresses. Raises `CustomerExists`, and `DocumentFault` for a name that cannot be.
    """
    document = Document(
        customer=name,
        employees=(Employee(administrator, mobile, administrator=True),),
        groups=(AnswerGroup(group, (mobile,)),),
    )
    with publishing(by, "create") as publisher:
        made = publisher.publish(document)
        if not made.created:
            raise CustomerExists(name)
        rows = models.Membership.objects.filter(customer_id=made.customer)
        rows.update(mobile_confirmed=None)  # typing a number proves nothing
        ids = models.Customer.objects.filter(pk=made.customer)
        return str(ids.values_list("public_id", flat=True).get())
