"""A list of answerers as a form has it: hidden fields in their order, and buttons that send the form
to have one moved, removed or added.
"""

from typing import Any

from django.utils.translation import gettext as _

from forrang.domain.document import Document
from forrang.domain.vip_list import Answerer
from forrang.portal.tenancy import name_of


class Chosen:
    """The answerers of one of a form's lists. `field`: how its hidden fields are called; `prefix`:
    what its buttons say before what they do.
    """

    def __init__(
        self, document: Document, saved: tuple[Answerer, ...], data: Any, field: str, prefix: str
    ):
        self._document = document
        self.prefix = prefix
        self.answerers = list(saved) if data is None else self._sent(data.getlist(field))
        self.told = ""
        "What was done to the order, for those who do not see it."
        self.focus = ""
        "The button that has the focus after that."

    def arrange(self, what: str, add: str) -> None:
        """Move, remove or add an answerer: `up:1`, `down:0`, `remove:2`, `add`."""
        act, _colon, place = what.partition(":")
        at = int(place) if place.isdecimal() else -1
        if act == "add":
            one = self._known(add)
            if one is not None and one not in self.answerers:
                self.answerers.append(one)
            self.focus = f"{self.prefix}add"
        elif 0 <= at < len(self.answerers):
            one = self.answerers.pop(at)
            if act == "remove":
                last = len(self.answerers) - 1
                self.focus = self.prefix + (f"remove:{min(at, last)}" if last >= 0 else "add")
                return
            to = at + {"up": -1, "down": 1}.get(act, 0)
            to = max(0, min(to, len(self.answerers)))
            self.answerers.insert(to, one)
            self.focus = f"{self.prefix}{act}:{to}"
            self.told = _("%(name)s is now no. %(n)s of %(m)s.") % {
                "name": self.name(one),
                "n": to + 1,
                "m": len(self.answerers),
            }

    def choices_to_add(self) -> list[tuple[str, str, bool]]:
        """Who is not among them yet: value, name, whether it is a group."""
        people = [Answerer(employee=one.mobile) for one in self._document.employees]
        groups = [Answerer(group=one.name) for one in self._document.groups]
        return [
            (value_of(one), self.name(one), one.group is not None)
            for one in (*people, *groups)
            if one not in self.answerers
        ]

    def name(self, one: Answerer) -> str:
        """What an answerer is called."""
        return one.group or name_of(self._document, one.employee or "")

    def _sent(self, values: list[str]) -> list[Answerer]:
        known = (self._known(value) for value in values)
        return list(dict.fromkeys(one for one in known if one is not None))

    def _known(self, value: str) -> Answerer | None:
        kind, _colon, key = value.partition(":")
        if kind == "employee":
            found = [one.mobile for one in self._document.employees if one.mobile == key]
            return Answerer(employee=found[0]) if found else None
        found_groups = [one.name for one in self._document.groups if one.name == key]
        return Answerer(group=found_groups[0]) if found_groups else None


def value_of(one: Answerer) -> str:
    """An answerer as a form sends it."""
    return f"group:{one.group}" if one.group is not None else f"employee:{one.employee}"
