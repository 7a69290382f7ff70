"""What the page says of entries: numbers as typed and as compared, and what is wrong with one."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.number_span import EntryKind, NumberSpan
from forrang.domain.phone_number import NORWAY, PhoneNumber, country_code, pretty
from forrang.domain.typed_entry import EntryFault, Wrong, span_count
from forrang.site.forms import number_missing
from forrang.site.templatetags.forrang import NO_BREAK, unbroken
from forrang.storage.entry_saves import Row
from forrang.storage.models import VipEntry


def as_typed(row: Row | VipEntry) -> str:
    """An entry's numbers as somebody typed them, a prefix with its star."""
    return f"{row.typed}*" if row.kind == EntryKind.PREFIX else row.typed


def unbroken_series(text: str) -> str:
    """As typed, broken over lines at the dash of a series only."""
    return " – ".join(unbroken(one) for one in re.split(r"\s+[-–]\s+", text))


def compared(span: NumberSpan) -> str:
    """How the exchange knows the numbers: `+47 411 11 111`, `+47 22 99 00 00–99`, `+47 22 99 …`."""
    if not span.digits:
        digits = str(span.low)[: 15 - len(str(span.high - span.low))]
        return unbroken(f"{_beginning(digits)} …")
    first = pretty(span.number)
    if span.is_number:
        return unbroken(first)
    last = pretty(PhoneNumber("+" + str(span.high)[: span.digits]))
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return unbroken(f"{first}–{last[last.rfind(' ', 0, same) + 1 :]}")


def series(span: NumberSpan) -> str:
    """How many numbers a series has; empty for one number and where nobody knows."""
    count = span_count(span)
    if span.is_number or count is None:
        return ""
    return ngettext("Series: %(n)s number", "Series: %(n)s numbers", count) % {
        "n": _thousands(count)
    }


def entry_error(text: str, fault: EntryFault) -> str:
    """What is wrong with typed numbers, and the mend."""
    match fault.wrong:
        case Wrong.EMPTY:
            return number_missing()
        case Wrong.WITHHELD:
            return _("Withheld numbers cannot be recognised, so they cannot be on the list.")
        case Wrong.EMERGENCY:
            return _("%(number)s is an emergency number and cannot be on a list.") % {
                "number": text.strip()
            }
        case Wrong.TWO_NUMBERS:
            return _("Here are two numbers. Write one per line.")
        case Wrong.SPREADSHEET if not fault.guess:
            return _("The spreadsheet changed the number (%(raw)s). Write it as text.") % {
                "raw": text.strip()
            }
        case Wrong.SPREADSHEET:
            return _("The spreadsheet changed the number (%(raw)s). Did you mean %(guess)s?") % {
                "raw": text.strip(),
                "guess": fault.guess,
            }
        case Wrong.OTHER_COUNTRY:
            return _other_country(fault.guess)
        case Wrong.BACKWARDS:
            return _("The series runs backwards. Swap the numbers.")
        case Wrong.TOO_LARGE:
            said = _("The series has %(n)s numbers. Split it, %(most)s at most in each.")
            return said % {"n": _thousands(fault.count), "most": _thousands(10_000)}
        case Wrong.DIGITS:
            return ngettext(
                "%(n)s digit. Norwegian numbers have 8, or 5. Is one missing?",
                "%(n)s digits. Norwegian numbers have 8, or 5. Is one missing?",
                fault.count,
            ) % {"n": fault.count}
        case Wrong.NUMBER:
            return _("Write it like 411 11 111, +46 8 000 00 10, 22 99 00 00-99 or 22 99*.")


def _other_country(country: str) -> str:
    match country:
        case "SE":
            return _("Looks like a Swedish number. Write it with its country code: +46 8 …")
        case "FI":
            return _("Looks like a Finnish number. Write it with its country code: +358 9 …")
        case "GB":
            return _("Looks like a British number. Write it with its country code: +44 20 …")
    return _("Looks like a German number. Write it with its country code: +49 30 …")


def _beginning(digits: str) -> str:
    code = country_code(digits) or ""
    rest = digits[len(code) :]
    if code != NORWAY:
        return f"+{code} {rest}".rstrip()
    cuts = (0, 3, 5, 8) if rest[:1] in ("4", "8", "9") else (0, 2, 4, 6, 8)
    parts = [rest[a:b] for a, b in zip(cuts, (*cuts[1:], len(rest)), strict=True) if rest[a:b]]
    return " ".join([f"+{code}", *parts])


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", NO_BREAK)
