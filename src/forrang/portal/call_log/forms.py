"""Which calls the log shows."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import every_point
from forrang.portal.filtering import FilterForm
from forrang.portal.live.places import full_name
from forrang.portal.live.words import OUTCOME
from forrang.portal.tenancy import Person
from forrang.site.forms import TelephoneField
from forrang.storage.call_log import Wanted


class CallsFilter(FilterForm):
    """A GET form: which are shown."""

    caller = TelephoneField(required=False)
    to = forms.ChoiceField(required=False)
    outcome = forms.ChoiceField(required=False)
    vip = forms.ChoiceField(required=False)

    def __init__(self, data: Any, person: Person):
        super().__init__(data)
        places = [
            (one.id, full_name(one, person.document))
            for one in every_point(person.document.main_numbers)
        ]
        self.fields["caller"].label = _("Caller's number")
        self.choose("to", _("Main number"), places)
        self.choose("outcome", _("Outcome"), [(key, str(word)) for key, word in OUTCOME.items()])
        self.choose("vip", _("VIP"), [("1", _("VIP only")), ("0", _("Without VIP"))])
        if len(places) < 2:
            del self.fields["to"]
        if not person.vip_activated:
            del self.fields["vip"]

    @property
    def wanted(self) -> Wanted:
        """What was asked for."""
        values = self.values
        main_number, _slash, keys = (values.get("to") or "").partition("/")
        return Wanted(
            caller=values.get("caller") or None,
            main_number=PhoneNumber(main_number) if main_number else None,
            keys=keys or None,
            outcome=values.get("outcome") or None,
            vip={"1": True, "0": False}.get(values.get("vip", "")),
            day=values.get("day"),
        )
