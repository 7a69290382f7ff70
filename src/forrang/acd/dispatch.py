"""Pairs, not turns: which waiting call is offered to whom (rules 4 to 8).

After each event only those can make a new pair whom the event freed, and the calls that it set
waiting. Among all pairs that are possible the call with the smallest (key, arrival, id) chooses
first; it chooses among everybody who may be asked for it now. As pairs only take possibilities
away, one pass over the candidates in order leaves no idle pair behind.
"""

from collections.abc import Callable
from heapq import heapify, heappop, heapreplace

from forrang.acd.answerers import Answerers, Seat
from forrang.acd.call import Call
from forrang.acd.house import House
from forrang.acd.line import wait_no_more
from forrang.acd.presence import Person
from forrang.acd.records import Offered
from forrang.acd.ringing import ring_at
from forrang.acd.waiting_line import Entry, WaitingLine
from forrang.domain.answer_group import Strategy

_Candidate = tuple[float, float, str, int, Person | None, Entry]


def fill(house: House) -> None:
    """Make every pair that is possible now, the smallest key first."""
    candidates: list[_Candidate] = []
    for person in dict.fromkeys(house.freed):
        entry = _best(house, person)
        if entry is not None:
            candidates.append((*entry[:3], len(candidates), person, entry))
    for call in house.seeking:
        if call.entry is not None:
            candidates.append((*call.entry[:3], len(candidates), None, call.entry))
    house.freed.clear()
    house.seeking.clear()
    heapify(candidates)
    while candidates:
        _, _, _, n, asking, entry = candidates[0]
        call = entry[4]
        if call.entry is entry and (seat := choose(house, call)) is not None:
            offer(house, call, seat)
            continue
        # The call is taken, or nobody is left for it: a person goes on to their next best.
        following = None if asking is None else _best(house, asking)
        if following is None or following is entry:
            heappop(candidates)
        else:
            heapreplace(candidates, (*following[:3], n, asking, following))


def choose(house: House, call: Call) -> Seat | None:
    """Whom a waiting call is offered to now; None when nobody may be asked."""
    line = call.line
    assert line is not None
    if call.misses or call.kept_answerer is not None:
        return next(iter(ranked(call, line, lambda one: one.free, house.now)), None)
    strategy = line.ringing.strategy
    for answerers in line.answerers:
        bits = answerers.free
        if bits and call.own is not None:
            bits = answerers.but(bits, call.own)
        if bits:
            return answerers.first(strategy, bits)
    return None


def ranked(
    call: Call, line: WaitingLine, among: Callable[[Answerers], int], now: float
) -> list[Seat]:
    """Everybody `among` the answerers of a line whom the call may ring at, in the order in which
    they would be asked: who missed it the fewest times, then with whom its talk was cut, then the
    list's own before those of overflow, then by the strategy.
    """
    found: dict[Person, tuple[tuple[int, bool, int, int], Seat]] = {}
    for depth, answerers in enumerate(line.answerers):
        for rank, seat in enumerate(answerers.ranked(line.ringing.strategy, among(answerers))):
            person = seat.person
            if person not in found and call.may_ring_at(person, now):
                missed = call.misses[person][0] if person in call.misses else 0
                order = (missed, person is not call.kept_answerer, depth, rank)
                found[person] = (order, seat)
    return [seat for _, seat in sorted(found.values(), key=lambda item: item[0])]


def offer(house: House, call: Call, seat: Seat) -> None:
    """Let the call ring at somebody. It waits no more, but in *all at once*."""
    line = call.line
    assert line is not None
    ringing = line.ringing
    roster = tuple(line.answerers[0].roster)
    for more in line.answerers[1:]:
        roster += tuple(more.roster)
    made = ring_at(house, call, seat.member, ringing.ring_seconds)
    call.story.append(Offered(house.now, made.id, seat.person.mobile, made.member.place, roster))
    seat.answerers.pointer.last = seat.person.mobile
    if ringing.strategy is not Strategy.ALL:
        wait_no_more(call)
    house.count_idle(call)


def _best(house: House, person: Person) -> Entry | None:
    """The first of all waiting calls that a person may be offered, over every line they serve."""
    if not person.available:
        return None
    best: Entry | None = None
    for seat in person.seats:
        if seat.answerers.free & seat.bit:
            for line in seat.answerers.lines:
                if line.count:
                    entry = line.head(person, house.now)
                    if entry is not None and (best is None or entry < best):
                        best = entry
    return best
