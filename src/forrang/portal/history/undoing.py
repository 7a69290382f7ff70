"""Undoing a save, from wherever it is offered, and back to there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forrang.domain.schema import DocumentFault
from forrang.portal.access import for_administrators, with_vip_service
from forrang.portal.strip import say
from forrang.portal.tenancy import PersonRequest
from forrang.site.templatetags.forrang import moment, saver
from forrang.storage.entries import EntryList
from forrang.storage.entry_saves import EntryChanged, NoSuchEntry, undo_entries
from forrang.storage.history import list_of_save
from forrang.storage.merge import Collision
from forrang.storage.setups import NoSuchCustomer, current_setup
from forrang.storage.staffing import NoAdministratorLeft
from forrang.storage.undo import TooOld, undo_save, who_changed


@require_POST
@for_administrators
def undo(request: PersonRequest, version: int) -> HttpResponse:
    """Put back what a save changed, unless somebody changed the same since."""
    person = request.person
    try:
        undo_save(person.customer.pk, version, person.name)
    except NoSuchCustomer:
        raise Http404 from None
    except TooOld:
        _refused(request, _("Not undone: it was saved more than 30 days ago."))
    except Collision as collision:
        newer = who_changed(person.customer.pk, version, collision.parts)
        if newer is None:
            _refused(request, _("Not undone: it has been changed since."))
        else:
            told = _("Not undone: %(name)s changed the same %(when)s.")
            _refused(request, told % {"name": saver(newer.by), "when": moment(newer.at)})
    except NoAdministratorLeft:
        _refused(request, _("Not undone: nobody would be administrator any more."))
    except DocumentFault as fault:
        _refused(request, _("Not undone: %(why)s.") % {"why": fault})
    else:
        say(request, _("Undone."), _("The setup is as it was before."))
    document = current_setup(person.customer.pk).document
    stays = any(one.mobile == person.mobile and one.administrator for one in document.employees)
    return _back(request, "setup") if stays else redirect("home")


@require_POST
@for_administrators
@with_vip_service
def undo_list(request: PersonRequest, save: int) -> HttpResponse:
    """Put back the entries that a save changed, unless somebody changed one of them since."""
    customer = request.customer.pk
    list_id = list_of_save(customer, save)
    if list_id is None:
        raise Http404
    try:
        undo_entries(EntryList(customer, list_id), save, request.person.name)
    except NoSuchEntry:
        raise Http404 from None
    except EntryChanged as changed:
        if changed.by and changed.at is not None:
            told = _("Not undone: %(name)s changed the same %(when)s.")
            _refused(request, told % {"name": saver(changed.by), "when": moment(changed.at)})
        else:
            _refused(request, _("Not undone: it has been changed since."))
    else:
        say(request, _("Undone."), _("The list is as it was before."))
    return _back(request, "history")


def _refused(request: HttpRequest, what: str) -> None:
    say(request, what, _("Nothing is changed."), kind="failed")


def _back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To the page where it was saved, or where the button stood; never to another site."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect(otherwise)
