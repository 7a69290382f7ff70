"""Promises: questions of who answers, each with the answer that shall hold."""

from django.db import models

from forrang.domain.fields import NAME_LENGTH
from forrang.storage.models.customer import Customer


class Promise(models.Model):
    """One promise of one customer."""

    customer = models.ForeignKey(Customer, models.CASCADE)  # its index: read by promises_of
    name = models.CharField(max_length=NAME_LENGTH)
    caller = models.CharField(max_length=16)
    "E.164, or that the number is withheld."
    number = models.CharField(max_length=16)
    "The main number that is called."
    keys = models.CharField(max_length=20, blank=True, default="")
    weekday = models.SmallIntegerField(null=True)
    day = models.DateField(null=True)
    clock = models.TimeField()
    only_first = models.BooleanField(default=True)
    "Whether only who is asked first is promised."
    expected = models.JSONField()
    made = models.DateTimeField()
    by = models.CharField(max_length=200)
    removed = models.DateTimeField(null=True)
    "When somebody took it away; kept, so that they can undo it."
    version = models.IntegerField(null=True)
    "The setup version that it was checked with last; None: not checked since it was changed."
    checked = models.DateTimeField(null=True)
    holds = models.BooleanField(null=True)
    found = models.JSONField(null=True)
    "The answer of that check."
    due = models.DateTimeField(null=True)
    "When it is to be checked by itself."

    class Meta:
        db_table = "promise"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__isnull=True, day__isnull=False)
                | models.Q(weekday__isnull=False, day__isnull=True),
                name="promise_on_a_weekday_or_a_day",
            )
        ]
