"""How many entries each VIP list has."""

from django.db import models

from forrang.storage.models.customer import Customer


class VipListSize(models.Model):
    """One list that has, or had, entries. Written with them: `list_sizes`."""

    customer = models.ForeignKey(Customer, models.CASCADE, db_index=False)
    list_id = models.CharField(max_length=40)
    entries = models.IntegerField()

    class Meta:
        db_table = "vip_list_size"
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "list_id"], name="vip_list_size_once_per_list"
            )
        ]
