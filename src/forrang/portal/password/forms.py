"""The number that is called, the digits that were heard, and a new password."""

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.phone_number import PhoneNumber
from forrang.site.forms import Form, TelephoneField
from forrang.storage.models import Account
from forrang.storage.spoken_codes import DIGITS, CodeRefused


class MobileForm(Form):
    """Who is called."""

    mobile = TelephoneField(label=gettext_lazy("Mobile number"))
    mobile.widget.attrs["autocomplete"] = "username"


class CodeForm(Form):
    """The digits that were heard."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Six digits. In force for 10 minutes."),
        max_length=40,
        error_messages={"required": gettext_lazy("Type the six digits, for example 417 260.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self) -> str:
        """The digits. Raises `ValidationError` with how many are there."""
        typed = re.sub(r"[\s\xa0-]", "", self.cleaned_data["code"])
        if len(typed) != DIGITS or not (typed.isascii() and typed.isdecimal()):
            told = _("The code has six digits. You have typed %(n)s.")
            digits = sum(one.isdecimal() for one in typed)
            raise forms.ValidationError(told, params={"n": digits})
        return typed

    def refuse(self, refused: CodeRefused) -> None:
        """Say at the field that the digits open nothing."""
        told = (
            _("The code is used or too old. Ask for a new one.")
            if refused.over
            else _("The code is not right. Check the digits, or ask for a new one.")
        )
        self.add_error("code", told)


class PasswordForm(CodeForm):
    """The digits, and the new password."""

    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        help_text=gettext_lazy("At least 12 characters. Three random words are fine."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Type a new password.")},
    )

    def __init__(self, mobile: PhoneNumber, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._mobile = mobile

    def clean_password(self) -> str:
        """Raises `ValidationError` with what is too weak; the same for numbers that are nobody's."""
        password: str = self.cleaned_data["password"]
        validate_password(password, Account(mobile=self._mobile))
        return password
