"""Accounts: log-ins of employees, known by their mobile number."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts as Django's own tools expect it of a user model."""

    def create_user(self, mobile: str, password: str | None = None, **fields: Any) -> "Account":
        """A new account; without a password nobody can log in with it."""
        account = self.model(mobile=mobile, **fields)
        if password is not None:
            account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A person's log-in and nothing else: their rights lie in memberships."""

    mobile = models.CharField(max_length=16, unique=True)
    "In E.164."
    password = models.CharField(  # type: ignore[assignment]  # Django's own always have one
        max_length=128, null=True
    )
    "The hash; null until there is a first password."
    language = models.CharField(max_length=10, blank=True, default="")
    "Which they chose for the pages; empty until they do."
    appearance = models.CharField(max_length=10, blank=True, default="")
    "auto, light or dark; empty until they choose."

    email = models.EmailField(blank=True, default="")
    "Where notices go besides the message strip: an address that its owner has confirmed, or empty."

    objects = AccountManager()

    USERNAME_FIELD = "mobile"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "account"

    def __str__(self) -> str:
        return str(self.mobile)

    def check_password(self, raw_password: str) -> bool:
        """Whether it is the password; never for an account that has none."""
        return self.password is not None and super().check_password(raw_password)
