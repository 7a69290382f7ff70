"""What a text is looked for in: names, notes, and numbers however they are written."""

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast, Collate, Substr, Upper
from django.db.models.lookups import Contains

from forrang.domain.number_span import NumberSpan
from forrang.domain.phone_number import (
    MAX_DIGITS,
    NORWAY,
    NumberFault,
    strip_separators,
    typed_number,
)
from forrang.storage.connection import on_postgresql

SERIES = Q(high__gt=F("low"))
"""The entries that are more than one number."""


def matching(text: str) -> Q:
    """Where a text stands: in the name, the note, or as digits in the number, however written."""
    text = " ".join(text.split())
    if not text:
        return Q()
    return _said(text) | _number_wanted(text)


def _said(text: str) -> Q:
    """In the name or the note, whatever the capitals."""
    if text.upper() == text.lower():
        return Q(name__contains=text) | Q(note__contains=text)
    if not on_postgresql():  # which knows no other capitals than those of ASCII
        words = {text} if text.isascii() else {text, text.lower(), text.upper()}
        found = Q()
        for word in words:
            found |= Q(name__icontains=word) | Q(note__icontains=word)
        return found
    if not text.isascii():
        return Q(name__icontains=text) | Q(note__icontains=text)
    capitals = text.upper()
    name, note = (Upper(Collate(field, "C")) for field in ("name", "note"))  # a third of the time
    return Q(Contains(name, capitals)) | Q(Contains(note, capitals))


def _number_wanted(text: str) -> Q:
    try:
        number = typed_number(text)
    except NumberFault:
        return _digits_wanted(text)
    span = NumberSpan.of(number)
    return Q(low__lte=span.low, high__gte=span.low, digits__in=(0, span.digits))


def _digits_wanted(text: str) -> Q:
    """Part of a number: its beginning as a person writes it, or anything within it."""
    try:
        digits = strip_separators(text.removesuffix("*"))
    except NumberFault:
        return Q()
    if digits.startswith(("+", "00")):
        beginnings = [digits.lstrip("+").removeprefix("00")]
    else:
        beginnings = [NORWAY + digits, digits]
    found = Q()
    for one in beginnings:
        if one and len(one) <= MAX_DIGITS:
            low, high = int(one.ljust(MAX_DIGITS, "0")), int(one.ljust(MAX_DIGITS, "9"))
            found |= Q(low__range=(low, high)) | (SERIES & Q(low__lte=low, high__gte=high))
    within = digits.lstrip("+")
    known = Substr(Cast("low", TextField()), 1, F("digits"))  # type: ignore[arg-type]  # F is one too
    return found | Q(Contains(known, within)) if within else found
