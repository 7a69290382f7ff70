"""Who may log in: accounts and memberships follow the employees of a setup."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from forrang.domain.employee import Employee
from forrang.domain.phone_number import PhoneNumber
from forrang.storage import models
from forrang.storage.changes import ChangeKind, NewChange, append_changes
from forrang.storage.connection import with_connection

Hashes = Mapping[PhoneNumber, str]
"Password hashes by mobile number."


@with_connection
def hash_passwords(employees: Iterable[Employee]) -> Hashes:
    """The hashes of the passwords that are given and are not the accounts' own already. A hash
    takes tens of milliseconds by design: made before the transaction, nobody waits for them.
    """
    given = {one.mobile: one.password for one in employees if one.password is not None}
    rows = models.Account.objects.filter(mobile__in=given)
    own = {PhoneNumber(mobile): kept for mobile, kept in rows.values_list("mobile", "password")}
    return {
        mobile: make_password(password)
        for mobile, password in given.items()
        if (kept := own.get(mobile)) is None or not check_password(password, kept)
    }


def set_passwords(hashes: Hashes) -> None:
    """Give the accounts their new passwords."""
    for mobile, password in hashes.items():
        models.Account.objects.filter(mobile=mobile).update(password=password)


def confirmations_lost(customer: int, employees: Iterable[Employee]) -> dict[str, str]:
    """Of the members who are not among `employees`: when their mobiles were confirmed."""
    stay = {one.mobile for one in employees}
    rows = models.Membership.objects.filter(
        customer_id=customer, mobile_confirmed__isnull=False
    ).values_list("account__mobile", "mobile_confirmed")
    return {mobile: at.isoformat() for mobile, at in rows if at and mobile not in stay}


def set_members(
    customer: int,
    employees: Iterable[Employee],
    confirmed: bool,
    back: Mapping[str, str] | None = None,
) -> bool:
    """Make `employees` the customer's members; whether that changed something. An account stays
    when its last membership goes: its password is nobody's to lose but its owner's.

    `confirmed` says that their mobiles are known to be theirs; `back` when they were, of those who
    come back.
    """
    wanted = {one.mobile: one.administrator for one in employees}
    memberships = models.Membership.objects.filter(customer_id=customer).select_related("account")
    there = {PhoneNumber(one.account.mobile): one for one in memberships}
    now = timezone.now() if confirmed else None
    gone = [one.pk for mobile, one in there.items() if mobile not in wanted]
    models.Membership.objects.filter(pk__in=gone).delete()
    changed = [
        one
        for mobile, one in there.items()
        if mobile in wanted
        and (one.administrator != wanted[mobile] or (now and one.mobile_confirmed is None))
    ]
    for one in changed:
        one.administrator = wanted[PhoneNumber(one.account.mobile)]
        one.mobile_confirmed = one.mobile_confirmed or now
    models.Membership.objects.bulk_update(changed, ["administrator", "mobile_confirmed"], 500)
    new = [mobile for mobile in wanted if mobile not in there]
    accounts = _accounts(new)
    models.Membership.objects.bulk_create(
        models.Membership(
            account_id=accounts[mobile],
            customer_id=customer,
            administrator=wanted[mobile],
            mobile_confirmed=now or _when((back or {}).get(mobile)),
        )
        for mobile in new
    )
    return bool(gone or changed or new)


def unconfirmed_mobiles(customers: Iterable[int]) -> dict[int, tuple[PhoneNumber, ...]]:
    """The mobiles that are not confirmed, of those customers who have any."""
    rows = models.Membership.objects.filter(mobile_confirmed=None, customer_id__in=customers)
    found: dict[int, tuple[PhoneNumber, ...]] = {}
    for customer, mobile in rows.order_by("account__mobile").values_list(
        "customer_id", "account__mobile"
    ):
        found[customer] = (*found.get(customer, ()), PhoneNumber(mobile))
    return found


@with_connection
def confirm_mobile(customer: int, mobile: PhoneNumber) -> bool:
    """The mobile is known to be its employee's: from now on it is rung. Whether that is new."""
    rows = models.Membership.objects.filter(
        customer_id=customer, account__mobile=mobile, mobile_confirmed=None
    )
    with transaction.atomic():
        if not rows.update(mobile_confirmed=timezone.now()):
            return False
        version = models.Customer.objects.values_list("version", flat=True).get(pk=customer)
        append_changes([NewChange(customer, ChangeKind.SETUP, {"version": version})])
    return True


def _when(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _accounts(mobiles: list[PhoneNumber]) -> dict[str, int]:
    """The ids of the accounts of `mobiles`; those that are missing are made."""
    models.Account.objects.bulk_create(
        [models.Account(mobile=mobile, password=None) for mobile in mobiles], ignore_conflicts=True
    )
    rows = models.Account.objects.filter(mobile__in=mobiles)
    return dict(rows.values_list("mobile", "pk"))
