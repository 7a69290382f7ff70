"""Memberships: which account belongs to which customers, and what it may do there."""

from django.conf import settings
from django.db import models

from forrang.storage.models.customer import Customer


class Membership(models.Model):
    """An account's place at a customer. An employee of two customers has two."""

    # its index: read at log-in, which customers somebody belongs to
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    customer = models.ForeignKey(Customer, models.CASCADE, db_index=False)
    administrator = models.BooleanField(default=False)
    mobile_confirmed = models.DateTimeField(null=True)
    "When the mobile was confirmed; until then it is not rung."

    class Meta:
        db_table = "membership"
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "account"], name="membership_once_per_customer"
            )
        ]
