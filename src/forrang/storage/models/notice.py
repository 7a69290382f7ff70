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
    note = models.TextField(blank=True, default="")
    "What somebody wrote with it."
    read = models.DateTimeField(null=True)
    mailed = models.DateTimeField(null=True)
    "When it was laid among the outgoing mail of those who have an address."

    class Meta:
        db_table = "notice"
        indexes = [
            # read by notice_mail, which asks every few seconds
            models.Index(
                fields=["at"],
                condition=models.Q(mailed__isnull=True, read__isnull=True, to="customer"),
                name="notice_to_be_mailed",
            )
        ]
