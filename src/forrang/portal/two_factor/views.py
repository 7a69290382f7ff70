"""The pages of the second step, for whoever is logged in at a customer."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.views.decorators.debug import sensitive_post_parameters

from forrang.domain.phone_number import pretty
from forrang.portal.access import for_employees, with_account
from forrang.portal.strip import say
from forrang.portal.tenancy import PersonRequest
from forrang.site.second_step import pages


def _end_others(request: PersonRequest, password: str) -> None:
    account = request.person.account
    account.set_password(password)  # hashed anew: what other sessions were begun with is gone
    account.save(update_fields=["password"])
    update_session_auth_hash(request, account)


SIDE = pages.Side(
    shell="portal/shell.html",
    prefix="",
    back="my-page",
    owner=lambda request: request.person.account,
    name=lambda request: pretty(request.person.mobile).replace("\xa0", " "),
    around=lambda request: {},
    say=say,
    end_others=_end_others,
)


@sensitive_post_parameters("password", "code")
@for_employees
@with_account
def overview(request: PersonRequest) -> HttpResponse:
    """Turn it on, or see how it stands."""
    return pages.overview(SIDE, request)


@for_employees
@with_account
def codes(request: PersonRequest) -> HttpResponse:
    """Recovery codes that are new."""
    return pages.codes(SIDE, request)


@sensitive_post_parameters("password", "code")
@for_employees
@with_account
def new_codes(request: PersonRequest) -> HttpResponse:
    """New recovery codes."""
    return pages.new_codes(SIDE, request)


@sensitive_post_parameters("password", "code")
@for_employees
@with_account
def off(request: PersonRequest) -> HttpResponse:
    """Turn it off."""
    return pages.off(SIDE, request)
