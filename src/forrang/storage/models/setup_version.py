"""Setup versions: every setup that a customer ever had."""

from django.db import models

from forrang.storage.models.customer import Customer


class SetupVersion(models.Model):
    """A customer's setup as it was saved once; never changed afterwards."""

    customer = models.ForeignKey(Customer, models.CASCADE, db_index=False)
    number = models.PositiveIntegerField()
    "1, 2, 3, … per customer."
    document = models.JSONField()
    """Without passwords and entries; also without services and id, which have rows of their own
    and are laid on it when it is read."""
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)
    left = models.JSONField(default=dict)
    """Of those whom this version took away, by mobile number: when it was confirmed. Whoever comes
    back by undoing has it still."""

    class Meta:
        db_table = "setup_version"
        constraints = [
            # read by setups.current_setups, and by the page that shows the last 50
            models.UniqueConstraint(
                fields=["customer", "number"], name="setup_version_once_per_customer"
            )
        ]
