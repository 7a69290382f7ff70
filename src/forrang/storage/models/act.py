"""Acts: what the provider did at a customer, and what a customer asked of the provider."""

from django.db import models

from forrang.storage.models.customer import Customer


class Act(models.Model):
    """One act. Never changed afterwards; setups have their versions, and are not told here."""

    customer = models.ForeignKey(Customer, models.CASCADE, db_index=False)
    by = models.CharField(max_length=200)
    "Who: the name of one of the provider's people or of the customer's, or a command."
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    "One of `acts.ActKind`."
    what = models.TextField(blank=True, default="")
    "To what: a service, a number."
    note = models.TextField(blank=True, default="")
    "What was said with it."

    class Meta:
        db_table = "act"
        indexes = [
            # read by acts.newest_acts, of all customers and of one
            models.Index(fields=["-at"], name="act_newest"),
            models.Index(fields=["customer", "-at"], name="act_newest_of_one"),
        ]
