"""«Ny kunde»: the customer, and the first who may set it up."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.fields import NAME_LENGTH
from forrang.domain.schema import DocumentFault
from forrang.provider.access import for_staff
from forrang.provider.pages import page, say
from forrang.provider.sessions import StaffRequest
from forrang.site.forms import Form, TelephoneField
from forrang.storage.creating import CustomerExists, create_customer


class CustomerForm(Form):
    """Names, and the mobile that the administrator logs in with."""

    name = forms.CharField(
        label=gettext_lazy("The customer's name"),
        max_length=NAME_LENGTH,
        error_messages={
            "required": gettext_lazy("Type a name, for example Nordlys Tannklinikk AS.")
        },
    )
    administrator = forms.CharField(
        label=gettext_lazy("The first administrator"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("Full name. Administrators add the others themselves."),
        error_messages={"required": gettext_lazy("Type a name, for example Kari Nordmann.")},
    )
    mobile = TelephoneField(
        label=gettext_lazy("The administrator's mobile number"),
        help_text=gettext_lazy("The number to log in with."),
    )
    group = forms.CharField(
        label=gettext_lazy("The first answer group"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy(
            "Main numbers that you assign go here. The administrator is its first member."
        ),
        error_messages={"required": gettext_lazy("Type a name, for example Reception.")},
    )


@for_staff
def add(request: StaffRequest) -> HttpResponse:
    """Make a customer."""
    form = CustomerForm(request.POST or None, initial={"group": _("Switchboard")})
    if request.method == "POST" and form.is_valid():
        made = _made(form, request.staff.name)
        if made is not None:
            say(
                request,
                _("%(name)s is a customer now.") % {"name": form.cleaned_data["name"]},
                _(
                    "%(name)s makes a password under «Forgotten the password, or first time here?»: "
                    "a call reads out digits, and that confirms the mobile number."
                )
                % {"name": form.cleaned_data["administrator"]},
            )
            return redirect("provider-customer", made)
    return page(request, "new_customer.html", {"form": form})


def _made(form: CustomerForm, by: str) -> str | None:
    """The new customer's id; None, with the error beside its field, when it cannot be made."""
    values = form.cleaned_data
    try:
        return create_customer(
            values["name"], values["administrator"], values["mobile"], values["group"], by
        )
    except CustomerExists:
        form.add_error("name", _("A customer has this name. Add what tells them apart."))
    except DocumentFault:
        form.add_error("name", _("One of the names has characters that cannot be kept."))
    return None
