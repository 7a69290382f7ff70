"""What the exchange says it would do with a call, in words: the answer first, then each step."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forrang.domain.answer_group import Ringing, Strategy
from forrang.domain.main_number import MainNumber
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import ordinary_group
from forrang.portal.live.words import CLASS, DOTS, ENDED, OVERFLOW, condition, head_start, second
from forrang.portal.tenancy import Person, name_of
from forrang.portal.what_happens.forms import WITHHELD
from forrang.site.pages import page
from forrang.site.templatetags.forrang import e164, moment, number, saver
from forrang.storage.callers import Known, known_callers
from forrang.storage.setups import saved


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who may be asked, or is not."""

    name: str
    "Who."
    says: str
    "What becomes of them, and why."
    dot: str
    "The class of the dot before it."
    first: bool = False
    "Whether it rings at theirs."


@dataclass(frozen=True, slots=True)
class Step:
    """One step."""

    what: str
    "What, in bold."
    why: str = ""
    "Why, under it."
    link: tuple[str, str] | None = None
    "Where it is set: address and words."
    vip: bool = False
    "Whether it is about being a VIP."
    people: list[Asked] = field(default_factory=list)
    "Who is asked."


@dataclass(frozen=True, slots=True)
class Answer:
    """All of it."""

    headline: str
    "The answer, large."
    under: str
    "A sentence under it."
    vip: bool
    "Whether the caller is a VIP."
    steps: list[Step]
    "How it comes about."


def answered(person: Person, caller: str, to: str, found: dict[str, Any]) -> Answer:
    """The exchange's explanation in words."""
    return _Telling(person, caller, person.main_number(PhoneNumber(to)), found["steps"]).answer()


class _Telling:
    """The steps of one explanation."""

    def __init__(
        self, person: Person, caller: str, to: MainNumber, steps: list[dict[str, Any]]
    ) -> None:
        self.person, self.caller, self.to = person, caller, to
        self.given = {one["step"]: one for one in steps}
        self.rounds = [one for one in steps if one["step"] == "asked"]
        self.standing = self.given.get("class", {"class": "ordinary", "why": "not-on-list"})
        self.vip = self.standing["class"] == "vip"
        self.entry = self._entry()

    def answer(self) -> Answer:
        headline, under = self._headline()
        return Answer(headline, under, self.vip, list(self._steps()))

    @property
    def place(self) -> str:
        return self.to.name or number(self.to.number)

    @property
    def ringing(self) -> Ringing:
        if self.vip and self.to.vip is not None:
            return self.to.vip.ringing
        group = ordinary_group(self.to)
        return Ringing() if group is None else self.person.group(group).ringing

    @property
    def now(self) -> list[dict[str, Any]]:
        """Whose telephone would ring at once."""
        asked = self.rounds[0]["asked"] if self.rounds and self.rounds[0]["after"] == 0 else []
        free = [one for one in asked if one["condition"]["doing"] == "free"]
        return free if self.ringing.strategy is Strategy.ALL else free[:1]

    def _entry(self) -> Known | None:
        if self.standing.get("entry") is None or self.caller == WITHHELD:
            return None
        caller = PhoneNumber(self.caller)
        asked = [(caller, self.standing["entry"])]
        return known_callers(self.person.customer.pk, [self.to.number], asked).get(caller)

    def _who(self) -> str:
        if self.caller == WITHHELD:
            return _("The caller with a withheld number")
        return (self.entry and self.entry.name) or number(self.caller)

    def _headline(self) -> tuple[str, str]:
        if "refused" in self.given:
            what, why = ENDED.get(self.given["refused"]["outcome"], (_("Nobody answers"), ""))
            return str(what), str(why)
        if names := [name_of(self.person.document, one["mobile"]) for one in self.now]:
            headline = _("It rings at %(name)s's") % {"name": ", ".join(names)}
        else:
            headline = _("The caller waits")
        if self.vip:
            return headline, _("%(who)s is a VIP: %(how)s.") % {
                "who": self._who(),
                "how": head_start(self.to.vip.head_start if self.to.vip else 0),
            }
        ahead = self.given["line"]["ahead"]
        if not ahead:
            return headline, _("Nobody stands before %(who)s.") % {"who": self._lower_who()}
        return headline, ngettext(
            "%(n)s stands before %(who)s.", "%(n)s stand before %(who)s.", ahead
        ) % {"n": ahead, "who": self._lower_who()}

    def _lower_who(self) -> str:
        return _("the caller") if self.caller == WITHHELD else self._who()

    def _steps(self) -> Iterator[Step]:
        yield self._read()
        yield self._number()
        if self.person.vip_activated:
            yield self._class()
        if "refused" in self.given:
            what, why = ENDED.get(self.given["refused"]["outcome"], (_("Nobody answers"), ""))
            yield Step(str(what), str(why), self._edit())
            return
        yield self._place()
        for one in self.rounds:
            yield self._round(one)
        yield self._end()

    def _read(self) -> Step:
        if self.caller == WITHHELD:
            return Step(_("The number is withheld"), _("It is shown to nobody, and kept nowhere."))
        return Step(
            _("The number is read as %(e164)s") % {"e164": e164(self.caller)},
            _("However it is written: with or without country code, 00 or +, and spaces."),
        )

    def _number(self) -> Step:
        kept = saved(self.person.customer.pk, self.person.setup.version)
        what = _("%(number)s %(name)s answers") % {
            "number": number(self.to.number),
            "name": self.to.name or "",
        }
        why = _("The setup was saved %(when)s by %(who)s.") % {
            "when": moment(kept.at),
            "who": saver(kept.by),
        }
        return Step(" ".join(what.split(" ")).replace("  ", " "), why, self._edit())

    def _edit(self) -> tuple[str, str] | None:
        address = page("edit-number", self.to.number)
        return (address, _("Edit")) if address else None

    def _vip_list(self) -> tuple[str, str] | None:
        shown = self.to.vip is not None and self.to.vip.on
        address = page("vip-list", self.to.number) if shown else ""
        return (address, _("VIP list")) if address else self._edit()

    def _class(self) -> Step:
        why = self.standing["why"]
        if not self.vip:
            return Step(_("Not on the VIP list"), str(CLASS[why]), self._vip_list())
        entry = self.entry
        if entry is None:
            reason = str(CLASS[why])
        elif entry.name:
            reason = _("The entry «%(name)s», %(typed)s.") % {
                "name": entry.name,
                "typed": entry.typed,
            }
        else:
            reason = _("The entry %(typed)s.") % {"typed": entry.typed}
        return Step(_("Found on the VIP list"), reason, self._vip_list(), vip=True)

    def _place(self) -> Step:
        ahead = self.given["line"]["ahead"]
        what = _("No. %(n)s in the queue") % {"n": ahead + 1}
        why = []
        if self.vip and self.to.vip is not None:
            start = head_start(self.to.vip.head_start)
            why.append(start[0].upper() + start[1:] + ".")
        if "place-kept" in self.given:
            kept = second(self.given["place-kept"]["from"])
            why.append(
                _("Called back after a lost line and kept the place from %(time)s.")
                % {"time": kept}
            )
        if ahead:
            why.append(ngettext("%(n)s comes before.", "%(n)s come before.", ahead) % {"n": ahead})
        else:
            why.append(_("Nobody comes before."))
        return Step(what, " ".join(why))

    def _round(self, one: dict[str, Any]) -> Step:
        if one["after"]:
            what = _("After %(s)s seconds %(group)s is asked too") % {
                "s": one["after"],
                "group": ordinary_group(self.to) or "",
            }
            why = f"{OVERFLOW.get(one['why'] or '', '')} {_('The place in line is kept.')}".strip()
        else:
            what = _ASKED.get(self.ringing.strategy, _in_order)()
            why = "" if one["why"] is None else str(OVERFLOW[one["why"]])
        if not one["asked"]:
            why = f"{why} {_('Nobody can be asked now.')}".strip()
        return Step(what, why, self._people_page(), people=list(self._people(one)))

    def _people_page(self) -> tuple[str, str] | None:
        address = page("groups")
        return (address, _("Answer groups")) if address else None

    def _people(self, one: dict[str, Any]) -> Iterator[Asked]:
        now = {found["mobile"] for found in self.now} if one is self.rounds[0] else set()
        for asked in one["asked"]:
            doing, mobile = asked["condition"], asked["mobile"]
            if mobile in now:
                says = _("Free. It rings for %(s)s seconds.") % {
                    "s": f"{self.ringing.ring_seconds:.10g}"
                }
            elif doing["doing"] == "free":
                says = _("Free. Is asked if those before do not answer.")
            else:
                says = _("Not now: %(why)s.") % {"why": _lower(condition(doing))}
            yield Asked(
                name_of(self.person.document, mobile),
                says,
                DOTS.get(doing["doing"], ""),
                mobile in now,
            )
        for left in one["left_out"]:
            why = _("calls in on their own telephone") if left["own"] else ""
            says = _("Not asked: %(why)s.") % {"why": why or _lower(condition(left["condition"]))}
            yield Asked(name_of(self.person.document, left["mobile"]), says, "")

    def _end(self) -> Step:
        seconds = self.given["longest-wait"]["after"]
        minutes = f"{seconds / 60:.3g}".replace(".", ",")
        what = ngettext(
            "After %(n)s minute without an answer", "After %(n)s minutes without an answer",
            2 if seconds != 60 else 1,
        ) % {"n": minutes}  # fmt: skip
        return Step(what, _("The caller hears a tone, and the call ends."), self._edit())


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _in_order() -> str:
    return _("The answerers are asked in order")


_ASKED = {
    Strategy.ALL: lambda: _("All who are free are asked at once"),
    Strategy.LONGEST_IDLE: lambda: _("Who has been idle longest is asked first"),
    Strategy.ROUND_ROBIN: lambda: _("The answerers are asked by turns"),
}
