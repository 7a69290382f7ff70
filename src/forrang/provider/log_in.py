"""Logging in and out with name and password."""

from django import forms
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from forrang.domain.fields import NAME_LENGTH
from forrang.provider import sessions
from forrang.provider.access import for_anybody
from forrang.provider.sessions import ProviderRequest
from forrang.site.attempts import count_attempt, forget_attempts, minutes_locked, too_many
from forrang.site.forms import Form
from forrang.site.second_step import pending, proving
from forrang.site.second_step.forms import CodeForm
from forrang.storage.models import Staff
from forrang.storage.second_factors import second_factor


class LogInForm(Form):
    """Name and password."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_LENGTH,
        error_messages={"required": gettext_lazy("Type your name, as it was registered.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Type your password.")},
    )
    name.widget.attrs["autocomplete"] = "username"


@sensitive_post_parameters("password")
@for_anybody
def log_in(request: ProviderRequest) -> HttpResponse:
    """The answer to an unknown name and to a wrong password is the same, and takes as long."""
    after = _after(request)
    if request.staff is not None and request.method == "GET":
        return HttpResponseRedirect(after)
    form = LogInForm(request.POST or None)
    wrong, status = "", 200
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        if not minutes_locked(request, _counted(name)):
            staff = _who(name, password)
            if staff is not None:
                forget_attempts(_counted(name))
                return _enter(request, staff, after)
            count_attempt(request, _counted(name))
        minutes = minutes_locked(request, _counted(name))
        wrong, status = (too_many(minutes), 429) if minutes else (_wrong(), 200)
    context = {"form": form, "wrong": wrong, "next": after if "next" in request.GET else ""}
    return render(request, "provider/log_in.html", context, status=status)


@sensitive_post_parameters("code")
@for_anybody
def code(request: ProviderRequest) -> HttpResponse:
    """The second step."""
    staff = pending.pending(request, Staff)
    if staff is None:
        return redirect("provider-login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and proving.right_code(request, staff, form):
        sessions.log_in(request, staff)
        return HttpResponseRedirect(_after(request))
    context = {"form": form, "next": _after(request)}
    status = proving.status_of(request, staff)
    return render(request, "provider/log_in_code.html", context, status=status)


@require_POST
@for_anybody
def log_out(request: ProviderRequest) -> HttpResponse:
    """End the session."""
    sessions.log_out(request)
    return redirect("provider-login")


def _enter(request: ProviderRequest, staff: Staff, after: str) -> HttpResponse:
    """Log in whoever proved the password, or ask for the code first."""
    if second_factor(staff) is None:
        sessions.log_in(request, staff)
        return HttpResponseRedirect(after)
    pending.begin(request, staff)
    return HttpResponseRedirect(f"{reverse('provider-login-code')}?{urlencode({'next': after})}")


def _who(name: str, password: str) -> Staff | None:
    staff = Staff.objects.filter(name=name).first()
    if staff is None:
        make_password(password)
        return None
    return staff if check_password(password, staff.password) else None


def _counted(name: str) -> str:
    """What attempts are counted under: no customer's mobile number is like it."""
    return f"provider {name}"


def _after(request: ProviderRequest) -> str:
    """Where to go then: the address that was asked for, if it is of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted.startswith(sessions.PATH) and url_has_allowed_host_and_scheme(wanted, None):
        return wanted
    return reverse("provider-customers")


def _wrong() -> str:
    return _("The name or the password is not right. Try again, or ask a colleague for a new one.")
