"""Customers: the tenants; nothing crosses between two of them."""

import secrets
import string

from django.db import models

from forrang.domain.document import ID_LENGTH
from forrang.domain.fields import NAME_LENGTH

_ALPHABET = string.ascii_lowercase + string.digits


def new_public_id() -> str:
    """An id that no other installation gives: a dump that is loaded elsewhere must not be taken
    for another customer there.
    """
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


class Customer(models.Model):
    """A tenant."""

    public_id = models.CharField(max_length=ID_LENGTH, unique=True, default=new_public_id)
    "The id in documents; survives a change of name."
    name = models.CharField(max_length=NAME_LENGTH, unique=True)
    version = models.PositiveIntegerField(default=0)
    "The number of the newest setup version; 0 before the first."
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "customer"

    def __str__(self) -> str:
        return str(self.name)
