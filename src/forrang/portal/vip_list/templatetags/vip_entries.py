"""What the templates of a VIP list say of entries."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

from forrang.domain.number_span import NumberSpan
from forrang.portal.vip_list import words
from forrang.site.templatetags.forrang import unbroken
from forrang.storage.models import VipEntry

register = template.Library()
register.filter("compared", words.compared)
register.filter("series", words.series)
T = TypeVar("T")


@register.filter
def as_typed(row: VipEntry) -> str:
    """An entry's numbers as typed, never broken within a number."""
    return words.unbroken_series(words.as_typed(row))


@register.filter
def span(row: VipEntry) -> NumberSpan:
    """What an entry covers."""
    return NumberSpan(row.low, row.high, row.digits)


@register.filter
def amount(number: float) -> str:
    """A number without an end of zeros."""
    text = f"{number:.10g}"
    return text.replace(".", ",") if get_language() == "nb" else text


@register.filter
def day(value: date) -> str:
    """A last day: `30. nov. 2026`, "30 Nov 2026"."""
    form = "j. N Y" if get_language() == "nb" else "j M Y"
    return unbroken(date_format(value, form))


@register.filter
def after(items: Sequence[T], at: int) -> T | None:
    """The item after the one at a place; before it, where it is the last."""
    return items[at + 1] if at + 1 < len(items) else (items[at - 1] if at else None)
