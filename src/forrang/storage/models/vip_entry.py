"""VIP entries: the numbers, ranges and prefixes of the VIP lists, one row each."""

from django.db import models

from forrang.storage.models.customer import Customer


class VipEntry(models.Model):
    """One entry. Its id is what a call's record names as the reason, so an entry that is edited
    keeps its row.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, db_index=False)
    list_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=6)
    "number, range or prefix: the field of the document that it was written in."
    typed = models.TextField()
    low = models.BigIntegerField()
    high = models.BigIntegerField()
    digits = models.SmallIntegerField()
    name = models.TextField(null=True)
    note = models.TextField(null=True)
    last_day = models.DateField(null=True)
    changed_by = models.CharField(max_length=200)
    changed = models.DateTimeField()
    last_called = models.FloatField(null=True)
    "When a call last came from it; UTC seconds. `last_calls` keeps it."

    class Meta:
        db_table = "vip_entry"
        constraints = [
            # read in this order by entries.entries_of: a list streams out of it sorted
            models.UniqueConstraint(
                fields=["customer", "list_id", "low", "high", "digits"],
                name="vip_entry_once_per_list",
            )
        ]
        indexes = [
            # read by vip_pages: newest first, all and those that nobody called from; the series
            # alone, and what has a last day
            models.Index(fields=["customer", "list_id", "-id"], name="vip_entry_newest"),
            models.Index(
                fields=["customer", "list_id", "-id"],
                condition=models.Q(last_called__isnull=True),
                name="vip_entry_never_called",
            ),
            models.Index(
                fields=["customer", "list_id", "low"],
                condition=models.Q(high__gt=models.F("low")),
                name="vip_entry_series",
            ),
            models.Index(
                fields=["customer", "list_id", "last_day"],
                condition=models.Q(last_day__isnull=False),
                name="vip_entry_last_day",
            ),
        ]
