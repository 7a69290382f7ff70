"""Generated days: a customer, and what happens to them, read from a tape of bytes.

Hypothesis draws the tape; each byte is one choice, so a day that fails shrinks to the few choices
that matter. What may happen next is asked of the switchboard: offers that ring are answered, missed
or given up, people log in and out, setups and lists change under the calls. Numbers have menus, hours
and announcements, callers press keys, and calls go on elsewhere. Times are whole seconds, so that
deadlines fall together. `line_days` has the days of the reference scheduler.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from forrang.acd import events as ev
from forrang.acd.call import CallState
from forrang.acd.events import Miss, Wish
from forrang.acd.switchboard import Switchboard
from forrang.domain.document import Document, read_document
from forrang.domain.number_span import EntryKind, NumberSpan, parse_span
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import every_point
from forrang.domain.vip_entries import VipEntries

T = TypeVar("T")

KARI, OLA, AISHA, LISE = PEOPLE = tuple(PhoneNumber(f"+479000000{i}") for i in range(1, 5))
POINTS = ("+4722334455", "+4722334466")
CALLERS = tuple(PhoneNumber(f"+474110000{i}") for i in range(1, 7))
GROUPS = ("Resepsjon", "Salg")
OUTSIDE = PhoneNumber("+4722000000")
"""Where calls are forwarded to; nobody of ours."""
HOURS: tuple[dict[str, Any], ...] = (
    {"week": {"thu": ["01:00-01:20", "01:30-01:50", "02:30-06:00"]}, "holidays": "open"},
    {"week": {"thu": ["00:00-24:00"]}, "holidays": "open"},
    {"week": {}, "holidays": "open"},
)
"""A day begins at 01:16:40 on a Thursday, which is New Year's Day."""
STRATEGIES = ("in-order", "longest-idle", "round-robin", "all")
LONG = os.environ.get("FORRANG_LAWS") == "long"

TAPES = st.one_of(
    st.integers(0, 2**32).map(lambda seed: Random(seed).randbytes(700)),  # long and full days
    st.binary(min_size=100, max_size=900),  # days that shrink
)


def day_settings(examples: int) -> settings:
    """So many days, always the same ones; `FORRANG_LAWS=long` makes it many, and others each time."""
    return settings(
        max_examples=examples * 100 if LONG else examples,
        derandomize=not LONG,
        database=None,
        report_multiple_bugs=False,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


class Tape:
    """Choices, one byte each; where it ends, the day does."""

    def __init__(self, choices: bytes):
        self._bytes = iter(choices)
        self.endless = False
        "Whether it goes on with the first option of each choice."

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        choice = next(self._bytes, 0) if self.endless else next(self._bytes)
        return options[choice % len(options)]

    def several(self, options: Sequence[T], most: int) -> list[T]:
        """Some of them, in some order, perhaps twice."""
        return [self.pick(options) for _ in range(self.pick(range(most + 1)))]


def ringing(tape: Tape) -> dict[str, Any]:
    """How answerers are asked."""
    return {
        "strategy": tape.pick(STRATEGIES),
        "ring_seconds": tape.pick((20, 10, 5)),
        "rest_seconds": tape.pick((15, 5, 20)),
        "wrap_up_seconds": tape.pick((0, 0, 5)),
        "pause_after_misses": tape.pick((0, 0, 1, 2)),
    }


def vip(tape: Tape) -> dict[str, Any]:
    """A VIP list, without entries."""
    answerers = [{"employee": one} for one in PEOPLE] + [{"group": one} for one in GROUPS]
    return {
        "on": tape.pick((True, True, True, False)),
        "answerers": tape.several(answerers, 3),
        "overflow_after": tape.pick((30, 10, 0, "never")),
        "head_start": tape.pick(("always-first", 0, 1, 15)),
        **ringing(tape),
    }


def destination(tape: Tape) -> dict[str, Any]:
    """Where a call goes for good."""
    return tape.pick(
        (
            {"message": {"say": "Ha det"}},
            {"forward": OUTSIDE},
            {"voicemail": {"max_seconds": 30}},
        )
    )


def told_meanwhile(tape: Tape) -> dict[str, Any]:
    """What a queue tells its callers, and where it lets them go."""
    comfort = [{"say": "Straks"}, {"say": "Snart"}]
    made: dict[str, Any] = {
        **tape.pick(({}, {"welcome": {"say": "Velkommen"}})),
        **tape.pick(
            (
                {},
                {"announcements": {"every_seconds": 10, "position": True}},
                {"announcements": {"every_seconds": 14, "comfort": comfort}},
                {"announcements": {"every_seconds": 10, "position": True, "comfort": comfort}},
                {"announcements": {"every_seconds": 10}},
            )
        ),
    }
    for why in ("waited_too_long", "line_full", "all_logged_out"):
        if tape.pick((False, True)):
            made[why] = destination(tape)
    return made


def queue(tape: Tape) -> dict[str, Any]:
    """A telephone queue."""
    return {
        "group": tape.pick(GROUPS),
        "max_wait_seconds": tape.pick((600, 60, 20)),
        **tape.pick(({}, {}, {"max_waiting": 0}, {"max_waiting": 1})),
        "nobody_logged_in": tape.pick(("wait", "leave")),
        **tape.pick(({}, {"overflow_to": tape.pick(GROUPS), "overflow_after": tape.pick((5, 0))})),
    }


def menu(tape: Tape, level: int) -> dict[str, Any]:
    """A menu of one to three keys, perhaps with menus under them."""
    choices: dict[str, Any] = {}
    for key in tape.pick(("12", "12*", "1")):
        if key != "1" and tape.pick((False, False, True)):
            choices[key] = {"repeat": True}
        else:
            choices[key] = {**setup(tape, level + 1), **around(tape)}
    return {
        "greeting": {"say": "Velkommen"},
        "choices": choices,
        "wait_seconds": tape.pick((5, 2)),
        "repeats": tape.pick((0, 1)),
        **tape.pick(({}, {"otherwise": "1"})),
    }


def setup(tape: Tape, level: int = 0) -> dict[str, Any]:
    """What a main number or a key does with calls."""
    match tape.pick(("queue", "menu", "queue", "menu", "queue", "away")):
        case "menu" if level < 3:
            return {"menu": menu(tape, level)}
        case "away":
            return destination(tape)
        case _:
            return {"queue": {**queue(tape), **told_meanwhile(tape)}}


def around(tape: Tape) -> dict[str, Any]:
    """What stands around a setup: the VIP list, the hours, what is done when closed."""
    made: dict[str, Any] = {}
    if tape.pick((True, False)):
        when_closed: dict[str, Any] = {}
        if tape.pick((False, True)):
            hours = tape.pick(({}, {"opening_hours": tape.pick(HOURS)}))
            answerers = tape.pick(([], [{"employee": LISE}]))
            when_closed = {"when_closed": {"answerers": answerers, **hours}}
        overflow = tape.pick(({}, {"overflow_to": tape.pick(GROUPS)}))
        skips = {"skips_menu": tape.pick((True, False))}
        made["vip"] = {**vip(tape), **overflow, **skips, **when_closed}
    if tape.pick((False, False, False, False, True)):
        made["opening_hours"] = tape.pick(HOURS)
        made |= tape.pick(({}, {"closed": destination(tape)}))
    return made


def main_number(tape: Tape, number: str) -> dict[str, Any]:
    """A main number with what it does."""
    return {"number": number, "setup": setup(tape), **around(tape)}


def customer(
    tape: Tape,
    number: Callable[[Tape, str], dict[str, Any]] = main_number,
    confirm: Sequence[bool] = (False, False, True),
    voicemail: bool = True,
) -> dict[str, Any]:
    """A customer with two groups, which may have a voicemail, and two main numbers."""
    messages: tuple[dict[str, Any], ...] = ({}, {"voicemail": {"max_seconds": 20}})
    return {
        "forrang": 1,
        "customer": "Nordlys",
        "services": ["vip-list"],
        "employees": [
            {"name": one, "mobile": one, "confirm": tape.pick(confirm)} for one in PEOPLE
        ],
        "groups": [
            {
                "name": name,
                "members": list(dict.fromkeys(tape.several(PEOPLE, 4))),
                **ringing(tape),
                **(tape.pick(messages) if voicemail else {}),
            }
            for name in GROUPS
        ],
        "main_numbers": [number(tape, one) for one in POINTS],
    }


def changed(tape: Tape, plain: dict[str, Any], fresh: dict[str, Any]) -> dict[str, Any]:
    """The customer after a save that changed something; `fresh` is another one."""
    match tape.pick(range(7)):
        case 0:
            return fresh
        case 1:
            services: list[str] = [] if plain["services"] else ["vip-list"]
            return {**plain, "services": services}
        case 2:
            return {**plain, "employees": fresh["employees"], "groups": fresh["groups"]}
        case 3 if len(plain["main_numbers"]) > 1:
            return {**plain, "main_numbers": plain["main_numbers"][1:]}
        case 4:
            gone = tape.pick(PEOPLE)
            people = [one for one in fresh["employees"] if one["mobile"] != gone]
            groups = [
                {**one, "members": [m for m in one["members"] if m != gone]}
                for one in plain["groups"]
            ]
            numbers = [_without(one, gone) for one in plain["main_numbers"]]
            return {**plain, "employees": people, "groups": groups, "main_numbers": numbers}
        case _:
            return {**fresh, "groups": plain["groups"]}


def _without(part: Any, gone: str) -> Any:
    """A part of a document in which nobody names an employee."""
    if isinstance(part, dict):
        return {name: _without(one, gone) for name, one in part.items()}
    if isinstance(part, list):
        return [_without(one, gone) for one in part if one != {"employee": gone}]
    return part


class Day:
    """One customer's day: the events, chosen by the tape from what is possible now."""

    callers: tuple[PhoneNumber | None, ...] = (*CALLERS, *CALLERS, KARI, OLA, None)
    diversions: tuple[tuple[PhoneNumber, ...], ...] = (
        *((), (), (), (KARI,), (OLA, KARI)),
        (OUTSIDE,),
    )

    def __init__(self, choices: bytes, prefix: str = "c"):
        self.tape = Tape(choices)
        self.tape.endless = True
        self.plain = self._customer()
        self.tape.endless = False
        self.setup: Document = read_document(self.plain)
        self.lists: dict[str, VipEntries] = {}
        self.prefix = prefix
        self.now = 1000.0
        self.made = 0
        self.version = 1
        self._fill_lists()

    def events(self, board: Switchboard) -> Iterator[tuple[ev.Event, float]]:
        """What happens next, as long as the tape is; not recognised yet."""
        try:
            while True:
                self.now += self.tape.pick((0, 0, 1, 1, 2, 5, 10, 14, 30, 200))
                event = self._event(board)
                if event is not None:
                    yield event, self.now
        except StopIteration:
            return

    def _customer(self) -> dict[str, Any]:
        return customer(self.tape)

    def _fill_lists(self) -> None:
        """Every point that has no list yet has the first callers on it."""
        for point in every_point(self.setup.main_numbers):
            if point.id not in self.lists:
                self.lists[point.id] = VipEntries()
                for number in CALLERS[:3]:
                    self.lists[point.id].put(NumberSpan.of(number), int(number[-1]), 0)

    def _event(self, board: Switchboard) -> ev.Event | None:
        pick, calls, offers = self.tape.pick, *board.legs()
        rings = [id for id, answered in offers.items() if not answered]
        talks = [id for id, answered in offers.items() if answered]
        kinds = "arrive " * 5 + "presence presence setup entry list engine stumble "
        kinds += "rang answer answer fail fail fail " * bool(rings) + "over over " * bool(talks)
        kinds += self._more_kinds(board)
        match pick((kinds + "left left late " * bool(calls)).split()):
            case "arrive":
                return self._arrival()
            case "rang":
                return ev.OfferRang(pick(rings))
            case "answer":
                return ev.OfferAnswered(pick(rings))
            case "fail":
                return ev.OfferFailed(pick(rings), pick(tuple(Miss)))
            case "over":
                return ev.AnswererLeft(pick(talks), fault=pick((False, True)))
            case "left":
                return ev.CallerLeft(pick(list(calls)), fault=pick((False, False, True)))
            case "late":
                return pick(
                    (
                        ev.OfferAnswered(f"o9.{self.prefix}0"),
                        ev.CallerLeft("c0"),
                        ev.AnswererLeft("o0"),
                    )
                )
            case "presence":
                return self._presence()
            case "setup":
                self.plain = changed(self.tape, self.plain, self._customer())
                self.setup = read_document(self.plain)
                self._fill_lists()
                self.version += 1
                return ev.SetupChanged(self.version, self.setup)
            case "entry":
                point, number = pick(list(self.lists)), pick(CALLERS)
                span = NumberSpan.of(number)
                if pick((False, True)):
                    span = parse_span(EntryKind.RANGE, f"{number}-9")
                self.lists[point].put(span, 100 + self.made, 0)
                return ev.EntryAdded(point, 100 + self.made, span)
            case "list":
                point = pick(list(self.lists))
                self.lists[point] = VipEntries()
                for number in self.tape.several(CALLERS, 4):
                    self.lists[point].put(NumberSpan.of(number), 200, 0)
                return ev.ListReplaced(point)
            case "engine":
                return ev.EngineLost() if pick((False, False, True)) else None
            case kind:
                return self._more(kind, board)

    def _more_kinds(self, board: Switchboard) -> str:
        """What may happen besides offers, leaving and changes."""
        asked, in_menu = self._asked(board), self._in_menu(board)
        kinds = "key " * 12 * bool(in_menu) + "told " * 4 * bool(board.telling())
        kinds += "recorded " * bool(board.recording()) + "stumbled " * bool(board.legs()[0])
        kinds += "confirmed " * 6 * bool(asked) + "asked-left " * bool(asked)
        return kinds + "answer " * 4 * (not all(board.legs()[1].values()))

    def _more(self, kind: str, board: Switchboard) -> ev.Event | None:
        """One of these."""
        pick = self.tape.pick
        match kind:
            case "key":
                return ev.KeyPressed(pick(self._in_menu(board)), pick("1212123*"))
            case "told":
                call, prompt = pick(list(board.telling().items()))
                return ev.PromptEnded(call, prompt)
            case "recorded":
                return ev.RecordingEnded(pick(board.recording()))
            case "confirmed":
                return ev.OfferConfirmed(pick(self._asked(board)))
            case "asked-left":
                return ev.AnswererLeft(pick(self._asked(board)), fault=pick((False, True)))
            case "stumbled":
                return ev.CallStumbled(pick(list(board.legs()[0])))
        return None

    def _in_menu(self, board: Switchboard) -> list[str]:
        return [id for id, state in board.legs()[0].items() if state is CallState.MENU]

    def _asked(self, board: Switchboard) -> list[str]:
        return [one.id for one in board.house.offers.values() if one.asked and not one.answered]

    def _arrival(self) -> ev.CallArrived:
        pick = self.tape.pick
        self.made += 1
        caller = pick(self.callers)
        return ev.CallArrived(
            f"{self.prefix}{self.made}",
            pick((*POINTS, *POINTS, *POINTS, "+4722999999")),
            caller,
            withheld=caller is None,
            asserted=caller in PEOPLE and pick((True, False)),
            diverted_by=pick(self.diversions),
            came=pick((None, None, None, self.now - 3)),
        )

    def _presence(self) -> ev.PresenceSet:
        pick = self.tape.pick
        places = [None, *(f"group:{one}" for one in GROUPS), *(f"list:{one}" for one in self.lists)]
        wish = pick(tuple(Wish))
        until = pick((None, self.now + 20, self.now + 5)) if wish is Wish.PAUSE else None
        return ev.PresenceSet(pick(PEOPLE), wish, pick(places), until)
