"""Logging in and out, and choosing a company."""

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from forrang.portal.access import for_anybody, for_employees
from forrang.portal.login.demo import demo_log_ins
from forrang.portal.login.entering import after_log_in, enter
from forrang.portal.login.forms import LogInForm
from forrang.portal.tenancy import PersonRequest, PortalRequest, choose, memberships
from forrang.site.attempts import minutes_locked, too_many


@for_employees
def home(request: PersonRequest) -> HttpResponse:
    """The page that somebody starts at: administrators at the setup, others at their own."""
    return redirect("setup" if request.person.administrator else "my-page")


@sensitive_post_parameters("password")
@for_anybody
def log_in(request: PortalRequest) -> HttpResponse:
    """Mobile number and password. The answer to an unknown number and to a wrong password is the
    same, and takes as long.
    """
    after = after_log_in(request)
    if request.person is not None and request.method == "GET":
        return HttpResponseRedirect(after)
    form = LogInForm(request.POST or None)
    wrong, status = "", 200
    if request.method == "POST" and form.is_valid():
        mobile, password = form.cleaned_data["mobile"], form.cleaned_data["password"]
        minutes = minutes_locked(request, mobile)
        account = None if minutes else authenticate(request, mobile=mobile, password=password)
        if account is not None:
            return enter(request, account, after)
        minutes = minutes or minutes_locked(request, mobile)
        wrong, status = (too_many(minutes), 429) if minutes else (_wrong(), 200)
    context = {"form": form, "wrong": wrong, "next": after if "next" in request.GET else ""}
    if settings.FORRANG_DEMO:
        context["log_ins"] = demo_log_ins()
    return render(request, "login/log_in.html", context, status=status)


@for_anybody
def choose_company(request: HttpRequest) -> HttpResponse:
    """Which company, of those that somebody belongs to."""
    if not request.user.is_authenticated:
        return redirect("login")
    theirs = memberships(request.user)
    if not theirs:  # they were removed meanwhile
        logout(request)
        return redirect("login")
    if request.method == "POST":
        wanted = request.POST.get("membership", "")
        chosen = next((one for one in theirs if str(one.pk) == wanted), None)
        if chosen is None:
            raise Http404
        choose(request, chosen)
        return HttpResponseRedirect(after_log_in(request))
    context = {"memberships": theirs, "next": request.GET.get("next", "")}
    return render(request, "login/choose_company.html", context)


@require_POST
@for_anybody
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("login")


def _wrong() -> str:
    return _("The mobile number or the password is not right. Try again, or make a new password.")
