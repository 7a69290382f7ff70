"""What is said of a save of entries."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.portal.vip_list.forms import EntryForm
from forrang.portal.vip_list.words import as_typed, compared, unbroken_series
from forrang.storage.entry_saves import EntryThere, Row, Save


def done(save: Save, undone: bool, focus: str) -> dict[str, Any]:
    """What a save did: for the strip that offers to undo it. `focus`: what has it afterwards."""
    what, meaning = _what(save), ""
    if undone:
        what, meaning = _("Undone."), what
    elif len(save.after) == 1:
        meaning = _("Compared as %(number)s") % {"number": compared(save.after[0].span)}
        meaning = f"{meaning}. {_('In force within 2 seconds, also for those who wait.')}"
    return {"what": what, "meaning": meaning, "save": save.id, "focus": focus}


def there(form: EntryForm, double: EntryThere) -> None:
    """Say in the form that the list has these numbers already."""
    row = double.row
    name = row.name or unbroken_series(as_typed(row))
    form.there = row.id
    form.add_error("number", _("Already on the list: %(name)s.") % {"name": name})


def _what(save: Save) -> str:
    before, after = save.before, save.after
    if len(before) <= 1 and len(after) <= 1:
        who = {"who": _who((after or before)[0])}
        if not before:
            return _("%(who)s is added to the list.") % who
        if not after:
            return _("%(who)s is removed from the list.") % who
        return _("%(who)s is changed.") % who
    count = len({row.id for row in (*before, *after)})
    return ngettext("%(n)s entry is changed.", "%(n)s entries are changed.", count) % {"n": count}


def _who(row: Row) -> str:
    """`Stor Kunde AS, 411 11 111,`, or the number alone."""
    number = unbroken_series(as_typed(row))
    return f"{row.name}, {number}," if row.name else number
