"""Sounds that somebody records by telephone: asked for on a page, and what became of it."""

from django.db import models

from forrang.domain.fields import NAME_LENGTH
from forrang.storage.models.customer import Customer


class Dictation(models.Model):
    """One call to an administrator who speaks a sound; gone after a day."""

    token = models.CharField(max_length=32, primary_key=True)
    "Hexadecimal, random: the engine's files are named so."
    customer = models.ForeignKey(Customer, models.CASCADE)
    mobile = models.CharField(max_length=16)
    "Who is called, in E.164."
    name = models.CharField(max_length=NAME_LENGTH)
    "What the sound shall be called."
    by = models.CharField(max_length=200)
    asked = models.DateTimeField()
    answered = models.BooleanField(default=False)
    "Whether the mobile was picked up."
    outcome = models.CharField(max_length=10, blank=True, default="")
    "One of `dictations.Outcome`; empty as long as nothing came of it."
    sound = models.CharField(max_length=64, blank=True, default="")
    "The id of the sound that was kept."

    class Meta:
        db_table = "dictation"
        indexes = [
            # read by dictations: how often within the hour, and the newest one
            models.Index(fields=["mobile", "asked"], name="dictation_mobile")
        ]
