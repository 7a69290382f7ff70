"""Saves of VIP entries from the portal: what each changed, so that it can be undone."""

from django.db import models

from forrang.storage.models.customer import Customer


class EntrySave(models.Model):
    """One save of one list's entries. Never changed afterwards; kept for as long as undo is."""

    customer = models.ForeignKey(Customer, models.CASCADE, db_index=False)
    list_id = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    before = models.JSONField()
    "The rows that it changed or took away, as they were."
    after = models.JSONField()
    "The rows that it changed or added, as it left them."

    class Meta:
        db_table = "entry_save"
        indexes = [
            # read by entry_saves, which removes the old ones
            models.Index(fields=["customer", "at"], name="entry_save_oldest")
        ]
