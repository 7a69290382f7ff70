"""«Hovednumre»: the provider's stock of numbers, and «Tildel nummer»."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.document import Document
from forrang.domain.fields import NAME_LENGTH
from forrang.domain.phone_number import pretty
from forrang.domain.schema import DocumentFault
from forrang.provider.access import for_staff
from forrang.provider.customers import A_PAGE, find
from forrang.provider.pages import page, say
from forrang.provider.sessions import StaffRequest
from forrang.site.forms import Form, TelephoneField
from forrang.storage.assigning import NumberTaken, assign_number
from forrang.storage.models import MainNumberAssignment
from forrang.storage.setups import current_setup


class AssignForm(Form):
    """The number, what the customer calls it, and who answers."""

    number = TelephoneField(label=gettext_lazy("Number"))
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("What the customer calls it, for example Reception."),
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Answer group"),
        help_text=gettext_lazy("Who answers until the customer chooses otherwise under «Edit»."),
    )

    def __init__(self, data: Any, document: Document):
        super().__init__(data)
        group = self.fields["group"]
        assert isinstance(group, forms.ChoiceField)
        group.choices = [(one.name, one.name) for one in document.groups]


@for_staff
def numbers(request: StaffRequest) -> HttpResponse:
    """All numbers, and whose they are."""
    rows = MainNumberAssignment.objects.select_related("customer").order_by("number")
    wanted = request.GET.get("find", "").strip()
    digits = "".join(filter(str.isdigit, wanted))
    if digits:
        rows = rows.filter(number__contains=digits)
    here = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return page(request, "numbers.html", {"here": here, "wanted": wanted})


@for_staff
def assign(request: StaffRequest, public_id: str) -> HttpResponse:
    """Give the customer one more number; the setup that has it is in force within two seconds."""
    customer = find(public_id)
    document = current_setup(customer.pk).document
    form = AssignForm(request.POST or None, document)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            assign_number(
                customer.pk,
                values["number"],
                values["name"] or None,
                values["group"],
                request.staff.name,
            )
        except NumberTaken as taken:
            form.add_error("number", _("%(name)s has this number.") % {"name": taken.customer})
        except DocumentFault:
            form.add_error(
                "number",
                _("The customer's setup cannot have this number: it is an employee's mobile."),
            )
        else:
            shown = pretty(values["number"]).removeprefix("+47 ").replace(" ", "\xa0")
            say(
                request,
                _("%(number)s is assigned.") % {"number": shown},
                _("In force within 2 seconds. The customer has been told."),
            )
            return redirect("provider-customer", public_id)
    context = {"customer": customer, "form": form, "groups": document.groups}
    return page(request, "assign.html", context)
