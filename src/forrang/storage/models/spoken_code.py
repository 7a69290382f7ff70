"""Codes that are read out in a call, and who asked for one; both are gone an hour later."""

from django.db import models


class SpokenCode(models.Model):
    """The newest code of a mobile. A number that is nobody's has a row too: what is kept of it tells
    nothing, and takes as long to write.
    """

    mobile = models.CharField(max_length=16, unique=True)
    "In E.164."
    purpose = models.CharField(max_length=10)
    "password or confirm: what it is good for."
    hash = models.CharField(max_length=128)
    "Of the digits."
    made = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    "How often digits were typed."
    used = models.BooleanField(default=False)

    class Meta:
        db_table = "spoken_code"


class CodeAsked(models.Model):
    """Somebody asked for a code."""

    mobile = models.CharField(max_length=16)
    address = models.CharField(max_length=45, blank=True)
    "The browser's; empty when it is not known."
    at = models.DateTimeField()

    class Meta:
        db_table = "code_asked"
        indexes = [
            # both read by spoken_codes: how often within the hour
            models.Index(fields=["mobile", "at"], name="code_asked_mobile"),
            models.Index(fields=["address", "at"], name="code_asked_address"),
            models.Index(fields=["at"], name="code_asked_oldest"),
        ]
