"""Presence: who is logged in where, as the exchange last wrote it."""

from django.db import models

from forrang.storage.models.customer import Customer


class Presence(models.Model):
    """A fact, copied here from the exchange. What people wish goes in as a change."""

    customer = models.ForeignKey(Customer, models.CASCADE, db_index=False)
    mobile = models.CharField(max_length=16)
    place = models.TextField()
    "`group:<name>`, or `list:<list id>`."
    state = models.CharField(max_length=10)
    "in, out or paused."
    until = models.FloatField(null=True)
    "When a pause ends; UTC seconds."
    at = models.FloatField()
    "Since when; UTC seconds."

    class Meta:
        db_table = "presence"
        constraints = [
            # read by records.presence_of
            models.UniqueConstraint(
                fields=["customer", "mobile", "place"], name="presence_once_per_place"
            )
        ]
