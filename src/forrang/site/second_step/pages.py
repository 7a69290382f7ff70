"""The pages on which somebody turns their second step on or off, and gets recovery codes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from forrang.site.forms import Form
from forrang.site.second_step import proving
from forrang.site.second_step.forms import ProofForm, TurnOnForm
from forrang.storage.second_factors import (
    Owner,
    address_of,
    new_recovery_codes,
    new_secret,
    second_factor,
    turn_off,
    turn_on,
)

R = TypeVar("R", bound=HttpRequest)
"A request as the site that it is for knows it."

SECRET, CODES = "two_step_secret", "two_step_codes"
"""Where a session keeps the secret until it is proved, and the codes until they are seen."""

SHOWN = 60 * 10
"""Seconds for which new codes can be looked at."""


@dataclass(frozen=True, slots=True)
class Side(Generic[R]):
    """One of the two sites that people log in to."""

    shell: str
    "The template around its pages."
    prefix: str
    "What the names of its addresses begin with."
    back: str
    "The name of the page that leads here."
    owner: Callable[[R], Owner]
    "Who is logged in."
    name: Callable[[R], str]
    "What an authenticator app shows beside the code."
    around: Callable[[R], dict[str, Any]]
    "What the shell knows."
    say: Callable[[R, str, str], None]
    "Shows what happened, and what it means, on the next page."
    end_others: Callable[[R, str], None]
    "Ends every session of this person but this one; the password is needed."


def overview(side: Side[R], request: R) -> HttpResponse:
    """Turn it on; or, when it is on, what can be done about it."""
    owner = side.owner(request)
    factor = second_factor(owner)
    if factor is not None:
        left = factor.codes.count()
        return _page(side, request, "on.html", {"factor": factor, "left": left})
    form = TurnOnForm(request.POST or None)
    secret = request.session.get(SECRET)
    if request.method == "POST" and form.is_valid():
        codes = _turned_on(request, owner, form, secret)
        if codes:
            del request.session[SECRET]
            side.end_others(request, form.cleaned_data["password"])
            side.say(
                request,
                _("Two-step log-in is on."),
                _("Wherever else you were logged in, you are logged out."),
            )
            return _show_codes(side, request, codes)
    secret = secret or new_secret()
    request.session[SECRET] = secret
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    address = address_of(secret, side.name(request))
    context = {"form": form, "picture": _picture(address), "secret": groups, "address": address}
    return _page(side, request, "turn_on.html", context, proving.status_of(request, owner))


def codes(side: Side[R], request: R) -> HttpResponse:
    """New recovery codes, until they are put away."""
    found = request.session.get(CODES)
    if request.method == "POST" or found is None or time.time() - found["at"] > SHOWN:
        request.session.pop(CODES, None)
        return redirect(side.back if request.method == "POST" else f"{side.prefix}two-step")
    return _page(side, request, "codes.html", {"codes": found["codes"]})


def new_codes(side: Side[R], request: R) -> HttpResponse:
    """Make new recovery codes; the old ones end."""
    owner = side.owner(request)
    form = ProofForm(request.POST or None)
    if second_factor(owner) is None:
        return redirect(f"{side.prefix}two-step")
    if request.method == "POST" and form.is_valid() and proving.right_both(request, owner, form):
        side.say(request, _("You have new recovery codes."), _("The old ones work no more."))
        return _show_codes(side, request, new_recovery_codes(owner))
    status = proving.status_of(request, owner)
    return _page(side, request, "new_codes.html", {"form": form}, status)


def off(side: Side[R], request: R) -> HttpResponse:
    """Turn it off."""
    owner = side.owner(request)
    form = ProofForm(request.POST or None)
    if second_factor(owner) is None:
        return redirect(f"{side.prefix}two-step")
    if request.method == "POST" and form.is_valid() and proving.right_both(request, owner, form):
        turn_off(owner)
        request.session.pop(CODES, None)
        side.say(
            request, _("Two-step log-in is off."), _("From now on the password alone lets you in.")
        )
        return redirect(side.back)
    return _page(side, request, "off.html", {"form": form}, proving.status_of(request, owner))


def _turned_on(
    request: HttpRequest, owner: Owner, form: Form, secret: str | None
) -> list[str] | None:
    if secret is None:  # begun before they logged in anew
        form.add_error("code", _("This picture is a new one. Scan it, and type the code."))
        return None
    if not proving.right_password(request, owner, form):
        return None
    codes = turn_on(owner, secret, form.cleaned_data["code"], timezone.now())
    if codes is None:
        told = _("The code is not right. Check the telephone's clock, and take the next code.")
        proving.failed(request, owner, form, "code", told)
    else:
        proving.passed(owner)
    return codes


def _show_codes(side: Side[R], request: R, codes: list[str]) -> HttpResponse:
    request.session[CODES] = {"codes": codes, "at": time.time()}
    return redirect(f"{side.prefix}two-step-codes")


def _picture(address: str) -> SafeString:
    """The QR code: dark on white in every appearance, since cameras want it so."""
    drawn = segno.make(address, error="m", micro=False)
    # Its text is made of paths by us and of nothing that anybody typed.
    return mark_safe(drawn.svg_inline(omitsize=True, border=4, dark="#000", light="#fff"))


def _page(
    side: Side[R], request: R, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    around = {**side.around(request), "shell": side.shell, "prefix": side.prefix, "back": side.back}
    names = {"overview": "two-step", "codes": "two-step-codes", "off": "two-step-off"}
    names["new_codes"] = "two-step-new-codes"
    around["names"] = {key: f"{side.prefix}{name}" for key, name in names.items()}
    return render(request, f"second_step/{template}", around | context, status=status)
