"""The provider's people."""

from django.contrib.auth.hashers import make_password

from forrang.domain.fields import NAME_LENGTH
from forrang.storage import models
from forrang.storage.connection import with_connection
from forrang.storage.plain_yaml import storable


class NameRefused(ValueError):
    """Nobody can have this name, or somebody has it already; `str()` says which."""


@with_connection
def add_staff(name: str, password: str) -> None:
    """Make a log-in for the provider's site. Raises `NameRefused`."""
    if not 0 < len(name.strip()) <= NAME_LENGTH or not storable(name):
        raise NameRefused(f"a name has 1 to {NAME_LENGTH} characters")
    name = name.strip()
    _, created = models.Staff.objects.get_or_create(
        {"password": make_password(password)}, name=name
    )
    if not created:
        raise NameRefused(f"{name} has a log-in already")
