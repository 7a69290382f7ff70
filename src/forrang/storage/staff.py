"""The provider's people."""

from django.contrib.auth.hashers import make_password

from forrang.storage import models
from forrang.storage.connection import with_connection


class NameTaken(Exception):
    """Somebody of this name is there already."""


@with_connection
def add_staff(name: str, password: str) -> None:
    """Make a log-in for the provider's site. Raises `NameTaken`."""
    _, created = models.Staff.objects.get_or_create(
        {"password": make_password(password)}, name=name
    )
    if not created:
        raise NameTaken(name)
