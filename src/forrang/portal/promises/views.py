"""The promises: the list, keeping one, changing and taking it away."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forrang.domain.promise import Expected
from forrang.portal.access import for_administrators
from forrang.portal.promises import notices
from forrang.portal.promises.checking import ask, check, look
from forrang.portal.promises.forms import PromiseForm, from_promise, from_question
from forrang.portal.promises.words import answer, rows
from forrang.portal.strip import say
from forrang.portal.tenancy import Person, PersonRequest
from forrang.site.exchange import Away
from forrang.storage.promises import (
    MOST,
    Kept,
    NoSuchPromise,
    PromiseChanged,
    Promised,
    TooManyPromises,
    add_promise,
    change_promise,
    promise_of,
    promises_of,
    remove_promise,
    removed_promise,
    restore_promise,
)

BACK = "put-back"
"""Sent by the page that said that the promise is removed."""
_NOWHERE = Expected()


@for_administrators
def promises(request: PersonRequest) -> HttpResponse:
    """All of them, those that are broken first."""
    person = request.person
    found = rows(person, promises_of(person.customer.pk))
    found.sort(key=lambda one: one.kept.holds is not False)
    notices.read(request)
    return render(request, "promises/promises.html", {"rows": found})


@for_administrators
def new(request: PersonRequest) -> HttpResponse:
    """Keep a question and its answer; the question may come from «Hva skjer når noen ringer?»."""
    person = request.person
    form = PromiseForm(request.POST or None, person, from_question(person, request.GET))
    if request.method == "POST" and form.is_valid():
        promised = _answered(person, form)
        if promised is not None:
            try:
                id = add_promise(person.customer.pk, promised, person.name)
            except TooManyPromises:
                form.add_error(None, _("You have %(n)s promises. Remove one first.") % {"n": MOST})
            else:
                return _saved(request, id)
    return render(request, "promises/edit.html", {"form": form, "promise": None})


@for_administrators
def edit(request: PersonRequest, promise: int) -> HttpResponse:
    """Change one; the answer is asked anew when the question is another, or when that is wished.
    One that somebody removed meanwhile is put back when that is wished, and one that somebody
    changed meanwhile is shown before what was typed replaces it.
    """
    person = request.person
    kept, gone = _even_removed(request, promise)
    form = PromiseForm(request.POST or None, person, from_promise(kept.promised))
    changed = request.method == "POST" and request.POST.get("mark") != kept.promised.mark
    saving = request.method == "POST" and not changed and (not gone or BACK in request.POST)
    if saving and form.is_valid():
        same = replace(form.promised(_NOWHERE), name="", only_first=True) == replace(
            kept.promised, name="", only_first=True, expected=_NOWHERE
        )
        if same and "renew" not in request.POST:
            promised: Promised | None = form.promised(kept.promised.expected)
        else:
            promised = _answered(person, form)
        if promised is not None:
            if gone:
                restore_promise(person.customer.pk, promise)
            try:
                change_promise(person.customer.pk, promise, promised, kept.promised.mark)
            except PromiseChanged:
                kept, gone, changed = promise_of(person.customer.pk, promise), False, True
            else:
                return _saved(request, promise)
    context = {
        "form": form,
        "promise": rows(person, [kept])[0],
        "gone": gone,
        "changed": changed and not gone,
        "put_back": BACK,
    }
    return render(request, "promises/edit.html", context, status=409 if gone or changed else 200)


@require_POST
@for_administrators
def remove(request: PersonRequest, promise: int) -> HttpResponse:
    """Take one away; the next page offers to put it back."""
    customer = request.customer.pk
    kept = _or_404(lambda: promise_of(customer, promise))
    remove_promise(customer, promise)
    say(
        request,
        _("The promise «%(name)s» is removed.") % {"name": kept.promised.name},
        _("Changes may break it now."),
        undo=reverse("restore-promise", args=[promise]),
        back=reverse("promises"),
    )
    return redirect("promises")


@require_POST
@for_administrators
def restore(request: PersonRequest, promise: int) -> HttpResponse:
    """Put one back that was taken away."""
    _or_404(lambda: restore_promise(request.customer.pk, promise))
    say(request, _("Undone."), _("The promise holds again."))
    return redirect("promises")


@require_POST
@for_administrators
def check_now(request: PersonRequest) -> HttpResponse:
    """Check all of them now."""
    if isinstance(check(request.customer.pk), Away):
        _away(request)
    return redirect("promises")


def _even_removed(request: PersonRequest, promise: int) -> tuple[Kept, bool]:
    """A promise, and whether it is gone: which only a form asks that was open before."""
    customer = request.customer.pk
    try:
        return promise_of(customer, promise), False
    except NoSuchPromise:
        if request.method != "POST":
            raise Http404 from None
        return _or_404(lambda: removed_promise(customer, promise)), True


def _answered(person: Person, form: PromiseForm) -> Promised | None:
    """What was typed with what would happen; None when the exchange does not say."""
    promised = form.promised(_NOWHERE)
    zone, numbers = ZoneInfo(person.document.time_zone), person.document.main_numbers
    number = next((one for one in numbers if one.number == promised.number), None)
    at = promised.when.next(zone, timezone.now(), number)
    if at is None:
        form.add_error("clock", _("The time has passed. Choose a later one."))
        return None
    question = {
        "caller": promised.caller,
        "number": promised.number,
        "keys": promised.keys,
        "at": at.timestamp(),
    }
    found = ask(person.setup, [question])
    if isinstance(found, Away):
        form.add_error(
            None,
            _(
                "Not saved: the exchange does not answer right now, and only it knows what would "
                "happen. Try again in a moment."
            ),
        )
        return None
    return replace(promised, expected=found[0])


def _saved(request: PersonRequest, id: int) -> HttpResponse:
    person = request.person
    kept: Kept = promise_of(person.customer.pk, id)
    look(person.setup, [kept])
    told = answer(person.document, kept.promised.expected, kept.promised.only_first)
    say(
        request,
        _("The promise «%(name)s» is saved.") % {"name": kept.promised.name},
        _("%(answer)s. A change that breaks this is refused, unless you confirm it.")
        % {"answer": told},
    )
    return redirect("promises")


def _away(request: HttpRequest) -> None:
    say(
        request,
        _("The promises were not checked, since the exchange does not answer."),
        _("They are checked as soon as it does."),
        kind="failed",
    )


def _or_404(get: Callable[[], Any]) -> Any:
    try:
        return get()
    except NoSuchPromise:
        raise Http404 from None
