"""From the right password to a page: the second step, where somebody has one, and the company."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.debug import sensitive_post_parameters

from forrang.portal.access import for_anybody
from forrang.portal.tenancy import choose, memberships
from forrang.site.second_step import pending, proving
from forrang.site.second_step.forms import CodeForm
from forrang.storage.models import Account
from forrang.storage.second_factors import second_factor

BACKEND = "forrang.portal.login.backend.MobileBackend"


def enter(request: HttpRequest, account: Account, after: str) -> HttpResponse:
    """Lead on whoever proved the password: log them in, or ask for the code first. Nobody else logs
    anybody in.
    """
    if second_factor(account) is None:
        return _let_in(request, account, after)
    pending.begin(request, account)
    return HttpResponseRedirect(f"{reverse('login-code')}?{urlencode({'next': after})}")


@sensitive_post_parameters("code")
@for_anybody
def code(request: HttpRequest) -> HttpResponse:
    """The second step."""
    account = pending.pending(request, Account)
    if account is None:
        return redirect("login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and proving.right_code(request, account, form):
        pending.done(request)
        return _let_in(request, account, after_log_in(request))
    context = {"form": form, "next": after_log_in(request)}
    status = proving.status_of(request, account)
    return render(request, "login/code.html", context, status=status)


def after_log_in(request: HttpRequest) -> str:
    """Where to go then: the address that was asked for, if it is ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("home")


def _let_in(request: HttpRequest, account: Account, after: str) -> HttpResponse:
    login(request, account, BACKEND)
    theirs = memberships(account)
    if len(theirs) == 1:
        choose(request, theirs[0])
        return HttpResponseRedirect(after)
    return HttpResponseRedirect(f"{reverse('choose-company')}?{urlencode({'next': after})}")
