"""`{% load flow %}{% flow_picture main_number %}`: a main number's picture, as it is saved."""

from typing import Any

from django import template

from forrang.domain.flow_picture import picture
from forrang.domain.main_number import MainNumber
from forrang.portal.flow.showing import shown
from forrang.portal.tenancy import Person
from forrang.storage.list_sizes import list_sizes

register = template.Library()


@register.inclusion_tag("flow/picture.html", takes_context=True)
def flow_picture(context: Any, main_number: MainNumber, brief: bool = False) -> dict[str, Any]:
    """The picture of one of the person's main numbers; as it is saved, whatever a page edits.
    `brief`: for the column beside a form.
    """
    person: Person = context["request"].person
    saved = person.main_number(main_number.number)
    drawn = picture(person.document, saved, list_sizes(person.customer.pk))
    return {"top": shown(person.document, drawn, brief)}
