"""What the page of a list shows, put together."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from forrang.domain.points import Point, PointId, ordinary_group
from forrang.domain.vip_list import VipList
from forrang.portal.tenancy import Person, PersonRequest
from forrang.portal.vip_list import example
from forrang.portal.vip_list.after_wait import for_everybody
from forrang.portal.vip_list.answerers import late_rows, shown
from forrang.portal.vip_list.answering import AnsweringForm
from forrang.portal.vip_list.check import check
from forrang.portal.vip_list.forms import EntryForm
from forrang.portal.vip_list.places import edit_page, hours_page
from forrang.site.exchange import calls_now
from forrang.site.templatetags.forrang import number as shown_number
from forrang.storage.entries import EntryList
from forrang.storage.setups import CustomerSetup
from forrang.storage.vip_pages import Which, entry_page, to_look_at


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see of the list."""

    wanted: str
    "What they search for."
    which: Which
    "The filter."
    page: int
    "Which page."

    def query(self, **other: Any) -> str:
        """The query of an address that shows the same, or the same with another page."""
        kept = {"q": self.wanted, "which": self.which if self.which != Which.ALL else ""}
        kept |= {"page": "" if self.page == 1 else self.page} | other
        return urlencode({key: value for key, value in kept.items() if value})


def asked(request: HttpRequest) -> Asked:
    """What an address asks for; nonsense asks for nothing."""
    which, page = request.GET.get("which", ""), request.GET.get("page", "")
    return Asked(
        wanted=" ".join(request.GET.get("q", "").replace("\0", "").split())[:200],
        which=Which(which) if which in list(Which) else Which.ALL,
        page=int(page) if page.isdecimal() and 0 < len(page) < 9 else 1,
    )


def list_of(person: Person, point: PointId) -> EntryList:
    """A point's list as a place for entries."""
    return EntryList(person.customer.pk, point)


def page_context(
    request: PersonRequest, point: Point, base: CustomerSetup,
    answering: AnsweringForm | None = None, adding: EntryForm | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Everything that the template needs; the forms as they were sent, or fresh ones."""
    person = request.person
    the_list, today, now = list_of(person, point.id), timezone.localdate(), timezone.now()
    vip = point.vip or VipList()
    main_number = person.main_number(point.number)
    answering = answering or AnsweringForm(None, person, person.document, point)
    adding = adding or EntryForm()
    house, seen = calls_now(person.customer.pk), asked(request)
    look = to_look_at(the_list, today)
    page = entry_page(the_list, today, look, seen.wanted, seen.which, seen.page)
    moment = now.timestamp()
    always, minutes = example.always_first(moment), example.line(moment, answering.minutes * 60)
    return {
        "main_number": main_number,
        "point": point,
        "where": f"{shown_number(main_number.number)} {main_number.name or ''}".rstrip(),
        "group": ordinary_group(point.part),
        "late": late_rows(answering),
        "hours": hours_page(point),
        "on": vip.on,
        "for_everybody": for_everybody(person.document, point),
        "longest_wait": edit_page(point),
        "check": check(person.document, point, vip, the_list, house, look),
        "now": now,
        "entries": look.entries,
        "page": page,
        "query": seen.query(),
        "previous": seen.query(page=page.number - 1),
        "next": seen.query(page=page.number + 1),
        "asked": seen,
        "look": len(look.ids),
        "adding": adding,
        "answering": answering,
        "answerers": shown(answering, person.document, house, point.id),
        "based_on": base.version,
        "always": always,
        "minutes": minutes,
        "place": example.place_of_vip(minutes),
        "form": adding if adding.errors else answering,
    }
