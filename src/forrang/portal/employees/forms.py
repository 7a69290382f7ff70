"""The form of an employee."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forrang.domain.document import Document
from forrang.domain.employee import Employee
from forrang.domain.fields import NAME_LENGTH
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.staffing import is_last_administrator
from forrang.site.forms import Form, TelephoneField
from forrang.site.templatetags.forrang import number as shown


class EmployeeForm(Form):
    """Somebody who can log in and answer; new, or as a version of the setup has them."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_LENGTH,
        error_messages={"required": gettext_lazy("Type the name, for example Ola Hansen.")},
    )
    mobile = TelephoneField(label=gettext_lazy("Mobile number"))
    administrator = forms.BooleanField(label=gettext_lazy("Administrator"), required=False)
    confirm = forms.BooleanField(label=gettext_lazy("Press 1 to take the call"), required=False)
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Answer groups"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        data: Any,
        document: Document,
        employee: Employee | None = None,
        own: PhoneNumber | None = None,
    ):
        initial: dict[str, Any] = {"confirm": True}  # a mobile's voicemail takes calls otherwise
        if employee is not None:
            initial = {
                "name": employee.name,
                "mobile": shown(employee.mobile),
                "administrator": employee.administrator,
                "confirm": employee.confirm,
                "groups": [one.name for one in document.groups if employee.mobile in one.members],
            }
        super().__init__(data, initial=initial)
        self._document, self._employee, self._own = document, employee, own
        groups = self.fields["groups"]
        assert isinstance(groups, forms.ChoiceField)
        groups.choices = [(one.name, one.name) for one in document.groups]
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        for name in ("administrator", "confirm"):
            self.fields[name].widget.attrs["aria-describedby"] = f"{name}-means"

    def clean_mobile(self) -> PhoneNumber:
        """Nobody else's, and no main number. One's own somebody else changes: it is the log-in."""
        mobile: PhoneNumber = self.cleaned_data["mobile"]
        before = None if self._employee is None else self._employee.mobile
        if mobile == before:
            return mobile
        for one in self._document.employees:
            if one.mobile == mobile:
                raise forms.ValidationError(
                    _("%(name)s has this number already.") % {"name": one.name}
                )
        for number in self._document.main_numbers:
            if number.number == mobile:
                told = _("%(number)s is a main number. Type the number of a mobile.")
                raise forms.ValidationError(told % {"number": shown(mobile)})
        if before is not None and before == self._own:
            raise forms.ValidationError(
                _("You log in with this number. Ask another administrator to change it.")
            )
        return mobile

    def clean_administrator(self) -> bool:
        """Somebody can change the setup."""
        wanted: bool = self.cleaned_data["administrator"]
        one = self._employee
        if one is not None and not wanted and is_last_administrator(self._document, one.mobile):
            raise forms.ValidationError(only_administrator(one))
        return wanted

    def employee(self) -> Employee:
        """The employee as typed."""
        values = self.cleaned_data
        typed = {name: values[name] for name in ("name", "mobile", "administrator", "confirm")}
        return Employee(**typed) if self._employee is None else replace(self._employee, **typed)


def only_administrator(one: Employee) -> str:
    """Why somebody stays an administrator."""
    told = _("%(name)s is the only administrator. Make somebody else an administrator first.")
    return told % {"name": one.name}
