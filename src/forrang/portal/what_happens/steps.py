"""The steps of an answer, in the order of the call: each with its reason, and a link to where it is
set.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.answer_group import Strategy
from forrang.domain.phone_number import WITHHELD
from forrang.domain.points import Point
from forrang.domain.voicemails import awaited
from forrang.portal.live.places import key_name, place_name
from forrang.portal.live.words import (
    CLASS,
    DOTS,
    ENDED,
    OVERFLOW,
    OVERFLOW_OF_ORDINARY,
    closed_because,
    condition,
    head_start,
    second,
)
from forrang.portal.tenancy import name_of
from forrang.portal.vip_list.places import edit_page, hours_page
from forrang.portal.what_happens.explained import Explained, Plain
from forrang.portal.what_happens.parts import Asked, Step
from forrang.site.pages import page
from forrang.site.templatetags.forrang import e164, moment, number, saver
from forrang.storage.setups import saved

Link = tuple[str, str]


def steps_of(found: Explained) -> Iterator[Step]:
    """All of them."""
    yield _read(found)
    yield _number(found)
    keys = [one for one in found.steps if one["step"] == "key"]
    told = not found.person.vip_activated
    if not told and (not keys or found.list_of == found.main):
        told = True
        yield _class(found)
    at = found.main
    for one in found.steps:
        if not told and one["step"] in ("line", "refused", "sent"):
            told = True
            yield _class(found)
        match one["step"]:
            case "closed":
                yield _closed(found, one)
            case "menu":
                at = found.person.point(one["point"])
                yield _menu(found, at)
            case "key":
                yield _key(found, at, one)
            case "sent":
                what = sent_words(one["to"], one["number"]).removesuffix(".")
                yield Step(what, "", _edit(found.here))
            case "refused":
                yield from _refused(found, one)
            case "line":
                yield _place(found, one)
            case "asked":
                yield _round(found, one)
            case "longest-wait":
                yield _end(found, one)


def sent_words(to: str, where: str | None = None) -> str:
    """Where a call goes for good, as a sentence."""
    if to == "forward":
        if where is None:
            return _("The caller is forwarded.")
        return _("The caller is forwarded to %(number)s.") % {"number": number(where)}
    if to == "message":
        return _("The caller hears a message.")
    return _("The caller may leave a message.")


def _read(found: Explained) -> Step:
    if found.caller == WITHHELD:
        return Step(_("The number is withheld"), _("It is shown to nobody, and kept nowhere."))
    return Step(
        _("The number is read as %(e164)s") % {"e164": e164(found.caller)},
        _("However it is written: with or without country code, 00 or +, and spaces."),
    )


def _number(found: Explained) -> Step:
    kept = saved(found.person.customer.pk, found.person.setup.version)
    what = _("%(number)s %(name)s answers") % {
        "number": number(found.main.number),
        "name": found.main.name or "",
    }
    why = _("The setup was saved %(when)s by %(who)s.") % {
        "when": moment(kept.at),
        "who": saver(kept.by),
    }
    return Step(" ".join(what.split(" ")).replace("  ", " "), why, _edit(found.main))


def _edit(point: Point) -> Link:
    return edit_page(point), _("Edit")


def _class(found: Explained) -> Step:
    why = found.standing["why"]
    vip = found.list_of.vip
    shown = page("vip-list", found.list_of.id) if vip is not None and vip.on else ""
    link = (shown, _("VIP list")) if shown else _edit(found.list_of)
    if not found.vip and why == "vip-queue-off" and vip is None:
        return Step(_("No VIP list here"), _("The VIP queue is not ticked."), link)
    if not found.vip:
        return Step(_("Not on the VIP list"), str(CLASS[why]), link)
    entry = found.entry
    if entry is None:
        reason = str(CLASS[why])
    elif entry.name:
        reason = _("The entry «%(name)s», %(typed)s.") % {"name": entry.name, "typed": entry.typed}
    else:
        reason = _("The entry %(typed)s.") % {"typed": entry.typed}
    return Step(_("Found on the VIP list"), reason, link, vip=True)


def _closed(found: Explained, one: Plain) -> Step:
    point = found.person.point(one["point"])
    what = _("It is closed")
    if point.keys:
        what = _("Closed: %(key)s") % {"key": key_name(found.person.document, point.id)}
    why = closed_because(one)
    if one["taken"] and found.person.vip_activated:
        why = " ".join((why, _("A VIP is taken all the same.")))
    hours = hours_page(point)
    return Step(what, why, (hours, _("Opening hours")) if hours else _edit(point))


def _menu(found: Explained, point: Point) -> Step:
    menu = point.setup.menu
    keys = [f"{one.key} {one.name or ''}".rstrip() for one in menu.choices] if menu else []
    what = _("The menu is told")
    if point.keys:
        told = {"key": key_name(found.person.document, point.id)}
        what = _("The menu of %(key)s is told") % told
    return Step(what, ", ".join(keys), _edit(point))


def _key(found: Explained, at: Point, one: Plain) -> Step:
    key, to = one["key"], one["leads_to"]
    what = _("No key is pressed") if key is None else _("%(key)s is pressed") % {"key": key}
    if to is None:
        menu = at.setup.menu
        choice = menu.choice(key) if menu and key else None
        if choice is not None and choice.setup.repeat:
            return Step(what, _("The menu is told again."), _edit(at))
        why = _("The menu is told again, and in the end the caller hears a tone.")
        return Step(what, why, _edit(at))
    name = key_name(found.person.document, to)
    if key != to[-1]:
        name = _("Then this counts as pressed: %(key)s.") % {"key": name}
    return Step(what, name.removesuffix(".") + ".", _edit(found.person.point(to)))


def _refused(found: Explained, one: Plain) -> Iterator[Step]:
    what, why = ENDED.get(one["outcome"], (_("Nobody answers"), ""))
    then = one.get("then")
    yield Step(str(what), sent_words(then) if then else str(why), _edit(found.here))


def _place(found: Explained, one: Plain) -> Step:
    ahead = one["ahead"]
    what = _("No. %(n)s in the queue") % {"n": ahead + 1}
    why = []
    if found.here.keys:
        place = place_name(found.person.document, found.here.id)
        why.append(_("In the queue of %(place)s.") % {"place": place})
    if found.vip_list is not None:
        start = head_start(found.vip_list.head_start)
        why.append(start[0].upper() + start[1:] + ".")
    if "place-kept" in found.given:
        kept = second(found.given["place-kept"]["from"])
        told = _("Called back after a lost line and kept the place from %(time)s.")
        why.append(told % {"time": kept})
    if ahead:
        why.append(ngettext("%(n)s comes before.", "%(n)s come before.", ahead) % {"n": ahead})
    else:
        why.append(_("Nobody comes before."))
    return Step(what, " ".join(why))


def _round(found: Explained, one: Plain) -> Step:
    reasons: dict[str, Any] = OVERFLOW if found.of_own_list else OVERFLOW_OF_ORDINARY
    if one["after"]:
        what = _("After %(s)s seconds %(group)s is asked too") % {
            "s": one["after"],
            "group": found.also or "",
        }
        why = f"{reasons.get(one['why'] or '', '')} {_kept()}".strip()
    else:
        what = _ASKED.get(found.ringing.strategy, _in_order)()
        why = "" if one["why"] is None else str(reasons.get(one["why"], ""))
    if not one["asked"]:
        why = f"{why} {_nobody()}".strip()
    groups = page("groups")
    link = (groups, _("Answer groups")) if groups else None
    return Step(what, why, link, people=list(_people(found, one)))


def _kept() -> str:
    return _("The place in line is kept.")


def _nobody() -> str:
    return _("Nobody can be asked now.")


def _people(found: Explained, one: Plain) -> Iterator[Asked]:
    document = found.person.document
    now = {asked["mobile"] for asked in found.now} if one is found.rounds[0] else set()
    for asked in one["asked"]:
        doing, mobile = asked["condition"], asked["mobile"]
        if mobile in now:
            seconds = f"{found.ringing.ring_seconds:.10g}"
            says = _("Free. It rings for %(s)s seconds.") % {"s": seconds}
        elif doing["doing"] == "free":
            says = _("Free. Is asked if those before do not answer.")
        else:
            says = _("Not now: %(why)s.") % {"why": _lower(condition(doing))}
        dot = DOTS.get(doing["doing"], "")
        yield Asked(name_of(document, mobile), says, dot, mobile in now)
    for left in one["left_out"]:
        why = _("calls in on their own telephone") if left["own"] else ""
        says = _("Not asked: %(why)s.") % {"why": why or _lower(condition(left["condition"]))}
        yield Asked(name_of(document, left["mobile"]), says, "")


def _end(found: Explained, one: Plain) -> Step:
    seconds = one["after"]
    minutes = f"{seconds / 60:.3g}".replace(".", ",")
    what = ngettext(
        "After %(n)s minute without an answer", "After %(n)s minutes without an answer",
        2 if seconds != 60 else 1,
    ) % {"n": minutes}  # fmt: skip
    then = one.get("then")
    ends = sent_words(then) if then else _("The caller hears a tone, and the call ends.")
    own = found.here.vip
    if found.vip and own is not None and own.on and own.waited_too_long is not None:
        shown = page("vip-list", found.here.id)
        ends = " ".join((ends, _("The VIP list says so.")))
        return Step(what, ends, (shown, _("VIP list")) if shown else _edit(found.here))
    queue = found.here.setup.queue
    group = awaited(found.person.document, found.here)
    if group is not None and (queue is None or queue.waited_too_long is None):
        ends = " ".join((ends, _("The answer group says so.")))
        return Step(what, ends, (page("edit-group", group.name), group.name))
    return Step(what, ends, _edit(found.here))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _in_order() -> str:
    return _("The answerers are asked in order")


_ASKED = {
    Strategy.ALL: lambda: _("All who are free are asked at once"),
    Strategy.LONGEST_IDLE: lambda: _("Who has been idle longest is asked first"),
    Strategy.ROUND_ROBIN: lambda: _("The answerers are asked by turns"),
}
