"""The pages of the second step, for the provider's people."""

from django.http import HttpResponse
from django.views.decorators.debug import sensitive_post_parameters

from forrang.provider.access import for_staff
from forrang.provider.pages import say, shell
from forrang.provider.sessions import StaffRequest, end_others
from forrang.site.second_step import pages

SIDE = pages.Side(
    shell="provider/shell.html",
    prefix="provider-",
    back="provider-customers",
    owner=lambda request: request.staff,
    name=lambda request: request.staff.name,
    around=shell,
    say=say,
    end_others=end_others,
)


@sensitive_post_parameters("password", "code")
@for_staff
def overview(request: StaffRequest) -> HttpResponse:
    """Turn it on, or see how it stands."""
    return pages.overview(SIDE, request)


@for_staff
def codes(request: StaffRequest) -> HttpResponse:
    """Recovery codes that are new."""
    return pages.codes(SIDE, request)


@sensitive_post_parameters("password", "code")
@for_staff
def new_codes(request: StaffRequest) -> HttpResponse:
    """New recovery codes."""
    return pages.new_codes(SIDE, request)


@sensitive_post_parameters("password", "code")
@for_staff
def off(request: StaffRequest) -> HttpResponse:
    """Turn it off."""
    return pages.off(SIDE, request)
