"""A caller that somebody types to ask about: a number, or a word for one who shows none."""

import re

from django.core.exceptions import ValidationError

from forrang.domain.phone_number import WITHHELD, NumberFault, read_number
from forrang.site.forms import number_error

_WORD = re.compile(r"(skjult|hemmelig|anonym|withheld|hidden|anonymous).*", re.IGNORECASE)


def typed_caller(text: str) -> str:
    """The number in E.164, or `WITHHELD`. Raises `ValidationError`."""
    if _WORD.fullmatch(text.strip()):
        return WITHHELD
    try:
        return read_number(text)
    except NumberFault as fault:
        raise ValidationError(number_error(text, fault)) from None
