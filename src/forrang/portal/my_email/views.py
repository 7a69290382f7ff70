"""One's own address: it is used when its link was opened, so that nobody gets another's notices."""

import time

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from forrang.portal.access import for_employees
from forrang.portal.my_email.forms import EmailForm
from forrang.portal.notice_mail import letter
from forrang.portal.strip import say
from forrang.portal.tenancy import PersonRequest
from forrang.storage.notice_mail import set_email
from forrang.storage.outgoing_mail import lay_mail

VALID_SECONDS = 24 * 60 * 60
"""How long a link can be opened."""
AN_HOUR, LINKS_AN_HOUR = 3600, 5
ASKED = "email_asked"
"""Where a session keeps when links were asked for: nobody's mailbox is filled from here."""
SALT = "my-email"


@for_employees
def email(request: PersonRequest) -> HttpResponse:
    """Choose an address, or none."""
    _must_send_mail()
    account = request.person.account
    form = EmailForm(request.POST if request.method == "POST" else None, {"email": account.email})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["email"]
        if not wanted:
            set_email(request.person.mobile, "")
            say(
                request, _("You get no mail from here."), _("Notices stand in the pages as before.")
            )
            return redirect("my-page")
        if wanted == account.email:
            say(request, _("Nothing is changed."))
            return redirect("my-page")
        if _may_ask(request):
            _send_link(request, wanted)
            say(
                request,
                _("A link is on its way to %(address)s.") % {"address": wanted},
                _("The address is used when you have opened it. It can be opened for 24 hours."),
            )
            return redirect("my-page")
        form.add_error("email", _("Too many links. Wait an hour, and look among unwanted mail."))
    return render(request, "my_email/my_email.html", {"form": form, "address": account.email})


@for_employees
def confirm(request: PersonRequest, token: str) -> HttpResponse:
    """The link was opened: the address is theirs. 404 for another's link, or one that is too old."""
    _must_send_mail()
    try:
        mobile, address = signing.loads(token, salt=SALT, max_age=VALID_SECONDS)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    if mobile != request.person.mobile:
        raise Http404
    set_email(mobile, address)
    say(
        request,
        _("%(address)s is confirmed.") % {"address": address},
        _("Notices come there too from now on."),
    )
    return redirect("my-page")


def token_of(mobile: str, address: str) -> str:
    """What a link carries."""
    return signing.dumps([mobile, address], salt=SALT)


def _send_link(request: PersonRequest, address: str) -> None:
    path = reverse("my-email-confirm", args=[token_of(request.person.mobile, address)])
    subject = _("Confirm your e-mail address")
    meaning = _(
        "Open the link to get notices from the telephone exchange of %(customer)s here. If you did "
        "not ask for it, do nothing: then nothing more comes."
    ) % {"customer": request.customer.name}
    lay_mail(address, subject, letter(f"{subject}.", meaning, path))


def _may_ask(request: HttpRequest) -> bool:
    now = time.time()
    asked = [one for one in request.session.get(ASKED, []) if one > now - AN_HOUR]
    request.session[ASKED] = [*asked, now]
    return len(asked) < LINKS_AN_HOUR


def _must_send_mail() -> None:
    """404 on an instance that has no mail server."""
    if not settings.FORRANG_MAIL:
        raise Http404
