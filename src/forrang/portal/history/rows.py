"""What differs, as rows: of which thing, which field, before and after."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from forrang.domain.differences import Difference, Path, keys_to
from forrang.domain.document import Document
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import point_id
from forrang.domain.two_edits import Clash
from forrang.domain.vip_list import VipList
from forrang.portal.history.words import label_of, value_of
from forrang.portal.tenancy import name_of
from forrang.site.pages import page
from forrang.site.templatetags.forrang import number as shown


@dataclass(frozen=True, slots=True)
class Thing:
    """What a difference is of."""

    key: str
    "As a filter has it: `number:+47…`, `group:…`, `employee:+47…`; empty: the company."
    words: str
    "What it is called."
    vip: bool = False
    "Whether it is a VIP list."
    keys: tuple[str, ...] = ()
    "The keys that lead to it, where it is of a menu."


@dataclass(frozen=True, slots=True)
class Row:
    """One difference in words."""

    thing: Thing
    "Of what."
    label: str
    "Which field."
    before: str
    "What it was."
    after: str
    "What it is."
    vip: bool = False
    "Whether it switches the VIP queue on."
    number: bool = False
    "Whether the label is a number."


KINDS = {"main_numbers": "number", "groups": "group", "employees": "employee"}
"""Lists of a setup, as filters call their items."""


def rows(changes: Iterable[Difference], before: Document, after: Document) -> Iterator[Row]:
    """Differences in words; `before` and `after` have the names."""
    for one in changes:
        if not one.field:  # an item that came or went
            words = _("Added") if one.before is None else _("Removed")
            was, is_now = ("–", words) if one.before is None else (_("Was there"), words)
        else:
            was = value_of(one.owner, one.field, one.before, before)
            is_now = value_of(one.owner, one.field, one.after, after)
        yield Row(
            thing=thing_of(one.path, after, before),
            label=label_of(one.owner, one.field),
            before=was,
            after=is_now,
            vip=(one.owner, one.field, one.after) == (VipList, "on", True),
        )


def clash_values(clash: Clash, base: Document, theirs: Document, mine: Document) -> list[str]:
    """What a clash was, what they saved, and what was typed."""
    if clash.field:
        sides = ((clash.before, base), (clash.theirs, theirs), (clash.mine, mine))
        return [value_of(clash.owner, clash.field, *side) for side in sides]
    was = _("Was there") if clash.before is not None else "–"
    words = [was, _gone(clash.theirs), _gone(clash.mine)]
    if clash.mine is not None and clash.theirs is None:
        told = {"what": ", ".join(_written(one, mine) for one in clash.changed)}
        words[2] = _("Is kept, with %(what)s") % told
    return words


def of_vip(path: Path) -> bool:
    """Whether it is of a VIP list, of which nothing shows before the service is activated."""
    return "vip" in path[2:]


def thing_of(path: Path, *documents: Document) -> Thing:
    """What a path is of; the first document that has it says its name."""
    kind = KINDS.get(path[0]) if len(path) > 1 else None
    if kind is None:
        return Thing("", _("The company"))
    vip = of_vip(path) and path[-1] not in ("vip", "on")
    keys = keys_to(path)[0] if kind == "number" else ()
    return named(f"{kind}:{path[1]}", *documents, vip=vip, keys=keys)


def named(key: str, *documents: Document, vip: bool = False, keys: tuple[str, ...] = ()) -> Thing:
    """A thing by its key."""
    kind, _colon, value = key.partition(":")
    if kind == "group":
        return Thing(key, _("Answer group %(name)s") % {"name": value})
    if kind == "employee":
        names = (name_of(one, value) for one in documents)
        return Thing(key, next((one for one in names if one != value), "") or shown(value))
    names = (
        one.name or "" for document in documents for one in document.main_numbers
        if one.number == value
    )  # fmt: skip
    words = f"{shown(value)} {next(names, '')}".rstrip()
    if keys:
        words = _("%(number)s, key %(keys)s") % {"number": words, "keys": ", ".join(keys)}
    if vip:
        words = _("VIP list of %(number)s") % {"number": words}
    return Thing(key, words, vip, keys)


def address_of(thing: Thing) -> str:
    """Where a thing is edited."""
    kind, _colon, value = thing.key.partition(":")
    if kind == "group":
        return page("edit-group", value)
    if kind == "employee":
        return page("edit-employee", value)
    if kind == "number" and thing.vip:
        return page("vip-list", point_id(PhoneNumber(value), thing.keys))
    if kind == "number" and thing.keys:
        return page("edit-key", value, thing.keys)
    if kind == "number":
        return page("edit-number", value)
    return ""


def _written(one: Difference, mine: Document) -> str:
    """What was typed in a thing that the other took away; of what was new in it, all."""
    label, value = label_of(one.owner, one.field), value_of(one.owner, one.field, one.after, mine)
    if one.field or one.after is not None:
        return f"{label}: {value}"
    return f"{label}: {_('Removed')}"


def _gone(value: object) -> str:
    return _("Removed") if value is None else _("Is there")
