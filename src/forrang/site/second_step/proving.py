"""Whether somebody is who they say: the password and a code, with an end to guessing."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from forrang.site.attempts import SECOND, count_attempt, forget_attempts, minutes_locked, too_many
from forrang.site.forms import Form
from forrang.storage.models import Account
from forrang.storage.second_factors import Owner, second_factor, use_code

TOO_MANY = 429
"""The status when nobody may try for a while."""


def counted(owner: Owner) -> str:
    """What attempts are counted under: the same for each page where a code is asked."""
    return SECOND + (owner.mobile if isinstance(owner, Account) else f"provider {owner.name}")


def right_password(request: HttpRequest, owner: Owner, form: Form) -> bool:
    """Whether the form's password is theirs; else the form says so."""
    return _unless_locked(request, owner, form, "password") and _password(request, owner, form)


def right_code(request: HttpRequest, owner: Owner, form: Form) -> bool:
    """Whether the form's code is theirs, which is used then; else the form says so."""
    return _unless_locked(request, owner, form, "code") and _code(request, owner, form)


def right_both(request: HttpRequest, owner: Owner, form: Form) -> bool:
    """Password first: a wrong one uses no code."""
    return right_password(request, owner, form) and _code(request, owner, form)


def status_of(request: HttpRequest, owner: Owner) -> int:
    """Of the page that shows the form again."""
    return TOO_MANY if minutes_locked(request, counted(owner)) else 200


def failed(request: HttpRequest, owner: Owner, form: Form, field: str, told: str) -> bool:
    """Count one that failed, and say what was wrong; false."""
    count_attempt(request, counted(owner))
    minutes = minutes_locked(request, counted(owner))
    form.add_error(field, too_many(minutes) if minutes else told)
    return False


def passed(owner: Owner) -> None:
    """Forget what failed."""
    forget_attempts(counted(owner))


def _unless_locked(request: HttpRequest, owner: Owner, form: Form, field: str) -> bool:
    minutes = minutes_locked(request, counted(owner))
    if minutes:
        form.add_error(field, too_many(minutes))
    return not minutes


def _password(request: HttpRequest, owner: Owner, form: Form) -> bool:
    if owner.check_password(form.cleaned_data["password"]):
        return True
    told = _("The password is not right. Type the one that you log in with.")
    return failed(request, owner, form, "password", told)


def _code(request: HttpRequest, owner: Owner, form: Form) -> bool:
    factor = second_factor(owner)
    if factor is not None and use_code(factor, form.cleaned_data["code"], timezone.now()):
        passed(owner)
        return True
    told = _("The code is not right, or it is used. Take the next one that the app shows.")
    return failed(request, owner, form, "code", told)
