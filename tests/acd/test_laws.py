"""The rules as laws: what holds after every event of every day.

Each law looks at the switchboard from outside, by brute force over people and calls, and shares no
way of thinking with the code that decides.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import zip_longest

from hypothesis import given

from forrang.acd import events as ev
from forrang.acd.call import Call, CallState
from forrang.acd.commands import Command, Connect, RefuseCall, Ring, StopRinging
from forrang.acd.events import CallArrived
from forrang.acd.explain import waits_because
from forrang.acd.presence import Person
from forrang.acd.records import CallRecord, Doing, Outcome, Record, State
from forrang.acd.switchboard import Switchboard
from forrang.domain.answer_group import Strategy
from forrang.domain.phone_number import PhoneNumber

from .days import TAPES, Day, day_settings

Said = list[Command | Record]
SECRET = PhoneNumber("+4799999999")


def live(board: Switchboard, day: Day) -> Iterator[tuple[ev.Event, float, Callable[[], Said]]]:
    """Every event of a day, its deadlines among them, and at last everybody hangs up. The law asks
    to let it happen, and may look before and after.
    """
    for event, now in day.events(board):
        yield from _deadlines(board, now)
        recognised = board.recognise(event, day.lists, now)
        yield recognised, now, lambda e=recognised, at=now: board.handle(e, at)  # type: ignore[misc]
    yield from _deadlines(board, day.now + 700)
    for call in list(board.house.calls):
        event = ev.CallerLeft(call)
        yield event, day.now + 701, lambda e=event: board.handle(e, day.now + 701)  # type: ignore[misc]


def _deadlines(
    board: Switchboard, until: float
) -> Iterator[tuple[ev.Event, float, Callable[[], Said]]]:
    while (at := board.deadline()) is not None and at <= until:
        yield ev.DeadlinePassed(), at, lambda at=at: board.handle(ev.DeadlinePassed(), at)  # type: ignore[misc]


def day_of(tape: bytes, prefix: str = "c") -> tuple[Switchboard, Day]:
    """A day that has not begun, and its customer's switchboard."""
    day = Day(tape, prefix)
    return Switchboard(day.setup, now=day.now), day


def is_free(board: Switchboard, person: Person) -> bool:
    """Whether nothing keeps somebody, worked out from the calls."""
    busy = [one.person for one in board.house.offers.values()]
    calling = [
        one.caller
        for one in board.house.calls.values()
        if one.asserted and one.state is not CallState.HELD
    ]
    return person not in busy and person.mobile not in calling and person.rest is None


def may_be_offered(board: Switchboard, call: Call) -> list[Person]:
    """Everybody whom a waiting call may be offered to by the setup and their presence, now."""
    found = []
    for answerers in call.line_of_class.answerers:
        for seat in answerers.seats:
            rests = call.misses.get(seat.person, (0, 0.0))[1] > board.house.now
            is_open = any(one.state is State.IN for one in seat.members)
            if is_open and not rests and seat.person.mobile != call.caller:
                found.append(seat.person)
    return found


def waiting(board: Switchboard) -> list[Call]:
    """Calls that wait: in line and ringing nowhere, or all at once and not over their time."""
    line = [one for one in board.house.calls.values() if one.state is CallState.IN_LINE]
    return [one for one in line if one.entry is not None]


@day_settings(80)
@given(TAPES)
def test_no_free_answerer_stands_beside_a_call_they_may_be_offered(tape: bytes) -> None:
    board, day = day_of(tape)
    for event, _, happen in live(board, day):
        happen()
        for call in waiting(board):
            idle = [one.mobile for one in may_be_offered(board, call) if is_free(board, one)]
            assert not idle, (event, call.id)
        for call in board.house.calls.values():
            in_line = call.state is CallState.IN_LINE
            assert not in_line or call.entry is not None or call.offers, call.id
            assert not call.offers or call.entry is None or call.ringing.strategy is Strategy.ALL
        for point in board.house.routes.points.values():
            assert all(line.count == len(line.waiting()) for line in point.lines())


@day_settings(60)
@given(TAPES)
def test_who_waits_knows_why_everybody_keeps_them_waiting(tape: bytes) -> None:
    board, day = day_of(tape)
    for _, _, happen in live(board, day):
        happen()
        for call in waiting(board):
            reasons = dict(waits_because(board.house, call.id))
            assert Doing.FREE not in [one.doing for one in reasons.values()], call.id
            assert {one.mobile for one in may_be_offered(board, call)} <= set(reasons)


@day_settings(60)
@given(TAPES)
def test_nobody_has_two_offers_or_talks(tape: bytes) -> None:
    board, day = day_of(tape)
    for _, _, happen in live(board, day):
        happen()
        people = Counter(one.person.mobile for one in board.house.offers.values())
        assert all(count == 1 for count in people.values())
        for offer in board.house.offers.values():
            assert offer.person.offer is offer
            assert (offer.call.talk is offer) == offer.answered
            assert (offer.id in offer.call.offers) == (not offer.answered)


@day_settings(60)
@given(TAPES)
def test_whoever_is_offered_a_call_had_none_that_came_before_it(tape: bytes) -> None:
    board, day = day_of(tape)
    for _, _, happen in live(board, day):
        for ring in [one for one in happen() if isinstance(one, Ring)]:
            call, person = board.house.calls[ring.call], board.house.people[ring.mobile]
            mine = (call.key, call.arrived, call.id)
            for other in waiting(board):
                before = (other.key, other.arrived, other.id) < mine
                assert not before or person not in may_be_offered(board, other), other.id


@day_settings(60)
@given(TAPES)
def test_a_place_changes_with_the_class_alone(tape: bytes) -> None:
    board, day = day_of(tape)
    keys: dict[str, tuple[float, bool]] = {}
    for _, _, happen in live(board, day):
        happen()
        for call in board.house.calls.values():
            if call.state is CallState.IN_LINE:
                key, vip = keys.setdefault(call.id, (call.key, call.standing.vip))
                assert vip == call.standing.vip or call.standing.vip, "a VIP stays one"
                assert key == call.key or (call.standing.vip and not vip and call.key <= key)
                keys[call.id] = call.key, call.standing.vip


def facts(board: Switchboard) -> object:
    """All that a deadline may change: what people and calls are doing, and what keeps them."""
    house = board.house
    return (
        {
            (one.mobile, place): (member.state, one.condition, one.rest)
            for one in house.people.values()
            for place, member in one.members.items()
        },
        {
            one.id: (one.state, one.overflowed, one.expired, tuple(one.offers))
            for one in house.calls.values()
        },
        {
            (one.id, who.mobile)
            for one in house.calls.values()
            for who, (_, until) in one.misses.items()
            if until > house.now
        },
    )


@day_settings(60)
@given(TAPES)
def test_it_never_wakes_to_find_nothing_to_do(tape: bytes) -> None:
    board, day = day_of(tape)
    for event, now, happen in live(board, day):
        before = facts(board)
        said = happen()
        at = board.deadline()
        if isinstance(event, ev.DeadlinePassed):
            assert said or facts(board) != before, now
            assert at is None or at > now


@day_settings(80)
@given(TAPES)
def test_each_arriving_call_ends_in_exactly_one_record(tape: bytes) -> None:
    board, day = day_of(tape)
    came: set[str] = set()
    no_call: set[str] = set()
    records: Counter[str] = Counter()
    for event, _, happen in live(board, day):
        held = {one.id for one in board.house.calls.values() if one.state is CallState.HELD}
        said = happen()
        ended = [one.id for one in said if isinstance(one, CallRecord)]
        records.update(ended)
        if isinstance(event, CallArrived):
            came.add(event.call)
            refused = [one.call for one in said if isinstance(one, RefuseCall)]
            no_call.update(one for one in refused if one not in ended)
        if isinstance(event, ev.CallerLeft) and event.call in held and event.call not in ended:
            no_call.add(event.call)  # our own comeback
    assert set(records) == came - no_call
    assert set(records.values()) <= {1}
    assert not board.house.calls and not board.house.offers and not board.house.callers
    assert all(one.available or one.rest for one in board.house.people.values())


@day_settings(60)
@given(TAPES)
def test_whatever_rings_is_answered_or_ends_once(tape: bytes) -> None:
    board, day = day_of(tape)
    rings: set[str] = set()
    for event, _, happen in live(board, day):
        said = happen()
        over = [one.offer for one in said if isinstance(one, StopRinging | Connect)]
        if isinstance(event, ev.OfferFailed) and event.offer in rings:
            over.append(event.offer)
        if isinstance(event, ev.EngineLost):
            over = list(rings)
        assert len(over) == len(set(over)) and set(over) <= rings
        rings -= set(over)
        rings |= {one.offer for one in said if isinstance(one, Ring)}
        assert rings == {id for id, answered in board.legs()[1].items() if not answered}


@day_settings(60)
@given(TAPES)
def test_overtaken_counts_later_calls_that_were_answered_earlier(tape: bytes) -> None:
    board, day = day_of(tape)
    points: dict[str, str] = {}
    order: list[str] = []
    answered: list[str] = []
    counted: dict[str, int] = {}
    for event, _, happen in live(board, day):
        said = happen()
        if isinstance(event, CallArrived):
            order.append(event.call)
            points[event.call] = event.point

        def overtaken(call: str) -> int:
            later = order[order.index(call) + 1 :]
            return sum(one in later and points[one] == points[call] for one in set(answered))

        for one in said:
            if isinstance(one, Connect):
                counted[one.call] = overtaken(one.call)
                answered.append(one.call)
            elif isinstance(one, CallRecord):
                talked = one.outcome is Outcome.ANSWERED or (
                    one.story[-2:-1] and (type(one.story[-2]).__name__ == "Answered")
                )
                expected = counted[one.id] if talked else overtaken(one.id)
                assert one.overtaken == expected, one.id


@day_settings(60)
@given(TAPES)
def test_a_restored_switchboard_goes_on_as_the_old_one(tape: bytes) -> None:
    board, day = day_of(tape)
    twins: list[Switchboard] = []
    for n, (event, now, happen) in enumerate(live(board, day)):
        if n % 7 == 3:
            twins = [*twins[-2:], Switchboard.restore(json.loads(json.dumps(board.checkpoint())))]
        expected = happen()
        for twin in twins:
            assert twin.handle(event, now) == expected, event
            assert twin.deadline() == board.deadline()
    for twin in twins:
        assert twin.checkpoint() == board.checkpoint()


@day_settings(30)
@given(TAPES)
def test_the_same_events_give_the_same_commands(tape: bytes) -> None:
    board, day = day_of(tape)
    again = Switchboard(day.setup, now=day.now)
    journal = [(event, now, happen()) for event, now, happen in live(board, day)]
    for event, now, expected in journal:
        assert again.handle(event, now) == expected


@day_settings(80)
@given(TAPES)
def test_who_answers_says_what_then_happens_and_changes_nothing(tape: bytes) -> None:
    board, day = day_of(tape)
    for event, now, happen in live(board, day):
        if not isinstance(event, CallArrived) or event.diverted_by or event.came is not None:
            happen()
            continue
        before = board.checkpoint()
        told = board.who_answers(event, now)
        assert board.checkpoint() == before
        said = happen()
        record = next((one for one in said if isinstance(one, CallRecord)), None)
        call = board.house.calls.get(event.call)
        if record is not None:
            assert told.refused == record.outcome and not told.offers
            continue
        assert told.refused is None or (call and call.state is CallState.HELD)
        assert told.known_number == (call is not None)
        if call is not None and call.state is CallState.IN_LINE:
            kept = None if call.arrived == call.came else call.arrived
            assert (told.place_from or now) == (kept or now)
            current = [one for one in told.rounds if one.after == 0][-1]
            own = board.house.people.get(event.caller) if event.caller else None
            free = [
                one.mobile
                for one in current.asked
                if one.condition.doing is Doing.FREE and (own is None or one.mobile != own.mobile)
            ]
            rung = [one.mobile for one in said if isinstance(one, Ring)]
            everyone = call.ringing.strategy is Strategy.ALL
            assert rung == (free if everyone else free[:1])


@day_settings(40)
@given(TAPES)
def test_a_withheld_number_is_nowhere(tape: bytes) -> None:
    board, day = day_of(tape)
    for event, now, happen in live(board, day):
        if isinstance(event, CallArrived):
            hidden = board.recognise(replace(event, withheld=True, caller=SECRET), day.lists, now)
            said = board.handle(hidden, now)
        else:
            said = happen()
        assert SECRET not in repr(said)
        assert SECRET not in json.dumps(board.checkpoint())


@day_settings(40)
@given(TAPES, TAPES)
def test_nothing_of_one_customer_is_said_by_the_other(nordlys: bytes, fjord: bytes) -> None:
    north, south = day_of(nordlys, "n"), day_of(fjord, "f")
    alone = [happen() for _, _, happen in live(*day_of(nordlys, "n"))]
    together = []
    for mine, theirs in zip_longest(live(*north), live(*south)):
        if theirs is not None:
            for one in theirs[2]():
                assert ids(one) <= {"f"}
        if mine is not None:
            together.append(mine[2]())
            assert all(ids(one) <= {"n"} for one in together[-1])
    assert together == alone


def ids(one: Command | Record) -> set[str]:
    """The first letters of the calls that something names."""
    names = [getattr(one, name, None) for name in ("call", "offer")]
    if isinstance(one, CallRecord):
        names.append(one.id)
    return {name.rpartition(".")[2][0] for name in names if name}
