"""Who may log in: those who know the password of a mobile number that belongs to a customer."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from forrang.storage.models import Account, Membership


class MobileBackend(BaseBackend):
    """Mobile number in E.164, and password."""

    def authenticate(
        self,
        request: HttpRequest | None,
        mobile: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> Account | None:
        """The account. An unknown number takes as long as a wrong password."""
        if mobile is None or password is None:
            return None
        account = Account.objects.filter(mobile=mobile).first()
        if account is None or account.password is None:
            make_password(password)
            return None
        if not account.check_password(password):
            return None
        return account if Membership.objects.filter(account=account).exists() else None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session."""
        return Account.objects.filter(pk=user_id).first()
