"""A new password, by somebody who is logged in and knows the old one."""

from typing import Any

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from forrang.portal.access import for_employees
from forrang.portal.strip import say
from forrang.portal.tenancy import PersonRequest
from forrang.site.forms import Form
from forrang.site.second_step import proving
from forrang.storage.models import Account


class ChangeForm(Form):
    """The old password and the new one."""

    password = forms.CharField(
        label=gettext_lazy("Password now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Type your password.")},
    )
    new = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        help_text=gettext_lazy("At least 12 characters. Three random words are fine."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Type a new password.")},
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._account = account

    def clean_new(self) -> str:
        """Raises `ValidationError` with what is too weak."""
        new: str = self.cleaned_data["new"]
        validate_password(new, self._account)
        if new == self.cleaned_data.get("password"):
            raise forms.ValidationError(_("This is the password that you have. Choose another."))
        return new


@sensitive_post_parameters("password", "new")
@for_employees
def change_password(request: PersonRequest) -> HttpResponse:
    """Change it, and end every other session of theirs."""
    account = request.person.account
    form = ChangeForm(account, request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and proving.right_password(request, account, form)
    ):
        proving.passed(account)
        account.set_password(form.cleaned_data["new"])
        account.save(update_fields=["password"])
        update_session_auth_hash(request, account)
        told = _("Wherever else you were logged in, you are logged out.")
        say(request, _("You have a new password."), told)
        return redirect("my-page")
    status = proving.status_of(request, account)
    return render(request, "login/change.html", {"form": form}, status=status)
