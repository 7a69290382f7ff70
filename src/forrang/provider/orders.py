"""«Bestillinger»: what waits for an answer."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.provider.access import for_staff
from forrang.provider.customers import find
from forrang.provider.pages import page, say
from forrang.provider.sessions import StaffRequest
from forrang.provider.words import name_of
from forrang.site.forms import Form
from forrang.storage.orders import MAIN_NUMBER, ORDERABLE, NothingToDo, decline, waiting_orders

NOTE_LENGTH = 300


class DeclineForm(Form):
    """Why not."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "The customer's administrators read it: say why, and what would help."
        ),
    )


@for_staff
def orders(request: StaffRequest) -> HttpResponse:
    """All orders that wait, oldest first."""
    rows = [(one, name_of(one.what), one.what == MAIN_NUMBER) for one in waiting_orders()]
    return page(request, "orders.html", {"rows": rows})


@for_staff
def decline_it(request: StaffRequest, public_id: str, what: str) -> HttpResponse:
    """Say no, with a note of why; the customer is told."""
    customer = find(public_id)
    if what not in ORDERABLE:
        raise Http404
    form = DeclineForm(request.POST if request.method == "POST" else None)
    waits = any(one.what == what for one in waiting_orders(customer.pk))
    if request.method == "POST" and (form.is_valid() or not waits):
        try:
            decline(customer.pk, what, request.staff.name, form.cleaned_data.get("note", ""))
        except NothingToDo:
            _say_gone(request)
        else:
            say(
                request,
                _("The order is declined: %(service)s.") % {"service": name_of(what)},
                _("The customer has been told, and can order again."),
            )
        return redirect("provider-customer", public_id)
    if not waits:
        _say_gone(request)
        return redirect("provider-customer", public_id)
    context = {"customer": customer, "name": name_of(what), "form": form}
    return page(request, "decline.html", context)


def _say_gone(request: StaffRequest) -> None:
    say(request, _("The order is not there any more."), _("Nothing is changed."), kind="failed")
