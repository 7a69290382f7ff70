"""The ordered table of changes: what the exchange has to hear of, in the order of the commits."""

from django.db import models

from forrang.storage.models.customer import Customer


class Change(models.Model):
    """One change. `seq` is given by `changes.append_changes` and by nothing else."""

    seq = models.BigIntegerField(primary_key=True)
    customer = models.ForeignKey(Customer, models.CASCADE, db_index=False)
    kind = models.CharField(max_length=20)
    what = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "change"
