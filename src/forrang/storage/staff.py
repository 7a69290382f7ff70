"""The provider's people."""

from django.contrib.auth.hashers import make_password

from forrang.domain.fields import NAME_LENGTH
from forrang.storage import models
from forrang.storage.connection import with_connection
from forrang.storage.plain_yaml import storable


class NameRefused(ValueError):
    """Nobody can have this name, or somebody has it already; `str()` says which."""


class NoSuchStaff(LookupError):
    """Nobody of this name has a log-in."""


@with_connection
def staff_names() -> list[str]:
    """Who has a log-in, by name."""
    return list(models.Staff.objects.order_by("name").values_list("name", flat=True))


@with_connection
def remove_staff(name: str) -> None:
    """Take a log-in away; its sessions end with it. What was done stays told under the name. Raises
    `NoSuchStaff`.
    """
    if not models.Staff.objects.filter(name=name.strip()).delete()[0]:
        raise NoSuchStaff(name)


@with_connection
def set_staff_password(name: str, password: str) -> None:
    """A new password; sessions that were begun with the old one end. Raises `NoSuchStaff`."""
    rows = models.Staff.objects.filter(name=name.strip())
    if not rows.update(password=make_password(password)):
        raise NoSuchStaff(name)


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
