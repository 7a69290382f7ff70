"""Notices: what somebody should know, shown until it is read."""

from django.db import models

from forrang.storage.models.customer import Customer


class NoticeTo(models.TextChoices):
    """Whose message strip shows a notice."""

    CUSTOMER = "customer"
    PROVIDER = "provider"


class Notice(models.Model):
    """One notice. Written once, from the exchange's ledger."""

    id = models.TextField(primary_key=True)
    "Chosen when it was made."
    customer = models.ForeignKey(Customer, models.CASCADE)  # its index: read by the message strip
    "Whom it is about."
    to = models.CharField(max_length=10, choices=NoticeTo.choices)
    kind = models.CharField(max_length=40)
    mobile = models.CharField(max_length=16, null=True)
    "Which employee it is about."
    place = models.TextField(null=True)
    at = models.FloatField()
    "UTC seconds."
    read = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice"
