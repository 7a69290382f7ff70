"""The members of a group while it is edited: moved, removed and added by buttons."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from forrang.domain.document import Document
from forrang.domain.employee import Employee
from forrang.domain.phone_number import PhoneNumber

STEPS = {"up": -1, "down": 1}


@dataclass(slots=True)
class Members:
    """Who is in the group, in its order, as the page has it."""

    there: list[Employee]
    "The members."
    others: list[Employee]
    "Who could be added."
    said: str = ""
    "What a button did, read aloud."
    focus: str = ""
    "The button that was pressed, and is still there: `up +4790000001`."
    error: str = ""
    "What is wrong with adding."


def members(document: Document, mobiles: list[str]) -> Members:
    """These employees as members; whom the customer does not have is left out."""
    people = {one.mobile: one for one in document.employees}
    there = [people[PhoneNumber(one)] for one in dict.fromkeys(mobiles) if one in people]
    return Members(there, [one for one in document.employees if one not in there])


def pressed(document: Document, posted: QueryDict) -> Members:
    """The members after the button that was pressed."""
    found = members(document, posted.getlist("member"))
    act, _space, mobile = posted.get("act", "").partition(" ")
    if act == "add":
        return _added(document, found, posted.get("add", ""))
    at = next((at for at, one in enumerate(found.there) if one.mobile == mobile), None)
    if at is None:
        return found
    one = found.there.pop(at)
    if act == "remove":
        after = members(document, [other.mobile for other in found.there])
        after.said = _("%(name)s is no longer in the group.") % {"name": one.name}
        next_one = after.there[min(at, len(after.there) - 1)] if after.there else None
        after.focus = f"remove {next_one.mobile}" if next_one else "add"
        return after
    to = min(max(at + STEPS.get(act, 0), 0), len(found.there))
    found.there.insert(to, one)
    place = {"name": one.name, "n": to + 1, "m": len(found.there)}
    found.said = _("%(name)s is now no. %(n)s of %(m)s.") % place
    ends = {0: "down", len(found.there) - 1: "up"}  # the button is not there at the end
    found.focus = f"{ends.get(to, act)} {one.mobile}"
    return found


def _added(document: Document, found: Members, mobile: str) -> Members:
    new = next((one for one in found.others if one.mobile == mobile), None)
    if new is None:
        found.error, found.focus = _("Choose whom to add."), "add"
        return found
    after = members(document, [*(one.mobile for one in found.there), new.mobile])
    after.said, after.focus = _("%(name)s is in the group.") % {"name": new.name}, "add"
    return after
