"""The tree on the left: the customer's main numbers and all pages, of those that exist.

A page that no slice has is left out, so the tree never leads nowhere: it grows with the slices.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.conf import settings
from django.utils.translation import gettext as _

from forrang.domain.main_number import MainNumber
from forrang.domain.points import points_of
from forrang.portal.new_lists import is_new
from forrang.portal.tenancy import PersonRequest
from forrang.portal.voicemail.box import shown
from forrang.site.pages import page
from forrang.storage.list_sizes import list_sizes

MANY = 12
"""With more main numbers only the current one is unfolded, and a search field stands on top."""


@dataclass
class Branch:
    """A page in the tree."""

    label: str
    "Its words."
    url: str
    "Its address."
    icon: str = ""
    "The name of its icon."
    beside: str = ""
    "What stands at its right."
    new: bool = False
    "Whether it was not opened since it appeared."
    main_number: MainNumber | None = None
    "The number, where it is one."
    children: list["Branch"] = field(default_factory=list)
    "What stands under it."
    current: bool = False
    "Whether this is where we are."
    folded: bool = False
    "Whether its children are left out."


@dataclass
class Section:
    """A heading with its pages."""

    label: str
    "Its words."
    branches: list[Branch]
    "Its pages."


@dataclass
class Tree:
    """All of it."""

    sections: list[Section]
    "From the top."
    many: bool
    "Whether there are so many main numbers that one searches for them."

    @property
    def numbers(self) -> Section:
        """The main numbers."""
        return self.sections[1]

    @property
    def here(self) -> Branch | None:
        """Where we are."""
        return next((one for one in _all(self.sections) if one.current), None)


def tree(request: PersonRequest) -> Tree:
    """The tree for whoever is asking, with the current place marked."""
    person = request.person
    numbers = person.document.main_numbers
    counts = list_sizes(person.customer.pk) if person.vip_activated else {}
    sections = [
        Section(
            person.customer.name,
            _pages(
                ("setup", _("Company setup"), "Buildings3"),
                ("sounds", _("Sounds"), "SpeakerSoundWave2"),
            ),
        ),
        Section(_("Main numbers"), [_number(request, one, counts) for one in numbers]),
        Section(
            _("People"),
            _pages(
                ("groups", _("Answer groups"), "PersonGroup"),
                ("employees", _("Employees"), "Person"),
            ),
        ),
        Section(
            _("See and try"),
            _pages(
                ("calls", _("Call log"), "BulletList"),
                ("what-happens", _("What happens when somebody calls?"), "QuestionmarkCircle"),
                ("promises", _("Promises"), "HandFinger"),
            ),
        ),
        Section(
            _("Agreement"),
            _pages(
                ("services", _("Services"), "Package"),
                ("history", _("History"), "ClockDashed"),
            ),
        ),
    ]
    voicemail = shown(person)
    if voicemail is not None:
        page_of_it = ("voicemail", _("Voicemail messages"), "Waveform")
        sections[3].branches[1:1] = _pages(page_of_it, beside=voicemail.words)
    if settings.FORRANG_DEMO:
        sections[3].branches += _pages(("try-it", _("Try it"), "Phone"), beside=_("demo"))
    _mark(request.path, sections)
    many = len(numbers) > MANY
    for one in sections[1].branches:
        one.folded = many and not (one.current or any(child.current for child in one.children))
    return Tree([sections[0], sections[1], *(one for one in sections[2:] if one.branches)], many)


def _number(request: PersonRequest, one: MainNumber, counts: dict[str, int]) -> Branch:
    children = list(_lists(request, one, counts))
    hours = page("opening-hours", one.number)
    if hours:
        children.append(Branch(_("Opening hours"), hours, "Clock"))
    edit = page("edit-number", one.number)
    return Branch(one.name or "", edit, main_number=one, children=children)


def _lists(request: PersonRequest, one: MainNumber, counts: dict[str, int]) -> Iterator[Branch]:
    """The VIP lists of a main number: its own, then those of its keys."""
    if not request.person.vip_activated:
        return
    for point in points_of(one):
        address = page("vip-list", point.id)
        if address and point.vip is not None and point.vip.on:
            label = _("VIP list")
            if point.keys:
                label = _("Key %(keys)s: VIP list") % {"keys": ", ".join(point.keys)}
            new = is_new(request, point.id)
            count = str(counts.get(point.id, 0))
            yield Branch(label, address, "ArrowForward", "" if new else count, new)


def _pages(*known: tuple[str, str, str], beside: str = "") -> list[Branch]:
    found = [Branch(label, page(name), icon, beside) for name, label, icon in known]
    return [one for one in found if one.url]


def _all(sections: Sequence[Section]) -> list[Branch]:
    own = list(chain.from_iterable(one.branches for one in sections))
    return [*own, *chain.from_iterable(one.children for one in own)]


def _mark(path: str, sections: Sequence[Section]) -> None:
    """Mark the page whose address this one's begins with, the longest of them. A page below a main
    number that has no branch of its own marks the number.
    """
    fitting = [one for one in _all(sections) if path.startswith(_stem(one))]
    if fitting:
        max(fitting, key=lambda one: len(_stem(one))).current = True


def _stem(one: Branch) -> str:
    return one.url.removesuffix("edit/") if one.main_number else one.url
