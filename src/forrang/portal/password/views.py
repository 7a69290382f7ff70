"""The first password, and a forgotten one. Every number gets the same pages, words and limits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.debug import sensitive_post_parameters

from forrang.domain.phone_number import PhoneNumber
from forrang.portal.access import for_anybody
from forrang.portal.login.entering import enter
from forrang.portal.password.calling import call, heard, seconds_left, told
from forrang.portal.password.forms import MobileForm, PasswordForm
from forrang.site.exchange import health
from forrang.site.templatetags.forrang import number as shown
from forrang.storage.spoken_codes import CodeRefused, Purpose, set_password_by_code

MOBILE = "password_mobile"
"""Where a session keeps who was called."""


@for_anybody
def password(request: HttpRequest) -> HttpResponse:
    """Step 1: whom to call."""
    form = MobileForm(request.POST or None)
    wrong = ""
    if request.method == "POST" and form.is_valid():
        mobile = form.cleaned_data["mobile"]
        refused = call(request, mobile, Purpose.PASSWORD)
        if refused is None or not refused.often:  # a call of a moment ago has digits too
            request.session[MOBILE] = mobile
            return redirect("password-code")
        wrong = told(refused)
    context = {"form": form, "wrong": wrong}
    return render(request, "password/password.html", context, status=429 if wrong else 200)


@sensitive_post_parameters("code", "password")
@for_anybody
def code(request: HttpRequest) -> HttpResponse:
    """Step 2: the digits and the new password; or once more, please."""
    if MOBILE not in request.session:
        return redirect("password")
    mobile = PhoneNumber(request.session[MOBILE])
    if request.method == "POST" and "again" in request.POST:
        refused = call(request, mobile, Purpose.PASSWORD)
        if refused is None:
            return redirect("password-code")
        return _page(request, mobile, PasswordForm(mobile), wrong=told(refused), status=429)
    form = PasswordForm(mobile, request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed, new = form.cleaned_data["code"], form.cleaned_data["password"]
        try:
            account = set_password_by_code(mobile, typed, new)
        except CodeRefused as refused:
            form.refuse(refused)
        else:
            del request.session[MOBILE]
            return enter(request, account, reverse("home"))
    return _page(request, mobile, form)


def _page(
    request: HttpRequest, mobile: PhoneNumber, form: PasswordForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "mobile": format_html('<span class="num">{}</span>', shown(mobile)),
        "seconds": seconds_left(mobile),
        "away": health() != 200,
        "heard": heard(mobile),
        **more,
    }
    return render(request, "password/code.html", context, status=status)
