"""Services: what a customer ordered and the provider activated."""

from django.db import models

from forrang.storage.models.customer import Customer


class Service(models.Model):
    """A service of a customer. Deactivated it stays, and what belongs to it is kept."""

    customer = models.ForeignKey(Customer, models.CASCADE, db_index=False)
    service = models.CharField(max_length=40)
    ordered_by = models.CharField(max_length=200, null=True)
    ordered = models.DateTimeField(null=True)
    activated_by = models.CharField(max_length=200, null=True)
    activated = models.DateTimeField(null=True)
    "Null when it is not active."
    deactivated_by = models.CharField(max_length=200, null=True)
    deactivated = models.DateTimeField(null=True)

    class Meta:
        db_table = "service"
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "service"], name="service_once_per_customer"
            )
        ]
