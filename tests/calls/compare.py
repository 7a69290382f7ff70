"""`who-answers` beside real calls: from a seed a customer, what their people are doing and who calls;
then the answer, that very call, and what differs.

The telephones answer nothing: they ring out, refuse or stay silent in turn, so that a call goes
through everybody who may be asked. Whoever is free is rung in the order of `offers` as each one
misses; who talks, rings or rests is passed over until free; *all at once* rings at everybody as soon
as they may be asked. Rests are longer than a case, so nobody is rung twice.
"""

import asyncio
import json
import math
import random
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from calls.instance import Instance
from forrang.demo.behaviour import Answers, Behaviour, Refuses, Rings, Silent
from forrang.demo.caller import Caller
from forrang.demo.leg import State
from forrang.demo.network import Network
from forrang.demo.outside_call import OutsideCall
from forrang.demo.waiting import CallOver

SLACK = 0.35
"""Two things that are so close together may happen in either order; seconds."""
LATE = 1.0
"""How late a busy machine may ring; seconds."""
LONG = 60.0
"""A rest that outlasts a case."""
SHORT = 3.0
"""A rest that does not."""

STRATEGIES = ("in-order", "longest-idle", "round-robin", "all")
DOING = {"talk": "in-talk", "rings": "ringing", "rests": "resting", "rests-shortly": "resting",
         "calls": "calling-in"}  # fmt: skip
"""What `who-answers` has to say of those who do something."""


@dataclass(slots=True)
class Case:
    """A customer, a state and a call."""

    seed: int
    document: dict[str, Any] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    number: str = ""
    "The main number that is called."
    caller: Caller = field(default_factory=lambda: Caller(""))
    vip: bool = False
    "Whether the caller is to be a VIP."
    strategy: str = ""
    "The one that governs the call."
    ring_seconds: float = 0.0
    states: dict[str, str] = field(default_factory=dict)
    "What people are doing; who is missing is free."
    wishes: list[tuple[str, str, str | None]] = field(default_factory=list)
    "Mobile, wish, place (None: everywhere)."
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    "What each telephone does with the call."
    earlier: int = 0
    "Calls that were answered before: they move pointers, and who has talked is not idle."
    ends_talk: str | None = None
    "Whose talk ends a second into the call."

    def solo(self, mobile: str) -> str:
        """The main number at which that employee alone answers."""
        return f"+4721{self.seed % 10_000:04}{50 + self.people.index(mobile):02}"

    @property
    def nobody(self) -> str:
        """The main number that nobody answers."""
        return f"+4721{self.seed % 10_000:04}99"

    def outside(self, n: int) -> str:
        """A number of the outside world; 0 to 49 may be on lists, 50 to 99 never are."""
        return f"+4723{self.seed % 10_000:04}{n:02}"

    @property
    def asked_as(self) -> str:
        """How `who-answers` is told who calls."""
        return "withheld" if self.caller.withheld else self.caller.number


def make(seed: int) -> Case:
    """The case of a seed."""
    case, dice = Case(seed), random.Random(seed)
    case.people = [f"+4799{seed % 10_000:04}{i:02}" for i in range(dice.randint(3, 5))]
    groups = [_group(case, dice, name) for name in "ABC"[: dice.randint(1, 3)]]
    numbers = [_main_number(case, dice, n, groups) for n in range(dice.randint(1, 2))]
    called = dice.choice(numbers)
    case.number = called["number"]
    case.document = {
        "forrang": 1,
        "customer": f"Case {seed}",
        "services": [] if dice.random() < 0.12 else ["vip-list"],
        "employees": [{"name": f"N. N. {one}", "mobile": one} for one in case.people],
        "groups": groups,
        "main_numbers": numbers,
    }
    _caller(case, dice, called)
    _ringing(case, called)
    _states(case, dice)
    _helpers(case)
    return case


def _group(case: Case, dice: random.Random, name: str) -> dict[str, Any]:
    count = 0 if dice.random() < 0.07 else dice.randint(1, len(case.people))
    return {"name": name, "members": dice.sample(case.people, count), **_asking(dice)}


def _asking(dice: random.Random) -> dict[str, Any]:
    return {
        "strategy": dice.choice(STRATEGIES),
        "ring_seconds": dice.choice([0.6, 0.9, 1.2]),
        "rest_seconds": LONG,
        "wrap_up_seconds": LONG if dice.random() < 0.1 else 0,
    }


def _main_number(
    case: Case, dice: random.Random, n: int, groups: list[dict[str, Any]]
) -> dict[str, Any]:
    queue: dict[str, Any] = {"group": dice.choice(groups)["name"]}
    if dice.random() < 0.2:
        queue["nobody_logged_in"] = "leave"
    if dice.random() < 0.1:
        queue["max_waiting"] = 0
    if dice.random() < 0.1:
        queue["max_wait_seconds"] = 1.4
    made: dict[str, Any] = {
        "number": f"+4721{case.seed % 10_000:04}{n:02}",
        "setup": {"queue": queue},
    }
    if dice.random() < 0.9:
        answerers: list[dict[str, str]] = [{"employee": one} for one in case.people]
        answerers += [{"group": one["name"]} for one in groups]
        made["vip"] = {
            "on": dice.random() < 0.9,
            "entries": _entries(case, n),
            "answerers": dice.sample(answerers, dice.choice([0, 1, 1, 1, 2, 2, 3])),
            "overflow_after": dice.choice([0, 1, 1.5, 2, 1, 2, "never"]),
            "head_start": dice.choice(["always-first", 15]),
            **_asking(dice),
        }
    return made


def _entries(case: Case, n: int) -> list[dict[str, Any]]:
    """Of the n-th list: 0, 1 and 4 on it by whole number, range and prefix; 5 was on it."""
    first = 10 * n
    return [
        {"number": case.outside(first), "name": "Stor Kunde"},
        {"range": f"{case.outside(first + 1)}-{first + 3:02}"},
        {"prefix": case.outside(first + 4), "last_day": "2090-12-31"},
        {"number": case.outside(first + 5), "last_day": "2020-01-31"},
    ]


def _caller(case: Case, dice: random.Random, called: dict[str, Any]) -> None:
    """Who calls, and whether that is a VIP."""
    first = 10 * int(called["number"][-2:])
    kinds = (*["number"] * 5, *["range"] * 3, "prefix", "prefix", "expired", "none", "other-list",
             "withheld", "withheld", "employee", "employee-on-list")  # fmt: skip
    kind = dice.choice(kinds)
    listed = {
        "number": 0,
        "range": dice.choice([1, 2, 3]),
        "prefix": 4,
        "expired": 5,
        "withheld": 0,
    }
    number = case.outside(first + listed[kind] if kind in listed else 60)
    if kind == "other-list":
        number = case.outside(10 - first)
    if kind.startswith("employee"):
        number = dice.choice(case.people)
        if kind == "employee-on-list" and "vip" in called:
            called["vip"]["entries"].append({"number": number})
    asserted = (f"<sip:{number}@127.0.0.1>",) if dice.random() < 0.3 else ()
    withheld = kind == "withheld"
    case.caller = Caller(number, withheld=withheld, asserted=() if withheld else asserted)
    on_list = kind in ("number", "range", "prefix", "employee-on-list")
    in_force = "vip" in called and called["vip"]["on"] and case.document["services"]
    case.vip = bool(on_list and in_force)


def _ringing(case: Case, called: dict[str, Any]) -> None:
    group = called["setup"]["queue"]["group"]
    groups = {one["name"]: one for one in case.document["groups"]}
    asking = called["vip"] if case.vip else groups[group]
    case.strategy, case.ring_seconds = asking["strategy"], asking["ring_seconds"]


def _states(case: Case, dice: random.Random) -> None:
    case.earlier = dice.choice([0, 0, 1, 2])
    places = [f"group:{one['name']}" for one in case.document["groups"]]
    places += [f"list:{one['number']}" for one in case.document["main_numbers"]]
    for mobile in case.people:
        state = dice.choice(
            [*["free"] * 8, "out", "pause", "place", "place", "talk", "rings", "rests",
             "rests-shortly", "calls"]
        )  # fmt: skip
        if mobile == case.caller.number and state not in ("out", "pause", "place"):
            state = "free"
        if state == "rests-shortly" and case.strategy == "round-robin":
            state = "rests"  # whoever becomes free in the middle waits for the next round
        if state in ("out", "pause"):
            case.wishes.append((mobile, state, None))
        elif state == "place":
            case.wishes.append((mobile, dice.choice(["out", "pause"]), dice.choice(places)))
        elif state != "free":
            case.states[mobile] = state
        if state == "talk" and case.strategy in ("in-order", "all") and dice.random() < 0.6:
            case.ends_talk = mobile
        # Busy right after a talk is no miss.
        busy = Refuses(603 if case.earlier or state == "talk" else 486)
        behaviours: list[Behaviour] = [
            Rings(), Silent(), busy, Refuses(603), Refuses(603, after=0.4), Refuses(480),
            Refuses(404), Refuses(503),
        ]  # fmt: skip
        case.behaviours[mobile] = dice.choice(behaviours)


def _helpers(case: Case) -> None:
    """Numbers by which people are brought into their states."""
    queue = {"setup": {"queue": {"group": "nobody"}}}
    case.document["groups"].append({"name": "nobody"})
    case.document["main_numbers"].append({"number": case.nobody, **queue})
    for mobile, state in case.states.items():
        rest = SHORT if state == "rests-shortly" else LONG
        name = f"solo {mobile}"
        case.document["groups"].append(
            {"name": name, "members": [mobile], "ring_seconds": 60, "rest_seconds": rest}
        )
        setup = {"queue": {"group": name}}
        case.document["main_numbers"].append({"number": case.solo(mobile), "setup": setup})


@dataclass(slots=True)
class Told:
    """What `who-answers` said."""

    rounds: list[tuple[float, list[str]]]
    free_at: dict[str, float]
    "From how many seconds after the arrival on nothing keeps somebody; infinite: not foreseen."
    leaves_after: float
    refused: bool


@dataclass(frozen=True, slots=True)
class Rung:
    """A telephone that really rang for the call; seconds after the arrival."""

    mobile: str
    at: float
    until: float


class Storage:
    """Something that stands where the database is and does what it is told."""

    SCRIPT = """
import json, sys
from forrang.site.database import start_django
start_django()
from forrang.storage.changes import wish_presence
from forrang.storage.models import Customer
for line in sys.stdin:
    name, wishes = json.loads(line)
    id = Customer.objects.get(name=name).pk
    for mobile, wish, place in wishes:
        wish_presence(id, mobile, wish, place)
    print(id, flush=True)
"""

    def __init__(self, process: asyncio.subprocess.Process):
        self._process = process
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, instance: Instance) -> Self:
        """Start it."""
        pipe = asyncio.subprocess.PIPE
        words = (sys.executable, "-c", cls.SCRIPT)
        return cls(
            await asyncio.create_subprocess_exec(
                *words, stdin=pipe, stdout=pipe, env=instance.environment
            )
        )

    async def wish(self, customer: str, wishes: Iterable[tuple[str, str, str | None]]) -> int:
        """Wish what presence shall be; the customer's id."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        async with self._turn:
            self._process.stdin.write(json.dumps([customer, list(wishes)]).encode() + b"\n")
            return int(await self._process.stdout.readline())

    async def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()


class Comparison:
    """One case on a running instance."""

    def __init__(self, case: Case, instance: Instance, network: Network, storage: Storage):
        self.case = case
        self._instance, self._network, self._storage = instance, network, storage
        self._clock = asyncio.get_running_loop().time
        self._helping: dict[str, OutsideCall] = {}
        self._call: OutsideCall | None = None

    async def differences(self, *, by_command: bool = False) -> list[str]:
        """Bring the state about, ask, call, look; every difference in words."""
        case = self.case
        id = await self._storage.wish(case.document["customer"], [])
        try:
            for n in range(case.earlier):
                await self._earlier_call(n)
            await self._storage.wish(case.document["customer"], case.wishes)
            await self._until(id, self._wished)
            self._leave_alone_who_rests((await self._instance.ask(f"/calls/{id}"))["people"])
            passing = [one for one, state in case.states.items() if state == "rests-shortly"]
            await asyncio.gather(
                *(self._bring(id, one) for one in case.states if one not in passing)
            )
            await asyncio.gather(*(self._bring(id, one) for one in passing))
            await self._until(id, self._settled)
            for mobile in case.people:
                self._network.phone(mobile).does(case.behaviours[mobile])
            found = await self._instance.ask(
                "/who-answers", caller=case.asked_as, number=case.number
            )
            asked_at = time.time()
            if by_command:
                words = ("who-answers", case.asked_as, case.number, "--json")
                again = json.loads(await self._instance.forrang(*words))
                if again["offers"] != found["offers"]:
                    return [f"the command says {again['offers']}, the exchange {found['offers']}"]
            return await self._compare(found, asked_at)
        finally:
            legs = [*self._helping.values(), *filter(None, [self._call])]
            await asyncio.gather(*(leg.hang_up() for leg in legs), return_exceptions=True)

    async def _earlier_call(self, n: int) -> None:
        for mobile in self.case.people:
            self._network.phone(mobile).does(Answers(talk=0.05))
        call = await self._network.call(Caller(self.case.outside(70 + n)), self.case.number)
        try:
            await call.ended(2.0)
        except TimeoutError:  # nobody is there
            await call.hang_up()

    def _leave_alone_who_rests(self, people: dict[str, Any]) -> None:
        """Who wraps up after an earlier call cannot be rung by a helper's number."""
        case = self.case
        for mobile, one in people.items():
            if one["doing"]["doing"] == "wrapping-up" and case.states.get(mobile) != "calls":
                case.states.pop(mobile, None)
                if case.ends_talk == mobile:
                    case.ends_talk = None

    async def _bring(self, id: int, mobile: str) -> None:
        """Let somebody talk, be rung, rest or call."""
        case, state = self.case, self.case.states[mobile]
        phone = self._network.phone(mobile)
        n = case.people.index(mobile)
        if state == "calls":
            caller = Caller(mobile, asserted=(f"<sip:{mobile}@127.0.0.1>",))
            self._helping[mobile] = await self._network.call(caller, case.nobody)
            return
        refuses = state.startswith("rests")
        phone.does(Answers() if state == "talk" else Refuses(603) if refuses else Rings())
        before = len(phone.offers)
        call = await self._network.call(Caller(case.outside(80 + n)), case.solo(mobile))
        self._helping[mobile] = call
        while len(phone.offers) == before:
            await phone.rings(10)
        if refuses:
            # A caller who hangs up before the refusal is heard of takes it along.
            await self._until(id, lambda people: people[mobile]["doing"]["doing"] == "ringing")
            await call.hang_up()

    async def _until(self, id: int, look: Any) -> None:
        begun = self._clock()
        while wrong := look((await self._instance.ask(f"/calls/{id}"))["people"]):
            assert self._clock() - begun < 15, f"{self.case.seed}: does not come about: {wrong}"
            await asyncio.sleep(0.03)

    def _wished(self, people: dict[str, Any]) -> object:
        """A wish that is not true yet; one at a place where they do not answer is none."""
        for mobile, wish, place in self.case.wishes:
            for where, here in people[mobile]["places"].items():
                if place in (None, where) and here["state"] != {"pause": "paused"}.get(wish, wish):
                    return mobile, wish, place
        return None

    def _settled(self, people: dict[str, Any]) -> object:
        for mobile, state in self.case.states.items():
            doing = people[mobile]["doing"]["doing"]
            over = state == "rests-shortly" and doing == "free"  # a short rest may be over by now
            if doing != DOING[state] and not over:
                return mobile, state
        return None

    # The comparison itself

    async def _compare(self, found: dict[str, Any], asked_at: float) -> list[str]:
        case = self.case
        wrong = [*self._in_itself(found)]
        dialled = self._clock()
        call = self._call = await self._network.call(case.caller, case.number)
        with suppress(CallOver):
            await call.answered(10)
        arrived = self._clock()
        told = read(found, time.time())
        if told.refused != (call.end is not None and call.state is State.ENDED):
            wrong.append(f"refused: told {told.refused}, was {call.end}")
        if case.ends_talk is not None:
            await asyncio.sleep(1.0)
            await self._helping[case.ends_talk].hang_up()
            told.free_at[case.ends_talk] = self._clock() - arrived
        lasts = horizon(case, told) + LATE + 0.3
        await asyncio.sleep(max(0.0, lasts - (self._clock() - arrived)))
        until = self._clock() - arrived
        rung = [
            Rung(mobile, one.at - arrived, until if one.end is None else one.end.at - arrived)
            for mobile in case.people
            for one in self._network.phone(mobile).offers
            if one.at >= dialled
        ]
        rung.sort(key=lambda one: one.at)
        compared = at_once if case.strategy == "all" else in_turn
        wrong += compared(told, rung, until)
        if wrong:
            wrong.append(f"told {json.dumps(found)}; rang {rung}; asked at {asked_at}; {case}")
        return wrong

    def _in_itself(self, found: dict[str, Any]) -> Iterable[str]:
        """What the answer says against itself or against what was made so."""
        steps = {step["step"]: step for step in found["steps"]}
        if (steps["class"]["class"] == "vip") != self.case.vip:
            yield f"class: {steps['class']}, made a VIP: {self.case.vip}"
        asked = [step for step in found["steps"] if step["step"] == "asked"]
        by_steps = [
            {"after": step["after"], "to": [one["mobile"] for one in step["asked"]]}
            for step in asked
            if step["asked"]
        ]
        if by_steps != found["offers"]:
            yield f"offers {found['offers']} are not what the steps say: {by_steps}"
        afters = [one["after"] for one in found["offers"]]
        if afters != sorted(set(afters)):
            yield f"two rounds at one time: {found['offers']}"
        for step in asked:
            for one in step["asked"]:
                doing = self.case.states.get(one["mobile"], "rests-shortly")
                if doing != "rests-shortly" and one["condition"]["doing"] != DOING[doing]:
                    yield f"{one} is to be {doing}"


def read(found: dict[str, Any], arrived: float) -> Told:
    """The answer as numbers; `arrived` is the call's arrival in UTC seconds."""
    told = Told([(one["after"], one["to"]) for one in found["offers"]], {}, math.inf, False)
    for step in found["steps"]:
        if step["step"] == "refused":
            told.refused = True
        elif step["step"] == "longest-wait":
            told.leaves_after = step["after"]
        elif step["step"] == "asked":
            for one in step["asked"]:
                doing, ends = one["condition"]["doing"], one["condition"].get("until")
                free = 0.0 if doing == "free" else math.inf
                told.free_at[one["mobile"]] = free if ends is None else max(0.0, ends - arrived)
    return told


def may_ring_from(told: Told, mobile: str) -> float:
    """Seconds after the arrival."""
    opens = min((after for after, to in told.rounds if mobile in to), default=math.inf)
    return max(opens, told.free_at.get(mobile, math.inf))


def next_from(told: Told, now: float, done: Iterable[str]) -> float:
    """When somebody who was not asked yet may be; seconds after the arrival."""
    left = told.free_at.keys() - set(done)
    return max(now, min((may_ring_from(told, one) for one in left), default=math.inf))


def pick(told: Told, at: float, done: Iterable[str]) -> str | None:
    """The first in the order of that moment who is free and was not asked yet."""
    to = next((to for after, to in reversed(told.rounds) if after <= at), [])
    return next((one for one in to if one not in done and told.free_at[one] <= at), None)


def horizon(case: Case, told: Told) -> float:
    """How long it takes until everybody was asked who is going to be; seconds."""
    times = [may_ring_from(told, one) for one in told.free_at]
    finite = [at for at in times if at < min(10.0, told.leaves_after)]
    return max(finite, default=0.0) + len(finite) * case.ring_seconds


def in_turn(told: Told, rung: list[Rung], until: float) -> Iterable[str]:
    """What differs where one is asked after the other."""
    now, done = 0.0, list[str]()
    for one in rung:
        at = next_from(told, now, done)
        if at == math.inf:
            yield f"{one} rang, and nobody was to ring any more"
            return
        allowed = {pick(told, at + off, done) for off in (-SLACK, 0.0, SLACK)}
        if one.mobile not in allowed:
            yield f"{one} rang, and not one of {allowed}"
        elif not -SLACK < one.at - at < LATE:
            yield f"{one} was to ring from {at:.2f} s on"
        if one.at > told.leaves_after + SLACK:
            yield f"{one} rang after the longest wait"
        done.append(one.mobile)
        now = one.until
    at = next_from(told, now, done)
    if at < min(until - LATE, told.leaves_after - SLACK):
        yield f"{pick(told, at, done)} was to ring from {at:.2f} s on, and did not"


def at_once(told: Told, rung: list[Rung], until: float) -> Iterable[str]:
    """What differs where everybody is asked as soon as they may be."""
    at = {one.mobile: one.at for one in rung}
    if len(at) != len(rung):
        yield f"a telephone rang twice: {rung}"
    for mobile in at.keys() | told.free_at.keys():
        foretold = may_ring_from(told, mobile)
        if mobile not in at:
            if foretold < min(until - LATE, told.leaves_after - SLACK):
                yield f"{mobile} was to ring from {foretold:.2f} s on, and did not"
        elif not -SLACK < at[mobile] - foretold < LATE:
            yield f"{mobile} rang from {at[mobile]:.2f} s on, was to from {foretold:.2f} s"
