"""Staff: the provider's people, who log in at the provider's own site."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from forrang.domain.fields import NAME_LENGTH


class Staff(AbstractBaseUser):
    """One of them. Not an account: no customer's log-in ever opens the provider's site."""

    name = models.CharField(max_length=NAME_LENGTH, unique=True)
    created = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "staff"

    def __str__(self) -> str:
        return str(self.name)
