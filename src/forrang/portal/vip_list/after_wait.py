"""Where a list's callers go after the longest wait: like everybody, or to a place of their own."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.call_setup import Queue
from forrang.domain.destination import Destination
from forrang.domain.document import Document
from forrang.domain.points import Point
from forrang.domain.vip_list import VipList
from forrang.domain.voicemails import awaited
from forrang.portal.history.call_words import destination as destination_words
from forrang.portal.numbers.destinations import (
    check,
    destination_of,
    shown_destination,
    then_fields,
    unused,
)
from forrang.portal.numbers.fields import ForwardField, may_stay
from forrang.portal.sounds.prompt_field import offer_sounds
from forrang.portal.tenancy import Person
from forrang.portal.vip_list.templatetags.vip_entries import amount
from forrang.portal.voicemail.taking import offer_people

NAME = "wait_then"
"""The fields' common name."""
LIKE_EVERYBODY = "like-everybody"

AFTER_FIELDS = then_fields(
    NAME,
    gettext_lazy("What happens to a VIP then"),
    (LIKE_EVERYBODY, gettext_lazy("The same as to everybody")),
    tone=False,
)
"""By name."""


def shown_after(vip: VipList) -> dict[str, Any]:
    """What the fields show at first."""
    shown = shown_destination(NAME, vip.waited_too_long)
    return shown if vip.waited_too_long is not None else shown | {NAME: LIKE_EVERYBODY}


def fit_after(form: forms.BaseForm, person: Person, document: Document) -> None:
    """Give the fields what depends on the document. A form that was sent without them changes
    nothing of it.
    """
    if form.is_bound and NAME not in form.data:
        for name in AFTER_FIELDS:
            del form.fields[name]
        return
    may_stay(form)
    offer_sounds(form, person)
    offer_people(form, person, document)
    to = form.fields[f"{NAME}_number"]
    assert isinstance(to, ForwardField)
    to.main_numbers = frozenset(one.number for one in document.main_numbers)


def check_after(form: forms.Form) -> None:
    """Note what is missing beside what was chosen, and nothing else."""
    for name in unused(NAME, form.cleaned_data.get(NAME)):
        form.errors.pop(name, None)
    check(form, NAME)


def after_of(form: forms.Form, vip: VipList) -> Destination | None:
    """What was chosen; None is where everybody goes."""
    if NAME not in form.fields:
        return vip.waited_too_long
    return destination_of(form.cleaned_data, NAME, vip.waited_too_long)


def for_everybody(document: Document, point: Point) -> str:
    """How long everybody may wait at a point, and what comes then, in a sentence."""
    queue = point.setup.queue or Queue("")
    told = _("The longest wait is %(n)s min, and then for everybody: %(what)s.")
    group = awaited(document, point)
    then = queue.waited_too_long or (None if group is None else group.unserved)
    what = destination_words(then, document)
    return told % {"n": amount(queue.max_wait_seconds / 60), "what": what[:1].lower() + what[1:]}
