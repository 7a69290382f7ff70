"""The form of «Endre»: of a main number, and of a key."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from forrang.domain.destination import Voicemail
from forrang.domain.point_edits import may_have_menu
from forrang.domain.points import Point
from forrang.domain.vip_list import VipList
from forrang.portal.numbers import menu_fields, queue_fields
from forrang.portal.numbers.fields import ForwardField, may_stay
from forrang.portal.numbers.kinds import FIELDS, KINDS, SETS
from forrang.portal.numbers.menu_fields import Row
from forrang.portal.numbers.queue_made import check_queue, unused_of_queue
from forrang.portal.sounds.prompt_field import PromptField, offer_sounds
from forrang.portal.tenancy import Person
from forrang.portal.voicemail.taking import ToldField, offer_people, shown_voicemail
from forrang.site.forms import Form
from forrang.site.templatetags.forrang import number as shown
from forrang.storage.setups import CustomerSetup


class PointForm(Form):
    """What a main number or a key does with a call. Made from a version of the setup: what is there
    already is accepted as it is, and what is not changed is not saved.
    """

    def __init__(
        self,
        data: Any,
        person: Person,
        setup: CustomerSetup,
        point: Point,
        free: list[str] | None = None,
    ):
        document, there = setup.document, point.setup
        self._menu = there.menu
        queue = there.queue or queue_fields.default_queue(document)
        voicemail, vip = there.voicemail or Voicemail(), point.vip or VipList()
        initial = {
            "name": point.name or "",
            "kind": next(iter(there.given), "queue"),
            **queue_fields.shown_queue(document, queue),
            **menu_fields.shown_menu(there.menu),
            "forward": None if there.forward is None else shown(there.forward),
            "message": there.message,
            "voicemail_greeting": voicemail.greeting,
            **shown_voicemail("voicemail", voicemail),
            "vip": vip.on,
            "skips_menu": vip.skips_menu,
        }
        super().__init__(data, initial=initial)
        queue_fields.fit(self, document)
        menu_fields.fit(self, document, there.menu)
        may_stay(self)
        offer_sounds(self, person)
        offer_people(self, person, document)
        numbers = frozenset(one.number for one in document.main_numbers)
        fields: dict[str, Any] = self.fields
        for field in fields.values():
            field.widget.attrs.setdefault("class", "ds-input")
            if isinstance(field, ForwardField):
                field.main_numbers = numbers
        fields["kind"].choices = [(kind, KINDS[kind][0]) for kind in _kinds(point)]
        if person.vip_activated:
            fields["max_waiting"].help_text = _(
                "When so many wait, one more is not let in. VIPs always are."
            )
        else:
            del fields["vip"]
        self._fit_key(point, free)
        if not person.vip_activated or point.keys:
            del fields["skips_menu"]
        if data is not None:
            self.data = self._with_what_was_not_sent(data)

    def _with_what_was_not_sent(self, data: Any) -> Any:
        """What a page did not show stays as it is. A tick that is missing says something where the
        page had ticks to show, and that of the VIP queue always does.
        """
        data = data.copy()
        for name, field in self.fields.items():
            there = self.initial.get(name)
            if isinstance(field, PromptField):
                if name not in data and f"{name}_sound" not in data and there is not None:
                    data[name], data[f"{name}_sound"] = there.say or "", there.sound or ""
            elif isinstance(field, forms.BooleanField):
                if there and name != "vip" and "ticks" not in data:
                    data[name] = "on"
            elif isinstance(field, ToldField):
                if name not in data:
                    data.setlist(name, list(there or ()))
            elif name not in data:
                data[name] = "" if there is None else field.prepare_value(there)
        return data

    def _fit_key(self, point: Point, free: list[str] | None) -> None:
        fields: dict[str, Any] = self.fields
        if free is None:
            del fields["key"]
        else:
            fields["key"].choices = [(one, one) for one in free]
        if not point.keys:
            del fields["name"]
            return
        key = point.keys[-1]
        fields["kind"].label = (
            _("When somebody presses %(key)s, the number shall") % {"key": key}
            if key
            else _("When somebody presses the key, the number shall")
        )
        if "vip" in fields:
            fields["vip"].label = (
                _("VIP list on key %(key)s") % {"key": key} if key else _("VIP list")
            )

    @property
    def kinds(self) -> list[dict[str, Any]]:
        """The choices of the kind, each with what it means."""
        chosen = self["kind"].value()
        return [
            {"value": kind, "label": label, "means": KINDS[kind][1], "chosen": kind == chosen}
            for kind, label in self.fields["kind"].choices  # type: ignore[attr-defined]
        ]

    @property
    def menu_offered(self) -> bool:
        """Whether a menu may stand here."""
        return any(one["value"] == "menu" for one in self.kinds)

    @property
    def rows(self) -> list[Row]:
        """The keys of a new menu."""
        return list(menu_fields.rows(self))

    @property
    def more(self) -> bool:
        """Whether one of the folded fields says something."""
        if any(name in self.errors for name in queue_fields.MORE):
            return True
        told = (
            "welcome",
            "position",
            "expected_wait",
            "comfort",
            "callback",
            "overflow_to",
            "max_waiting",
        )
        return any(self.initial[name] for name in told) or (
            self.initial["nobody_then"] != queue_fields.WAIT
        )

    def clean(self) -> dict[str, Any]:
        """Only what belongs to the chosen kind counts."""
        values: dict[str, Any] = super().clean() or {}
        kind = values.get("kind")
        for name in self._unused(kind, values):
            self.errors.pop(name, None)
        if kind == "queue":
            check_queue(self)
        if kind == "menu":
            menu_fields.check_menu(self, self._menu)
        return values

    def _unused(self, kind: str | None, values: dict[str, Any]) -> list[str]:
        found = [name for of, names in SETS.items() if of != kind for name in names]
        if kind == "queue":
            found += unused_of_queue(values)
        if kind != "menu":
            found += [name for name in self.fields if name.startswith("new_")]
        return found


PointForm.base_fields = FIELDS


def _kinds(point: Point) -> list[str]:
    """What a main number or a key may do."""
    found = [one for one in KINDS if one != "repeat" or point.keys]
    return [one for one in found if one != "menu" or may_have_menu(point.keys)]
