"""«Lim inn mange»: paste or choose a file, see what becomes of each line, save what is good."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from secrets import token_urlsafe
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from forrang.domain.pasted_lines import read_lines
from forrang.domain.points import Point, PointId
from forrang.domain.typed_entry import span_count
from forrang.portal.access import for_administrators, with_vip_service
from forrang.portal.history.standing import standing
from forrang.portal.paste_many.files import FileRefused, lines_of, too_many
from forrang.portal.paste_many.progress import PASTES, Stage, Tell, counted
from forrang.portal.paste_many.words import result
from forrang.portal.strip import say
from forrang.portal.tenancy import PersonRequest
from forrang.portal.vip_list.places import list_is_gone
from forrang.portal.vip_list.words import compared
from forrang.site.pages import page
from forrang.site.templatetags.forrang import grouped
from forrang.storage.entries import EntryList
from forrang.storage.entry_saves import EntryChanged, NoSuchEntry, undo_entries
from forrang.storage.pasting import LARGEST, Judged, Verdict, judge, paste

SHOWN = 500
"""Lines in the table at once; the filter reaches the others."""
MOST_FAULTY = 200
"""Faulty lines that are fields; the others are mended in the text."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line in the table."""

    at: int
    "Its place."
    text: str
    "What was written."
    compared: str
    "How the exchange compares it."
    verdict: Verdict
    "What becomes of it."
    word: str
    "That in a word or two."
    why: str
    "The reason, or what is wrong and the mend."
    editable: bool
    "Whether it is a field."


@for_administrators
@with_vip_service
def paste_many(request: PersonRequest, point: PointId) -> HttpResponse:
    """Nothing is saved before the result was seen. While it works, the page is told how far it is."""
    if request.method == "POST" and list_is_gone(request.person, point):
        return _without_list(request, point)
    here = _with_list(request, point)
    token, saves = request.POST.get("progress", ""), request.POST.get("act") == "save"
    with PASTES.running(request.customer.pk, token, saves) as tell:
        return _answer(request, here, tell)


def _answer(request: PersonRequest, here: Point, tell: Tell) -> HttpResponse:
    the_list = EntryList(request.customer.pk, here.id)
    try:
        lines = _lines(request)
    except FileRefused as refused:
        context = {"point": here, "refused": str(refused), "text": _pasted(request)}
        return _page(request, context, status=400)
    if not lines:
        refused_too = _nothing() if request.method == "POST" else ""
        return _page(request, {"point": here, "refused": refused_too})
    read = counted(read_lines(lines), len(lines), tell)
    judged = judge(the_list, read, timezone.localdate(), partial(tell, Stage.LOOKING))
    act = request.POST.get("act")
    if act == "faulty":
        return _faulty(judged)
    if act == "save" and any(one.entry for one in judged):
        by = request.person.name
        save = paste(the_list, judged, by, partial(tell, Stage.SAVING))
        return _saved(request, here.id, judged, save)
    context = {"point": here, "text": "\n".join(lines), "count": len(lines)}
    return _page(request, {**context, **_result(judged, request.POST.get("show", ""))})


@require_POST
@for_administrators
@with_vip_service
def undo_paste(request: PersonRequest, point: PointId, save: int) -> HttpResponse:
    """Put back all that a paste changed, as one."""
    _with_list(request, point)
    try:
        undo_entries(EntryList(request.customer.pk, point), save, request.person.name)
    except NoSuchEntry:
        raise Http404 from None
    except EntryChanged as changed:
        said = _("Not undone: %(name)s has changed some of the entries since.")
        say(request, said % {"name": changed.by or _("somebody")}, kind="failed")
    else:
        say(request, _("Undone."), _("The list is as it was before."))
    return redirect(_back(point))


def _with_list(request: PersonRequest, point: PointId) -> Point:
    here: Point = request.person.point_now(point)
    if here.vip is None:
        raise Http404
    return here


def _without_list(request: PersonRequest, point: PointId) -> HttpResponse:
    """The lines for a list that somebody removed meanwhile, to be copied."""
    refused = _(
        "This VIP list was removed while you had the page open. Nothing is saved. The lines stand "
        "below, to be copied."
    )
    context = {"point": request.person.point(point), "refused": refused, "text": _pasted(request)}
    return _page(request, context, status=409)


def _lines(request: HttpRequest) -> list[str]:
    """The lines of the file, or else of the text with those that were mended in place."""
    file = request.FILES.get("file")
    if file is not None:
        lines = lines_of(file)
    else:
        lines = _pasted(request).splitlines()
        for at in range(1, len(lines) + 1):
            mended = request.POST.get(f"line-{at}")
            if mended is not None:
                lines[at - 1] = " ".join(mended.splitlines())
    if len(lines) > LARGEST + 1:  # headings
        raise FileRefused(too_many())
    return lines if any(one.strip() for one in lines) else []


def _pasted(request: HttpRequest) -> str:
    return str(request.POST.get("lines", ""))


def _nothing() -> str:
    return _("Paste at least one line with a number, for example «Stor Kunde; 411 11 111».")


def _result(judged: list[Judged], wanted: str) -> Mapping[str, Any]:
    counts = Counter(one.verdict for one in judged)
    shown = [one for one in judged if wanted in ("", one.verdict)]
    faulty = [one.line.at for one in shown if one.verdict is Verdict.FAULTY]
    fields = set(faulty[:MOST_FAULTY])
    new = [one.line.typed.span for one in judged if one.verdict is Verdict.NEW and one.line.typed]
    numbers = sum(span_count(span) or 0 for span in new)
    amounts = {str(one): counts[one] for one in Verdict}
    more = {"numbers": numbers, "fitting": len(shown)}
    return {
        "counts": amounts,
        "numbers": numbers,
        "said": {name: grouped(amount) for name, amount in (amounts | more).items()},
        "rows": [_shown(one, fields) for one in shown[:SHOWN]],
        "fitting": len(shown),
        "all": len(judged),
        "show": wanted,
        "put": counts[Verdict.NEW] + counts[Verdict.CHANGED],
    }


def _shown(one: Judged, fields: set[int]) -> Shown:
    word, why = result(one)
    typed = one.line.typed
    how = "" if typed is None else compared(typed.span)
    return Shown(one.line.at, one.line.text, how, one.verdict, word, why, one.line.at in fields)


def _faulty(judged: list[Judged]) -> HttpResponse:
    """The faulty lines as a file, each with what is wrong."""
    lines = [
        f"{one.line.text}\t{result(one)[1]}" for one in judged if one.verdict is Verdict.FAULTY
    ]
    text = "\ufeff" + "\r\n".join(lines) + "\r\n"  # Excel asks for the mark
    name = _("faulty-lines")
    return HttpResponse(
        text.encode(),
        content_type="text/tab-separated-values; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.txt"'},
    )


def _saved(request: HttpRequest, point: PointId, judged: list[Judged], save: int) -> HttpResponse:
    counts = Counter(one.verdict for one in judged)
    added = ngettext("%(n)s added", "%(n)s added", counts[Verdict.NEW])
    changed = ngettext("%(n)s changed", "%(n)s changed", counts[Verdict.CHANGED])
    left_out = ngettext(
        "%(n)s line could not be used and is left out.",
        "%(n)s lines could not be used and are left out.",
        counts[Verdict.FAULTY],
    )
    parts = [
        one % {"n": grouped(counts[verdict])}
        for verdict, one in ((Verdict.NEW, added), (Verdict.CHANGED, changed))
        if counts[verdict]
    ]
    meaning = _("In force within 2 seconds, also for those who wait.")
    if counts[Verdict.FAULTY]:
        meaning += " " + left_out % {"n": grouped(counts[Verdict.FAULTY])}
    meaning += " " + _("All of it can be undone as one for 30 days.")
    say(
        request,
        _("Saved: %(what)s.") % {"what": ", ".join(parts)},
        meaning,
        undo=reverse("vip-paste-undo", args=[point, save]),
    )
    return redirect(_back(point))


def _back(point: PointId) -> str:
    return page("vip-list", point) or reverse("vip-paste", args=[point])


def _page(request: PersonRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context.setdefault("text", "")
    context["main_number"] = request.person.main_number(context["point"].number)
    context["most"] = grouped(LARGEST)
    context["progress"] = token_urlsafe()
    context["based_on"] = request.person.base.version
    context["above"] = standing(_back(context["point"].id), request.person.document)
    return render(request, "paste_many/paste_many.html", context, status=status)
