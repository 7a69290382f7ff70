"""Sounds: what a customer's callers can be made to hear."""

from django.db import models

from forrang.domain.fields import NAME_LENGTH
from forrang.storage.models.customer import Customer


class Sound(models.Model):
    """One sound of one customer, as the telephone plays it. Its samples never change."""

    customer = models.ForeignKey(Customer, models.CASCADE, db_index=False)
    sound = models.CharField(max_length=64)
    "SHA-256 of the samples, in hexadecimal; setups name it so."
    name = models.CharField(max_length=NAME_LENGTH)
    "As the customer calls it; at first the uploaded file's."
    seconds = models.FloatField()
    bytes = models.PositiveIntegerField()
    "Of the samples."
    made = models.DateTimeField()
    by = models.CharField(max_length=200)
    samples = models.BinaryField()
    "8,000 a second, 16 bits, the low byte first; the upload itself is not kept."

    class Meta:
        db_table = "sound"
        constraints = [
            # read by sounds.sounds_of
            models.UniqueConstraint(fields=["customer", "sound"], name="sound_once_per_customer")
        ]
        indexes = [
            # read by sounds.samples_of: the engine's files are the same, whoever's they are
            models.Index(fields=["sound"], name="sound_by_id")
        ]
