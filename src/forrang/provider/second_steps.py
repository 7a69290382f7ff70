"""Turning off the second step of somebody who has lost both telephone and recovery codes."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from forrang.provider.access import for_staff
from forrang.provider.customers import find
from forrang.provider.pages import page, say
from forrang.provider.sessions import StaffRequest
from forrang.storage.acts import ActKind, note_act
from forrang.storage.models import Account
from forrang.storage.second_factors import turn_off
from forrang.storage.setups import current_setup


@for_staff
def second_steps(request: StaffRequest, public_id: str) -> HttpResponse:
    """Whose is on; and turn one off, which the history tells."""
    customer = find(public_id)
    on = Account.objects.filter(membership__customer=customer, second_factor__isnull=False)
    names: dict[str, str] = {
        one.mobile: one.name for one in current_setup(customer.pk).document.employees
    }
    if request.method == "POST":
        account = on.filter(mobile=request.POST.get("mobile", "")).first()
        if account is None:
            raise Http404
        name = names.get(account.mobile, "")
        with transaction.atomic():
            turn_off(account)
            note_act(customer.pk, ActKind.SECOND_STEP_OFF, request.staff.name, name)
        say(
            request,
            _("Two-step log-in is off for %(name)s.") % {"name": name},
            _("The password alone lets them in. They can turn it on again on their own page."),
        )
        return redirect("provider-second-steps", public_id)
    people = sorted((names.get(one.mobile, ""), one.mobile) for one in on)
    return page(request, "second_steps.html", {"customer": customer, "people": people})
