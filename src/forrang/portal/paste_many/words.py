"""What is said of a line: its verdict, the reason, and of a fault what is wrong and the mend. And how
far one is with all of them.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.typed_entry import span_count
from forrang.portal.paste_many.progress import Far, Stage
from forrang.portal.vip_list.words import entry_error
from forrang.site.templatetags.forrang import grouped
from forrang.storage.pasting import Judged, Verdict


def how_far(far: Far) -> str:
    """What is being done, and how far it is."""
    match far.stage:
        case Stage.READING:
            words = _("Reading line %(done)s of %(total)s")
        case Stage.LOOKING:
            words = _("Looking at line %(done)s of %(total)s")
        case Stage.SAVING:
            words = _("Saving %(done)s of %(total)s")
    return words % {"done": grouped(far.done), "total": grouped(far.total)}


def result(one: Judged) -> tuple[str, str]:
    """The verdict in a word or two, and the reason in a sentence."""
    match one.verdict:
        case Verdict.NEW:
            return _new(one), ""
        case Verdict.CHANGED:
            return _changed(one)
        case Verdict.UNCHANGED if one.same_as:
            return _("Double"), _("Same number as line %(n)s.") % {"n": one.same_as}
        case Verdict.UNCHANGED:
            return _("Unchanged"), ""
        case Verdict.COVERED:
            return _("Covered by series"), _("%(series)s has it.") % {"series": one.series}
        case Verdict.FAULTY:
            return _("Cannot be used"), _why(one)


def _new(one: Judged) -> str:
    count = span_count(one.line.typed.span) if one.line.typed else 1
    if one.line.typed is None or one.line.typed.span.is_number or count is None:
        return _("New")
    return ngettext("New series, %(n)s number", "New series, %(n)s numbers", count) % {
        "n": grouped(count)
    }


def _changed(one: Judged) -> tuple[str, str]:
    assert one.was is not None and one.entry is not None
    if one.was.name != one.entry.name:
        old = _("Was «%(old)s»") % {"old": one.was.name} if one.was.name else _("Had no name")
        return _("Changed: new name"), old
    if one.was.last_day != one.entry.last_day:
        return _("Changed: new last day"), ""
    return _("Changed: new note"), ""


def _why(one: Judged) -> str:
    if one.line.fault is None:
        return _("The date has passed. Choose today or later, or leave it empty.")
    return entry_error(one.line.number, one.line.fault)
