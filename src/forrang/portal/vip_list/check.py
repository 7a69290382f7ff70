"""«Listen sjekker seg selv»: what is wrong with a list, each with the way to mend it, and what is
fine.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from forrang.domain.document import Document
from forrang.domain.points import Point, ordinary_group
from forrang.domain.vip_list import Answerer, VipList
from forrang.portal.vip_list.answerers import Able, count
from forrang.portal.vip_list.places import edit_page
from forrang.site.exchange import Away, House
from forrang.site.templatetags.forrang import percent
from forrang.storage.entries import EntryList
from forrang.storage.vip_pages import ToLookAt, Which, share_of_calls

MOST_SHARE = 0.4
"""When more of the calls go first, nobody does."""
FEWEST_CALLS = 10
"""Of fewer calls a share says nothing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at."""

    text: str
    "What was found."
    strong: str = ""
    "What stands before it in bold, where it is grave."
    mend: str = ""
    "The words of the link that mends it."
    url: str = ""
    "Where that leads."


@dataclass(frozen=True, slots=True)
class Check:
    """All that was looked at."""

    problems: list[Line]
    "What should be mended."
    fine: list[Line]
    "What is fine."


def check(
    document: Document, point: Point, vip: VipList, the_list: EntryList,
    house: House | Away, look: ToLookAt,
) -> Check:  # fmt: skip
    """Look at a list as it is saved."""
    problems, fine = [], []
    if vip.on:
        fine.append(Line(_("The service is activated, and the VIP queue is on")))
    else:
        problems.append(
            Line(
                _("The VIP queue is off. The list is kept, but not used."),
                mend=_("Turn on the VIP queue"),
                url=edit_page(point),
            )
        )
    if not look.entries:
        problems.append(
            Line(
                _("Nobody comes first until you have added at least one number."),
                strong=_("The list is empty, so the queue is as before."),
                mend=_("Add a number"),
                url="#entry_number",
            )
        )
    _answerers(document, point, vip, house, problems, fine)
    _numbers(look, problems)
    _share(the_list, problems, fine)
    return Check(problems, fine)


def _answerers(
    document: Document, point: Point, vip: VipList, house: House | Away,
    problems: list[Line], fine: list[Line],
) -> None:  # fmt: skip
    group = ordinary_group(point.part)
    others = () if group is None else (Answerer(group=group),)
    if group is None:
        if not vip.answerers:
            problems.append(
                Line(
                    _("Choose who answers them, or an answer group that is asked."),
                    strong=_("Nobody ever answers the VIPs."),
                    mend=_("Choose who answers"),
                    url="#answerers",
                )
            )
            return
        if vip.overflow_after is not None:
            problems.append(
                Line(
                    _("If none of the answerers picks up, nobody else is asked."),
                    mend=_("Choose an answer group"),
                    url="#answering_overflow_to",
                )
            )
    elif not vip.answerers:
        problems.append(
            Line(
                _(
                    "Nobody is chosen yet. Until then the VIPs are offered to %(group)s, still "
                    "ahead in the queue."
                )
                % {"group": group},
                mend=_("Choose who answers"),
                url="#answerers",
            )
        )
    if not house:
        return
    own = count(document, house, vip.answerers or others, point.id)
    ordinary = count(document, house, others, point.id)
    if own.logged_in:
        if vip.answerers:
            fine.append(_free(own))
    elif ordinary.logged_in and vip.overflow_after is not None:
        problems.append(
            Line(
                _(
                    "None of the answerers is logged in. The VIPs go straight to %(group)s, still "
                    "ahead in the queue."
                )
                % {"group": group},
                mend=_("See who"),
                url="#answerers",
            )
        )
    else:
        problems.append(
            Line(
                _("They wait until somebody logs in."),
                strong=_("Nobody can answer the VIPs now."),
                mend=_("Add answerer"),
                url="#answerers",
            )
        )


def _free(able: Able) -> Line:
    text = ngettext(
        "%(n)s of %(m)s answerer is free now", "%(n)s of %(m)s answerers are free now", able.all
    )
    return Line(text % {"n": able.free, "m": able.all})


def _numbers(look: ToLookAt, problems: list[Line]) -> None:
    covered, expired, soon, days = len(look.covered), look.expired, look.soon, look.days
    if covered:
        text = ngettext(
            "%(n)s number is already covered by a series.",
            "%(n)s numbers are already covered by a series.",
            covered,
        )
        mend = pgettext("what is covered", "See it")
        problems.append(Line(text % {"n": covered}, mend=mend, url=_shown(Which.LOOK)))
    if soon:
        when = ngettext("in %(d)s day", "in %(d)s days", days) % {"d": days} if days else _("today")
        text = ngettext(
            "%(n)s entry expires %(when)s.", "%(n)s entries expire soon, the first %(when)s.", soon
        )
        mend = ngettext("See it", "See them", soon)
        problems.append(Line(text % {"n": soon, "when": when}, mend=mend, url=_shown(Which.SOON)))
    if expired:
        text = ngettext(
            "%(n)s has expired and does not count.", "%(n)s have expired and do not count.", expired
        )
        mend = ngettext("See it", "See them", expired)
        problems.append(Line(text % {"n": expired}, mend=mend, url=_shown(Which.LOOK)))


def _share(the_list: EntryList, problems: list[Line], fine: list[Line]) -> None:
    since = timezone.now() - timedelta(days=30)
    calls, vips = share_of_calls(the_list, since.timestamp())
    share = {"p": percent(vips, calls)}
    if calls >= FEWEST_CALLS and vips > MOST_SHARE * calls:
        text = _(
            "%(p)s of the calls came from the list. When that many go first, nobody does. Shorten "
            "the list, or choose a head start in minutes."
        )
        problems.append(Line(text % share, mend=_("Choose a head start"), url="#head-start"))
    elif calls:
        fine.append(Line(_("%(p)s of the calls of the last 30 days were VIP") % share))


def _shown(which: Which) -> str:
    return f"?{urlencode({'which': which})}#numbers"
