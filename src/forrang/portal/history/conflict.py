"""Where two saved the same: the page where one chooses, and saving what was chosen.

What was typed travels in the page as the setup that it made, signed: whatever page it was typed on,
choosing is done here, and when somebody saves meanwhile again, one chooses again.
"""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forrang.domain.document import Document, read_document
from forrang.domain.schema import DocumentFault
from forrang.domain.two_edits import Compared, compare, merged
from forrang.portal.access import for_administrators
from forrang.portal.history.rows import Row, clash_values, of_vip, rows, thing_of
from forrang.portal.history.standing import standing
from forrang.portal.history.words import label_of
from forrang.portal.new_lists import mark_new
from forrang.portal.saving import say_saved
from forrang.portal.tenancy import Person, PersonRequest
from forrang.storage.merge import Collision
from forrang.storage.setups import as_kept, kept_form, saved, setup_version
from forrang.storage.staffing import NoAdministratorLeft, Renamed, publish_staffing

_SALT = "forrang.conflict"
MINE = "mine"


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody wanted to save."""

    customer: int
    "Whose setup."
    based_on: int
    "The version that it was made from."
    newest: int
    "The version that it collided with."
    mine: Document
    "The setup that it made."
    page: str
    "The address where it was typed."
    back: str
    "Where one goes when it is saved."
    renamed: Renamed
    "What has another name in it."

    def signed(self) -> str:
        """As the page carries it."""
        plain = {
            "customer": self.customer,
            "based_on": self.based_on,
            "newest": self.newest,
            "mine": kept_form(self.mine),
            "page": self.page,
            "back": self.back,
            "mobiles": dict(self.renamed.mobiles),
            "groups": dict(self.renamed.groups),
        }
        return signing.dumps(plain, salt=_SALT, compress=True)

    @classmethod
    def read(cls, signed: str, customer: int) -> "Edit":
        """The opposite. Raises `BadRequest` when it is not ours, or another customer's."""
        try:
            plain = signing.loads(signed, salt=_SALT)
        except signing.BadSignature:
            raise BadRequest from None
        if plain["customer"] != customer:
            raise BadRequest
        renamed = Renamed(plain.pop("mobiles"), plain.pop("groups"))
        return cls(**plain | {"mine": read_document(plain["mine"]), "renamed": renamed})


@dataclass(frozen=True, slots=True)
class Choice:
    """A clash as a row with two choices."""

    row: Row
    "Of what, which field, what it was, and what they saved."
    mine: str
    "What was typed."
    chosen: bool
    "Whether what was typed is chosen."


def collided(
    request: PersonRequest,
    collision: Collision,
    based_on: int,
    back: str,
    renamed: Renamed | None = None,
    page: str = "",
) -> HttpResponse:
    """The page that a save gets that collides: `based_on` is the version that it was made from,
    `back` where one goes afterwards, `page` where it was typed, when that is not this address.
    """
    edit = Edit(
        customer=request.customer.pk,
        based_on=based_on,
        newest=collision.newest,
        mine=collision.mine,
        page=page or request.path,
        back=back,
        renamed=renamed or Renamed(),
    )
    return _page(request, edit)


@require_POST
@for_administrators
def settle(request: PersonRequest) -> HttpResponse:
    """Save what was chosen, on the newest version."""
    person = request.person
    edit = Edit.read(request.POST.get("edit", ""), person.customer.pk)
    base, theirs = _documents(edit)
    found = compare(base, edit.mine, theirs, edit.renamed.paths)
    chosen = [
        one.path for at, one in enumerate(found.clashes) if request.POST.get(f"choice-{at}") == MINE
    ]
    document = merged(base, edit.mine, theirs, chosen, edit.renamed.paths)
    renamed = _still(edit.renamed, document)
    try:
        published = publish_staffing(document, person.name, edit.newest, renamed=renamed)
    except Collision as collision:
        again = Edit(
            edit.customer, edit.newest, collision.newest, document, edit.page, edit.back, renamed
        )
        return _page(request, again)
    except DocumentFault as fault:
        return _page(request, edit, error=_("Not saved: %(why)s.") % {"why": fault})
    except NoAdministratorLeft:
        error = _("Not saved: nobody would be administrator any more.")
        return _page(request, edit, error=error)
    for one in _ticked(theirs, document):
        mark_new(request, one)
    say_saved(request, published, back=standing(edit.page, document))
    return redirect(standing(edit.back, document) if _administers(person, document) else "home")


def _page(request: PersonRequest, edit: Edit, error: str = "") -> HttpResponse:
    person = request.person
    base, theirs = _documents(edit)
    found = compare(base, edit.mine, theirs, edit.renamed.paths)
    told = saved(person.customer.pk, edit.newest)
    context = {
        "edit": edit.signed(),
        "page": standing(edit.page, theirs),
        "saved": told,
        "own": told.by == person.name,
        "choices": _choices(request, found, base, theirs, edit.mine),
        "together": _together(person, found, base, theirs, edit.mine),
        "error": error,
    }
    return render(request, "history/conflict.html", context, status=409)


def _documents(edit: Edit) -> tuple[Document, Document]:
    """What was there before both, and what is saved now."""
    numbers = (edit.based_on, edit.newest)
    base, theirs = (as_kept(setup_version(edit.customer, one).document) for one in numbers)
    return base, theirs


def _choices(
    request: HttpRequest, found: Compared, base: Document, theirs: Document, mine: Document
) -> list[Choice]:
    choices = []
    for at, clash in enumerate(found.clashes):
        before, there, here = clash_values(clash, base, theirs, mine)
        label = label_of(clash.owner, clash.field)
        row = Row(thing_of(clash.path, theirs, base, mine), label, before, there)
        choices.append(Choice(row, here, request.POST.get(f"choice-{at}") == MINE))
    return choices


def _together(
    person: Person, found: Compared, base: Document, theirs: Document, mine: Document
) -> list[tuple[Row, str]]:
    """What only one of the two changed, and who: empty, when it is oneself."""
    shown = [
        *((one, "mine", mine) for one in found.mine),
        *((one, "theirs", theirs) for one in found.theirs),
        *((one, "both", theirs) for one in found.both),
    ]
    return [
        (row, who)
        for one, who, after in shown
        if person.vip_activated or not of_vip(one.path)
        for row in rows([one], base, after)
    ]


def _still(renamed: Renamed, document: Document) -> Renamed:
    """What has another name in what is saved, too."""
    mobiles = {one.mobile for one in document.employees}
    groups = {one.name for one in document.groups}
    return Renamed(
        {old: new for old, new in renamed.mobiles.items() if old not in mobiles and new in mobiles},
        {old: new for old, new in renamed.groups.items() if old not in groups and new in groups},
    )


def _ticked(before: Document, after: Document) -> list[Any]:
    """The numbers whose VIP queue is on now, and was not."""
    was = {one.number for one in before.main_numbers if one.vip is not None and one.vip.on}
    now = [one.number for one in after.main_numbers if one.vip is not None and one.vip.on]
    return [one for one in now if one not in was]


def _administers(person: Person, document: Document) -> bool:
    return any(one.mobile == person.mobile and one.administrator for one in document.employees)
