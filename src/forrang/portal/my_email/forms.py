"""The form of the address."""

from django import forms
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from forrang.site.forms import Form

_WRONG = _("This is no e-mail address. Write it like kari@example.com.")


class EmailForm(Form):
    """An address, or none."""

    email = forms.CharField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("Leave it empty to get no mail."),
        validators=[EmailValidator(_WRONG)],
        error_messages={"max_length": _WRONG},
    )
    email.widget.attrs |= {"inputmode": "email", "autocomplete": "email"}
