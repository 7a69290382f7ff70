"""The forms of the second step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forrang.site.forms import Form
from forrang.storage.second_factors import DIGITS

CODE_LENGTH = 40
"""More than any code has, with spaces."""


def _password() -> forms.CharField:
    return forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password.")},
    )


class CodeForm(Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=CODE_LENGTH,
        help_text=_("Six digits from the app, or one of your recovery codes."),
        error_messages={"required": _("Type the code that the app shows, for example 123 456.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )


class ProofForm(CodeForm):
    """That it is really oneself: password, and a code."""

    password = _password()
    field_order = ("password", "code")


class TurnOnForm(ProofForm):
    """The code that proves that the app has the secret, and the password."""

    field_order = ("code", "password")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Six digits that the app shows now.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        """The digits. Raises `ValidationError` with how many are there."""
        typed: str = self.cleaned_data["code"]
        digits = "".join(one for one in typed if one.isdecimal())
        if len(digits) != DIGITS or len(typed.replace(" ", "")) != DIGITS:
            told = _("The code has six digits. You have typed %(n)s.")
            raise forms.ValidationError(told, params={"n": len(digits)})
        return digits
