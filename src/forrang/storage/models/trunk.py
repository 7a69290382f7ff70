"""Trunks: the lines between the provider and the telephone network."""

from django.db import models

from forrang.domain.phone_number import NumberForm


class Trunk(models.Model):
    """A trunk, known by its address."""

    name = models.CharField(max_length=200, unique=True)
    address = models.CharField(max_length=255)
    "host, or host:port."
    number_form = models.CharField(max_length=10, default=NumberForm.MIXED.value)
    "How it writes the numbers that it sends."

    class Meta:
        db_table = "trunk"
