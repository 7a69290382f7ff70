"""A switchboard to talk with: short words for what happens, literal times, and what it says.

Kari, Ola and Aisha work at Nordlys Tannklinikk; Stor Kunde is on the VIP list, Per and Tor are
not. Deadlines pass by themselves whenever the clock is moved.
"""

from typing import Any

from forrang.acd.commands import Command, Play, Ring
from forrang.acd.events import (
    AnswererLeft,
    CallArrived,
    CallerLeft,
    DeadlinePassed,
    EntryAdded,
    Event,
    KeyPressed,
    Miss,
    OfferAnswered,
    OfferFailed,
    OfferRang,
    PresenceSet,
    PromptEnded,
    SetupChanged,
    Wish,
)
from forrang.acd.explain import Explanation
from forrang.acd.records import CallRecord, Record
from forrang.acd.switchboard import Switchboard
from forrang.domain.document import read_document
from forrang.domain.number_span import NumberSpan
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.vip_entries import VipEntries

KARI = PhoneNumber("+4790000001")
OLA = PhoneNumber("+4790000002")
AISHA = PhoneNumber("+4790000003")
NAMES = {KARI: "Kari", OLA: "Ola", AISHA: "Aisha"}
STOR_KUNDE = PhoneNumber("+4741111111")
STOR_AVIS = PhoneNumber("+4741111112")
PER = PhoneNumber("+4797000001")
TOR = PhoneNumber("+4797000002")
MAIN = PhoneNumber("+4722334455")
OTHER = PhoneNumber("+4722334466")
RESEPSJON, LISTE = "group:Resepsjon", f"list:{MAIN}"


def group(*members: PhoneNumber, name: str = "Resepsjon", **ringing: Any) -> dict[str, Any]:
    """An answer group; in order, if nothing else is said."""
    return {"name": name, "members": list(members), "strategy": "in-order", **ringing}


def vip(*answerers: PhoneNumber | str, **more: Any) -> dict[str, Any]:
    """A VIP list that is ticked; mobiles are employees, other words are groups."""
    named = [{"employee": one} if one in NAMES else {"group": one} for one in answerers]
    return {"on": True, "answerers": named, **more}


def number(
    point: str = MAIN, queue_of: str = "Resepsjon", vip: dict[str, Any] | None = None, **queue: Any
) -> dict[str, Any]:
    """A main number with a queue."""
    made: dict[str, Any] = {"number": point, "setup": {"queue": {"group": queue_of, **queue}}}
    return made if vip is None else {**made, "vip": vip}


def menu(
    choices: dict[str | int, dict[str, Any]],
    point: str = MAIN,
    vip: dict[str, Any] | None = None,
    hours: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A main number with a menu that says "Velkommen"."""
    told = {"greeting": {"say": "Velkommen"}, "choices": choices, **more}
    made: dict[str, Any] = {"number": point, "setup": {"menu": told}}
    if hours is not None:
        made["opening_hours"] = hours
    return made if vip is None else {**made, "vip": vip}


def key(queue_of: str = "Resepsjon", **more: Any) -> dict[str, Any]:
    """A choice that leads to a queue."""
    return {"queue": {"group": queue_of}, **more}


def nordlys(
    groups: list[dict[str, Any]], numbers: list[dict[str, Any]], **more: Any
) -> dict[str, Any]:
    """The customer's document."""
    return {
        "forrang": 1,
        "customer": "Nordlys Tannklinikk AS",
        "services": ["vip-list"],
        "employees": [{"name": name, "mobile": mobile} for mobile, name in NAMES.items()],
        "groups": groups,
        "main_numbers": numbers,
        **more,
    }


class Talk:
    """One conversation. Every word that lets something happen moves the clock first."""

    def __init__(self, document: dict[str, Any], *vips: PhoneNumber):
        self.board = Switchboard(read_document(document))
        self.lists: dict[str, VipEntries] = {MAIN: VipEntries(), OTHER: VipEntries()}
        for choice in "12":
            self.lists[f"{MAIN}/{choice}"] = VipEntries()
        for entry, one in enumerate(vips or (STOR_KUNDE, STOR_AVIS), 1):
            self.lists[MAIN].put(NumberSpan.of(one), entry, 0)
        self.now = 0.0
        self.version = 1
        self.all: list[Command | Record] = []
        "Everything that it said."
        self.last: list[Command | Record] = []
        "What it said to the last word."

    def at(self, now: float, event: Event | None = None) -> "Talk":
        """Let every deadline until `now` pass, then the event happen."""
        self.last = []
        while (due := self.board.deadline()) is not None and due <= now:
            at = max(due, self.now)
            self._handle(self.board.recognise(DeadlinePassed(), self.lists, at), at)
        self.now = now
        if event is not None:
            self._handle(self.board.recognise(event, self.lists, now), now)
        return self

    def call(
        self, now: float, id: str, caller: PhoneNumber | None, point: str = MAIN, **more: Any
    ) -> "Talk":
        """A call comes."""
        return self.at(now, CallArrived(id, point, caller, **more))

    def presses(self, now: float, id: str, key: str) -> "Talk":
        """A caller presses a key."""
        return self.at(now, KeyPressed(id, key))

    def told(self, now: float, id: str) -> "Talk":
        """What is told to a caller is told to its end."""
        prompt = self.board.house.calls[id].prompt
        assert prompt is not None, f"{id} hears nothing"
        return self.at(now, PromptEnded(id, prompt))

    def hears(self, id: str) -> tuple[str, ...] | None:
        """The sounds that a caller is told now; None: nothing is told."""
        prompt = self.board.house.calls[id].prompt
        plays = [one for one in self.all if isinstance(one, Play) and one.prompt == prompt]
        return plays[0].sounds if plays else None

    def rang(self, now: float, who: PhoneNumber) -> "Talk":
        """Somebody's telephone is heard to ring."""
        return self.at(now, OfferRang(self.offer(who)))

    def answers(self, now: float, who: PhoneNumber) -> "Talk":
        """Whoever rings answers."""
        return self.at(now, OfferAnswered(self.offer(who)))

    def misses(self, now: float, who: PhoneNumber, why: Miss = Miss.NO_ANSWER) -> "Talk":
        """Whoever rings does not answer."""
        return self.at(now, OfferFailed(self.offer(who), why))

    def hangs_up(self, now: float, who: PhoneNumber | str, fault: bool = False) -> "Talk":
        """An answerer ends the talk, or a caller (by the call's id) theirs."""
        if who in NAMES:
            return self.at(now, AnswererLeft(self.offer(PhoneNumber(who)), fault))
        return self.at(now, CallerLeft(who, fault))

    def logs(
        self, now: float, wish: Wish, who: PhoneNumber, place: str | None = None,
        until: float | None = None,
    ) -> "Talk":  # fmt: skip
        """Somebody logs in or out, or pauses."""
        return self.at(now, PresenceSet(who, wish, place, until))

    def saves(self, now: float, document: dict[str, Any]) -> "Talk":
        """The administrator saves a new setup."""
        self.version += 1
        return self.at(now, SetupChanged(self.version, read_document(document)))

    def adds(self, now: float, caller: PhoneNumber, entry: int = 9, point: str = MAIN) -> "Talk":
        """A number is put on the VIP list."""
        span = NumberSpan.of(caller)
        self.lists[point].put(span, entry, 0)
        return self.at(now, EntryAdded(point, entry, span))

    def offer(self, who: PhoneNumber) -> str:
        """The offer that rings at somebody, or the talk that they are in."""
        found = self.board.house.people[who].offer
        assert found is not None, f"{NAMES[who]} neither rings nor talks"
        return found.id

    @property
    def rings(self) -> dict[str, str]:
        """Who rings now, and for which call."""
        offers = self.board.house.offers.values()
        return {NAMES[one.person.mobile]: one.call.id for one in offers if not one.answered}

    @property
    def talks(self) -> dict[str, str]:
        """Who talks now, in which call."""
        offers = self.board.house.offers.values()
        return {NAMES[one.person.mobile]: one.call.id for one in offers if one.answered}

    @property
    def rung(self) -> list[tuple[str, str]]:
        """Who was rung for which call by the last word, in order."""
        return [(NAMES[one.mobile], one.call) for one in self.last if isinstance(one, Ring)]

    def record(self, id: str) -> CallRecord:
        """The one record of a call."""
        (found,) = [one for one in self.all if isinstance(one, CallRecord) and one.id == id]
        return found

    def asks(self, caller: PhoneNumber | None, point: str = MAIN) -> Explanation:
        """Who would answer, if this caller rang now."""
        event = self.board.recognise(CallArrived("?", point, caller), self.lists, self.now)
        assert isinstance(event, CallArrived)
        return self.board.who_answers(event, self.now)

    def _handle(self, event: Event, now: float) -> None:
        said = self.board.handle(event, now)
        self.last += said
        self.all += said
