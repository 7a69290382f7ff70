"""The rules as laws: what holds after every event of every day.

Each law looks at the switchboard from outside, by brute force over people and calls, and shares no
way of thinking with the code that decides.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from hypothesis import given
from hypothesis import strategies as st

from forrang.acd import events as ev
from forrang.acd.call import Call, CallState
from forrang.acd.commands import (
    AnswerCall,
    AskAnswerer,
    Command,
    Connect,
    DismissCall,
    DropBridge,
    HangUpAnswerer,
    HangUpCall,
    LetRing,
    Play,
    RefuseCall,
    Ring,
    StopMusic,
    StopPlaying,
    StopRinging,
)
from forrang.acd.commands import Record as Recording
from forrang.acd.events import CallArrived
from forrang.acd.explain import Explanation, waits_because
from forrang.acd.presence import Person
from forrang.acd.prompts import LONGEST_PROMPT
from forrang.acd.records import (
    Ahead,
    Answered,
    CallRecord,
    Doing,
    InMenu,
    Outcome,
    Record,
    Sent,
    State,
)
from forrang.acd.switchboard import Switchboard
from forrang.acd.timers import Kind
from forrang.domain.answer_group import Strategy
from forrang.domain.phone_number import PhoneNumber
from forrang.domain.points import point_id

from .days import OUTSIDE, TAPES, Day, day_settings

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
        ours = [one for one in board.house.offers.values() if not one.outside]
        people = Counter(one.person.mobile for one in ours)
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
        for ring in [one for one in happen() if isinstance(one, Ring) and one.mobile != OUTSIDE]:
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
    for event, _, happen in live(board, day):
        happen()
        if isinstance(event, ev.CallStumbled):
            keys.pop(event.call, None)
        for call in board.house.calls.values():
            if call.state is CallState.IN_LINE:
                key, vip = keys.setdefault(call.id, (call.key, call.standing.vip))
                assert vip == call.standing.vip or call.standing.vip, "a VIP stays one"
                assert key == call.key or (call.standing.vip and not vip and call.key <= key)
                keys[call.id] = call.key, call.standing.vip


def silent(call: Call) -> float | None:
    """When a caller is told their place next, where it may have grown and be kept from them."""
    announcements, timer = call.point.queue.announcements, call.timers.get(Kind.ANNOUNCE)
    if announcements is None or not announcements.position or timer is None:
        return None
    return timer.at


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
            one.id: (
                *(one.state, one.overflowed, one.expired, tuple(one.offers)),
                *(one.prompt, silent(one)),
            )
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
        hung_up = [one.offer for one in said if isinstance(one, HangUpAnswerer)]
        over += [one for one in hung_up if one in rings]  # was asked to press a key
        if isinstance(event, ev.OfferFailed | ev.AnswererLeft) and event.offer in rings:
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
    """A call comes to a point when it arrives there, or when a key leads it there."""
    board, day = day_of(tape)
    stands: dict[str, tuple[str, int]] = {}
    came: Counter[str] = Counter()
    answered: set[tuple[str, int]] = set()
    counted: dict[str, int] = {}

    def overtaken(point: str, nth: int) -> int:
        return sum(where == point and other > nth for where, other in answered)

    for _, _, happen in live(board, day):
        said = happen()
        moved = [one for one in board.house.calls.values() if one.serial != serial_of(stands, one)]
        for call in sorted(moved, key=lambda one: one.serial):
            came[call.point.id] += 1
            stands[call.id] = call.point.id, came[call.point.id]
            assert call.serial == came[call.point.id]
        for one in said:
            if isinstance(one, Connect):
                counted[one.call] = overtaken(*stands[one.call])
                answered.add(stands[one.call])
            elif isinstance(one, CallRecord):
                talked = one.outcome in (Outcome.ANSWERED, Outcome.FORWARDED) or (
                    one.story[-2:-1] and isinstance(one.story[-2], Answered)
                )
                last = point_id(one.main_number, tuple(one.keys))
                where = stands.get(one.id)
                if where is None or where[0] != last:  # it came there and left at once
                    came[last] += 1
                    expected = 0
                else:
                    expected = counted[one.id] if talked else overtaken(*where)
                assert one.overtaken == expected, one.id


def serial_of(stands: dict[str, tuple[str, int]], call: Call) -> int | None:
    """Its place among those who came to the point where it is, if it was seen there."""
    point, nth = stands.get(call.id, ("", 0))
    return nth if point == call.point.id else None


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
        assert told.refused is None or call
        if call is not None and call.state is CallState.MENU:
            continue  # what keys do is the next law's
        if told.refused is not None and call is not None and call.state is not CallState.HELD:
            assert call.state in AWAY and told.then == sent(call.story)
            continue
        assert told.known_number == (call is not None)
        if call is not None and call.state is CallState.IN_LINE:
            assert told.point == call.point.id
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


AWAY = (CallState.FORWARD, CallState.MESSAGE, CallState.VOICEMAIL)


def sent(story: Iterable[object]) -> Ahead | None:
    """Where a call was sent."""
    return next((one.to for one in story if isinstance(one, Sent)), None)


@day_settings(80)
@given(TAPES, st.text("123*", max_size=4))
def test_who_answers_foretells_what_keys_do(tape: bytes, keys: str) -> None:
    board, day = day_of(tape)
    for event, now, happen in live(board, day):
        if isinstance(event, CallArrived) and not event.diverted_by and event.came is None:
            told = board.who_answers(event, now, keys, day.lists)
            _is_so(Switchboard.restore(board.checkpoint()), day, event, now, keys, told)
        happen()


def _is_so(
    twin: Switchboard, day: Day, event: CallArrived, now: float, keys: str, told: Explanation
) -> None:
    """What was told of a call and its keys is what then happens to it."""
    said = twin.handle(event, now)
    for key in keys:
        call = twin.house.calls.get(event.call)
        if call is not None and call.state is CallState.MENU:
            said += twin.handle(twin.recognise(ev.KeyPressed(event.call, key), day.lists, now), now)
    call = twin.house.calls.get(event.call)
    (record,) = [one for one in said if isinstance(one, CallRecord)] or [None]
    if call is None and record is None:
        assert not told.known_number
    elif record is not None and record.outcome is Outcome.NO_KEY:
        assert told.point is None and told.refused is None
    elif record is not None:
        assert told.refused == record.outcome
    elif call is not None and call.state is CallState.MENU:
        assert InMenu(now, call.point.id) in told.path
    elif call is not None and call.state in AWAY:
        then = told.then if told.refused is not None else sent(told.path)
        assert then == sent(call.story)
    elif call is not None and call.state is CallState.IN_LINE:
        assert (told.point, told.refused) == (call.point.id, None)
        assert told.standing.vip == call.vip
        rung = [one.mobile for one in said if isinstance(one, Ring) and one.call == call.id]
        current = [one for one in told.rounds if one.after == 0][-1]
        free = [
            one.mobile
            for one in current.asked
            if one.condition.doing is Doing.FREE and one.mobile != call.caller
        ]
        assert rung == (free if call.ringing.strategy is Strategy.ALL else free[:1])


@day_settings(100)
@given(TAPES)
def test_what_is_told_is_ended_before_anything_else_is_done_with_the_call(tape: bytes) -> None:
    """A prompt that plays keeps its channel, and with it everybody's requests."""
    board, day = day_of(tape)
    plays: dict[str, tuple[str, float]] = {}
    for event, now, happen in live(board, day):
        if isinstance(event, ev.PromptEnded):
            plays = {id: one for id, one in plays.items() if one[0] != event.prompt}
        plays = {id: one for id, one in plays.items() if one[1] + LONGEST_PROMPT > now}
        for one in happen():
            match one:
                case StopPlaying(prompt):
                    plays = {id: other for id, other in plays.items() if other[0] != prompt}
                case Play(call, prompt):
                    assert call not in plays
                    plays[call] = prompt, now
                case AskAnswerer(offer, prompt):
                    assert offer not in plays
                    plays[offer] = prompt, now
                case Connect(call, offer):
                    assert call not in plays and offer not in plays
                case (
                    AnswerCall(call)
                    | StopMusic(call)
                    | Recording(call)
                    | LetRing(call)
                    | RefuseCall(call)
                    | DismissCall(call)
                    | HangUpCall(call)
                ):
                    assert call not in plays, (event, one)
                case CallRecord():
                    plays.pop(one.id, None)
        told = {id: prompt for id, (prompt, _) in plays.items() if not board_has_offer(id)}
        assert told == board.telling(), event


def board_has_offer(id: str) -> bool:
    """Whether an id is an offer's."""
    return "." in id


@day_settings(100)
@given(TAPES)
def test_music_plays_exactly_while_a_caller_waits_and_is_told_nothing(tape: bytes) -> None:
    board, day = day_of(tape)
    music: set[str] = set()
    for event, _, happen in live(board, day):
        for one in happen():
            match one:
                case AnswerCall(id, music=True):
                    music.add(id)
                case StopMusic(id) | Connect(id) | DismissCall(id) | Play(id):
                    music.discard(id)
                case Recording(id):
                    assert id not in music, (event, one)
                case CallRecord():
                    music.discard(one.id)
        for call in board.house.calls.values():
            waits = call.state is CallState.IN_LINE and call.prompt is None
            forwarded = call.state is CallState.FORWARD and call.up
            assert (call.id in music) == (waits or forwarded), (event, call.id, call.state)


@day_settings(60)
@given(TAPES)
def test_nothing_is_done_with_a_call_after_its_end_but_the_cleaning(tape: bytes) -> None:
    board, day = day_of(tape)
    ended: set[str] = set()
    for event, _, happen in live(board, day):
        for one in happen():
            if isinstance(one, CallRecord):
                ended.add(one.id)
            elif not isinstance(one, HangUpCall | HangUpAnswerer | DropBridge):
                assert getattr(one, "call", None) not in ended, (event, one)
        assert not ended & set(board.house.calls)


@day_settings(60)
@given(TAPES)
def test_a_vip_under_a_key_is_one_by_that_keys_list(tape: bytes) -> None:
    """And so passes the line of that key alone."""
    board, day = day_of(tape)
    for event, now, happen in live(board, day):
        points = {id: one.point.id for id, one in board.house.calls.items()}
        happen()
        for call in board.house.calls.values():
            if call.state is not CallState.IN_LINE or call.point.id == points.get(call.id):
                continue
            if isinstance(event, ev.KeyPressed) and call.id == event.call and call.caller:
                today = board.house.routes.today(now)
                found = day.lists[call.point.id].find(call.caller, today)
                listed = found is not None and not found.expired
                assert call.standing.vip == (listed and call.point.vip is not None)
                own = call.point.vip.head_start if call.standing.vip and call.point.vip else 0.0
                assert call.head_start == max(own, call.carried_head_start)


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
