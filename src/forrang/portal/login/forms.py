"""The form of the log-in page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from forrang.site.forms import Form, TelephoneField


class LogInForm(Form):
    """Mobile number and password."""

    mobile = TelephoneField(label=_("Mobile number"))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Type your password.")},
    )
    mobile.widget.attrs["autocomplete"] = "username"
